"""What the evidence on an application says of its level, of those below and of the next one above."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from interviews import levelfit
from interviews.choices import CriterionKind
from interviews.levelfit import Reading, Verdict
from interviews.models import Application, Rating
from interviews.reports.debriefs import Debrief, DebriefRow
from interviews.reports.levels import AskedLevel, Neighbours, neighbours_of
from roleprofiles.models import Level


@dataclass(frozen=True, kw_only=True)
class LevelReading:
    """A level's must-haves as the evidence reads; ``beside`` is what is rated too and never counts."""

    level: Level
    fit: levelfit.LevelFit
    beside: tuple[levelfit.Line, ...] = ()

    @property
    def beside_met(self) -> int:
        return sum(line.reading == Reading.MET for line in self.beside)


@dataclass(frozen=True, kw_only=True)
class Fits:
    """``below`` has the nearest level first; ``above`` is None where there is no higher one.

    ``upside_down`` names what reads as met at the higher level and does not at this one.
    """

    at: LevelReading
    below: tuple[LevelReading, ...] = ()
    above: LevelReading | None = None
    upside_down: tuple[str, ...] = ()

    @property
    def is_upside_down(self) -> bool:
        """Whether the higher level reads better than the one below it, which should not be."""
        is_met = self.above is not None and self.above.fit.verdict == Verdict.MEETS
        return bool(self.upside_down) or (is_met and self.at.fit.verdict != Verdict.MEETS)


@dataclass(frozen=True)
class NextLevel:
    """What was said of a requirement of the level above, and the row of the criterion that it is beneath."""

    row: DebriefRow
    values: tuple[int, ...]


def fits_of(application: Application, shown: Debrief) -> Fits | None:
    """In two queries; None where the evidence is closed to whom it is shown to, or nothing is in."""
    if shown.fit is None or not shown.columns:
        return None
    level = application.opening.level
    levels = neighbours_of(level)
    next_level = _next_level(shown) if levels.above else {}
    return Fits(
        at=LevelReading(level=level, fit=shown.fit, beside=tuple(row.line for row in shown.others)),
        below=tuple(_below(one, levels, shown.all_rows) for one in levels.below),
        above=_above(levels.above, next_level) if levels.above else None,
        upside_down=_upside_down(next_level.values()),
    )


def _below(lower: AskedLevel, levels: Neighbours, rows: Iterable[DebriefRow]) -> LevelReading:
    """Each must-have of a lower level, by what was rated of the same skill."""
    asked = {line.key: line for one in (*levels.below, levels.at) for line in one.lines}
    rated = [(asked[key], row.line.values) for row in rows if (key := row.criterion.requirement_key) in asked]
    lines = []
    for line in lower.must_haves:
        alike = line.alike(one for one, _ in rated)
        values = tuple(value for one, values in rated if one in alike for value in values)
        lines.append(levelfit.Line(name=line.name, values=levelfit.as_seen_from_below(values)))
    return LevelReading(level=lower.level, fit=levelfit.level_fit(lines))


def _above(upper: AskedLevel, next_level: dict[UUID, NextLevel]) -> LevelReading:
    """Only what was rated for the upper level itself: a 4 here is no 3 there."""
    lines = (
        levelfit.Line(name=line.name, values=next_level[line.key].values if line.key in next_level else ())
        for line in upper.must_haves
    )
    return LevelReading(level=upper.level, fit=levelfit.level_fit(lines))


def _next_level(shown: Debrief) -> dict[UUID, NextLevel]:
    """By the requirement's key. It counts where its author gave a 3 or 4 at the level itself."""
    rows: dict[int, DebriefRow] = {}
    offering: set[tuple[int, int]] = set()  # a row's criterion, and the card that gives it a 3 or 4
    for row in shown.rows:
        cells = [cell for cell in row.cells if cell]
        rows |= dict.fromkeys([row.criterion.pk, *(cell.criterion_id for cell in cells)], row)
        offering |= {(row.criterion.pk, cell.scorecard_id) for cell in cells if cell.offers_next_level}
    found: dict[UUID, list[int]] = defaultdict(list)
    beneath: dict[UUID, DebriefRow] = {}
    cards = [column.scorecard_pk for column in shown.columns]
    ratings = Rating.objects.filter(scorecard__in=cards, criterion__kind=CriterionKind.NEXT_LEVEL)
    for rating in ratings.in_order():
        criterion = rating.criterion
        if criterion.requirement_key and criterion.beneath_id in rows:
            row = beneath.setdefault(criterion.requirement_key, rows[criterion.beneath_id])
            if rating.value is not None and (row.criterion.pk, rating.scorecard_id) in offering:
                found[criterion.requirement_key].append(rating.value)
    return {key: NextLevel(row, tuple(found[key])) for key, row in beneath.items()}


def _upside_down(next_level: Iterable[NextLevel]) -> tuple[str, ...]:
    return tuple(
        one.row.criterion.name
        for one in next_level
        if levelfit.read(one.values) == Reading.MET and one.row.reading != Reading.MET
    )
