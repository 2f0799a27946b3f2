from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.choices import Verb
from accounts.models import Event, User
from interviews.models import Application, Opening, Round
from tests.interviews.counting import queries
from tests.interviews.views.conftest import SignIn
from tests.keeping import kept


@pytest.fixture
def manager(signed_in: SignIn, mia: User) -> Client:
    return signed_in(mia)


@kept
def round_(opening: Opening) -> Round:
    return opening.rounds.get(position=1)


def address(round_: Round) -> str:
    return reverse("interviews:round_interviewers", args=[round_.opening_id, round_.pk])


def named(round_: Round) -> list[str]:
    return [str(one) for one in round_.interviewers.order_by("display_name")]


def test_they_are_chosen_and_shown_with_the_search(
    manager: Client, round_: Round, ines: User, oscar: User, mia: User
) -> None:
    chosen = {"interviewers": [ines.pk, oscar.pk]}
    response = manager.post(address(round_), chosen, follow=True)
    assert response.redirect_chain == [(round_.opening.get_absolute_url(), 302)]
    assert named(round_) == ["Ines Ruiz", "Oscar Berg"]
    assert "Ines Ruiz, Oscar Berg" in response.content.decode()
    manager.post(address(round_), chosen)
    events = Event.objects.about(round_).filter(verb=Verb.CHANGED, by=mia)
    assert events.count() == 1  # saying the same again changes nothing
    manager.post(address(round_))
    assert named(round_) == []
    assert events.count() == 2


@pytest.mark.parametrize("who", ["0", "x", "9" * 20, "cora"])
def test_others_than_those_offered_are_refused(manager: Client, round_: Round, cora: User, who: str) -> None:
    response = manager.post(address(round_), {"interviewers": cora.pk if who == "cora" else who})
    assert (response.status_code, named(round_)) == (422, [])


def test_they_are_ticked_when_an_interview_is_arranged_and_can_be_changed_there(
    manager: Client, application: Application, round_: Round, ines: User, oscar: User
) -> None:
    gone = User.objects.create_user("gone@example.com", "x" * 12, is_active=False)
    round_.interviewers.set([ines, gone])
    arrange = reverse("interviews:interview_edit", args=[application.pk, round_.pk])
    assert manager.get(arrange).context["form"]["interviewers"].value() == [ines.pk]
    manager.post(arrange, {"interviewers": [oscar.pk]})
    assert manager.get(arrange).context["form"]["interviewers"].value() == [oscar.pk]
    assert set(named(round_)) == {"Ines Ruiz", "gone@example.com"}


def test_a_round_that_has_left_the_plan_has_none(manager: Client, round_: Round) -> None:
    Round.objects.filter(pk=round_.pk).update(retired_in=2)
    assert manager.get(address(round_)).status_code == 404


@pytest.mark.parametrize("people", [1, 30])
def test_queries(manager: Client, round_: Round, people: int) -> None:
    for n in range(people):
        round_.interviewers.add(User.objects.create_user(f"one{n}@example.com", "x" * 12))
    manager.get(address(round_))
    with queries(6):
        manager.get(address(round_))
