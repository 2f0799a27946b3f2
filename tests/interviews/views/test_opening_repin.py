from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from interviews import scoring
from interviews.models import Opening, PlanVersion
from roleprofiles import publishing
from tests.factories import enter, make_application, make_interview, make_opening_of_one_level
from tests.interviews.counting import queries
from tests.interviews.views.conftest import SignIn
from tests.keeping import kept


@kept
def opening(mia: User) -> Opening:
    return make_opening_of_one_level(by=mia)


@pytest.fixture
def manager(signed_in: SignIn, mia: User) -> Client:
    return signed_in(mia)


@kept
def outdated(opening: Opening, rosa: User) -> Opening:
    """Its role has a revision 2, in which Ability 4 is gone and Ability 5 is new."""
    draft = publishing.start_draft(opening.level.revision.role, by=rosa)
    line = draft.levels.get(name="Mid").must_haves()[3]
    line.skill_list.requirements.create(name="Ability 5", skill=line.skill, position=9)
    line.delete()
    publishing.publish(draft, by=rosa)
    return opening


def address(opening: Opening) -> str:
    return reverse("interviews:opening_repin", args=[opening.pk])


def revision(opening: Opening) -> int:
    return Opening.objects.with_level().get(pk=opening.pk).level.revision.number


def test_what_it_would_change_is_shown_and_then_done(manager: Client, outdated: Opening) -> None:
    shown = manager.get(address(outdated))
    said = shown.content.decode()
    assert [word in said for word in ("What revision 2 would change", "Ability 5", "Ability 4")] == [True] * 3
    assert revision(outdated) == 1
    done = manager.post(address(outdated), {"seen": shown.context["shown"].fingerprint}, follow=True)
    assert done.redirect_chain == [(reverse("interviews:plan_edit", args=[outdated.pk]), 302)]
    assert "Nobody assesses Ability 5." in done.content.decode()
    assert revision(outdated) == 2


@pytest.mark.parametrize("seen", ["", "x", "\0"])
def test_what_was_not_shown_is_not_done(manager: Client, outdated: Opening, seen: str) -> None:
    response = manager.post(address(outdated), {"seen": seen})
    assert (response.status_code, revision(outdated)) == (409, 1)
    assert "This is what it means now." in response.content.decode()


def test_after_a_rating_it_wants_a_reason(manager: Client, outdated: Opening, ines: User) -> None:
    card = make_interview(make_application(opening=outdated), [ines]).scorecards.get()
    enter(card.ratings.in_order()[0], scoring.Mark(value=4))
    seen = manager.get(address(outdated)).context["shown"].fingerprint
    refused = manager.post(address(outdated), {"seen": seen})
    assert (refused.status_code, revision(outdated)) == (422, 1)
    manager.post(address(outdated), {"seen": seen, "reason": "It matters"})
    assert (revision(outdated), PlanVersion.objects.get().reason) == (2, "It matters")


def test_there_is_nothing_to_do_on_the_current_revision(manager: Client, opening: Opening) -> None:
    said = manager.get(address(opening), follow=True).content.decode()
    assert "The role has no newer revision with a level of this name." in said


def test_queries(manager: Client, outdated: Opening) -> None:
    with queries(14):
        manager.get(address(outdated))
