"""Querysets that are put into SQL once.

Django does that whenever one is asked, and takes 0.5 to 3 ms for it; the database often answers in
less. What is asked for most is prepared:

    @Prepared
    def own_cards(person: int, interview: int) -> QuerySet[Scorecard]:
        return Scorecard.objects.filter(interviewer=person, interview=interview)

    cards = own_cards(7, 12)

Only the SQL is kept: every call asks the database. With ``*numbers`` it is kept for up to FEW of them:

    @Prepared
    def names(*skills: int) -> QuerySet[SkillAlias]:
        return SkillAlias.objects.filter(skill__in=skills)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from functools import cached_property, update_wrapper
from inspect import Parameter, signature
from itertools import repeat
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

Row = TypeVar("Row")
LARGEST = 2**31 - 1
FEW = 50  # a page of a list


class Prepared(Generic[Row]):
    """The rows of the queryset that ``build`` makes of some numbers, as a list.

    ``build`` compares columns with its numbers and does nothing else with them: it is called with two
    samples, by which its numbers are found among the parameters. ValueError if that cannot be.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self.build = build
        asked = list(signature(build).parameters.values())
        self.is_of_few = any(one.kind == Parameter.VAR_POSITIONAL for one in asked)
        self.count = FEW if self.is_of_few else len(asked)
        update_wrapper(self, build)

    def __call__(self, *numbers: int) -> list[Row]:
        if any(abs(number) > LARGEST for number in numbers):
            return list(self.build(*numbers))  # Django knows which columns can hold it
        if self.is_of_few:
            if not 0 < len(numbers) <= FEW:
                return list(self.build(*numbers))
            numbers = (*numbers, *repeat(numbers[0], FEW - len(numbers)))
        elif len(numbers) != self.count:
            raise TypeError(f"{self.count} numbers are asked for, not {len(numbers)}.")
        return self._statement.rows(numbers)

    @cached_property
    def _statement(self) -> _Statement[Row]:
        """Made when first asked for, because a module is read before there is a database."""
        # Small and positive, for columns of every size; no two are alike.
        one, other = range(1, 2 * self.count, 2), range(2, 2 * self.count + 1, 2)
        return _Statement((self.build(*one), one), (self.build(*other), other))


class _Statement(Generic[Row]):
    """SQL with gaps for numbers, and what Django knows of its columns."""

    def __init__(self, *made: tuple[QuerySet[Any, Row], Sequence[int]]) -> None:
        (queryset, sample), (second, other) = made
        # Its parts that are nobody else's business.
        self.queryset: Any = queryset
        self.compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql, self.values = self.compiler.as_sql()
        sql, values = second.query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
        # Which number stands where. What is the same in both is none of them.
        number = {pair: n for n, pair in enumerate(zip(sample, other, strict=True))}
        pairs = enumerate(zip(self.values, values, strict=False))
        self.gaps = {place: number.get(pair, -1) for place, pair in pairs if pair[0] != pair[1]}
        if sql != self.sql or set(self.gaps.values()) != set(range(len(sample))):
            raise ValueError(
                "What is asked depends on the numbers in another way than by comparing with them."
            )

    def rows(self, numbers: Sequence[int]) -> list[Row]:
        values = list(self.values)
        for place, gap in self.gaps.items():
            values[place] = type(values[place])(numbers[gap])  # PostgreSQL's have the type of their column
        # A copy, which Django would make for a refinement only.
        asked = object.__new__(type(self.queryset))
        vars(asked).update(vars(self.queryset), _query=_Asked(self, values))
        return list(asked)


class _Asked:
    """Stands in a queryset where its query is, which is in SQL already."""

    def __init__(self, statement: _Statement[Any], values: Sequence[Any]) -> None:
        self.statement, self.values = statement, values

    def get_compiler(self, using: str) -> Any:
        compiler: Any = copy(self.statement.compiler)
        compiler.connection = connections[using]
        compiler.as_sql = lambda: (self.statement.sql, self.values)
        return compiler
