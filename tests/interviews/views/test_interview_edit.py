from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from interviews import arranging, deciding
from interviews.models import Application, Interview, Scorecard
from tests.factories import UserFactory, make_application, make_interview, make_opening, rate_all
from tests.interviews.counting import queries
from tests.interviews.views.conftest import SignIn
from tests.keeping import kept

WHEN = datetime(2030, 1, 15, 14, tzinfo=UTC)
SAID = {"day": "2030-01-15", "time": "14:00", "place": "Room 4"}


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
    said = {**SAID, "interviewers": [ines.pk, oscar.pk]}
    response = manager.post(address(application), said, follow=True)
    assert response.redirect_chain == [(application.get_absolute_url(), 302)]
    assert "Round 1 is saved." in response.content.decode()
    assert arranged() == [("Round 1", WHEN, "Room 4", ["Ines Ruiz", "Oscar Berg"])]


def test_it_is_arranged_anew(manager: Client, application: Application, ines: User, oscar: User) -> None:
    make_interview(application, [ines])
    manager.post(address(application), {"day": "", "place": "Room 5", "interviewers": [oscar.pk]})
    assert arranged() == [("Round 1", None, "Room 5", ["Oscar Berg"])]


def test_the_form_shows_what_is_arranged(manager: Client, application: Application, ines: User) -> None:
    interview = make_interview(application, [ines])
    Interview.objects.filter(pk=interview.pk).update(starts_at=WHEN, place="Room 4")
    form = manager.get(address(application)).context["form"]
    assert (form["place"].value(), form["interviewers"].value()) == ("Room 4", [ines.pk])
    assert ('value="2030-01-15"' in str(form["day"]), 'value="14:00"' in str(form["time"])) == (True, True)
    assert (form["time_zone"].value(), form["minutes"].value()) == ("UTC", 60)


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
        {"day": "soon"},
        {"day": "2030-02-31"},
        {"day": "0203-02-03"},
        {"day": "9999-12-31"},
        {"day": ""},
        {"time": "25:00"},
        {"time": ""},
        {"time": "1\0"},
        {"time_zone": "Europe/Nowhere"},
        {"time_zone": "../../etc/passwd"},
        {"minutes": "4"},
        {"minutes": str(10**20)},
        {"place": "x" * 301},
        {"place": "a\0b"},
        {"place": "Room \u202e6"},
    ],
)
def test_bad_input_arranges_nothing_and_stays_on_the_page(
    manager: Client, application: Application, ines: User, change: dict[str, str | list[str]]
) -> None:
    said = {**SAID, "time_zone": "UTC", "minutes": "45", "interviewers": [str(ines.pk)], **change}
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


# Time zones


def test_a_time_is_kept_as_an_instant_and_shown_in_the_zone_that_it_was_said_in(
    manager: Client, application: Application, ines: User
) -> None:
    said = {**SAID, "time_zone": "Europe/Berlin", "minutes": "45", "interviewers": [ines.pk]}
    response = manager.post(address(application), said, follow=True)
    one = Interview.objects.get()
    assert (one.starts_at, one.time_zone, one.minutes) == (
        *(datetime(2030, 1, 15, 13, tzinfo=UTC), "Europe/Berlin", 45),
    )
    shown = 'Tue 15 Jan 2030, 14:00 <span class="zone">Europe/Berlin</span>'
    assert shown in response.content.decode()
    form = manager.get(address(application)).context["form"]
    assert ('value="14:00"' in str(form["time"]), form["time_zone"].value()) == (True, "Europe/Berlin")


def test_a_time_that_clocks_skip_is_refused_in_words(manager: Client, application: Application) -> None:
    said = {"day": "2030-03-31", "time": "02:30", "time_zone": "Europe/Berlin"}
    response = manager.post(address(application), said)
    words = "Clocks in Europe/Berlin are put forward then: there is no 02:30 on that day."
    assert (response.status_code, response.context["form"].errors["time"], arranged()) == (422, [words], [])


@pytest.mark.parametrize(("which", "hour"), [("0", 0), ("1", 1)])
def test_a_time_that_clocks_show_twice_is_asked_about(
    manager: Client, application: Application, which: str, hour: int
) -> None:
    said = {"day": "2030-10-27", "time": "02:30", "time_zone": "Europe/Berlin"}
    response = manager.post(address(application), said)
    page = response.content.decode()
    assert (response.status_code, arranged()) == (422, [])
    assert ("The first (UTC+2)" in page, "The second (UTC+1)" in page) == (True, True)
    assert manager.post(address(application), {**said, "which": which}).status_code == 302
    assert Interview.objects.get().starts_at == datetime(2030, 10, 27, hour, 30, tzinfo=UTC)


# Clashes


@kept
def elsewhere(ines: User, max_: User) -> Application:
    """Ines interviews there from 14:30 to 15:30; Mia may not see it."""
    other = make_application(opening=make_opening(by=max_, title="Search of Max"), name="Secret Name")
    round_ = other.opening.rounds.get(position=1)
    at = datetime(2030, 1, 15, 14, 30, tzinfo=UTC)
    arranging.arrange(other, round_, interviewers=[ines], starts_at=at, time_zone="Europe/Berlin")
    return other


def test_who_is_elsewhere_then_is_shown_and_arranged_anyway(
    manager: Client, application: Application, elsewhere: Application, ines: User, oscar: User
) -> None:
    said = {**SAID, "interviewers": [ines.pk, oscar.pk]}
    response = manager.post(address(application), said)
    page = " ".join(response.content.decode().split())
    code = elsewhere.candidate.code
    words = "Ines Ruiz is in another interview then: Tue 15 Jan 2030, 15:30 to 16:30 (Europe/Berlin), "
    assert (response.status_code, f"{words}with {code}." in page, "Secret Name" in page) == (409, True, False)
    assert not Interview.objects.filter(application=application).exists()
    assert response.context["form"]["place"].value() == "Room 4"
    response = manager.post(address(application), {**said, "anyway": "1"}, follow=True)
    page = " ".join(response.content.decode().split())
    assert (f"{words}with {code}." in page, "Secret Name" in page) == (True, False)
    assert Interview.objects.filter(application=application).count() == 1


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, 409),
        ({"time": "15:29"}, 409),
        ({"time": "15:30"}, 302),
        ({"time": "13:30"}, 302),
        ({"time": "13:30", "minutes": "61"}, 409),
        ({"day": "2030-01-16"}, 302),
        ({"day": "", "time": ""}, 302),
        ({"interviewers": []}, 302),
    ],
)
def test_what_overlaps(
    manager: Client,
    application: Application,
    elsewhere: Application,
    ines: User,
    change: dict[str, str],
    status: int,
) -> None:
    said = {**SAID, "interviewers": [ines.pk], **change}
    assert manager.post(address(application), said).status_code == status


def test_a_candidate_is_not_in_two_rounds_at_once(
    manager: Client, application: Application, ines: User, oscar: User
) -> None:
    assert manager.post(address(application), {**SAID, "interviewers": [ines.pk]}).status_code == 302
    response = manager.post(address(application, 2), {**SAID, "interviewers": [oscar.pk]})
    said = "The candidate is in another interview then: Tue 15 Jan 2030, 14:00 to 15:00 (UTC)."
    assert (response.status_code, said in " ".join(response.content.decode().split())) == (409, True)


def test_what_is_cancelled_and_who_is_out_clash_with_nothing(
    manager: Client, application: Application, elsewhere: Application, ines: User, max_: User
) -> None:
    arranging.cancel(elsewhere.interviews.get().pk, by=max_, reason="Ill")
    assert manager.post(address(application), {**SAID, "interviewers": [ines.pk]}).status_code == 302


# Meanwhile


def test_who_saves_over_somebody_else_is_told_and_loses_nothing(
    manager: Client, application: Application, ines: User, oscar: User, cora: User
) -> None:
    seen = manager.get(address(application)).context["form"]["seen"].value()
    arranging.arrange(
        application, application.opening.rounds.get(position=1), interviewers=[oscar], place="Room 9"
    )
    said = {**SAID, "seen": seen, "interviewers": [ines.pk]}
    response = manager.post(address(application), said)
    page = " ".join(response.content.decode().split())
    assert (response.status_code, "no time set · Room 9 · Oscar Berg<br>" in page) == (409, True)
    assert arranged() == [("Round 1", None, "Room 9", ["Oscar Berg"])]
    form = response.context["form"]
    assert form["place"].value() == "Room 4"
    assert manager.post(address(application), {**said, "seen": form["seen"].value()}).status_code == 302
    assert arranged() == [("Round 1", WHEN, "Room 4", ["Ines Ruiz"])]


def test_a_time_is_taken_back_by_cancelling(manager: Client, application: Application, ines: User) -> None:
    assert manager.post(address(application), {**SAID, "interviewers": [ines.pk]}).status_code == 302
    response = manager.post(address(application), {"interviewers": [ines.pk]})
    assert response.context["form"].errors == {
        "day": ["This interview has a time. To take the time back, cancel the interview."]
    }


def test_after_the_decision_it_can_only_be_cancelled(
    manager: Client, application: Application, ines: User, mia: User
) -> None:
    manager.post(address(application), {**SAID, "interviewers": [ines.pk]})
    deciding.decide(application, by=mia, outcome="withdrawn", reason="")
    page = manager.get(address(application)).content.decode()
    cancel = reverse("interviews:interview_cancel", args=[Interview.objects.get().pk])
    assert ("This one can still be cancelled." in page, cancel in page) == (True, True)
    assert 'name="interviewers"' not in page
    assert cancel in manager.get(application.get_absolute_url()).content.decode()


@pytest.mark.parametrize("people", [1, 20])
def test_queries(manager: Client, application: Application, people: int) -> None:
    make_interview(application, UserFactory.create_batch(people, groups=["Interviewers"]))
    asked = address(application)
    with queries(7):
        manager.get(asked)


@pytest.mark.parametrize("people", [1, 20])
def test_queries_of_looking_for_clashes(manager: Client, application: Application, people: int) -> None:
    busy = UserFactory.create_batch(people, groups=["Interviewers"])
    said = {**SAID, "interviewers": [person.pk for person in busy]}
    assert manager.post(address(application), said).status_code == 302
    asked = address(application, 2)
    with queries(9):
        assert manager.post(asked, said).status_code == 409
