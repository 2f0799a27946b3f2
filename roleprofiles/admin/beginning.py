"""Drafts that are not made from a document: what stands in them at first, and what has to."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from roleprofiles import publishing
from roleprofiles.choices import SectionKind
from roleprofiles.models import OverviewLine, Revision, Role, Section, title_key

SECTION_TITLES = {
    SectionKind.OVERVIEW: "📋 Role Overview",
    SectionKind.REQUIREMENTS: "🛠️ Tech Stack Requirements by Experience Level",
    SectionKind.GROWTH: "🚀 Career Growth Path",
}
OVERVIEW_LABELS = ("Experience Levels", "Responsibility", "Career Progression")


@transaction.atomic
def begin_role(*, title: str, icon: str, by: User) -> Revision:
    """A new role with its first draft."""
    Role.objects.select_for_update().order_by("pk").first()  # one slug at a time
    role = Role.objects.create(slug=Role.objects.all().free_slug(title))
    return start_draft(role, by=by, title=title, icon=icon)


@transaction.atomic
def start_draft(role: Role, *, by: User, title: str = "", icon: str = "") -> Revision:
    """The next draft of a role. Where there is nothing to copy it gets the sections and lines to fill in."""
    draft = publishing.start_draft(role, by=by)
    if role.current is None:
        if title:
            draft.title, draft.title_key, draft.icon = title, title_key(title), icon
            draft.save(update_fields=["title", "title_key", "icon"])
        add_sections(draft, list(SectionKind))
        OverviewLine.objects.bulk_create(
            OverviewLine(revision=draft, label=label, position=n)
            for n, label in enumerate(OVERVIEW_LABELS, 1)
        )
    return draft


def add_missing_sections(draft: Revision) -> None:
    """Rows of a kind are written only below a section of that kind."""
    children = {
        SectionKind.OVERVIEW: draft.overview_lines,
        SectionKind.REQUIREMENTS: draft.levels,
        SectionKind.GROWTH: draft.growth_paths,
    }
    there = set(draft.sections.values_list("kind", flat=True))
    add_sections(draft, [kind for kind, rows in children.items() if kind not in there and rows.exists()])


def add_sections(draft: Revision, kinds: list[SectionKind]) -> None:
    last = draft.sections.aggregate(last=Max("position"))["last"] or 0
    Section.objects.bulk_create(
        Section(revision=draft, kind=kind, title=SECTION_TITLES[kind], blank_before=True, position=last + n)
        for n, kind in enumerate(kinds, 1)
    )
