"""Two people at their browsers."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User


@pytest.fixture
def reader(ines: User) -> Client:
    """Somebody who may read roles and not edit them."""
    client = Client()
    client.force_login(ines)
    return client


@pytest.fixture
def editor(rosa: User) -> Client:
    client = Client()
    client.force_login(rosa)
    return client
