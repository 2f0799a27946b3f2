"""Act: freeze a draft; start the next draft."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from roleprofiles import exporting, recording
from roleprofiles.choices import RevisionState, SectionKind
from roleprofiles.documents.sections import SECTION_TITLES
from roleprofiles.models import OverviewLine, Revision, RevisionPublished, Role, Section, title_key

OVERVIEW_LABELS = ("Experience Levels", "Responsibility", "Career Progression")


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
def begin_role(*, title: str, icon: str = "", by: User | None) -> Revision:
    """A new role with its first draft, which has the sections and the overview's labels to fill in."""
    Role.objects.select_for_update().order_by("pk").first()  # one slug at a time
    role = Role.objects.create(slug=Role.objects.all().free_slug(title))
    return _first_draft(role, by=by, title=title, icon=icon)


@transaction.atomic
def start_draft(role: Role, *, by: User | None) -> Revision:
    """The next revision of a role as a draft: a copy of the current one, with the same keys."""
    role = Role.objects.select_for_update().get(pk=role.pk)  # what the caller holds may be old
    if open_draft := role.revisions.drafts().first():
        raise DraftOpen(open_draft)
    current = role.current
    if current is None:
        return _first_draft(role, by=by, title=role.slug)
    same = {
        name: getattr(current, name) for name in ("title", "title_key", "icon", "wording", "blank_before")
    }
    draft = _draft(role, by=by, **same)
    recording.record(exporting.document_of(current), draft)
    return draft


def add_missing_sections(draft: Revision) -> None:
    """Rows of a kind are written only below a section of that kind."""
    children = {
        SectionKind.OVERVIEW: draft.overview_lines,
        SectionKind.REQUIREMENTS: draft.levels,
        SectionKind.GROWTH: draft.growth_paths,
    }
    there = set(draft.sections.values_list("kind", flat=True))
    _add_sections(draft, [kind for kind, rows in children.items() if kind not in there and rows.exists()])


def _first_draft(role: Role, *, by: User | None, title: str, icon: str = "") -> Revision:
    draft = _draft(role, by=by, title=title, title_key=title_key(title), icon=icon)
    _add_sections(draft, list(SectionKind))
    OverviewLine.objects.bulk_create(
        OverviewLine(revision=draft, label=label, position=n) for n, label in enumerate(OVERVIEW_LABELS, 1)
    )
    return draft


def _draft(role: Role, *, by: User | None, **values: Any) -> Revision:
    return Revision.objects.create(role=role, number=role.next_number(), created_by=by, **values)


def _add_sections(draft: Revision, kinds: list[SectionKind]) -> None:
    last = draft.sections.aggregate(last=Max("position"))["last"] or 0
    Section.objects.bulk_create(
        Section(revision=draft, kind=kind, title=SECTION_TITLES[kind], blank_before=True, position=last + n)
        for n, kind in enumerate(kinds, 1)
    )
