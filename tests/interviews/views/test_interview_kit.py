from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import User
from interviews import asking, filing, scoring
from interviews.models import Application, Criterion, Interview, Round, Scorecard
from interviews.resumes import read
from interviews.scoring import Handover
from tests.factories import make_application, make_interview, make_opening, submit_all
from tests.interviews.counting import queries
from tests.interviews.test_acts_are_events import now, since
from tests.interviews.views.conftest import SignIn
from tests.keeping import kept


def address(interview: Interview, name: str = "interview_kit") -> str:
    return reverse(f"interviews:{name}", args=[interview.pk])


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def paper(answer: Any) -> list[str]:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).splitlines()


def hand_over(card: Scorecard, words: str) -> None:
    entry = scoring.Entry(said=Handover(handover=words), version=0, key="", rating_pk=None)
    scoring.enter(card.pk, entry, by=card.interviewer)


@kept
def interview(application: Application, ines: User) -> Interview:
    """Ines's, in the second round."""
    return make_interview(application, [ines], round_number=2)


def test_the_kit_says_all_that_an_interviewer_needs(page: Client, interview: Interview, mia: User) -> None:
    round_ = interview.round
    criterion = round_.criteria.all()[0]
    Criterion.objects.filter(pk=criterion.pk).update(anchors={"3": "Wrote the query unaided"})
    Round.objects.filter(pk=round_.pk).update(note="Share the editor.")
    Interview.objects.filter(pk=interview.pk).update(place="Room Ada")
    asking.write(
        round_,
        by=mia,
        prompt="What broke?",
        look_for="A cause",
        probes="Who noticed?\nHow long?",
        minutes=10,
        criterion_id=criterion.pk,
    )
    filing.file_resume(interview.application, read("cv.txt", b"Canary"), by=mia)
    said = text(page.get(address(interview)))
    for words in (
        "Interview kit: candidate",
        "C-1001",
        "Kim Doe · Role for Analyst search, Mid level (2–4 years)",
        "Answers questions with data",
        "Share the editor.",
        "Room Ada",
        "60 minutes",
        "<dt>Who asks</dt><dd>Ines Ruiz</dd>",
        criterion.name,
        criterion.detail,
        "<dt>3 · Meets the level</dt><dd>Wrote the query unaided</dd>",
        "What broke?",
        "A cause",
        "<li>Who noticed?</li><li>How long?</li>",
        "About 15 of 60 minutes, the end included.",
        "Leave 5 minutes for what they want to know",
        reverse("interviews:resume_file", args=[interview.application_id]),
        reverse("interviews:scorecard_edit", args=[interview.scorecards.get().pk]),
        address(interview, "interview_kit_pdf"),
    ):
        assert words in said, words
    assert "Canary" not in said
    assert "What did you find?" not in said  # the round has its own


def test_without_its_own_questions_those_of_the_document_are_asked(
    page: Client, interview: Interview
) -> None:
    said = text(page.get(address(interview)))
    assert "What did you find?" in said
    assert "a decision" in said


def test_what_does_not_fit_is_said_in_words(page: Client, interview: Interview, mia: User) -> None:
    asking.write(interview.round, by=mia, prompt="What broke?", minutes=58)
    words = "The questions and the end take 63 minutes, the interview has 60."
    assert words in text(page.get(address(interview)))
    Interview.objects.filter(pk=interview.pk).update(minutes=90)
    assert "About 63 of 90 minutes" in text(page.get(address(interview)))


def test_what_the_cards_assess_holds_whatever_the_plan_says_now(page: Client, interview: Interview) -> None:
    interview.round.criteria.clear()
    said = text(page.get(address(interview)))
    assert "Ability 1" in said
    assert "the plan gives this round no criteria" not in said


def test_before_anybody_has_a_card_the_plan_says_it(
    signed_in: SignIn, application: Application, cora: User
) -> None:
    interview = make_interview(application, [], round_number=2)
    said = text(signed_in(cora).get(address(interview)))
    assert said.count('class="crit-name"') == interview.round.criteria.count()


def test_the_time_is_in_the_zone_that_it_was_said_in(page: Client, interview: Interview) -> None:
    Interview.objects.filter(pk=interview.pk).update(
        starts_at=datetime(2130, 1, 15, 14, tzinfo=UTC), time_zone="Asia/Tokyo"
    )
    assert 'Sun 15 Jan 2130, 23:00 <span class="zone">Asia/Tokyo</span>' in text(page.get(address(interview)))
    assert "Sun 15 Jan 2130, 23:00, Asia/Tokyo" in "\n".join(
        paper(page.get(address(interview, "interview_kit_pdf")))
    )


def test_the_scorecard_tells_the_time_in_that_zone_too(page: Client, interview: Interview) -> None:
    Interview.objects.filter(pk=interview.pk).update(
        starts_at=datetime(2130, 1, 15, 14, tzinfo=UTC), time_zone="Asia/Tokyo"
    )
    card = interview.scorecards.get()
    assert "<span data-time>23:00, 60 min</span>" in text(page.get(card.get_absolute_url()))
    printed = paper(page.get(reverse("interviews:scorecard_pdf", args=[card.pk])))
    assert "Held Sun 15 Jan 2130, 23:00, Asia/Tokyo" in printed


def test_a_cancelled_interview_says_so(page: Client, interview: Interview) -> None:
    Interview.objects.filter(pk=interview.pk).update(
        cancelled_at=timezone.now(), cancel_reason="Has another offer"
    )
    assert "This interview is cancelled: Has another offer" in text(page.get(address(interview)))
    assert "Cancelled: Has another offer" in paper(page.get(address(interview, "interview_kit_pdf")))


# Who has it, and what of others they see in it


def test_it_is_for_its_interviewers_and_for_those_who_arrange(
    signed_in: SignIn,
    interview: Interview,
    ines: User,
    mia: User,
    cora: User,
    ada: User,
    oscar: User,
    max_: User,
    rosa: User,
) -> None:
    people = [ines, mia, cora, ada, oscar, max_, rosa]
    make_interview(interview.application, [oscar])  # of another round
    expected = [200, 200, 200, 200, 404, 404, 404]
    for name in ("interview_kit", "interview_kit_pdf"):
        assert [signed_in(one).get(address(interview, name)).status_code for one in people] == expected
    assert Client().get(address(interview)).status_code == 302


def test_who_has_stepped_out_has_no_kit(page: Client, interview: Interview, ines: User) -> None:
    scoring.recuse(interview.scorecards.get().pk, by=ines, reason="Neighbours")
    assert page.get(address(interview)).status_code == 404
    card = page.get(reverse("interviews:scorecard_edit", args=[interview.scorecards.get().pk]))
    assert address(interview) not in card.content.decode()


def test_notes_of_earlier_rounds_are_for_the_next_interviewer_only(
    signed_in: SignIn,
    application: Application,
    interview: Interview,
    ines: User,
    oscar: User,
    mia: User,
    cora: User,
) -> None:
    first = make_interview(application, [oscar]).scorecards.get()
    hand_over(first, "Ask about the canary")
    submit_all(first, 1, "CANARY evidence")
    later = make_interview(application, [mia], round_number=2)
    assert later == interview
    for name in ("interview_kit", "interview_kit_pdf"):

        def said(person: User, name: str = name) -> str:
            answer = signed_in(person).get(address(interview, name))
            return "\n".join(paper(answer)) if name.endswith("pdf") else text(answer)

        assert "Ask about the canary" in said(mia)
        assert "CANARY evidence" not in said(mia)
        assert "Ask about the canary" not in said(cora)
    own = address(first.interview)
    assert "Ask about the canary" not in text(signed_in(oscar).get(own))
    assert "CANARY" not in text(signed_in(oscar).get(own))


# On paper


def test_on_paper(page: Client, interview: Interview, mia: User) -> None:
    question = asking.write(
        interview.round, by=mia, prompt="What broke?", look_for="A cause", probes="Who noticed?", minutes=10
    )
    answer = page.get(address(interview, "interview_kit_pdf"))
    assert answer["Content-Disposition"] == 'attachment; filename="kit-C-1001-round-2.pdf"'
    assert b"pdfuaid:part" in answer.content
    lines = paper(answer)
    assert lines[:3] == ["Interview kit: candidate C-1001", "Kim Doe", "Opening Analyst search"]
    start = lines.index(f"1. {question.prompt}")
    assert lines[start : start + 5] == [
        "1. What broke?",
        "10 min",
        "Look for: A cause",
        "Ask next:",
        "• Who noticed?",
    ]
    asking.write(interview.round, by=mia, prompt="Are you married?")
    hinted = " ".join(paper(page.get(address(interview, "interview_kit_pdf"))))
    assert "“Are you married” touches family, marriage or pregnancy: not to be asked anywhere." in hinted
    assert lines[-1] == "C-1001 · interview kit · page 1 of 1"
    info = PdfReader(BytesIO(answer.content)).metadata
    assert info
    assert str(info["/Title"]) == "Interview kit: candidate C-1001"


HOSTILE = (
    r"""#import "@preview/x:1.0.0": y #eval("1") $ x^2 $ \ `raw` *b* _i_ <l> @ref = h // c /* d */ {{ 7 }}"""
)


def test_what_people_wrote_is_text(page: Client, interview: Interview, mia: User) -> None:
    Criterion.objects.update(name=HOSTILE, detail=HOSTILE, anchors={"2": HOSTILE})
    Round.objects.update(note=HOSTILE, title=HOSTILE)
    Interview.objects.update(place=HOSTILE)
    asking.write(interview.round, by=mia, prompt=HOSTILE, look_for=HOSTILE, probes=HOSTILE)
    answer = page.get(address(interview, "interview_kit_pdf"))
    said = "".join("".join(paper(answer)).split())
    assert said.count("".join(HOSTILE.split())) == 3 + 3 + 3 * interview.round.criteria.count()


# Events and queries


def test_opening_it_and_taking_it_away_are_events(page: Client, interview: Interview, ines: User) -> None:
    before = now()
    page.get(address(interview))
    page.get(address(interview, "interview_kit_pdf"))
    row = ("interviews.interview", interview.pk, ines)
    assert since(before) == [("viewed", *row), ("exported", *row)]


@pytest.mark.parametrize("many", [1, 12])
def test_queries(signed_in: SignIn, mia: User, ines: User, oscar: User, cora: User, many: int) -> None:
    opening = make_opening(by=mia, must_haves=many + 3)
    for n in range(many):
        other = make_application(opening=opening, name=f"Person {n}")
        make_interview(other, [ines, oscar], round_number=2)
        hand_over(make_interview(other, [oscar]).scorecards.get(), "Ask")
    application = make_application(opening=opening)
    hand_over(make_interview(application, [oscar]).scorecards.get(), "Ask")
    interview = make_interview(application, [ines, oscar], round_number=2)
    for n in range(many):
        asking.write(interview.round, by=mia, prompt=f"{n}?", criterion_id=opening.criteria.all()[0].pk)
    for person, number in ((ines, 12), (cora, 11)):
        browser = signed_in(person)
        with queries(number):
            browser.get(address(interview))
        with queries(number):
            browser.get(address(interview, "interview_kit_pdf"))
