"""The elements of a draft that people edit, each kind described once: its model, fields, holder and order.

The draft editor's addresses, forms and acts all go by this table.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, cast

from django.db import models

from roleprofiles.choices import ANCHOR_VALUES, SectionKind
from roleprofiles.models.growth import GrowthPath, GrowthStep
from roleprofiles.models.levels import Level, Requirement, SkillList
from roleprofiles.models.parts import RevisionPart
from roleprofiles.models.questions import Question, QuestionSet
from roleprofiles.models.roles import OverviewLine, Revision


@dataclass(frozen=True)
class Element:
    """A kind of element of a draft, as the editor's addresses name it.

    ``fields`` are what a person edits; ``beside`` names the kinds that share one order with it. What
    stands in the draft itself is written below the heading of a ``section``.
    """

    kind: str
    model: type[RevisionPart]
    fields: tuple[str, ...]
    holder: str = ""  # the kind of element it stands in; "" is the draft itself
    beside: tuple[str, ...] = ()
    section: SectionKind | None = None

    @property
    def siblings(self) -> tuple[Element, ...]:
        return (self, *(ELEMENTS[kind] for kind in self.beside))


ELEMENTS = {
    element.kind: element
    for element in (
        Element("overview", OverviewLine, ("label", "text"), section=SectionKind.OVERVIEW),
        Element("level", Level, ("name", "min_years", "max_years"), section=SectionKind.REQUIREMENTS),
        Element("list", SkillList, ("kind", "title"), holder="level", beside=("questions",)),
        Element("requirement", Requirement, ("name", "form", "text", "skill", "skill_list"), holder="list"),
        Element("questions", QuestionSet, ("title", "about"), holder="level", beside=("list",)),
        Element("question", Question, ("prompt", "look_for"), holder="questions"),
        Element("path", GrowthPath, ("from_name", "to_name"), section=SectionKind.GROWTH),
        Element("step", GrowthStep, ("text",), holder="path"),
    )
}
HEAD = Element("head", Revision, ("title", "icon"))  # the draft's own line: neither added nor moved


def element_of(row: RevisionPart) -> Element:
    return next(one for one in (HEAD, *ELEMENTS.values()) if isinstance(row, one.model))


def rows_of(draft: Revision, kind: str) -> models.QuerySet[Any]:
    """The elements of a kind in a draft."""
    if kind == HEAD.kind:
        return Revision.objects.filter(pk=draft.pk)
    model = ELEMENTS[kind].model
    in_draft = {model.state_lookup.removesuffix("__state"): draft.pk}
    found = cast("models.QuerySet[Any]", model._base_manager.filter(**in_draft))
    return found.select_related("skill").prefetch_related("anchors") if kind == "requirement" else found


def holder_pk(row: RevisionPart) -> Any:
    """The pk of what a row stands in."""
    return getattr(row, row._meta.get_field(row.parent_field).attname)  # type: ignore[union-attr]


def in_order(row: RevisionPart) -> list[Any]:
    """The elements that share one order with a row, itself included if it is stored."""
    found: list[Any] = []
    for one in element_of(row).siblings:
        found += one.model._base_manager.filter(**{one.model.parent_field: holder_pk(row)})
    return sorted(found, key=lambda other: (other.position, other.pk))


def anchor_field(value: int) -> str:
    return f"anchor_{value}"


def said(row: RevisionPart) -> dict[str, Any]:
    """What people can change of a row, by the names of their fields; rows it is tied to by pk."""
    values = {
        name: getattr(row, row._meta.get_field(name).attname)  # type: ignore[union-attr]
        for name in element_of(row).fields
    }
    if isinstance(row, Requirement):
        texts = {anchor.value: anchor.text for anchor in row.anchors.all()}
        values |= {anchor_field(value): texts.get(value, "") for value in ANCHOR_VALUES}
    return values


def fingerprint(row: RevisionPart) -> str:
    """What a row says, in 16 letters and digits: another one means that somebody changed it."""
    return hashlib.sha256(repr(said(row)).encode()).hexdigest()[:16]
