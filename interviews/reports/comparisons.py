"""Two candidates of one opening side by side: criterion by criterion, and nothing that adds them up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from interviews.models import Application, Criterion
from interviews.reports.debriefs import Debrief, debrief
from interviews.reports.spreads import DebriefRow


@dataclass(frozen=True, kw_only=True)
class Side:
    application: Application
    debrief: Debrief


@dataclass(frozen=True, kw_only=True)
class ComparedRow:
    """One criterion of both: a row a side, None where it is in the plan no more and was never rated."""

    criterion: Criterion
    cells: tuple[tuple[Side, DebriefRow | None], ...]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Sides in the order in which they were chosen, rows in that of the plan: never by what was rated."""

    sides: tuple[Side, ...]
    must_haves: tuple[ComparedRow, ...]
    others: tuple[ComparedRow, ...]
    retired: tuple[ComparedRow, ...]


def compare(applications: Sequence[Application], user: User) -> Comparison:
    """Of one opening, with evidence that is open to this person."""
    sides = tuple(Side(application=one, debrief=debrief(one, user)) for one in applications)
    return Comparison(
        sides=sides,
        must_haves=_side_by_side(sides, [side.debrief.rows for side in sides]),
        others=_side_by_side(sides, [side.debrief.others for side in sides]),
        retired=_side_by_side(sides, [side.debrief.retired for side in sides]),
    )


def _side_by_side(sides: tuple[Side, ...], rows: Sequence[tuple[DebriefRow, ...]]) -> tuple[ComparedRow, ...]:
    found = [{row.criterion.pk: row for row in one} for one in rows]
    criteria = {row.criterion.pk: row.criterion for one in rows for row in one}
    in_order = sorted(criteria.values(), key=lambda one: (one.position, one.pk))
    return tuple(
        ComparedRow(
            criterion=criterion,
            cells=tuple((side, cells.get(criterion.pk)) for side, cells in zip(sides, found, strict=True)),
        )
        for criterion in in_order
    )
