from __future__ import annotations

from django.test import Client
from django.urls import reverse

from accounts.models import User
from roleprofiles.choices import RevisionState
from roleprofiles.models import Revision, RevisionPublished, Role
from tests.roleprofiles.admin.pages import address, filled, must_haves


def test_a_draft_is_published_by_way_of_a_page_that_says_what_changes(
    page: Client, draft: Revision, role: Role, rosa: User
) -> None:
    line = must_haves(draft).requirements.get(name="Ability 1")
    line.text = "Something else"
    line.save(update_fields=["text"])
    url = reverse("admin:roleprofiles_revision_publish", args=[draft.pk])
    response = page.post(address(draft), {**filled(page.get(address(draft))), "_publish": "x"})
    assert response["Location"] == url

    body = page.get(url).content.decode()
    assert "0 added" in body
    assert "1 changed" in body
    assert "Something else" in body
    assert Revision.objects.drafts().exists()

    assert page.post(url, {"change_note": "For a reason"})["Location"] == address(draft)
    draft.refresh_from_db()
    role.refresh_from_db()
    assert (draft.state, draft.change_note, draft.published_by) == (
        RevisionState.PUBLISHED,
        "For a reason",
        rosa,
    )
    assert role.current == draft


def test_what_a_document_could_not_say_is_named_before_publishing(page: Client, draft: Revision) -> None:
    url = reverse("admin:roleprofiles_revision_publish", args=[draft.pk])
    assert "would be read as something else" not in page.get(url).content.decode()
    line = must_haves(draft).requirements.get(name="Ability 1")
    line.name = "A** bold"
    line.save(update_fields=["name"])
    body = page.get(url).content.decode()
    assert "would be read as something else" in body
    assert "“A** bold - Category 1”" in body


def test_nothing_is_published_twice_or_without_a_level(page: Client, draft: Revision, role: Role) -> None:
    for url, expected in (
        (reverse("admin:roleprofiles_revision_publish", args=[role.current_id]), str(RevisionPublished())),
        (
            reverse("admin:roleprofiles_revision_publish", args=[draft.pk]),
            "A role needs at least one level before it can be published.",
        ),
    ):
        draft.levels.all().delete()
        response = page.post(url, {"change_note": ""}, follow=True)
        assert [str(message) for message in response.context["messages"]] == [expected]
    draft.refresh_from_db()
    assert not draft.is_published
