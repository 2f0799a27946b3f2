from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from interviews.models import Opening
from tests.interviews.views.conftest import SignIn


@pytest.fixture
def manager(signed_in: SignIn, mia: User) -> Client:
    return signed_in(mia)


def address(opening: Opening) -> str:
    return reverse("interviews:plan_ready", args=[opening.pk])


def test_a_plan_is_marked_ready_and_the_opening_says_so(manager: Client, opening: Opening) -> None:
    assert "Plan not ready" in manager.get(opening.get_absolute_url()).content.decode()
    response = manager.post(address(opening), follow=True)
    assert response.redirect_chain == [(opening.get_absolute_url(), 302)]
    said = response.content.decode()
    assert "The plan is ready. Interviews can be arranged by it." in said
    assert "Plan ready" in said


def test_it_is_refused_with_links_while_a_must_have_is_uncovered(manager: Client, opening: Opening) -> None:
    gap = opening.criteria.get(name="Ability 3")
    for one in opening.rounds.all():
        one.criteria.remove(gap)
    response = manager.post(address(opening))
    said = response.content.decode()
    assert response.status_code == 409
    assert "Not ready yet: nobody assesses these must-haves" in said
    assert f'<a href="#criterion-{gap.pk}">Ability 3</a>' in said
    opening.refresh_from_db()
    assert not opening.is_ready


def test_looking_marks_nothing_ready(manager: Client, opening: Opening) -> None:
    assert manager.get(address(opening)).status_code == 405
    opening.refresh_from_db()
    assert not opening.is_ready
