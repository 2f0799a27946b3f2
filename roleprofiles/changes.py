"""What one role document says that another does not, element by element.

Elements are the overview (one), levels, lists, requirements, anchors, questions, growth steps and notes.
A requirement is paired by level, list, name and text; then by level, list and name in order
(*changed*); then by level and name in another list (*moved*). What finds no partner is *added* or
*removed*. Order alone is no change of an element.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar
from uuid import uuid4

from roleprofiles.documents.shapes import Requirement, RoleDocument, SkillList

Element = TypeVar("Element")
Pair = tuple[Element | None, Element | None, int]
Key = Callable[[Element], Hashable]


class ChangeKind(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    MOVED = "moved"
    REMOVED = "removed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, kw_only=True)
class Change:
    """One element's fate. ``place`` says where it stands ("Mid, Must-Have"); texts are for people."""

    kind: ChangeKind
    element: str
    place: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Changes:
    items: tuple[Change, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many elements were added, changed, moved, removed, and stayed."""
        found = Counter(change.kind for change in self.items)
        return {kind.value: found[kind] for kind in ChangeKind}

    @property
    def visible(self) -> tuple[Change, ...]:
        return tuple(change for change in self.items if change.kind != ChangeKind.UNCHANGED)


@dataclass(frozen=True)
class _Placed:
    """A requirement with the level and the list it stands in."""

    level: str
    title: str
    requirement: Requirement

    @property
    def text(self) -> str:
        said = self.requirement
        joint = {"-": " - ", ":": ": "}.get(said.form.value, " ")
        return f"{said.name}{joint}{said.text}" if said.text else said.name

    @property
    def place(self) -> str:
        return f"{self.level}, {self.title}"


def compare(old: RoleDocument | None, new: RoleDocument) -> Changes:
    """What publishing ``new`` after ``old`` changes; without ``old`` everything is added."""
    items = [
        *_overview(old, new),
        *_plain("level", old, new, _levels, lambda found: found[0].casefold()),
        *_plain("list", old, new, _lists, lambda found: (found[0].casefold(), found[2].casefold())),
        *_requirements(old, new),
        *_plain("anchor", old, new, _anchors, lambda found: found[:-1]),
        *_plain("question", old, new, _questions, lambda found: (found[0].casefold(), found[1])),
        *_plain("step", old, new, _steps, lambda found: found),
        *_plain("note", old, new, _notes, lambda found: found),
    ]
    return Changes(tuple(items))


def with_keys(old: RoleDocument | None, new: RoleDocument) -> RoleDocument:
    """``new`` with the keys of the requirements it is paired with, and fresh ones for the rest."""
    keys = {
        id(after.requirement): before.requirement.key
        for before, after, _ in _paired_requirements(old, new)
        if before and after
    }

    def keyed(requirement: Requirement) -> Requirement:
        return replace(requirement, key=keys.get(id(requirement)) or uuid4())

    levels = tuple(
        replace(
            level,
            parts=tuple(
                replace(part, requirements=tuple(keyed(r) for r in part.requirements))
                if isinstance(part, SkillList)
                else part
                for part in level.parts
            ),
        )
        for level in new.levels
    )
    return replace(new, levels=levels)


def _pair(old: Sequence[Element], new: Sequence[Element], *keys: Key[Element]) -> list[Pair[Element]]:
    """Pairs in the order of ``new``, then what only ``old`` has; the int is the key that paired them.

    Linear: each key takes one pass over what the keys before it left.
    """
    partner: dict[int, tuple[int, int]] = {}
    free_old = list(range(len(old)))
    for step, key in enumerate(keys):
        waiting: dict[Hashable, deque[int]] = defaultdict(deque)
        for i in free_old:
            waiting[key(old[i])].append(i)
        for j, element in enumerate(new):
            if j not in partner and (queue := waiting.get(key(element))):
                partner[j] = (queue.popleft(), step)
        taken = {i for i, _ in partner.values()}
        free_old = [i for i in free_old if i not in taken]
    pairs: list[Pair[Element]] = [
        (old[partner[j][0]], element, partner[j][1]) if j in partner else (None, element, -1)
        for j, element in enumerate(new)
    ]
    return pairs + [(old[i], None, -1) for i in free_old]


def _overview(old: RoleDocument | None, new: RoleDocument) -> Iterator[Change]:
    def said(document: RoleDocument | None) -> str:
        if document is None:
            return ""
        lines = [f"{o.label}: {o.text}" if o.label else o.text for o in document.overview]
        return "\n".join([f"{document.icon} {document.title}".strip(), *lines])

    before, after = said(old), said(new)
    kind = (
        ChangeKind.ADDED if old is None else ChangeKind.CHANGED if before != after else ChangeKind.UNCHANGED
    )
    yield Change(kind=kind, element="overview", before=before, after=after)


def _plain(
    element: str,
    old: RoleDocument | None,
    new: RoleDocument,
    parts: Callable[[RoleDocument], list[tuple[str, ...]]],
    identity: Key[tuple[str, ...]],
) -> Iterator[Change]:
    """Changes of elements that are told by texts: the first is the place, all of them the content."""
    pairs = _pair(parts(old) if old else [], parts(new), lambda found: found, identity)
    for before, after, step in pairs:
        place = (after or before or ("",))[0]
        yield Change(
            kind=_fate(before, after, [ChangeKind.UNCHANGED, ChangeKind.CHANGED][max(step, 0)]),
            element=element,
            place=place,
            before=" · ".join(filter(None, (before or ())[1:])),
            after=" · ".join(filter(None, (after or ())[1:])),
        )


def _requirements(old: RoleDocument | None, new: RoleDocument) -> Iterator[Change]:
    for before, after, step in _paired_requirements(old, new):
        paired = _FATES[max(step, 0)]
        moved = paired == ChangeKind.MOVED
        yield Change(
            kind=_fate(before, after, paired),
            element="requirement",
            place=(after or before or _NOWHERE).place,
            before=f"{before.text} ({before.place})" if before and moved else before.text if before else "",
            after=after.text if after else "",
        )


def _paired_requirements(old: RoleDocument | None, new: RoleDocument) -> list[Pair[_Placed]]:
    def same(p: _Placed) -> Hashable:
        return (exact(p), p.requirement.form)

    def exact(p: _Placed) -> Hashable:
        return (p.level.casefold(), p.title.casefold(), p.requirement.name, p.requirement.text)

    def named(p: _Placed) -> Hashable:
        return (p.level.casefold(), p.title.casefold(), p.requirement.name.casefold())

    def elsewhere(p: _Placed) -> Hashable:
        return (p.level.casefold(), p.requirement.name.casefold())

    return _pair(list(_placed(old)) if old else [], list(_placed(new)), same, exact, named, elsewhere)


def _fate(before: object, after: object, paired: ChangeKind) -> ChangeKind:
    if before is None:
        return ChangeKind.ADDED
    return ChangeKind.REMOVED if after is None else paired


_NOWHERE = _Placed("", "", Requirement(name=""))
# By the key that paired them: all the same, but for "-" or ":", but for the text, in another list.
_FATES = (ChangeKind.UNCHANGED, ChangeKind.CHANGED, ChangeKind.CHANGED, ChangeKind.MOVED)


def _placed(document: RoleDocument) -> Iterator[_Placed]:
    for level in document.levels:
        for skill_list in level.lists:
            for requirement in skill_list.requirements:
                yield _Placed(level.name, skill_list.title, requirement)


def _levels(document: RoleDocument) -> list[tuple[str, ...]]:
    def years(lower: int | None, upper: int | None) -> str:
        return "" if lower is None else f"{lower}+ years" if upper is None else f"{lower}-{upper} years"

    return [(level.name, level.name, years(level.min_years, level.max_years)) for level in document.levels]


def _lists(document: RoleDocument) -> list[tuple[str, ...]]:
    return [(level.name, part.kind.label, part.title) for level in document.levels for part in level.lists]


def _anchors(document: RoleDocument) -> list[tuple[str, ...]]:
    return [
        (f"{level.name}, {part.title}, {line.name}", str(anchor.value), anchor.text)
        for level in document.levels
        for part in level.lists
        for line in part.requirements
        for anchor in line.anchors
    ]


def _questions(document: RoleDocument) -> list[tuple[str, ...]]:
    return [
        (asked.level_name, question.prompt, question.look_for)
        for level in document.levels
        for asked in level.question_sets
        for question in asked.questions
    ]


def _steps(document: RoleDocument) -> list[tuple[str, ...]]:
    return [
        (f"{path.from_name} → {path.to_name}", step.text)
        for path in document.growth_paths
        for step in path.steps
    ]


def _notes(document: RoleDocument) -> list[tuple[str, ...]]:
    return [("", note.text) for note in document.all_notes()]
