"""A role with a draft, and the browser of a role editor."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from roleprofiles import publishing
from roleprofiles.models import Revision, Role
from tests.factories import make_role
from tests.keeping import kept


@kept
def role(rosa: User) -> Role:
    return make_role(by=rosa)


@kept
def draft(role: Role, rosa: User) -> Revision:
    return publishing.start_draft(role, by=rosa)


@pytest.fixture
def page(client: Client, rosa: User) -> Client:
    """The browser of a role editor."""
    client.force_login(rosa)
    return client
