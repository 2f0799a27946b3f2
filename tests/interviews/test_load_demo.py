from __future__ import annotations

import shutil
from collections import Counter
from datetime import timedelta
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from interviews import replanning
from interviews.choices import Agreed, MailKind, NotAssessedReason, Outcome
from interviews.levelfit import Reading, Verdict
from interviews.management import demo
from interviews.management.commands.load_demo import documents_in
from interviews.models import (
    Amendment,
    Application,
    Candidate,
    DebriefNote,
    Interview,
    Mail,
    Opening,
    Rating,
    RoundQuestion,
    Scorecard,
)
from interviews.reports import debriefs, drift, fits, kits, openings, scorecards
from roleprofiles import advertising, importing, posting
from roleprofiles.choices import AdvertPart
from roleprofiles.models import BankQuestion, JobDescription, Publication, Requirement, Revision, Role, Skill
from tests.interviews.outbox import delivered
from tests.keeping import kept

pytestmark = pytest.mark.django_db

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
RATED = """["Python with NumPy, Pandas, Scikit-learn", 4, "Rewrote"""


@pytest.fixture(autouse=True)
def var_dir(settings: Settings, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path / "var"
    return tmp_path / "var"


def load(**options: object) -> tuple[str, str]:
    """What the command wrote to standard output and to standard error."""
    out, err = StringIO(), StringIO()
    call_command("load_demo", stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


@kept
def loaded() -> None:
    with TemporaryDirectory() as folder, override_settings(VAR_DIR=Path(folder) / "var"):
        load()


def rows() -> dict[str, int]:
    roles = (Role, Revision, Requirement, Skill, JobDescription, Publication)
    cases = (Opening, Candidate, Application, Interview, Scorecard, Rating)
    return {model.__name__: model._default_manager.count() for model in (User, *roles, *cases)}


def debrief(candidate: str, email: str) -> debriefs.Debrief:
    person = User.objects.get(email=email)
    application = Application.objects.get(candidate__name=candidate)
    return debriefs.debrief(application, person)


def test_a_round_has_questions_and_a_candidate_has_sent_a_document(loaded: None) -> None:
    card = Scorecard.objects.get(
        interview__application__candidate__name="Sofia Marchetti", interview__round__position=1
    )
    kit = kits.kit(card.interview_id, card.interviewer)
    assert kit
    assert kit.resume
    assert [(one.criterion, one.minutes, len(one.probes), one.hints) for one in kit.questions] == [
        ("Python with NumPy, Pandas, Scikit-learn", 20, 2, ()),
        ("ML Algorithms", 15, 1, ()),
        ("Git", 10, 0, ()),
        ("System Design Basics", 10, 0, ()),
    ]
    assert (kit.asked_minutes, kit.over) == (60, 0)
    kept = BankQuestion.objects.values_list("skill__name", "level_name")
    assert set(kept) == {
        *(("Git", "Mid"), ("Python with NumPy, Pandas, Scikit-learn", "Mid")),
        *(("ML Algorithms", "Mid"), ("HTTP APIs", "Mid")),
    }
    sources = RoundQuestion.objects.values_list("source", flat=True)
    assert Counter(sources) == {"opening": 11, "bank": 2, "document": 2}


def test_a_plan_is_ready_and_has_a_second_version_for_who_comes_after(loaded: None) -> None:
    opening = Opening.objects.get(title__startswith="Machine Learning")
    seen = [(one.number, one.changes.splitlines()) for one in opening.plan_versions.all()]
    assert opening.is_ready
    usual = opening.rounds.values_list("title", "interviewers__email")
    assert list(usual) == [
        ("Data and Python", "priya.raghunathan@example.com"),
        ("Modelling", "tomasz.wieczorek@example.com"),
        ("Design and team", "linh.pham@example.com"),
    ]
    assert seen == [
        (
            2,
            [
                "Modelling takes 75 minutes instead of 60.",
                "Modelling has another note for the interviewer.",
            ],
        )
    ]
    cards = Scorecard.objects.of_opening(opening.pk).values_list(
        "interview__application__candidate__name", "plan_version"
    )
    assert set(cards) == {
        *(("Noor Haddad", 1), ("Elias Brandt", 1), ("Ilse Vermeulen", 1)),
        ("Sofia Marchetti", 2),
    }


def test_a_search_has_come_apart_from_its_advert_and_its_role(loaded: None) -> None:
    opening = Opening.objects.get(title__startswith="Backend")
    found = drift.drift(opening, replanning.current_plan(opening))
    assert [claim.name for claim in found.claims] == ["Card payments"]
    assert [one.name for one in found.unsaid] == ["Amounts of money"]
    assert opening.level.revision_id != opening.level.revision.role.current_id


def test_an_advert_is_begun_with_the_texts_of_the_company(loaded: None) -> None:
    job = JobDescription.objects.with_text().get(label="Berlin")
    said = advertising.written(job)
    assert (str(job), said.organisation, str(said.pay and said.pay.maximum)) == (
        "Backend Engineer (Berlin)",
        "Morrow Deliveries",
        "78000.00",
    )
    shared = [one.kind for one in job.sections.all() if one.standard_text]
    assert shared == ["about_us", "benefits", "equal_opportunity"]
    assert said.section(AdvertPart.INTERVIEWS)
    assert job.newer_revision  # which offers its changes


def test_roles_people_and_searches_are_there(loaded: None) -> None:
    roles = Role.objects.order_by("slug").values_list("slug", "current__number", "current__is_mended")
    assert list(roles) == [
        ("backend-engineer", 2, False),
        ("machine-learning-engineer", 1, True),
        ("product-designer", 1, False),
    ]
    openings = Opening.objects.order_by("pk").values_list("title", "level__name", "managers__email")
    assert list(openings) == [
        ("Machine Learning Engineer, Recommendations", "Mid", "maren.lindqvist@example.com"),
        ("Backend Engineer, Payments", "Mid", "kwame.asante@example.com"),
    ]
    people = User.objects.with_abilities()
    assert Counter(tuple(sorted(one.abilities)) for one in people if not one.is_superuser) == {
        ("hire", "interview"): 2,
        ("interview",): 3,
        ("coordinate",): 1,
        ("edit_roles",): 1,
    }
    assert [str(one) for one in people if one.may_administer] == ["Ruth Okonjo"]
    assert [str(one) for one in people if one.is_staff] == ["Ruth Okonjo", "Yuki Tanabe"]


def test_a_role_has_two_revisions_and_a_search_rests_on_the_first(loaded: None) -> None:
    role = Role.objects.get(slug="backend-engineer")
    revisions = role.revisions.order_by("number").values_list("number", "published_by__display_name")
    assert list(revisions) == [(1, "Yuki Tanabe"), (2, "Yuki Tanabe")]
    assert role.current
    assert role.current.change_note.startswith("Two faults this year were found late")
    resting = openings.openings_resting_on(role.pk, User.objects.get(email="kwame.asante@example.com"))
    assert [(one.title, one.revision_number) for one in resting.shown] == [("Backend Engineer, Payments", 1)]


def test_one_advert_is_online_and_one_is_being_written(loaded: None) -> None:
    copies = Publication.objects.online()
    assert [(copy.said.title, str(copy.published_by)) for copy in copies] == [
        ("Backend Engineer", "Kwame Asante")
    ]
    draft = JobDescription.objects.get(publications=None)
    assert {one.field for one in posting.propose(draft).missing} == {"pay_min", "pay_max"}


@pytest.mark.parametrize("name", ["backend-engineer", "machine-learning-engineer", "product-designer"])
def test_role_documents_are_read_whole(loaded: None, name: str) -> None:
    plan = importing.plan((FIXTURES / "roles" / f"{name}.md").read_bytes())

    assert (plan.problems, plan.reading.warnings, plan.is_unchanged) == ((), (), True)


def test_first_candidate_is_ready_to_decide(loaded: None) -> None:
    application = Application.objects.get(candidate__name="Noor Haddad")
    seen = debrief("Noor Haddad", "maren.lindqvist@example.com")

    assert [member.is_submitted for member in seen.panel] == [True, True, True]
    assert {row.criterion.name: row.reading for row in seen.rows} == {
        "Advanced Algorithms": Reading.NOT_ASSESSED,
        "ML Algorithms": Reading.SPLIT,
        "System Design Basics": Reading.NOT_YET,
        "Python with NumPy, Pandas, Scikit-learn": Reading.MET,
        "Jupyter Notebooks": Reading.MET,
        "Git": Reading.MET,
        "Advanced Data Structures": Reading.MET,
    }
    assert Counter(Amendment.objects.values_list("rating__scorecard__interview__application", "value")) == {
        (application.pk, 3): 1
    }
    notes = DebriefNote.objects.filter(application=application).order_by("criterion__name")
    assert [(one.criterion.name, one.agreed) for one in notes] == [
        ("ML Algorithms", Agreed.LOOK_AGAIN),
        ("System Design Basics", Agreed.NOT_YET),
    ]
    assert seen.fit is not None
    assert seen.fit.verdict == Verdict.NOT_YET
    assert not application.is_decided
    reasons = Rating.objects.filter(scorecard__interview__application=application, is_not_assessed=True)
    assert set(reasons.values_list("not_assessed_reason", flat=True)) == {
        NotAssessedReason.NO_TIME,
        NotAssessedReason.NOT_ASKED,
    }


def levels_of(candidate: str, email: str) -> list[tuple[str, str, dict[str, tuple[int, ...]]]]:
    """The levels beside the one applied for, and what is known of each."""
    application = Application.objects.get(candidate__name=candidate)
    found = fits.fits_of(application, debrief(candidate, email))
    assert found
    return [
        (one.level.name, one.fit.verdict, {line.name: line.values for line in one.fit.lines if line.values})
        for one in (*found.below, found.above)
        if one
    ]


def test_neighbouring_levels_say_something(loaded: None) -> None:
    assert levels_of("Noor Haddad", "maren.lindqvist@example.com") == [
        (
            "Experienced",
            Verdict.CANT_SAY,
            {"Python with NumPy, Pandas, Scikit-learn": (3,), "Git": (2, 3)},
        )
    ]
    assert levels_of("Tendai Moyo", "kwame.asante@example.com") == [
        (
            "Junior",
            Verdict.CANT_SAY,
            {
                "SQL (PostgreSQL, MySQL)": (4, 3),
                "HTTP APIs": (3, 3, 3),
                "Automated Testing": (3, 3),
            },
        ),
        ("Senior", Verdict.NOT_YET, {"HTTP APIs": (2,), "Debugging in Production": (3,)}),
    ]


@pytest.mark.parametrize("email", ["ruth.okonjo@example.com", "diego.salgado@example.com"])
def test_administrators_and_coordinators_see_who_has_submitted_and_no_rating(
    loaded: None, email: str
) -> None:
    seen = debrief("Noor Haddad", email)

    assert [member.is_submitted for member in seen.panel] == [True, True, True]
    assert (seen.is_closed, seen.columns, seen.rows, seen.fit) == (True, (), (), None)


def test_second_candidate_waits_for_one_half_filled_scorecard(loaded: None) -> None:
    draft = Scorecard.objects.drafts().get(interview__application__candidate__name="Elias Brandt")

    assert str(draft.interviewer) == "Linh Pham"
    progress = scorecards.Progress(tuple(draft.ratings.in_order()))
    assert (progress.total, progress.done, progress.need_evidence) == (5, 3, 1)
    assert debrief("Elias Brandt", "linh.pham@example.com").is_closed
    seen = debrief("Elias Brandt", "tomasz.wieczorek@example.com")
    assert [member.is_submitted for member in seen.panel] == [True, True, False]
    assert len(seen.columns) == 2


def test_third_candidate_is_arranged_from_today_on_and_not_rated(loaded: None) -> None:
    interviews = Interview.objects.filter(application__candidate__name="Sofia Marchetti")
    today = timezone.localdate()
    assert [timezone.localdate(one.starts_at) for one in interviews] == [
        today,
        today + timedelta(days=1),
        today + timedelta(days=3),
    ]
    ratings = Rating.objects.all().of_the_level().filter(scorecard__interview__in=interviews)
    assert [rating.is_done for rating in ratings] == [False] * 15
    assert not Scorecard.objects.submitted().filter(interview__in=interviews).exists()


def test_what_is_to_come_is_told_and_moved_and_what_is_over_is_not(loaded: None) -> None:
    now = timezone.now()
    arranged = Interview.objects.filter(cancelled_at=None).order_by("starts_at")
    live = [one for one in arranged if one.ends_at and one.ends_at > now]
    zones = [(one.application.candidate.name, one.time_zone, one.sequence) for one in live]
    assert zones[-4:] == [
        ("Sofia Marchetti", "Europe/Lisbon", 2),
        ("Lucia Fernandes", "Europe/Lisbon", 1),
        ("Sofia Marchetti", "Europe/Berlin", 1),
        ("Lucia Fernandes", "Europe/Lisbon", 1),
    ]
    off = Interview.objects.exclude(cancelled_at=None).get()
    assert (off.application.candidate.name, off.cancel_reason[:13]) == ("Lucia Fernandes", "Maren is away")
    waiting = Mail.objects.filter(kind=MailKind.REMINDER).values_list("person__email", flat=True)
    assert "linh.pham@example.com" in waiting
    told = [one for one in delivered() if one.attachments]
    # One mail an interview to come: of two about one interview the later, and none of what is over or off.
    assert len(told) == len(live)


def test_one_is_hired_at_another_level_and_one_is_decided_twice(loaded: None) -> None:
    ayla = Application.objects.get(candidate__name="Ayla Demir").decision
    assert ayla
    assert (ayla.outcome, str(ayla.level), bool(ayla.dissent)) == (Outcome.HIRE, "Junior", True)
    bruno = Application.objects.get(candidate__name="Bruno Keller")
    first, second = bruno.decisions.order_by("pk")
    assert bruno.decision == second
    assert first.reopening.reason.startswith("The reason leaves out SQL")
    assert [one.name for one in second.must_haves.all()] == ["SQL (PostgreSQL, MySQL)", "Asynchronous Work"]
    readings = {
        row.criterion.name: row.reading for row in debrief("Bruno Keller", "kwame.asante@example.com").rows
    }
    assert {name for name, reading in readings.items() if reading == Reading.NOT_YET} == {
        *("SQL (PostgreSQL, MySQL)", "Asynchronous Work"),
    }


def test_two_candidates_are_ready_to_be_read_side_by_side(loaded: None) -> None:
    seen = debrief("Ilse Vermeulen", "maren.lindqvist@example.com")
    assert [member.is_submitted for member in seen.panel] == [True, True, True]
    assert {row.criterion.name for row in seen.rows if row.reading != Reading.MET} == {
        "Advanced Data Structures"
    }
    assert not Application.objects.get(candidate__name="Ilse Vermeulen").is_decided


def test_fourth_candidate_is_hired_with_reason_and_dissent(loaded: None) -> None:
    application = Application.objects.get(candidate__name="Tendai Moyo")
    decision = application.decision
    assert decision

    assert (decision.outcome, str(decision.level), str(decision.by)) == (Outcome.HIRE, "Mid", "Kwame Asante")
    assert "Asynchronous Work" in decision.reason
    assert [criterion.name for criterion in decision.must_haves.all()] == [
        *("HTTP APIs", "SQL (PostgreSQL, MySQL)", "Automated Testing"),
        *("Docker", "Debugging in Production", "Asynchronous Work"),
    ]
    assert decision.dissent
    seen = debrief("Tendai Moyo", "kwame.asante@example.com")
    assert [(row.criterion.name, row.line.range) for row in seen.rows if row.reading == Reading.SPLIT] == [
        ("Asynchronous Work", "2–3")
    ]


def test_sign_ins_are_printed_and_kept_for_the_owner_alone(var_dir: Path) -> None:
    printed, said = load()

    kept = var_dir / "demo-sign-ins"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert list(var_dir.iterdir()) == [kept]
    assert kept.read_text() == printed
    assert said == ""
    lines = [line.split(maxsplit=2) for line in printed.splitlines()]
    assert sorted(email for email, *_ in lines) == sorted(User.objects.values_list("email", flat=True))
    for email, password, about in lines:
        assert authenticate(username=email, password=password) == User.objects.get(email=email)
        assert len(password) >= 12
        assert about
    assert len({password for _, password, _ in lines}) == len(lines)
    # The list is printed where a server starts, and such places carry codes only.
    assert not any(name in printed for name in Candidate.objects.values_list("name", flat=True))
    assert all(one.code in printed for one in Candidate.objects.all())


def test_loading_again_changes_nothing(var_dir: Path) -> None:
    printed, _ = load()
    before = rows()

    again, said = load()

    assert again == ""
    assert "loaded already" in said
    assert rows() == before
    assert (var_dir / "demo-sign-ins").read_text() == printed


def test_if_empty_leaves_a_company_alone(var_dir: Path) -> None:
    User.objects.create_user("somebody@example.org", display_name="Somebody")
    before = rows()

    printed, said = load(if_empty=True)

    assert printed == ""
    assert "people already" in said
    assert rows() == before
    assert not var_dir.exists()


def test_if_empty_loads_where_there_is_nobody() -> None:
    load(if_empty=True)

    assert rows()["Application"] == 8


def test_sign_ins_that_cannot_be_kept_load_nothing(var_dir: Path) -> None:
    var_dir.write_text("a file where the folder should be")
    before = rows()

    with pytest.raises(FileExistsError):
        load()

    assert rows() == before


def test_bad_demo_is_refused_by_the_command_and_nothing_is_loaded(
    settings: Settings, tmp_path: Path, var_dir: Path
) -> None:
    shutil.copytree(FIXTURES, tmp_path / "fixtures")
    toml = tmp_path / "fixtures" / "demo.toml"
    toml.write_text(toml.read_text().replace(RATED, RATED.replace("4", "5")))
    settings.BASE_DIR = tmp_path
    before = rows()

    with pytest.raises(
        CommandError, match=r"^demo.toml: opening 1: candidate 1: interview 1: rating 1: 5 is not a valid"
    ):
        load()

    assert rows() == before
    assert not var_dir.exists()


@pytest.mark.parametrize(
    ("was", "now", "message"),
    [
        ('role_editor = "yuki"', 'role_editor = "', r"demo\.toml: Illegal character .*at line \d+"),
        ('role_editor = "yuki"', 'role_editor = "yoki"', r"backend-engineer\.md: there is no people\.yoki"),
        ("is_staff = true", "is_stuff = true", r"demo\.toml: people\.yuki: .*unexpected .* 'is_stuff'"),
        ('about = "coordinator"\n', "", r"demo\.toml: people\.diego: .*missing .* 'about'"),
        ('["Interviewers"]', '["Interviewer"]', r"demo\.toml: people\.priya: Group .* does not exist"),
        ("[[openings.candidates]]", "[[openings.candidate]]", r"demo\.toml: opening 1: candidate 1: "),
        ('level = "Mid"\nm', 'level = "Md"\nm', r"demo\.toml: opening 1: Level .* does not exist"),
        ('"10:00"', '"25:00"', r"demo\.toml: opening 1: candidate 1: interview 1: hour must be"),
        ('"no_time"', '"no_tim"', r".*candidate 1: interview 2: rating 5: 'no_tim' is not a valid"),
        ('["Git", 3, ""]', '["Gut", 3, ""]', r".*candidate 2: interview 1: rating 3: .* not assess “Gut”"),
        ('["Docker", 3, ""]', '["Docker", 2, ""]', r".*opening 2: .*interview 1: .*Docker: say what"),
        ('"hire"', '"higher"', r".*opening 2: candidate 1: decision 1: 'higher' is not a valid"),
        ('before = "sofia"', 'before = "sophie"', r"demo\.toml: opening 1: change 1: .* no candidate sophie"),
        ('reason = "The churn', 'reason = "" # ', r"demo\.toml: opening 1: change 1: Somebody has rated"),
        (
            '"Explaining a model to others"]',
            '"Explaining"]',
            r".*opening 1: round 3: the plan has no criterion",
        ),
        ('agreed = "look_again"', 'agreed = "look"', r".*candidate 1: note 1: 'look' is not a valid"),
        (
            'source = "bank"',
            'source = "bnk"',
            r".*opening 1: question 5: 'bnk' is not a valid QuestionSource",
        ),
        ('"Europe/Lisbon"', '"Europe/Lisboa"', r".*interview 2: 'No time zone found with key Europe/Lisboa'"),
        ('skill = "HTTP APIs"', 'skill = "HTTP"', r"demo\.toml: bank question 2: Skill .* does not exist"),
        (
            'document = "backend-e',
            'document = "frontend-e',
            r"demo\.toml: revision 1: 'frontend-engineer\.md'",
        ),
        (
            'document = "backend-engineer',
            'document = "product-designer',
            r"demo\.toml: revision 1: product-designer\.md says what it said before",
        ),
        ("days_open = 45", "days_open = -1", r"demo\.toml: advert 1: The last day to apply, .* has passed"),
        ("pay_min = 65000, ", "", r"demo\.toml: advert 1: .* asks for the lower end of the pay"),
        ('"about_us"', '"about_you"', r"demo\.toml: text 1: 'about_you' is not a valid"),
        ("{noor}: the", "{nour}: the", r"demo\.toml: people\.ruth: look_at: 'nour'"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(was: str, now: str, message: str) -> None:
    text = (FIXTURES / "demo.toml").read_text()
    assert was in text
    documents, earlier = documents_in(FIXTURES / "roles"), documents_in(FIXTURES / "earlier")
    said = text.replace(was, now)
    before = rows()

    with pytest.raises(demo.BadDemo, match=rf"^{message}"):
        demo.load(demo.read(said), documents, earlier=earlier, new_password=lambda: "not-so-secret")

    assert rows() == before
