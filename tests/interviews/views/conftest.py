from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from interviews.models import Application, Scorecard
from tests.factories import make_interview
from tests.keeping import kept

SignIn = Callable[[User], Client]


@pytest.fixture
def signed_in() -> SignIn:
    """A browser in which this person is signed in."""

    def sign_in(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in


@kept
def card(application: Application, ines: User) -> Scorecard:
    """Ines's, of three criteria."""
    return make_interview(application, [ines]).scorecards.get()


@pytest.fixture
def page(signed_in: SignIn, ines: User) -> Client:
    """Ines's browser."""
    return signed_in(ines)
