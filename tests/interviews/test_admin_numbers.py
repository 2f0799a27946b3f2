"""A row that cannot be, posted to a form of the admin, is refused and not looked for."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from interviews.models import Application

pytestmark = pytest.mark.django_db
FIELDS = {"application": ("candidate", "opening"), "interview": ("application",)}


@pytest.mark.parametrize("value", ["x", "\0", "9" * 30, "[]", "-1"])
@pytest.mark.parametrize("model", list(FIELDS))
def test_it_is_answered(client: Client, ada: User, model: str, value: str) -> None:
    client.force_login(ada)
    address = reverse(f"admin:interviews_{model}_add")
    response = client.post(address, dict.fromkeys(FIELDS[model], value))
    assert response.status_code == 200
    assert set(FIELDS[model]) <= set(response.context["adminform"].form.errors)
    assert not Application.objects.exists()
