from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from roleprofiles.models import Level, Requirement, Revision, RevisionPublished, Role
from tests.roleprofiles.admin.pages import address, filled, must_haves


def test_a_draft_is_started_by_post_only(page: Client, role: Role) -> None:
    url = reverse("admin:roleprofiles_role_start_draft", args=[role.pk])
    assert page.get(url).status_code == 405
    assert not Revision.objects.drafts().exists()
    response = page.post(url)
    draft = Revision.objects.drafts().get()
    assert response["Location"] == address(draft)
    assert Requirement.objects.of(draft).count() == 10


def test_an_open_draft_is_gone_to_and_named(client: Client, draft: Revision, ada: User, role: Role) -> None:
    client.force_login(ada)
    response = client.post(reverse("admin:roleprofiles_role_start_draft", args=[role.pk]), follow=True)
    assert response.redirect_chain == [(address(draft), 302)]
    said = [str(message) for message in response.context["messages"]]
    assert said == ["Data Analyst, revision 2 is open already. It is Rosa Adler’s."]


def test_a_token_is_needed(rosa: User, role: Role) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(rosa)
    assert client.post(reverse("admin:roleprofiles_role_start_draft", args=[role.pk])).status_code == 403
    assert not Revision.objects.drafts().exists()


def published_rows(role: Role) -> list[Any]:
    assert role.current
    level = role.current.levels.get(name="Mid")
    return [role.current, level, must_haves(role.current), level.question_sets.get()]


def test_published_pages_can_only_be_read(page: Client, role: Role) -> None:
    for row in published_rows(role):
        body = page.get(address(row)).content.decode()
        assert "Revision 1 of Data Analyst is published." in body
        assert 'name="_save"' not in body
        assert 'type="text"' not in body
        assert f'action="{reverse("admin:roleprofiles_role_start_draft", args=[role.pk])}"' in body


def test_posts_to_published_pages_change_nothing(page: Client, role: Role) -> None:
    for row in published_rows(role):
        title = "name" if isinstance(row, Level) else "title"
        before = getattr(row, title)
        assert page.post(address(row), {title: "Changed"}).status_code == 403
        assert page.post(address(row, "delete"), {"post": "yes"}).status_code == 403
        row.refresh_from_db()
        assert getattr(row, title) == before


def test_publishing_meanwhile_ends_in_a_message(
    page: Client, draft: Revision, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = must_haves(draft)
    data = filled(page.get(address(row)), title="Must Haves")

    def published_now(*_: object) -> None:
        raise RevisionPublished

    monkeypatch.setattr("roleprofiles.admin.access.hold_draft", published_now)
    for act in ("change", "delete"):
        response = page.post(address(row, act), {**data, "post": "yes"}, follow=True)
        assert [str(message) for message in response.context["messages"]] == [str(RevisionPublished())]
    row.refresh_from_db()
    assert row.title == "Must-Have"
