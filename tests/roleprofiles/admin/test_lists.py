from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from roleprofiles import publishing
from roleprofiles.models import Revision, Role
from tests.factories import UserFactory, make_role
from tests.roleprofiles.admin.pages import address, list_address

LISTS = ["role", "revision", "level", "skilllist", "requirement", "questionset", "growthpath", "skill"]


@pytest.mark.parametrize("name", LISTS)
def test_role_editors_and_administrators_come_in(
    client: Client, role: Role, rosa: User, ada: User, name: str
) -> None:
    for user in (rosa, ada):
        client.force_login(user)
        assert client.get(list_address(name)).status_code == 200


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("group", ["Coordinators", "Interviewers", "Hiring managers"])
def test_other_staff_do_not(client: Client, role: Role, name: str, group: str) -> None:
    client.force_login(UserFactory.create(groups=[group], is_staff=True))
    assert client.get(list_address(name)).status_code == 403
    assert list_address(name) not in client.get(reverse("admin:index")).content.decode()


def test_an_editor_who_is_not_staff_does_not(client: Client, role: Role) -> None:
    client.force_login(UserFactory.create(groups=["Role editors"]))
    assert client.get(list_address("role")).status_code == 302
    assert client.post(reverse("admin:roleprofiles_role_start_draft", args=[role.pk])).status_code == 302
    assert not Revision.objects.drafts().exists()


@pytest.mark.parametrize("name", LISTS)
def test_lists_do_not_query_for_each_row(page: Client, role: Role, rosa: User, name: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert page.get(list_address(name)).status_code == 200
        return len(captured)

    queries()  # the first page of a process also looks up its content types
    few = queries()
    for n in range(4):
        publishing.start_draft(make_role(f"Another {n}", by=rosa), by=rosa)
    assert queries() == few


def test_the_list_of_roles_says_what_is_current_and_what_is_open(page: Client, draft: Revision) -> None:
    body = page.get(list_address("role")).content.decode()
    assert "Data Analyst" in body
    assert f'<a href="{address(draft)}">Data Analyst, revision 2</a>' in body
