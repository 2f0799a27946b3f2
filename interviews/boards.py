"""A plan while somebody arranges it: columns with texts as they are typed, and nothing stored. Plain."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from interviews.plans import Plan

T = TypeVar("T")

MOST_ROUNDS = 12
SLOT = re.compile(r"r[1-9]\d{0,17}|n[1-9]\d{0,2}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Column:
    """A round on the page. ``slot`` is r and its primary key, or n and a number while it is not made."""

    slot: str
    title: str
    minutes: str
    note: str = ""
    criteria: frozenset[int] = frozenset()

    @property
    def pk(self) -> int | None:
        return int(self.slot[1:]) if self.slot.startswith("r") else None


@dataclass(frozen=True, kw_only=True)
class Board:
    """``order`` has the number of every criterion. What does not fit an act leaves the board as it is."""

    columns: tuple[Column, ...]
    order: tuple[int, ...]

    def with_another(self, minutes: int) -> Board:
        if len(self.columns) >= MOST_ROUNDS:
            return self
        taken = {one.title.strip().casefold() for one in self.columns}
        names = (f"Round {n}" for n in range(len(self.columns) + 1, 99))
        title = next(name for name in names if name.casefold() not in taken)
        column = Column(slot=self._free_slot(), title=title, minutes=str(minutes))
        return replace(self, columns=(*self.columns, column))

    def without(self, slot: str) -> Board:
        return replace(self, columns=tuple(one for one in self.columns if one.slot != slot))

    def with_column_moved(self, slot: str, step: int) -> Board:
        place = next((n for n, one in enumerate(self.columns) if one.slot == slot), None)
        return replace(self, columns=_moved(self.columns, place, step))

    def with_criterion_moved(self, number: int, step: int) -> Board:
        place = self.order.index(number) if number in self.order else None
        return replace(self, order=_moved(self.order, place, step))

    def with_criterion_before(self, number: int, other: int | None) -> Board:
        """The order is one for all rounds; None is the end of it."""
        if number not in self.order or number == other:
            return self
        rest = [one for one in self.order if one != number]
        place = rest.index(other) if other in rest else len(rest)
        return replace(self, order=(*rest[:place], number, *rest[place:]))

    def shifted(self, number: int, source: str, target: str) -> Board:
        """A criterion from one round to another; an empty source or target is none."""
        if number not in self.order:
            return self
        return replace(self, columns=tuple(_shifted(one, number, source, target) for one in self.columns))

    def has(self, number: int, slot: str) -> bool:
        return any(one.slot == slot and number in one.criteria for one in self.columns)

    def title_of(self, slot: str) -> str:
        return next((one.title for one in self.columns if one.slot == slot), "")

    def _free_slot(self) -> str:
        taken = {one.slot for one in self.columns}
        return next(slot for n in range(1, MOST_ROUNDS + 2) if (slot := f"n{n}") not in taken)


def board_of(plan: Plan) -> Board:
    return Board(
        columns=tuple(
            Column(
                slot=f"r{one.pk}" if one.pk else f"n{n}",
                title=one.title,
                minutes=str(one.minutes),
                note=one.note,
                criteria=frozenset(one.criteria),
            )
            for n, one in enumerate(plan.rounds, 1)
        ),
        order=tuple(one.number for one in plan.criteria),
    )


def whole_order(said: Iterable[int], known: Iterable[int]) -> tuple[int, ...]:
    """What was said of the known, then what was not spoken of."""
    numbers = list(known)
    first = [number for number in dict.fromkeys(said) if number in numbers]
    return (*first, *(number for number in numbers if number not in first))


def _moved(items: tuple[T, ...], place: int | None, step: int) -> tuple[T, ...]:
    """One of them a step up (-1) or down (1); at the ends it stays."""
    if place is None or not 0 <= place + step < len(items):
        return items
    rest = [*items[:place], *items[place + 1 :]]
    return (*rest[: place + step], items[place], *rest[place + step :])


def _shifted(column: Column, number: int, source: str, target: str) -> Column:
    if column.slot == target:
        return replace(column, criteria=column.criteria | {number})
    return replace(column, criteria=column.criteria - {number}) if column.slot == source else column
