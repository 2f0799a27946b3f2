"""A table of requirements laid over the role document that it says a part of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from roleprofiles.documents.sections import with_sections
from roleprofiles.documents.shapes import Anchor, Level, Note, Requirement, RoleDocument, SkillList

Known = dict[UUID, Requirement]


def laid_over(old: RoleDocument | None, table: RoleDocument) -> RoleDocument:
    """The whole document: the levels that the table names are as it says, everything else is as before.

    Lines have been paired before (``changes.with_keys``): one that has the key of an old line keeps its
    wording and place in the layout. A list that the table does not have loses its lines, not its heading.
    """
    if old is None:
        return with_sections(table)
    named = {level.name.casefold(): level for level in table.levels}
    known = {
        line.key: line
        for level in old.levels
        for part in level.lists
        for line in part.requirements
        if line.key
    }
    levels = [
        _level(level, named.pop(level.name.casefold()), known) if level.name.casefold() in named else level
        for level in old.levels
    ]
    return with_sections(replace(old, levels=(*levels, *named.values())))


def _level(old: Level, said: Level, known: Known) -> Level:
    lists = {place: part for place, part in enumerate(old.parts) if isinstance(part, SkillList)}
    found = _found(lists, said.lists)
    lines = _shared_out(lists, said.lists, found)
    parts = tuple(
        _list(part, said.lists[found[place]] if place in found else part, lines[place], known)
        if isinstance(part, SkillList)
        else part
        for place, part in enumerate(old.parts)
    )
    new = tuple(part for n, part in enumerate(said.lists) if n not in found.values())
    return replace(old, parts=parts + new)


def _found(old: dict[int, SkillList], said: Sequence[SkillList]) -> dict[int, int]:
    """For lists of the level, by their place, which list of the table they are."""
    by_title: dict[str, int] = {}
    by_both: dict[tuple[str, str], int] = {}
    for n, part in enumerate(said):
        by_title.setdefault(part.title.casefold(), n)
        by_both.setdefault((part.title.casefold(), part.kind), n)
    found = {
        place: by_both.get((part.title.casefold(), part.kind), by_title.get(part.title.casefold()))
        for place, part in old.items()
    }
    return {place: n for place, n in found.items() if n is not None}


def _shared_out(
    old: dict[int, SkillList], said: Sequence[SkillList], found: dict[int, int]
) -> dict[int, list[Requirement]]:
    """The table's lines by the place of their list; lists of one title are one list to a table."""
    lines: dict[int, list[Requirement]] = defaultdict(list)
    for n, part in enumerate(said):
        places = [place for place, which in found.items() if which == n]
        home = {line.key: place for place in places for line in old[place].requirements}
        last = places[0] if places else -1
        for line in part.requirements:
            last = home.get(line.key, last)
            lines[last].append(line)
    return lines


def _list(old: SkillList, said: SkillList, lines: Iterable[Requirement], known: Known) -> SkillList:
    requirements = tuple(_line(known.get(line.key) if line.key else None, line) for line in lines)
    return replace(
        old, kind=said.kind, requirements=requirements, notes=_notes(old, [line.key for line in requirements])
    )


def _line(old: Requirement | None, said: Requirement) -> Requirement:
    if old is None:
        return said
    before = {anchor.value: anchor for anchor in old.anchors}
    anchors = tuple(_anchor(before.get(anchor.value), anchor) for anchor in said.anchors)
    return replace(said, anchors=anchors, wording=old.wording, blank_before=old.blank_before)


def _anchor(old: Anchor | None, said: Anchor) -> Anchor:
    return replace(old, text=said.text) if old else said


def _notes(old: SkillList, keys: Sequence[UUID | None]) -> tuple[Note, ...]:
    """Each note stays below the line it stood below, or below the nearest one above that is still there."""
    place = {key: n for n, key in enumerate(keys, 1) if key}
    after = [0]
    for line in old.requirements:
        after.append(place.get(line.key, after[-1]) if line.key else after[-1])
    last = len(old.requirements)
    moved = [
        replace(note, after=after[min(note.after, last)] + max(note.after - last, 0)) for note in old.notes
    ]
    return tuple(sorted(moved, key=lambda note: note.after))
