from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from interviews.models import Application, Interview, Scorecard
from tests.factories import UserFactory, make_interview, make_opening, rate_all
from tests.interviews.counting import queries
from tests.interviews.views.conftest import SignIn

WHEN = datetime(2030, 1, 15, 14, tzinfo=UTC)


@pytest.fixture
def manager(signed_in: SignIn, mia: User) -> Client:
    return signed_in(mia)


def address(application: Application, round_number: int = 1) -> str:
    round_ = application.opening.rounds.get(position=round_number)
    return reverse("interviews:interview_edit", args=[application.pk, round_.pk])


def arranged() -> list[tuple[str, datetime | None, str, list[str]]]:
    return [
        (str(one.round), one.starts_at, one.place, [str(card.interviewer) for card in one.scorecards.all()])
        for one in Interview.objects.all()
    ]


def test_a_round_is_arranged(manager: Client, application: Application, ines: User, oscar: User) -> None:
    said = {"starts_at": "2030-01-15T14:00", "place": "Room 4", "interviewers": [ines.pk, oscar.pk]}
    response = manager.post(address(application), said, follow=True)
    assert response.redirect_chain == [(application.get_absolute_url(), 302)]
    assert "Round 1 is saved." in response.content.decode()
    assert arranged() == [("Round 1", WHEN, "Room 4", ["Ines Ruiz", "Oscar Berg"])]


def test_it_is_arranged_anew(manager: Client, application: Application, ines: User, oscar: User) -> None:
    make_interview(application, [ines])
    manager.post(address(application), {"starts_at": "", "place": "Room 5", "interviewers": [oscar.pk]})
    assert arranged() == [("Round 1", None, "Room 5", ["Oscar Berg"])]


def test_the_form_shows_what_is_arranged(manager: Client, application: Application, ines: User) -> None:
    interview = make_interview(application, [ines])
    Interview.objects.filter(pk=interview.pk).update(starts_at=WHEN, place="Room 4")
    form = manager.get(address(application)).context["form"]
    assert (form["place"].value(), form["interviewers"].value()) == ("Room 4", [ines.pk])
    assert 'value="2030-01-15T14:00"' in str(form["starts_at"])
    assert form["starts_at"].label == "Date and time (UTC)"


def test_only_people_who_may_interview_are_offered(
    manager: Client, application: Application, ines: User, oscar: User, cora: User, rosa: User, ada: User
) -> None:
    UserFactory.create(display_name="Gone", groups=["Interviewers"], is_active=False)
    form = manager.get(address(application)).context["form"]
    assert [str(person) for person in form.fields["interviewers"].queryset] == [
        "Ada Park",
        "Ines Ruiz",
        "Mia Novak",
        "Oscar Berg",
    ]


def test_who_is_on_the_panel_already_stays_on_offer(
    manager: Client, application: Application, ines: User
) -> None:
    make_interview(application, [ines])
    ines.groups.clear()
    User.objects.filter(pk=ines.pk).update(is_active=False)
    manager.post(address(application), {"place": "Room 6", "interviewers": [ines.pk]})
    assert arranged() == [("Round 1", None, "Room 6", ["Ines Ruiz"])]


@pytest.mark.parametrize(
    "change",
    [
        {"interviewers": ["0"]},
        {"interviewers": ["x"]},
        {"interviewers": ["a\0b"]},
        {"interviewers": [str(10**20)]},
        {"starts_at": "soon"},
        {"starts_at": "2030-02-31T14:00"},
        {"starts_at": "2030-01-15T25:00"},
        {"place": "x" * 301},
        {"place": "a\0b"},
    ],
)
def test_bad_input_arranges_nothing_and_stays_on_the_page(
    manager: Client, application: Application, ines: User, change: dict[str, str | list[str]]
) -> None:
    said = {"starts_at": "2030-01-15T14:00", "place": "Room 4", "interviewers": [str(ines.pk)], **change}
    response = manager.post(address(application), said)
    form = response.context["form"]
    assert (response.status_code, arranged()) == (422, [])
    assert {name: form[name].value() for name in said} == said


def test_coordinators_are_no_interviewers(manager: Client, application: Application, cora: User) -> None:
    response = manager.post(address(application), {"interviewers": [cora.pk]})
    assert (response.status_code, arranged()) == (422, [])


def test_who_has_begun_stays_and_the_rest_of_the_form_too(
    manager: Client, application: Application, ines: User, oscar: User
) -> None:
    rate_all(make_interview(application, [ines]).scorecards.get())
    response = manager.post(address(application), {"place": "Room 7", "interviewers": [oscar.pk]})
    assert response.status_code == 422
    assert "Ines Ruiz has begun to score and cannot be taken off" in response.content.decode()
    assert response.context["form"]["place"].value() == "Room 7"
    assert arranged() == [("Round 1", None, "", ["Ines Ruiz"])]


def test_who_comes_in(
    signed_in: SignIn,
    application: Application,
    mia: User,
    cora: User,
    ada: User,
    ines: User,
    max_: User,
    rosa: User,
) -> None:
    make_interview(application, [ines])
    for person, status in ((mia, 200), (cora, 200), (ada, 200), (ines, 404), (max_, 404), (rosa, 404)):
        assert signed_in(person).get(address(application)).status_code == status


def test_a_round_is_of_its_own_opening(manager: Client, application: Application, mia: User) -> None:
    other = make_opening(by=mia, title="Other").rounds.all()[0]
    mixed = reverse("interviews:interview_edit", args=[application.pk, other.pk])
    huge = reverse("interviews:interview_edit", args=[application.pk, 10**30])
    assert [manager.get(mixed).status_code, manager.get(huge).status_code] == [404, 404]


def test_extra_fields_are_ignored(manager: Client, application: Application, ines: User) -> None:
    said = {"interviewers": [ines.pk], "application": 0, "round": 0, "submitted_at": "2030-01-01"}
    manager.post(address(application), said)
    assert arranged() == [("Round 1", None, "", ["Ines Ruiz"])]
    assert Scorecard.objects.drafts().count() == 1


@pytest.mark.parametrize("people", [1, 20])
def test_queries(manager: Client, application: Application, people: int) -> None:
    make_interview(application, UserFactory.create_batch(people, groups=["Interviewers"]))
    asked = address(application)
    with queries(7):
        manager.get(asked)
