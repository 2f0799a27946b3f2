"""The house's sections, for documents that have children of a kind and no heading above them."""

from __future__ import annotations

from dataclasses import replace

from roleprofiles.choices import SectionKind
from roleprofiles.documents.shapes import RoleDocument, Section

SECTION_TITLES = {
    SectionKind.OVERVIEW: "📋 Role Overview",
    SectionKind.REQUIREMENTS: "🛠️ Tech Stack Requirements by Experience Level",
    SectionKind.GROWTH: "🚀 Career Growth Path",
}


def with_sections(document: RoleDocument) -> RoleDocument:
    """The document with a section, after those it has, for each kind of children that has none."""
    children = {
        SectionKind.OVERVIEW: document.overview,
        SectionKind.REQUIREMENTS: document.levels,
        SectionKind.GROWTH: document.growth_paths,
    }
    there = {section.kind for section in document.sections}
    missing = [kind for kind, found in children.items() if found and kind not in there]
    added = tuple(Section(kind=kind, title=SECTION_TITLES[kind]) for kind in missing)
    return replace(document, sections=(*document.sections, *added)) if added else document
