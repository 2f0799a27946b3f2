from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from interviews import plans, replanning
from interviews.models import Opening
from tests.factories import make_opening_of_one_level
from tests.interviews.views.conftest import SignIn
from tests.keeping import kept


@kept
def opening(mia: User) -> Opening:
    return make_opening_of_one_level(by=mia)


@pytest.fixture
def manager(signed_in: SignIn, mia: User) -> Client:
    return signed_in(mia)


def address(opening: Opening) -> str:
    return reverse("interviews:plan_ready", args=[opening.pk])


def seen_now(opening: Opening) -> dict[str, str]:
    """What the page of the plan as it is now posts."""
    return {"seen": plans.fingerprint(replanning.current_plan(opening))}


def test_a_plan_is_marked_ready_and_the_opening_says_so(manager: Client, opening: Opening) -> None:
    assert "Plan not ready" in manager.get(opening.get_absolute_url()).content.decode()
    response = manager.post(address(opening), seen_now(opening), follow=True)
    assert response.redirect_chain == [(opening.get_absolute_url(), 302)]
    said = response.content.decode()
    assert "The plan is ready. Interviews can be arranged by it." in said
    assert "Plan ready" in said


def test_it_is_refused_with_links_while_a_must_have_is_uncovered(manager: Client, opening: Opening) -> None:
    gap = opening.criteria.get(name="Ability 3")
    for one in opening.rounds.all():
        one.criteria.remove(gap)
    response = manager.post(address(opening), seen_now(opening))
    said = response.content.decode()
    assert response.status_code == 409
    assert "Not ready yet: nobody assesses these must-haves" in said
    assert f'<a href="#criterion-{gap.pk}">Ability 3</a>' in said
    opening.refresh_from_db()
    assert not opening.is_ready


@pytest.mark.parametrize("seen", [None, "", "a\0b", "plan of before"])
def test_a_plan_that_was_changed_meanwhile_is_shown_and_not_marked_ready(
    manager: Client, opening: Opening, mia: User, seen: str | None
) -> None:
    before = seen_now(opening) if seen == "plan of before" else {"seen": seen} if seen is not None else {}
    plan = replanning.current_plan(opening)
    theirs = replace(plan, rounds=(replace(plan.rounds[0], title="Pairing"), *plan.rounds[1:]))
    replanning.save(opening.pk, theirs, seen=plans.fingerprint(plan), reason="", by=mia)
    response = manager.post(address(opening), before)
    assert response.status_code == 409
    said = response.content.decode()
    assert "Not marked ready: this plan was changed after you opened it. Below is how it stands now." in said
    assert [one.column.title for one in response.context["form"].columns] == ["Pairing", "Round 2", "Round 3"]
    opening.refresh_from_db()
    assert not opening.is_ready
    assert manager.post(address(opening), {"seen": response.context["seen"]}).status_code == 302
    opening.refresh_from_db()
    assert opening.is_ready


def test_looking_marks_nothing_ready(manager: Client, opening: Opening) -> None:
    assert manager.get(address(opening)).status_code == 405
    opening.refresh_from_db()
    assert not opening.is_ready
