from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Event, User
from interviews import arranging, scoring
from interviews.models import Application, Interview, Mail, Scorecard
from tests.factories import enter, make_interview, submit_all
from tests.interviews.counting import queries
from tests.interviews.views.conftest import SignIn
from tests.keeping import kept

WHEN = datetime(2090, 1, 15, 14, tzinfo=UTC)


@kept
def interview(application: Application, ines: User, oscar: User) -> Interview:
    return make_interview(application, [ines, oscar], starts_at=WHEN, time_zone="UTC")


@pytest.fixture
def manager(signed_in: SignIn, mia: User) -> Client:
    return signed_in(mia)


def address(interview: Interview) -> str:
    return reverse("interviews:interview_cancel", args=[interview.pk])


def test_an_interview_is_called_off_with_a_reason(manager: Client, interview: Interview, mia: User) -> None:
    response = manager.post(address(interview), {"reason": "Ines is ill"}, follow=True)
    assert response.redirect_chain == [(interview.application.get_absolute_url(), 302)]
    page = " ".join(response.content.decode().split())
    assert ("Round 1 is cancelled." in page, "Ines Ruiz: not waited for" in page) == (True, True)
    interview.refresh_from_db()
    assert (interview.is_cancelled, interview.cancel_reason) == (True, "Ines is ill")
    event = Event.objects.exclude(verb="viewed").latest("number")
    assert (event.verb, event.row_model, event.row_pk, event.by) == (
        *("cancelled", "interviews.interview", interview.pk, mia),
    )
    assert Mail.objects.filter(kind="cancellation", sequence=2).count() == 2


def test_why_has_to_be_said(manager: Client, interview: Interview) -> None:
    for reason in ("", "  ", "a\0b", "x" * 1001):
        assert manager.post(address(interview), {"reason": reason}).status_code == 422
    interview.refresh_from_db()
    assert not interview.is_cancelled


def test_twice_is_once(manager: Client, interview: Interview) -> None:
    for reason in ("First", "Second"):
        assert manager.post(address(interview), {"reason": reason}).status_code == 302
    interview.refresh_from_db()
    assert (interview.cancel_reason, Event.objects.filter(verb="cancelled").count()) == ("First", 1)


def test_it_is_arranged_again_by_its_form(manager: Client, interview: Interview, ines: User) -> None:
    manager.post(address(interview), {"reason": "Ines is ill"})
    edit = reverse("interviews:interview_edit", args=[interview.application_id, interview.round_id])
    page = manager.get(edit)
    assert "Ines is ill" in page.content.decode()
    said = {"day": "2090-01-16", "time": "14:00", "time_zone": "UTC", "interviewers": [ines.pk]}
    seen = page.context["form"]["seen"].value()
    assert manager.post(edit, {**said, "seen": seen}).status_code == 302
    interview.refresh_from_db()
    assert (interview.is_cancelled, interview.starts_at) == (False, WHEN + timedelta(days=1))


# What becomes of the cards


def waits(application: Application, user: User) -> bool:
    return not Application.objects.evidence_open_to(user).filter(pk=application.pk).exists()


def test_nobody_waits_for_what_nobody_has_written(
    manager: Client, application: Application, interview: Interview, ines: User, oscar: User, mia: User
) -> None:
    submit_all(make_interview(application, [oscar], round_number=2).scorecards.get())
    assert (waits(application, ines), waits(application, oscar)) == (True, True)
    arranging.cancel(interview.pk, by=mia, reason="Ill")
    assert (waits(application, ines), waits(application, oscar)) == (False, False)
    page = manager.get(application.get_absolute_url()).content.decode()
    assert ("1 of 1 scorecard submitted" in page, "still out" in page) == (True, False)
    assert (
        "1 of 1 scorecard submitted" in manager.get(application.opening.get_absolute_url()).content.decode()
    )
    arranging.arrange(application, interview.round, interviewers=[ines])
    assert waits(application, ines)


@pytest.mark.parametrize("what", ["mark", "evidence", "handover"])
def test_who_has_written_something_submits_it_first(
    application: Application, interview: Interview, ines: User, mia: User, what: str
) -> None:
    card = interview.scorecards.get(interviewer=ines)
    said: dict[str, scoring.Mark | scoring.Evidence] = {
        "mark": scoring.Mark(value=3),
        "evidence": scoring.Evidence(evidence="Did it"),
    }
    if what == "handover":
        note = scoring.Entry(said=scoring.Handover(handover="Ask more"), version=0)
        scoring.enter(card.pk, note, by=ines)
    else:
        enter(card.ratings.all()[0], said[what])
    arranging.cancel(interview.pk, by=mia, reason="Ill")
    assert waits(application, ines)
    assert Scorecard.objects.filter(pk=card.pk).exists()


def test_a_submitted_card_stays_and_counts(
    manager: Client, application: Application, interview: Interview, ines: User, mia: User
) -> None:
    submit_all(interview.scorecards.get(interviewer=ines))
    arranging.cancel(interview.pk, by=mia, reason="By mistake")
    page = " ".join(manager.get(application.get_absolute_url()).content.decode().split())
    assert "1 of 1 scorecard submitted" in page
    assert "Ines Ruiz: submitted" in page


def test_who_comes_in(
    signed_in: SignIn, interview: Interview, mia: User, cora: User, ada: User, ines: User, max_: User
) -> None:
    found = {
        str(one): signed_in(one).get(address(interview)).status_code for one in (mia, cora, ada, ines, max_)
    }
    assert found == {"Mia Novak": 200, "Cora Lund": 200, "Ada Park": 200, "Ines Ruiz": 404, "Max Otieno": 404}


@pytest.mark.parametrize("number", [0, 2**63, 10**30])
def test_numbers_that_no_interview_has(manager: Client, number: int) -> None:
    names = ("interview_cancel", "interview_calendar")
    assert {manager.get(reverse(f"interviews:{name}", args=[number])).status_code for name in names} == {404}


def test_queries(manager: Client, interview: Interview) -> None:
    with queries(3):
        manager.get(address(interview))


def test_it_is_called_off_after_it_should_have_been(manager: Client, interview: Interview) -> None:
    Interview.objects.update(starts_at=timezone.now() - timedelta(days=1))
    assert Scorecard.objects.due(timezone.now()).count() == 2
    manager.post(address(interview), {"reason": "Nobody came"})
    assert Scorecard.objects.due(timezone.now()).count() == 0
