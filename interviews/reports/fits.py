"""What the evidence on an application says of its level, of those below and of the next one above."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from interviews import levelfit
from interviews.levelfit import Reading, Verdict
from interviews.models import Application
from interviews.reports.debriefs import Debrief
from interviews.reports.levels import AskedLevel, NamedLevel, Neighbours, neighbours_of
from interviews.reports.spreads import DebriefRow, Given, line_of
from roleprofiles.models import Level


@dataclass(frozen=True, kw_only=True)
class LevelReading:
    """A level's must-haves as the evidence reads; ``beside`` is what is rated too and never counts."""

    level: Level | NamedLevel
    fit: levelfit.LevelFit
    beside: tuple[levelfit.Line, ...] = ()

    @property
    def beside_met(self) -> int:
        return sum(line.reading == Reading.MET for line in self.beside)


@dataclass(frozen=True, kw_only=True)
class NextLevel:
    """What was said of a requirement of the level above, and the row that it was offered beneath.

    Where its author gave no 3 or 4 at the level itself, it is there and not read.
    """

    row: DebriefRow
    name: str
    given: tuple[Given, ...]
    unread: tuple[Given, ...]

    @property
    def is_upside_down(self) -> bool:
        """Whether it reads as met, and the same skill does not at the level below."""
        reads_as_met = line_of(self.name, self.given).reading == Reading.MET
        return reads_as_met and self.row.reading != Reading.MET


@dataclass(frozen=True, kw_only=True)
class Fits:
    """``below`` has the nearest level first; ``above`` is None where there is no higher one."""

    at: LevelReading
    below: tuple[LevelReading, ...] = ()
    above: LevelReading | None = None
    next_level: tuple[NextLevel, ...] = ()

    @property
    def upside_down(self) -> tuple[str, ...]:
        """What reads as met at the higher level and does not at this one; nothing without a higher one."""
        if self.above is None:
            return ()
        return tuple(one.row.criterion.name for one in self.next_level if one.is_upside_down)

    @property
    def is_upside_down(self) -> bool:
        """Whether the higher level reads better than the one below it, which should not be."""
        is_met = self.above is not None and self.above.fit.verdict == Verdict.MEETS
        return bool(self.upside_down) or (is_met and self.at.fit.verdict != Verdict.MEETS)


def fits_of(application: Application, shown: Debrief) -> Fits | None:
    """In one query; None where the evidence is closed to whom it is shown to, or nothing is in."""
    if shown.fit is None or not shown.columns:
        return None
    level = application.opening.level
    levels = neighbours_of(level)
    said = _next_level(shown)
    return Fits(
        at=LevelReading(level=level, fit=shown.fit, beside=tuple(row.line for row in shown.others)),
        below=tuple(_below(one, levels, shown.rows + shown.others) for one in levels.below),
        above=_above(levels.above, said) if levels.above else None,
        next_level=tuple(said.values()),
    )


def _below(lower: AskedLevel, levels: Neighbours, rows: Iterable[DebriefRow]) -> LevelReading:
    """Each must-have of a lower level: a 3 or 4 for the same skill is met there, less says nothing."""
    asked = {line.key: line for one in (*levels.below, levels.at) for line in one.lines}
    rated = [(asked[key], row) for row in rows if (key := row.criterion.requirement_key) in asked]
    lines = []
    for line in lower.must_haves:
        alike = line.alike(one for one, _ in rated)
        given = (one for said_of, row in rated if said_of in alike for one in row.given)
        lines.append(line_of(line.name, (one for one in given if one.rating.reaches_the_level)))
    return LevelReading(level=lower.level, fit=levelfit.level_fit(lines))


def _above(upper: AskedLevel, said: Mapping[UUID, NextLevel]) -> LevelReading:
    """Only what was rated for the upper level itself: a 4 here is no 3 there."""
    lines = (
        line_of(line.name, said[line.key].given if line.key in said else ()) for line in upper.must_haves
    )
    return LevelReading(level=upper.level, fit=levelfit.level_fit(lines))


def _next_level(shown: Debrief) -> dict[UUID, NextLevel]:
    """By the requirement's key, in the order of the rows; what was said in the order of the columns."""
    given = [
        Given(by=column, rating=rating)
        for column in shown.columns
        for rating in shown.next_level
        if rating.scorecard_id == column.scorecard_pk
    ]
    found: dict[UUID, NextLevel] = {}
    for row in shown.rows:
        wordings = {row.criterion.pk, *(one.rating.criterion_id for one in row.given)}
        mine: dict[UUID, list[Given]] = defaultdict(list)
        for one in given:
            if (key := one.rating.criterion.requirement_key) and one.rating.criterion.beneath_id in wordings:
                mine[key].append(one)
        found |= {key: _one_of_the_next_level(row, about) for key, about in mine.items()}
    return found


def _one_of_the_next_level(row: DebriefRow, about: list[Given]) -> NextLevel:
    offering = {one.rating.scorecard_id for one in row.given if one.rating.reaches_the_level}
    return NextLevel(
        row=row,
        name=about[-1].rating.criterion.name,
        given=tuple(one for one in about if one.rating.scorecard_id in offering),
        unread=tuple(one for one in about if one.rating.scorecard_id not in offering),
    )
