"""The plan of one search, fitted to the criteria of another of the same role. Plain: no rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from interviews.coverage import in_order
from interviews.plans import Plan, PlannedCriterion


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """``said`` is what could not be taken over as it was, in words."""

    plan: Plan
    said: tuple[str, ...]


def fit(pattern: Plan, criteria: Sequence[PlannedCriterion]) -> Fitted:
    """Rounds as the pattern has them, for these criteria: paired by requirement, then by name.

    What the pattern does not have goes where the fewest criteria are, twice where it is a must-have.
    """
    own = _counterparts(pattern.criteria, criteria)
    rounds = [[own[number] for number in one.criteria if number in own] for one in pattern.rounds]
    new = [one for one in criteria if one.number not in own.values()]
    for one in new:
        for least in sorted(rounds, key=len)[: 2 if one.is_must_have else 1]:
            least.append(one.number)
    return Fitted(
        plan=Plan(
            criteria=tuple(criteria),
            rounds=tuple(
                replace(one, pk=None, criteria=in_order(numbers, criteria))
                for one, numbers in zip(pattern.rounds, rounds, strict=True)
            ),
        ),
        said=_said([one for one in pattern.criteria if one.number not in own], new),
    )


def _counterparts(theirs: Sequence[PlannedCriterion], ours: Sequence[PlannedCriterion]) -> dict[int, int]:
    """Our numbers by theirs."""
    found: dict[int, int] = {}
    by_key = {one.key: one.number for one in ours if one.key}
    for one in theirs:
        if one.key in by_key:
            found[one.number] = by_key.pop(one.key)
    by_name = {_plain(one.name): one.number for one in reversed(ours) if one.number not in found.values()}
    for one in theirs:
        if one.number not in found and _plain(one.name) in by_name:
            found[one.number] = by_name.pop(_plain(one.name))
    return found


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _said(dropped: list[PlannedCriterion], placed: list[PlannedCriterion]) -> tuple[str, ...]:
    said = []
    if dropped:
        said.append(f"Left out, since this opening does not assess it: {_names(dropped)}.")
    if placed:
        said.append(f"Placed where there was most room, since that plan lacks it: {_names(placed)}.")
    return tuple(said)


def _names(criteria: list[PlannedCriterion]) -> str:
    return ", ".join(one.name for one in criteria)
