"""Act: freeze a draft; start the next draft."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from roleprofiles import exporting, recording
from roleprofiles.choices import RevisionState
from roleprofiles.models import Revision, RevisionPublished, Role


class DraftOpen(Exception):
    """The role has an open draft already; ``draft`` is it."""

    def __init__(self, draft: Revision) -> None:
        self.draft = draft
        super().__init__(f"{draft} is open already.")


class NothingToPublish(Exception):
    """A revision without a level asks for nothing."""


@transaction.atomic
def publish(draft: Revision, *, by: User | None, change_note: str | None = None) -> Revision:
    """Freeze a draft with everything below it and make it the role's current revision."""
    if not draft.levels.exists():
        raise NothingToPublish("A role needs at least one level before it can be published.")
    values = {"change_note": change_note} if change_note is not None else {}
    changed = (
        Revision.objects.drafts()
        .filter(pk=draft.pk)
        .update(state=RevisionState.PUBLISHED, published_at=timezone.now(), published_by=by, **values)
    )
    if not changed:
        raise RevisionPublished
    Role.objects.filter(pk=draft.role_id).update(current=draft)
    draft.refresh_from_db()
    return draft


@transaction.atomic
def start_draft(role: Role, *, by: User | None) -> Revision:
    """The next revision of a role as a draft: a copy of the current one, with the same keys."""
    Role.objects.select_for_update().get(pk=role.pk)
    if open_draft := role.revisions.drafts().first():
        raise DraftOpen(open_draft)
    current = role.current
    draft = Revision.objects.create(
        role=role,
        number=role.next_number(),
        title=current.title if current else role.slug,
        title_key=current.title_key if current else role.slug,
        icon=current.icon if current else "",
        wording=current.wording if current else "",
        created_by=by,
    )
    if current:
        recording.record(exporting.document_of(current), draft)
    return draft
