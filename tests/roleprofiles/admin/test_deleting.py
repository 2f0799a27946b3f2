from __future__ import annotations

from django.test import Client

from roleprofiles.models import Revision, Role
from tests.roleprofiles.admin.pages import address


def test_a_draft_can_be_deleted(page: Client, draft: Revision, role: Role) -> None:
    assert page.post(address(draft, "delete"), {"post": "yes"}).status_code == 302
    role.refresh_from_db()
    assert list(role.revisions.all()) == [role.current]
