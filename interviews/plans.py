"""An interview plan as values: which rounds there are, and what each of them assesses. Plain: no rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class PlannedCriterion:
    """``number`` is the criterion's primary key, or its place in a list of which nothing is made yet."""

    number: int
    name: str
    detail: str = ""
    is_must_have: bool = True
    key: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class PlannedRound:
    """``criteria`` are numbers, in the order of the plan; ``pk`` is None of a round that is not made yet."""

    title: str
    minutes: int
    criteria: tuple[int, ...]
    note: str = ""
    pk: int | None = None


@dataclass(frozen=True, kw_only=True)
class Row:
    """A criterion of the coverage matrix: for each round, whether it assesses it."""

    criterion: PlannedCriterion
    cells: tuple[tuple[PlannedRound, bool], ...]

    @property
    def raters(self) -> int:
        return sum(is_held for _, is_held in self.cells)

    @property
    def is_gap(self) -> bool:
        """A must-have that nobody assesses."""
        return self.criterion.is_must_have and not self.raters


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Both in their order."""

    criteria: tuple[PlannedCriterion, ...]
    rounds: tuple[PlannedRound, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(
            Row(criterion=one, cells=tuple((part, one.number in part.criteria) for part in self.rounds))
            for one in self.criteria
        )

    @property
    def must_haves(self) -> tuple[PlannedCriterion, ...]:
        return tuple(one for one in self.criteria if one.is_must_have)

    @property
    def gaps(self) -> tuple[PlannedCriterion, ...]:
        """The must-haves that nobody assesses."""
        return tuple(row.criterion for row in self.rows if row.is_gap)

    @property
    def minutes(self) -> int:
        """Of all rounds: what the plan asks of a candidate."""
        return sum(one.minutes for one in self.rounds)

    @property
    def names(self) -> dict[int, str]:
        return {one.number: one.name for one in self.criteria}


def fingerprint(plan: Plan) -> str:
    """Changes with whatever ``changes`` has words for: what a page has seen, and what is stored."""
    said = [[one.number for one in plan.criteria], [asdict(one) for one in plan.rounds]]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def changes(old: Plan, new: Plan) -> tuple[str, ...]:
    """What is different in the newer of two plans of one search, in words, a line each."""
    return tuple(_changes(old, new))


def _changes(old: Plan, new: Plan) -> Iterator[str]:
    names = old.names | new.names
    before = {one.pk: one for one in old.rounds}
    kept = {one.pk for one in new.rounds if one.pk in before}
    for gone in (one for one in old.rounds if one.pk not in kept):
        yield f"{gone.title} is removed. It assessed {_list(gone.criteria, names)}."
    for one in new.rounds:
        if one.pk in kept:
            yield from _round_changes(before[one.pk], one, names)
        else:
            yield f"{one.title} is added, {one.minutes} minutes. It assesses {_list(one.criteria, names)}."
    order = [one.pk for one in old.rounds if one.pk in kept]
    if order != [one.pk for one in new.rounds if one.pk in kept]:
        yield f"The rounds come in another order: {', '.join(one.title for one in new.rounds)}."
    if [one.number for one in old.criteria] != [one.number for one in new.criteria]:
        yield "The criteria stand in another order."


def _round_changes(old: PlannedRound, new: PlannedRound, names: dict[int, str]) -> Iterator[str]:
    if old.title != new.title:
        yield f"{old.title} is called {new.title} now."
    if old.minutes != new.minutes:
        yield f"{new.title} takes {new.minutes} minutes instead of {old.minutes}."
    if old.note != new.note:
        yield f"{new.title} has another note for the interviewer."
    if more := [number for number in new.criteria if number not in old.criteria]:
        yield f"{new.title} assesses {_list(more, names)} too."
    if less := [number for number in old.criteria if number not in new.criteria]:
        yield f"{new.title} no longer assesses {_list(less, names)}."


def _list(numbers: tuple[int, ...] | list[int], names: dict[int, str]) -> str:
    return ", ".join(names[number] for number in numbers) or "nothing"
