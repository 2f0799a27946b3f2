from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import Event, User
from interviews import deciding, planning, repinning
from interviews.choices import Outcome
from interviews.models import Application, FirstSight, Opening
from roleprofiles import publishing
from tests.factories import level_of, make_application
from tests.interviews.counting import queries
from tests.interviews.ladders import submit
from tests.interviews.reports.test_gaps import ALL_MET, make_climb
from tests.interviews.views.conftest import SignIn
from tests.keeping import kept

PROMISE = "It promises nothing: no level, no date and no pay."


@pytest.fixture
def manager(signed_in: SignIn, mia: User) -> Client:
    return signed_in(mia)


@kept
def kim(mia: User) -> Application:
    opening = planning.open_search(level_of(make_climb(), "Mid"), title="Mid search", managers=[], by=mia)
    return make_application(opening=opening)


def address(application: Application, name: str = "gap_report") -> str:
    return reverse(f"interviews:{name}", args=[application.pk])


def words(html: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", html[html.index("<main") :]).split())


def test_the_page_says_what_was_met_and_what_is_next(
    manager: Client, kim: Application, ines: User, mia: User
) -> None:
    submit(kim, ines, {**ALL_MET, "Python": 2}, {"SQL": 2})
    said = words(manager.get(address(kim)).content.decode())
    assert PROMISE in said
    assert "Kim Doe · from Mid, the level applied for, to Senior" in said
    assert "At Mid Met SQL Cloud (Azure) To grow Python Towards Senior To grow SQL" in said
    assert "Not assessed, which is no gap Python Mentoring" in said
    assert "Growth path: Mid → Senior Lead a design Mentor somebody" in said
    assert re.findall(r"Ines|Ruiz|Mia|Showed|\b[1-4]\b", said) == []


def test_after_the_search_is_re_pinned_the_evidence_is_still_read(
    manager: Client, kim: Application, ines: User, mia: User, rosa: User
) -> None:
    """The level decided is of the revision that the search rested on then."""
    submit(kim, ines, ALL_MET)
    before = words(manager.get(address(kim)).content.decode())
    must_haves, level = kim.opening.criteria.filter(name="SQL", beneath=None), kim.opening.level
    deciding.decide(
        kim, by=mia, outcome=Outcome.HIRE, level=level, reason="Wrote joins", must_haves=must_haves
    )
    publishing.publish(publishing.start_draft(kim.opening.level.revision.role, by=rosa), by=rosa)
    proposal = repinning.proposal(Opening.objects.with_level().get(pk=kim.opening_id))
    assert proposal
    repinning.repin(kim.opening_id, seen=proposal.fingerprint, reason="Newer", by=mia)
    after = words(manager.get(address(kim)).content.decode())
    assert "At Mid Met SQL" in before
    assert "Applied for Mid" not in manager.get(kim.get_absolute_url()).content.decode()
    assert after == before.replace("the level applied for", "the level decided")


def test_the_paper_says_the_same(manager: Client, kim: Application, ines: User, mia: User) -> None:
    submit(kim, ines, {**ALL_MET, "Python": 2}, {"SQL": 2})
    response = manager.get(address(kim, "gap_report_pdf"))
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)
    said = " ".join(text.split())
    code = kim.candidate.code
    assert response["Content-Disposition"] == f'attachment; filename="gap-report-{code}.pdf"'
    for part in (PROMISE, "At Mid Met", "To grow", "Towards Senior", "Growth path: Mid → Senior"):
        assert part in said
    for name in ("SQL", "Cloud (Azure)", "Mentoring", "Lead a design"):
        assert name in said
    assert re.findall("Ines|Ruiz|Mia|Showed", said) == []
    event = Event.objects.latest("number")
    assert (event.verb, event.row_model, event.row_pk, event.by) == (
        "exported",
        "interviews.application",
        kim.pk,
        mia,
    )


def test_at_the_highest_level_page_and_paper_say_so(
    manager: Client, kim: Application, ines: User, mia: User
) -> None:
    submit(kim, ines, ALL_MET)
    deciding.decide(
        kim,
        by=mia,
        outcome="hire",
        level=kim.opening.level.revision.levels.get(name="Principal"),
        must_haves=kim.opening.criteria.of_the_level()[:1],
        reason="Did it.",
    )
    said = words(manager.get(address(kim)).content.decode())
    assert "from Principal, the level decided No level" not in said
    assert "No next level Principal is the highest level of this role." in said
    assert "The role document has no growth path from Principal." in said
    paper = PdfReader(BytesIO(manager.get(address(kim, "gap_report_pdf")).content))
    assert "Principal is the highest level" in " ".join(paper.pages[0].extract_text().split())


def test_before_any_evidence_it_says_so(manager: Client, kim: Application) -> None:
    said = words(manager.get(address(kim)).content.decode())
    assert "No scorecard has been submitted yet" in said
    assert manager.get(address(kim, "gap_report_pdf")).status_code == 200


def test_it_is_open_to_those_whose_evidence_is_open(
    signed_in: SignIn,
    kim: Application,
    ines: User,
    oscar: User,
    mia: User,
    cora: User,
    max_: User,
    ada: User,
) -> None:
    submit(kim, ines, ALL_MET)
    kim.interviews.get().scorecards.create(interviewer=oscar)
    for name in ("gap_report", "gap_report_pdf"):
        answers = {
            str(one): signed_in(one).get(address(kim, name)).status_code
            for one in (ines, oscar, mia, cora, max_, ada)
        }
        assert {who for who, status in answers.items() if status == 200} == {"Ines Ruiz", "Mia Novak"}
        assert set(answers.values()) == {200, 404}


@pytest.mark.parametrize("name", ["gap_report", "gap_report_pdf"])
def test_reading_it_is_a_first_sight(
    manager: Client, kim: Application, ines: User, mia: User, name: str
) -> None:
    manager.get(address(kim, name))
    assert not FirstSight.objects.exists()
    submit(kim, ines, ALL_MET)
    manager.get(address(kim, name))
    assert FirstSight.objects.values_list("person", "application").get() == (mia.pk, kim.pk)


@pytest.mark.parametrize("raters", [1, 4])
def test_queries(
    manager: Client, kim: Application, raters: int, ines: User, oscar: User, max_: User, cora: User
) -> None:
    for person in (ines, oscar, max_, cora)[:raters]:
        submit(kim, person, ALL_MET, {"SQL": 3})
    manager.get(address(kim))
    with queries(18):
        manager.get(address(kim))
