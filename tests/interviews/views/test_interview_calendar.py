from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from pytest_django import Settings

from accounts.models import Event, User
from interviews import arranging
from interviews.models import Application, Interview
from tests.factories import make_interview
from tests.interviews.counting import queries
from tests.interviews.outbox import event_in
from tests.interviews.views.conftest import SignIn

WHEN = datetime(2130, 1, 15, 14, tzinfo=UTC)


@pytest.fixture
def interview(application: Application, ines: User, oscar: User, settings: Settings) -> Interview:
    settings.SITE_URL = "https://rolecard.example"
    return make_interview(
        application, [ines, oscar], starts_at=WHEN, minutes=45, place="https://meet.example/7"
    )


def address(interview: Interview) -> str:
    return reverse("interviews:interview_calendar", args=[interview.pk])


def test_each_interviewer_takes_the_way_to_their_own_card(
    signed_in: SignIn, interview: Interview, ines: User, oscar: User, mia: User
) -> None:
    links = {}
    for person in (ines, oscar, mia):
        response = signed_in(person).get(address(interview))
        event = event_in(response.content)
        links[str(person)] = str(event["URL"])
        assert (event["DTSTART"].dt, event["DTEND"].dt) == (WHEN, datetime(2130, 1, 15, 14, 45, tzinfo=UTC))
        assert (str(event["UID"]), event["SEQUENCE"], str(event["LOCATION"])) == (
            *(str(interview.uid), 1, "https://meet.example/7"),
        )
        assert response["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
        assert response["Content-Disposition"] == 'attachment; filename="C-1001-interview.ics"'
    cards = {str(card.interviewer): card.pk for card in interview.scorecards.all()}
    assert links == {
        "Ines Ruiz": f"https://rolecard.example/scorecards/{cards['Ines Ruiz']}/",
        "Oscar Berg": f"https://rolecard.example/scorecards/{cards['Oscar Berg']}/",
        "Mia Novak": f"https://rolecard.example/applications/{interview.application_id}/",
    }


def test_taking_it_is_an_event_and_it_names_nobody(
    signed_in: SignIn, interview: Interview, ines: User
) -> None:
    response = signed_in(ines).get(address(interview))
    event = Event.objects.latest("number")
    assert (event.verb, event.row_pk, event.by) == ("exported", interview.pk, ines)
    for name in ("Kim", "Doe", "Ruiz", "Berg", "Analyst"):
        assert name not in response.content.decode()


def test_a_cancelled_one_takes_it_out(signed_in: SignIn, interview: Interview, ines: User, mia: User) -> None:
    arranging.cancel(interview.pk, by=mia, reason="CANARY")
    content = signed_in(ines).get(address(interview)).content.decode()
    assert ("METHOD:CANCEL" in content, "SEQUENCE:2" in content, "CANARY" in content) == (True, True, False)


def test_without_a_time_there_is_no_file(signed_in: SignIn, interview: Interview, mia: User) -> None:
    Interview.objects.update(starts_at=None)
    assert signed_in(mia).get(address(interview)).status_code == 404


def test_queries(signed_in: SignIn, interview: Interview, ines: User) -> None:
    client = signed_in(ines)
    with queries(8):
        client.get(address(interview))
