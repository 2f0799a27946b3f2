from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from interviews.models import Scorecard
from tests.factories import make_interview, submit_all
from tests.interviews.counting import queries
from tests.interviews.views.conftest import SignIn
from tests.keeping import kept


@kept
def due(card: Scorecard, ines: User) -> Scorecard:
    at = timezone.now() - timedelta(hours=5)
    make_interview(card.interview.application, [ines], starts_at=at)
    return card


def address(card: Scorecard) -> str:
    return reverse("interviews:reminder_dismiss", args=[card.pk])


def test_reminders_are_stopped_from_my_work(page: Client, due: Scorecard) -> None:
    home = reverse("interviews:home")
    assert f'href="{address(due)}"' in page.get(home).content.decode()
    assert page.get(address(due)).status_code == 200
    response = page.post(address(due), {"reason": "It was never held"}, follow=True)
    assert response.redirect_chain == [(home, 302)]
    said = response.content.decode()
    assert ("It stays due." in said, "Reminders stopped" in said, address(due) in said) == (True, True, False)
    due.refresh_from_db()
    assert due.reminders_off_reason == "It was never held"


@pytest.mark.parametrize("reason", ["", " ", "a\0b", "x" * 1001])
def test_why_has_to_be_said(page: Client, due: Scorecard, reason: str) -> None:
    response = page.post(address(due), {"reason": reason})
    assert (response.status_code, response.context["form"]["reason"].value()) == (422, reason)
    due.refresh_from_db()
    assert due.reminders_off_at is None


def test_of_what_is_in_nobody_is_reminded(page: Client, due: Scorecard) -> None:
    submit_all(due)
    response = page.post(address(due), {"reason": "Late"}, follow=True)
    assert "You are not reminded of this scorecard." in response.content.decode()


def test_it_is_for_ones_own_cards(
    signed_in: SignIn, due: Scorecard, oscar: User, mia: User, ada: User
) -> None:
    for stranger in (oscar, mia, ada):
        client = signed_in(stranger)
        assert client.get(address(due)).status_code == 404
        assert client.post(address(due), {"reason": "Not mine"}).status_code == 404


def test_queries(page: Client, due: Scorecard) -> None:
    with queries(4):
        page.get(address(due))
