"""Level fit: a count with a three-valued verdict, from first submitted ratings. Plain arithmetic.

Must-haves are conjunctive, so one that is not yet met makes the level *not yet*, and one that
nobody assessed makes it *can't say yet*. There is no average and no overall number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from statistics import median


class Reading(StrEnum):
    """How the ratings of one must-have read, in the order in which a debrief takes them."""

    NOT_ASSESSED = "not assessed"
    SPLIT = "split"
    NOT_YET = "not yet"
    MET = "met"

    @property
    def slug(self) -> str:
        return self.value.replace(" ", "-")


class Verdict(StrEnum):
    MEETS = "meets"
    NOT_YET = "not yet"
    CANT_SAY = "can't say yet"

    @property
    def words(self) -> str:
        """As people read it, with the apostrophe of the page."""
        return self.value.replace("'", "’")


LINE = 3  # and above: met. The line between the values runs below it
VALUES = range(1, 5)
ORDER = {reading: place for place, reading in enumerate(Reading)}


def read(values: Sequence[int]) -> Reading:
    """How values from 1 to 4 read; not-assessed ratings are left out of ``values`` by the caller.

    >>> [str(read(v)) for v in ([], [3], [3, 2], [3, 3, 2], [3, 2, 2], [2, 4, 3])]
    ['not assessed', 'met', 'split', 'met', 'not yet', 'split']
    """
    if not values:
        return Reading.NOT_ASSESSED
    if max(values) - min(values) >= 2:
        return Reading.SPLIT
    middle = median(values)
    if middle >= LINE:
        return Reading.MET
    return Reading.NOT_YET if middle <= 2 else Reading.SPLIT


def verdict(readings: Iterable[Reading]) -> Verdict:
    """Meets when all are met, not yet when any is not yet, else can't say yet (also for no must-have)."""
    found = list(readings)
    if Reading.NOT_YET in found:
        return Verdict.NOT_YET
    return Verdict.MEETS if found and set(found) == {Reading.MET} else Verdict.CANT_SAY


@dataclass(frozen=True, kw_only=True)
class Line:
    """One must-have: its name, the values it was given, and how they read.

    ``by`` stands for who gave each value, where that is known: whoever rates twice is still one rater.
    """

    name: str
    values: tuple[int, ...]
    by: tuple[int, ...] = ()

    @cached_property
    def reading(self) -> Reading:
        return read(self.values)

    @cached_property
    def raters(self) -> int:
        return len(set(self.by) or self.values)

    @cached_property
    def range(self) -> str:
        """``2–4``, or ``3`` where all agree, or nothing."""
        if not self.values:
            return ""
        low, high = min(self.values), max(self.values)
        return str(low) if low == high else f"{low}–{high}"


@dataclass(frozen=True, kw_only=True)
class LevelFit:
    """A level's must-haves read together, those that need talk first."""

    lines: tuple[Line, ...]

    @cached_property
    def verdict(self) -> Verdict:
        return verdict(line.reading for line in self.lines)

    @cached_property
    def counts(self) -> dict[Reading, int]:
        found = Counter(line.reading for line in self.lines)
        return {reading: found[reading] for reading in Reading}

    @property
    def met_count(self) -> int:
        return self.counts[Reading.MET]

    def read_as(self, reading: Reading) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.reading == reading)

    @cached_property
    def in_question(self) -> dict[Reading, tuple[Line, ...]]:
        """What stands between the evidence and *meets*, what nobody assessed last."""
        readings = (Reading.SPLIT, Reading.NOT_YET, Reading.NOT_ASSESSED)
        return {reading: lines for reading in readings if (lines := self.read_as(reading))}

    @property
    def to_ask(self) -> tuple[Line, ...]:
        """What a question would tell of; it comes before a second look at what was answered."""
        return self.read_as(Reading.NOT_ASSESSED)

    @property
    def to_look_at_again(self) -> tuple[Line, ...]:
        return self.read_as(Reading.SPLIT) + self.read_as(Reading.NOT_YET)

    @property
    def fewest_raters(self) -> int:
        """Of any must-have; 0 where one was not assessed, or there is none."""
        return min((line.raters for line in self.lines), default=0)

    @cached_property
    def would_change_to(self) -> dict[Verdict, tuple[Move, ...]]:
        """The moves of one rating by one that change the verdict, by what it would be then."""
        moves = would_change(self)
        verdicts = [one for one in Verdict if any(move.verdict == one for move in moves)]
        return {one: tuple(move for move in moves if move.verdict == one) for one in verdicts}

    @property
    def on_one_rater(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.raters == 1)


def level_fit(lines: Iterable[Line]) -> LevelFit:
    """Lines in the order unassessed, split, not yet, met; inside each as given."""
    return LevelFit(lines=tuple(sorted(lines, key=lambda line: ORDER[line.reading])))


@dataclass(frozen=True, kw_only=True)
class Move:
    """One rating of a line, moved by one, and the verdict that there would be then."""

    line: Line
    before: int
    after: int
    verdict: Verdict


def would_change(fit: LevelFit) -> tuple[Move, ...]:
    """The moves of one rating by one that change the verdict, each once, in the order of the lines."""
    found = []
    for place, line in enumerate(fit.lines):
        others = [other.reading for other in (*fit.lines[:place], *fit.lines[place + 1 :])]
        for before in sorted(set(line.values)):
            rest = list(line.values)
            rest.remove(before)
            for after in (value for value in (before - 1, before + 1) if value in VALUES):
                then = verdict([*others, read([*rest, after])])
                if then != fit.verdict:
                    found.append(Move(line=line, before=before, after=after, verdict=then))
    return tuple(found)
