"""What one role document says that another does not, arranged to be read side by side.

Plain. Which requirement is which says ``changes.paired``; here it is said what happened to each, level by
level and list by list, and ``changes.compare`` says the rest. The other way round, what was added is
removed, and the same lines are reworded, moved and reordered.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from roleprofiles import changes
from roleprofiles.changes import Paired, Placed
from roleprofiles.choices import RequirementKind
from roleprofiles.differences.matching import matched, rising
from roleprofiles.differences.shapes import (
    AnchorDifference,
    Differences,
    Happening,
    LevelDifference,
    LineDifference,
    ListDifference,
    OtherDifference,
    Said,
)
from roleprofiles.documents.shapes import Requirement, RoleDocument, SkillList

__all__ = ["Differences", "Happening", "between"]

OTHERS = ("overview", "question", "step", "note")
ListSpot = tuple[int, int]  # the place of a level, and of a list in it


@dataclass(frozen=True, kw_only=True)
class _Sides:
    """Two documents, and what in one of them is what in the other."""

    old: RoleDocument
    new: RoleDocument
    levels: dict[int, int]
    lists: dict[ListSpot, ListSpot]
    pairs: dict[tuple[int, int, int], Paired]  # by where the new document has the line
    gone: dict[ListSpot, list[Placed]]  # by where the old document had them

    def old_list(self, spot: ListSpot) -> SkillList:
        return self.old.levels[spot[0]].lists[spot[1]]

    def new_list(self, spot: ListSpot) -> SkillList:
        return self.new.levels[spot[0]].lists[spot[1]]


def between(old: RoleDocument | None, new: RoleDocument) -> Differences:
    """From ``old`` to ``new``; without ``old`` everything is added. Requirements should have their keys."""
    sides = _sides(old or RoleDocument(title=""), new)
    rest = changes.compare(_with_new_names(sides) if old else None, new).visible
    others = (OtherDifference(change=change) for change in rest if change.element in OTHERS)
    return Differences(levels=tuple(_levels(sides)), others=tuple(others))


def _sides(old: RoleDocument, new: RoleDocument) -> _Sides:
    pairs = changes.paired(old, new)
    both = [(pair.before.spot, pair.after.spot) for pair in pairs if pair.before and pair.after]
    shared = Counter((was[0], now[0]) for was, now in both)
    levels = matched([level.name for level in old.levels], [level.name for level in new.levels], shared)
    shared_lists: dict[int, Counter[tuple[int, int]]] = defaultdict(Counter)
    for was, now in both:
        if levels.get(was[0]) == now[0]:
            shared_lists[was[0]][was[1], now[1]] += 1
    gone: dict[ListSpot, list[Placed]] = defaultdict(list)
    for pair in pairs:
        if pair.before and not pair.after:
            gone[pair.before.spot[:2]].append(pair.before)
    return _Sides(
        old=old,
        new=new,
        levels=levels,
        lists={
            (i, p): (j, q)
            for i, j in levels.items()
            for p, q in matched(
                [one.title for one in old.levels[i].lists],
                [one.title for one in new.levels[j].lists],
                shared_lists[i],
            ).items()
        },
        pairs={pair.after.spot: pair for pair in pairs if pair.after},
        gone=gone,
    )


def _with_new_names(sides: _Sides) -> RoleDocument:
    """The old document with its questions about the levels by their new names, so that they are paired."""
    names = {sides.old.levels[i].name.casefold(): sides.new.levels[j].name for i, j in sides.levels.items()}
    levels = tuple(
        replace(
            level,
            parts=tuple(
                part
                if isinstance(part, SkillList)
                else replace(part, level_name=names.get(part.level_name.casefold(), part.level_name))
                for part in level.parts
            ),
        )
        for level in sides.old.levels
    )
    return replace(sides.old, levels=levels)


def _levels(sides: _Sides) -> Iterator[LevelDifference]:
    """In the new order, then those that are gone."""
    origin = {j: i for i, j in sides.levels.items()}
    places = [origin[j] for j in range(len(sides.new.levels)) if j in origin]
    stayed = rising(places)
    names = [level.name for level in sides.new.levels]
    for j, level in enumerate(sides.new.levels):
        i = origin.get(j)
        if i is None:
            yield LevelDifference(
                before=None, after=level, said=(_ADDED,), lists=tuple(_lists(sides, None, j))
            )
            continue
        before = sides.old.levels[i]
        said = _renamed(before.name, level.name)
        if (years := changes.years(before)) != changes.years(level):
            said.append(Said(Happening.YEARS, f"Was {years or 'without years'}"))
        if i not in stayed:
            said.append(_reordered(names, j))
        lists = tuple(_lists(sides, i, j))
        yield LevelDifference(before=before, after=level, said=tuple(said), lists=lists)
    for i, level in enumerate(sides.old.levels):
        if i not in sides.levels:
            lists = tuple(_lists(sides, i, None))
            yield LevelDifference(before=level, after=None, said=(_REMOVED,), lists=lists)


def _lists(sides: _Sides, i: int | None, j: int | None) -> Iterator[ListDifference]:
    """Of an old level, a new one, or one that both have."""
    after = sides.new.levels[j].lists if j is not None else ()
    before = sides.old.levels[i].lists if i is not None else ()
    origin = {now: was for was, now in sides.lists.items() if now[0] == j}
    stayed = rising(
        [origin[now][1] for q in range(len(after)) if j is not None and (now := (j, q)) in origin]
    )
    titles = [one.title for one in after]
    for q, one in enumerate(after):
        assert j is not None  # noqa: S101 - else there are none
        was = origin.get((j, q))
        if was is None:
            lines = tuple(_lines(sides, None, (j, q)))
            yield ListDifference(before=None, after=one, said=(_ADDED,), lines=lines)
            continue
        old_list = sides.old_list(was)
        said = _renamed(old_list.title, one.title)
        if old_list.kind != one.kind:
            said.append(Said(Happening.KIND, f"Was {old_list.kind.label}"))
        if was[1] not in stayed:
            said.append(_reordered(titles, q))
        lines = tuple(_lines(sides, was, (j, q)))
        yield ListDifference(before=old_list, after=one, said=tuple(said), lines=lines)
    for p, one in enumerate(before):
        if i is not None and (i, p) not in sides.lists:
            lines = tuple(_lines(sides, (i, p), None))
            yield ListDifference(before=one, after=None, said=(_REMOVED,), lines=lines)


def _lines(sides: _Sides, was: ListSpot | None, now: ListSpot | None) -> Iterator[LineDifference]:
    """In the new order; what is gone stands after the line that it followed."""
    here = [sides.pairs[*now, n] for n in range(len(sides.new_list(now).requirements if now else ())) if now]
    stays = [pair.before.spot[2] for pair in here if pair.before and pair.before.spot[:2] == was]
    stayed = rising(stays)
    gone = _after_what(sides.gone.get(was, []) if was else [], stayed)
    yield from gone.pop(None, [])
    names = [pair.after.requirement.name for pair in here if pair.after]
    for n, pair in enumerate(here):
        is_here = pair.before is not None and pair.before.spot[:2] == was
        place = pair.before.spot[2] if pair.before and is_here else None
        moved = [_reordered(names, n)] if is_here and place not in stayed else []
        yield _line(sides, pair, moved)
        if place in stayed:
            yield from gone.pop(place, [])


def _after_what(gone: Sequence[Placed], stayed: set[int]) -> dict[int | None, list[LineDifference]]:
    """Removed lines by the last line before them that has stayed in its place."""
    found: dict[int | None, list[LineDifference]] = defaultdict(list)
    places = sorted(stayed)
    for line in gone:
        n = bisect_left(places, line.spot[2])
        anchors = tuple(AnchorDifference(value=a.value, before=a.text) for a in line.requirement.anchors)
        found[places[n - 1] if n else None].append(
            LineDifference(before=line, after=None, said=(_REMOVED,), anchors=anchors)
        )
    return found


def _line(sides: _Sides, pair: Paired, moved: list[Said]) -> LineDifference:
    before, after = pair.before, pair.after
    anchors = tuple(_anchors(before.requirement if before else None, after.requirement if after else None))
    if before is None or after is None:
        return LineDifference(before=before, after=after, said=(_ADDED,), anchors=anchors)
    said = _moves(sides, before, after)
    if before.words != after.words:
        said.append(Said(Happening.REWORDED, "Reworded"))
    said += moved
    if anchors:
        said.append(Said(Happening.ANCHORS, "Anchors changed"))
    return LineDifference(before=before, after=after, said=tuple(said), anchors=anchors)


def _moves(sides: _Sides, before: Placed, after: Placed) -> list[Said]:
    """From which level, kind and list to which."""
    said = []
    was, now = before.spot[:2], after.spot[:2]
    old_list, new_list = sides.old_list(was), sides.new_list(now)
    is_level_kept = sides.levels.get(was[0]) == now[0]
    if not is_level_kept:
        said.append(Said(Happening.LEVEL, f"Moved from {before.level} to {after.level}"))
    if old_list.kind != new_list.kind:
        kinds = f"Moved from {_kind(old_list)} to {_kind(new_list)}"
        said.append(Said(Happening.KIND, kinds))
    elif sides.lists.get(was) != now if is_level_kept else old_list.title != new_list.title:
        said.append(Said(Happening.LIST, f"Moved from “{old_list.title}” to “{new_list.title}”"))
    return said


def _kind(one: SkillList) -> str:
    return one.title if one.kind == RequirementKind.OTHER else one.kind.label


def _anchors(before: Requirement | None, after: Requirement | None) -> Iterator[AnchorDifference]:
    was = {anchor.value: anchor.text for anchor in before.anchors} if before else {}
    now = {anchor.value: anchor.text for anchor in after.anchors} if after else {}
    for value in sorted({*was, *now}):
        if was.get(value) != now.get(value):
            yield AnchorDifference(value=value, before=was.get(value, ""), after=now.get(value, ""))


def _renamed(before: str, after: str) -> list[Said]:
    return [Said(Happening.RENAMED, f"Renamed from “{before}”")] if before != after else []


def _reordered(names: Sequence[str], place: int) -> Said:
    where = f"now after “{names[place - 1]}”" if place else "now first"
    return Said(Happening.REORDERED, f"Reordered, {where}")


_ADDED = Said(Happening.ADDED, "Added")
_REMOVED = Said(Happening.REMOVED, "Removed")
