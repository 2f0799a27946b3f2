"""Act: freeze a draft; start the next draft."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.choices import Verb
from accounts.models import Event, User
from roleprofiles import changes, differences, documents, exporting, recording
from roleprofiles.choices import RevisionState, SectionKind
from roleprofiles.documents import shapes
from roleprofiles.documents.sections import SECTION_TITLES
from roleprofiles.models import (
    OverviewLine,
    Requirement,
    Revision,
    RevisionPublished,
    Role,
    Section,
    skill_key,
    title_key,
)

OVERVIEW_LABELS = ("Experience Levels", "Responsibility", "Career Progression")


class DraftOpen(Exception):
    """The role has an open draft already; ``draft`` is it."""

    def __init__(self, draft: Revision) -> None:
        self.draft = draft
        super().__init__(f"{draft} is open already.")


class NothingToPublish(Exception):
    """A revision without a level asks for nothing, and one like the current says nothing new."""


class TitleTaken(Exception):
    """Another role goes by the title already."""


class DraftChanged(Exception):
    """The draft is no longer what the person has seen who publishes it."""

    def __init__(self) -> None:
        super().__init__("The draft has changed since this page was shown. Look at it again, then publish.")


NO_LEVEL = "A role needs at least one level before it can be published."


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What publishing a draft would do. ``misread`` and ``problems`` are what nobody could tell from the
    written document any more; ``fingerprint`` stands for all that the draft says.
    """

    differences: differences.Differences
    misread: tuple[str, ...]
    problems: tuple[shapes.Remark, ...]
    fingerprint: str
    refusal: str  # why it cannot be published; empty if it can
    is_same_text: bool

    @property
    def remark(self) -> str:
        """What is new where no element differs."""
        if self.refusal or not self.differences.is_empty:
            return ""
        if self.is_same_text:
            return "The words stay as they are; some lines are about another skill of the library."
        return "Only headings, the order or the layout of lines differ."


def propose(draft: Revision) -> Proposal:
    """Nothing is written; a fixed number of queries. Raises RevisionPublished where the draft is gone."""
    rows = {
        row.pk: row for row in Revision.objects.with_document().defer("source").filter(pk__in=_both(draft))
    }
    if draft.pk not in rows:
        raise RevisionPublished
    new, current = rows[draft.pk], rows.get(draft.role.current_id or 0)
    document, old = exporting.said_by(new), exporting.said_by(current) if current else None
    text = documents.write(document)
    again = documents.read(text.encode())
    misread = changes.compare(document, again.document).visible if again.document else ()
    is_same_text = old is not None and documents.write(old) == text
    refusal = NO_LEVEL if not document.levels else ""
    found = differences.between(old, document)
    if current and is_same_text and found.is_empty and _skills(current) == _skills(new):
        refusal = f"This draft says what revision {current.number} says. There is nothing to publish."
    return Proposal(
        differences=found,
        misread=tuple(change.before for change in misread if change.before),
        problems=again.problems,
        fingerprint=hashlib.sha256(repr((draft.pk, document, _skills(new))).encode()).hexdigest(),
        refusal=refusal,
        is_same_text=is_same_text,
    )


@transaction.atomic
def publish_as_shown(draft: Revision, *, by: User, change_note: str, fingerprint: str) -> Revision:
    """Publish a draft if it still says what a person has seen, and anything new."""
    held = Revision.objects.drafts().select_for_update().filter(pk=draft.pk).first()
    if held is None:
        raise RevisionPublished
    seen = propose(held)
    if seen.fingerprint != fingerprint:
        raise DraftChanged
    if seen.refusal:
        raise NothingToPublish(seen.refusal)
    return publish(held, by=by, change_note=change_note)


@transaction.atomic
def publish(draft: Revision, *, by: User | None, change_note: str | None = None) -> Revision:
    """Freeze a draft with everything below it and make it the role's current revision."""
    values = {"change_note": change_note} if change_note is not None else {}
    changed = (
        Revision.objects.drafts()
        .filter(pk=draft.pk)
        .update(state=RevisionState.PUBLISHED, published_at=timezone.now(), published_by=by, **values)
    )
    if not changed:
        raise RevisionPublished
    if not draft.levels.exists():
        raise NothingToPublish(NO_LEVEL)
    draft.removals.all().delete()
    Role.objects.filter(pk=draft.role_id).update(current=draft)
    draft.refresh_from_db()
    Event.objects.record(Verb.PUBLISHED, draft, by=by)
    return draft


@transaction.atomic
def begin_role(*, title: str, icon: str = "", by: User | None) -> Revision:
    """A new role with its first draft, which has the sections and the overview's labels to fill in."""
    Role.objects.select_for_update().order_by("pk").first()  # one title and one slug at a time
    # Before the title is looked for: whoever takes it in between has this slug, where no role is locked yet.
    slug = Role.objects.all().free_slug(title)
    if Role.objects.titled(title).exists():
        raise TitleTaken
    role = Role.objects.create(slug=slug)
    return _first_draft(role, by=by, title=title, icon=icon)


@transaction.atomic
def start_draft(role: Role, *, by: User | None) -> Revision:
    """The next revision of a role as a draft: a copy of the current one, with the same keys and skills."""
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
    lines = list(Requirement.objects.of(current).select_related("skill__merged_into"))
    known = {skill_key(line.name): line.skill.merged_into or line.skill for line in lines}
    recording.record(exporting.document_of(current), draft, known=known)
    _keep_skills(lines, draft)
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


def _keep_skills(lines: Iterable[Requirement], draft: Revision) -> None:
    """Two lines of one wording may be about different skills, as people have said of them."""
    about = {line.key: line.skill.merged_into or line.skill for line in lines}
    others = [line for line in Requirement.objects.of(draft) if line.skill_id != about[line.key].pk]
    for line in others:
        line.skill = about[line.key]
    Requirement.objects.bulk_update(others, ["skill"], batch_size=500)


def _both(draft: Revision) -> list[int]:
    """The draft, and what the role stands at."""
    return [pk for pk in (draft.pk, draft.role.current_id) if pk]


def _skills(revision: Revision) -> list[int]:
    """What its lines are about, in their order; no query where ``with_document`` has loaded them."""
    lists = [one for level in revision.levels.all() for one in level.skill_lists.all()]
    return [line.skill_id for one in lists for line in one.requirements.all()]


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
