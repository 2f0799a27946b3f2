"""What a page says of the differences between two role documents, as plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from roleprofiles.changes import Change, Placed, years
from roleprofiles.differences.wording import Piece, Pieces, differing_lines, marked
from roleprofiles.documents.shapes import Level, SkillList


class Happening(StrEnum):
    """What can happen to a level, a list or a line; several at once to one."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    YEARS = "years"
    LEVEL = "level"  # to another level
    KIND = "kind"  # to another kind of list, or its list became one
    LIST = "list"  # to another list of the kind
    REWORDED = "reworded"
    REORDERED = "reordered"
    ANCHORS = "anchors"


@dataclass(frozen=True)
class Said:
    """That something happened, in words for people."""

    happening: Happening
    words: str


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How often something happened: 2, "requirements added"."""

    count: int
    words: str


@dataclass(frozen=True, kw_only=True)
class AnchorDifference:
    """The text of a rating value before and after; empty where there is none."""

    value: int
    before: str = ""
    after: str = ""

    @property
    def words(self) -> str:
        what = "changed" if self.before and self.after else "added" if self.after else "removed"
        return f"What a {self.value} looks like: {what}"

    @cached_property
    def pieces(self) -> tuple[Pieces, Pieces]:
        return _pieces(self.before, self.after)


@dataclass(frozen=True, kw_only=True)
class LineDifference:
    """A requirement of either document, or of both; it stands where the newer one has it."""

    before: Placed | None
    after: Placed | None
    said: tuple[Said, ...] = ()
    anchors: tuple[AnchorDifference, ...] = ()

    @property
    def happened(self) -> frozenset[Happening]:
        return frozenset(one.happening for one in self.said)

    @property
    def tone(self) -> str:
        """What colours it: added, removed, or changed."""
        return "changed" if self.before and self.after else "added" if self.after else "removed"

    @cached_property
    def pieces(self) -> tuple[Pieces, Pieces]:
        return _pieces(self.before.text if self.before else "", self.after.text if self.after else "")


@dataclass(frozen=True, kw_only=True)
class ListDifference:
    before: SkillList | None
    after: SkillList | None
    said: tuple[Said, ...] = ()
    lines: tuple[LineDifference, ...] = ()

    @property
    def title(self) -> str:
        there = self.after or self.before
        return there.title if there else ""

    @property
    def changed(self) -> list[LineDifference]:
        return [line for line in self.lines if line.said]

    @property
    def unchanged(self) -> list[LineDifference]:
        return [line for line in self.lines if not line.said]

    @property
    def is_changed(self) -> bool:
        return bool(self.said or self.changed)


@dataclass(frozen=True, kw_only=True)
class LevelDifference:
    before: Level | None
    after: Level | None
    said: tuple[Said, ...] = ()
    lists: tuple[ListDifference, ...] = ()

    @property
    def name(self) -> str:
        there = self.after or self.before
        return there.name if there else ""

    @property
    def years(self) -> str:
        there = self.after or self.before
        return years(there) if there else ""

    @property
    def is_changed(self) -> bool:
        return bool(self.said) or any(one.is_changed for one in self.lists)

    @property
    def unchanged(self) -> list[ListDifference]:
        return [one for one in self.lists if not one.is_changed]


@dataclass(frozen=True, kw_only=True)
class OtherDifference:
    """A change of the overview, a question, a growth step or a note."""

    change: Change

    @property
    def words(self) -> str:
        return f"{self.change.element} {self.change.kind.value}".capitalize()

    @property
    def tone(self) -> str:
        return self.change.kind.value

    @cached_property
    def pieces(self) -> tuple[Pieces, Pieces]:
        return _pieces(*differing_lines(self.change.before, self.change.after))


@dataclass(frozen=True, kw_only=True)
class Differences:
    levels: tuple[LevelDifference, ...] = ()
    others: tuple[OtherDifference, ...] = field(default=())

    @property
    def lines(self) -> list[LineDifference]:
        return [line for level in self.levels for one in level.lists for line in one.lines]

    @property
    def is_empty(self) -> bool:
        return not self.others and not any(level.is_changed for level in self.levels)

    @property
    def changed(self) -> list[LevelDifference]:
        return [level for level in self.levels if level.is_changed]

    @property
    def unchanged(self) -> list[LevelDifference]:
        return [level for level in self.levels if not level.is_changed]

    @property
    def tallies(self) -> list[Tally]:
        """What happened, counted: requirements first, then what is around them."""
        return [Tally(count=count, words=words) for words, count in _counted(self)]


# What a line's happening is called in a count; where it says from where to where, in its own words.
_COUNTED = {
    Happening.ADDED: "added",
    Happening.REMOVED: "removed",
    Happening.LIST: "moved to another list",
    Happening.REWORDED: "reworded",
    Happening.REORDERED: "reordered",
    Happening.ANCHORS: "with changed anchors",
}
_ORDER = {happening: place for place, happening in enumerate(Happening)}


def _counted(found: Differences) -> Iterator[tuple[str, int]]:
    lines = Counter(said for line in found.lines for said in map(_in_a_count, line.said))
    for said, count in sorted(lines.items(), key=lambda one: (_ORDER[one[0].happening], one[0].words)):
        yield f"requirement{'s' * (count > 1)} {said.words}", count
    around = [("level", level.said) for level in found.levels]
    around += [("list", one.said) for level in found.levels for one in level.lists]
    things = Counter((what, said.happening) for what, several in around for said in several)
    for (what, happening), count in things.items():
        how = {Happening.YEARS: "with other years", Happening.KIND: "of another kind"}.get(happening)
        yield f"{what}{'s' * (count > 1)} {how or happening.value}", count
    others = Counter((other.change.element, other.change.kind.value) for other in found.others)
    for (element, kind), count in others.items():
        yield f"{element}{'s' * (count > 1)} {kind}", count


def _in_a_count(said: Said) -> Said:
    words = _COUNTED.get(said.happening) or said.words[:1].lower() + said.words[1:]
    return Said(said.happening, words)


def _pieces(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Marked where both sides say something else; whole otherwise."""
    if before and after and before != after:
        return marked(before, after)
    return tuple((Piece(text),) if text else () for text in (before, after))  # type: ignore[return-value]
