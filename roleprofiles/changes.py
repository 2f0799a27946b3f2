"""What one role document says that another does not, element by element.

Elements are the overview (one), levels, lists, requirements, anchors, questions, growth steps and notes.
A requirement is paired by its key where both documents have one; then by level, list, name and text;
then by level, list and name in order; then by level and name in another list. A pair in two places has
*moved*, one with other words has *changed*; what finds no partner is *added* or *removed*. Order alone
is no change of an element.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count
from typing import TypeVar
from uuid import UUID, uuid4

from roleprofiles.documents.shapes import Level, QuestionSet, Requirement, RoleDocument, SkillList

Element = TypeVar("Element")
Pair = tuple[Element | None, Element | None, int]
Key = Callable[[Element], Hashable]  # None: not by this key


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
class Placed:
    """A requirement with the level and the list it stands in.

    ``spot`` says where that is in the document: the place of the level, of the list in it, of the line.
    """

    level: str
    title: str
    requirement: Requirement
    spot: tuple[int, int, int]

    @property
    def text(self) -> str:
        said = self.requirement
        joint = {"-": " - ", ":": ": "}.get(said.form.value, " ")
        return f"{said.name}{joint}{said.text}" if said.text else said.name

    @property
    def place(self) -> str:
        return f"{self.level}, {self.title}"

    @property
    def words(self) -> tuple[str, ...]:
        """All that it says; two lines may read the same and say it otherwise."""
        return (self.requirement.name, self.requirement.text, self.requirement.form)


@dataclass(frozen=True)
class Paired:
    """A line of either document, or one that both have."""

    before: Placed | None
    after: Placed | None

    @property
    def kind(self) -> ChangeKind:
        if self.before is None or self.after is None:
            return ChangeKind.ADDED if self.before is None else ChangeKind.REMOVED
        if _list_of(self.before) != _list_of(self.after):
            return ChangeKind.MOVED
        return ChangeKind.UNCHANGED if self.before.words == self.after.words else ChangeKind.CHANGED


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
    """``new`` with a key for every requirement, none twice.

    It is that of the line before; then the one the document brings; else a fresh one.
    """
    before = {
        found.after.spot: found.before.requirement.key
        for found in paired(old, new)
        if found.before and found.after
    }
    keys: dict[tuple[int, int, int], UUID] = {}
    taken: set[UUID] = set()
    for line in _placed(new):
        key = before.get(line.spot) or line.requirement.key
        keys[line.spot] = key = key if key and key not in taken else uuid4()
        taken.add(key)
    return replace(new, levels=tuple(_keyed(level, n, keys) for n, level in enumerate(new.levels)))


def _keyed(level: Level, place: int, keys: dict[tuple[int, int, int], UUID]) -> Level:
    lists = count()

    def part_with_keys(part: SkillList | QuestionSet) -> SkillList | QuestionSet:
        if not isinstance(part, SkillList):
            return part
        spot = (place, next(lists))
        lines = (replace(line, key=keys[*spot, n]) for n, line in enumerate(part.requirements))
        return replace(part, requirements=tuple(lines))

    return replace(level, parts=tuple(part_with_keys(part) for part in level.parts))


def paired(old: RoleDocument | None, new: RoleDocument) -> list[Paired]:
    """Every requirement of both documents once: in the order of ``new``, then what only ``old`` has.

    The other way round the same lines are paired.
    """

    def key(line: Placed) -> Hashable:
        return line.requirement.key

    def same(line: Placed) -> Hashable:
        return (_list_of(line), line.words)

    def exact(line: Placed) -> Hashable:
        return (_list_of(line), line.requirement.name, line.requirement.text)

    def named(line: Placed) -> Hashable:
        return (_list_of(line), line.requirement.name.casefold())

    def elsewhere(line: Placed) -> Hashable:
        return (line.level.casefold(), line.requirement.name.casefold())

    before = list(_placed(old)) if old else []
    pairs = pair(before, list(_placed(new)), key, same, exact, named, elsewhere)
    return [Paired(was, now) for was, now, _ in pairs]


def pair(old: Sequence[Element], new: Sequence[Element], *keys: Key[Element]) -> list[Pair[Element]]:
    """Pairs in the order of ``new``, then what only ``old`` has; the int is the key that paired them.

    Linear: each key takes one pass over what the keys before it left.
    """
    partner: dict[int, tuple[int, int]] = {}
    free_old = list(range(len(old)))
    for step, key in enumerate(keys):
        waiting: dict[Hashable, deque[int]] = defaultdict(deque)
        for i in free_old:
            if (value := key(old[i])) is not None:
                waiting[value].append(i)
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
    pairs = pair(parts(old) if old else [], parts(new), lambda found: found, identity)
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
    for found in paired(old, new):
        before, after = found.before, found.after
        moved = found.kind == ChangeKind.MOVED
        yield Change(
            kind=found.kind,
            element="requirement",
            place=(after or before or _NOWHERE).place,
            before=f"{before.text} ({before.place})" if before and moved else before.text if before else "",
            after=after.text if after else "",
        )


def _list_of(line: Placed) -> Hashable:
    return (line.level.casefold(), line.title.casefold())


def _fate(before: object, after: object, paired: ChangeKind) -> ChangeKind:
    if before is None:
        return ChangeKind.ADDED
    return ChangeKind.REMOVED if after is None else paired


_NOWHERE = Placed("", "", Requirement(name=""), (0, 0, 0))


def _placed(document: RoleDocument) -> Iterator[Placed]:
    for i, level in enumerate(document.levels):
        for j, skill_list in enumerate(level.lists):
            for k, requirement in enumerate(skill_list.requirements):
                yield Placed(level.name, skill_list.title, requirement, (i, j, k))


def years(level: Level) -> str:
    lower, upper = level.min_years, level.max_years
    return "" if lower is None else f"{lower}+ years" if upper is None else f"{lower}–{upper} years"


def _levels(document: RoleDocument) -> list[tuple[str, ...]]:
    return [(level.name, level.name, years(level)) for level in document.levels]


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
