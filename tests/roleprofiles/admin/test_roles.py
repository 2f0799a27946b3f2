from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import TimeMachineFixture

from accounts.models import User
from roleprofiles.choices import SectionKind
from roleprofiles.models import Role
from tests.factories import make_role
from tests.roleprofiles.admin.pages import address


def test_a_new_role_begins_with_a_draft(page: Client, role: Role, rosa: User) -> None:
    response = page.post(reverse("admin:roleprofiles_role_add"), {"title": " Chef  de cuisine", "icon": "🍳"})
    made = Role.objects.get(slug="chef-de-cuisine")
    draft = made.revisions.get()
    assert response["Location"] == address(draft)
    assert (draft.title, draft.title_key, draft.icon, draft.created_by) == (
        "Chef de cuisine",
        "chef de cuisine",
        "🍳",
        rosa,
    )
    assert [section.kind for section in draft.sections.all()] == list(SectionKind)
    labels = [line.label for line in draft.overview_lines.all()]
    assert labels == ["Experience Levels", "Responsibility", "Career Progression"]
    assert page.get(address(draft)).status_code == 200
    assert page.get(address(made)).status_code == 200


@pytest.mark.parametrize("title", ["DATA analyst", "", "Two\nlines", "ß" * 200])
def test_a_new_role_needs_a_title_of_its_own(page: Client, role: Role, title: str) -> None:
    response = page.post(reverse("admin:roleprofiles_role_add"), {"title": title})
    assert response.status_code == 200
    assert "title" in response.context["form"].errors
    assert list(Role.objects.all()) == [role]


def test_dates_are_written_as_the_pages_write_them(page: Client, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(datetime(2026, 3, 5, 14, 7, tzinfo=UTC), tick=False)
    make_role()
    listed = page.get(reverse("admin:roleprofiles_role_changelist")).content.decode()
    assert re.findall(r'field-published_at nowrap">([^<]*)<', listed) == ["5 Mar 2026, 14:07"]
