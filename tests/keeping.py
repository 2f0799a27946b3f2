"""Rows that many tests begin with: made once, and kept while the next test begins with them too.

A fixture under ``@kept`` is one of ``@pytest.fixture`` that does nothing but make rows, from nothing but
other kept fixtures. Each test still finds exactly the rows that it asks for, and of what its fixtures return
a copy of its own, as if all had been made for it alone; but where the test before began alike, nothing is
made again. The fixtures lie upon each other in savepoints; a test is rolled back on top of them, as ever. For
a test with transactions of its own the rows are made as by any fixture.

Most of the tests' time went into making the same few roles, searches and scorecards thousands of times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from inspect import Parameter, Signature, signature
from itertools import count, groupby
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

Build = Callable[..., Any]
NUMBERS = count()
KEPT: dict[Build, int] = {}  # in the order in which they are defined, which is the order of the layers
OWN_TRANSACTIONS = {"transactional_db", "live_server", "django_db_reset_sequences"}


def kept(build: Build) -> Any:
    """A fixture whose rows are kept from test to test."""
    KEPT[build] = next(NUMBERS)

    def hand_out(db: None, **made: Any) -> Any:
        return WORLD.copies[build] if build in WORLD.copies else build(**made)

    wanted = {"db": Parameter("db", Parameter.KEYWORD_ONLY)} | dict(signature(build).parameters)
    hand_out.__signature__ = Signature([  # type: ignore[attr-defined]
        one.replace(kind=Parameter.KEYWORD_ONLY) for one in wanted.values()
    ])  # fmt: skip
    hand_out.__name__, hand_out.__doc__, hand_out.__module__ = build.__name__, build.__doc__, build.__module__
    hand_out.build = build  # type: ignore[attr-defined]
    return pytest.fixture(hand_out)


@dataclass(frozen=True)
class Layer:
    build: Build
    savepoint: transaction.Atomic
    values: dict[Build, Any]  # what this fixture and those below it returned; handed out as copies only


@dataclass
class World:
    layers: list[Layer] = field(default_factory=list)
    copies: dict[Build, Any] = field(default_factory=dict)
    blocker: DjangoDbBlocker | None = None

    def become(self, plan: Plan) -> None:
        """Keep what is at the bottom of both, and make the rest."""
        same = 0
        while same < min(len(self.layers), len(plan)) and self.layers[same].build is plan[same].build:
            same += 1
        self.shrink(same)
        for one in plan[same:]:
            self._lay(one)
        self.copies = self._copy()

    def _lay(self, one: Fixture) -> None:
        savepoint, values = transaction.atomic(), self._copy()
        savepoint.__enter__()
        self.layers.append(Layer(one.build, savepoint, values))
        try:
            values[one.build] = one.build(**{name: values[build] for name, build in one.needs.items()})
        except BaseException:
            self.shrink(len(self.layers) - 1)
            raise

    def shrink(self, size: int = 0) -> None:
        self.copies = {}
        while len(self.layers) > size:
            transaction.set_rollback(True)
            self.layers.pop().savepoint.__exit__(None, None, None)

    def _copy(self) -> dict[Build, Any]:
        """All at once: who is the same person in two rows is the same in the copies."""
        return deepcopy(self.layers[-1].values) if self.layers else {}


@dataclass(frozen=True)
class Fixture:
    build: Build
    needs: dict[str, Build]  # by the name of the argument


Plan = Sequence[Fixture]
WORLD = World()


def plan_of(item: pytest.Item) -> Plan:
    """The kept fixtures of a test, each after those that it needs."""
    if not isinstance(item, pytest.Function) or _has_own_transactions(item):
        return ()
    found = item._fixtureinfo.name2fixturedefs
    named: dict[str, Any] = {name: getattr(there[-1].func, "build", None) for name, there in found.items()}
    plan: dict[Build, Fixture] = {}

    def add(build: Build) -> bool:
        needs = {name: named[name] for name in signature(build).parameters}
        if all(need and add(need) for need in needs.values()):
            plan.setdefault(build, Fixture(build, needs))
        return build in plan

    for build in sorted(filter(None, named.values()), key=KEPT.__getitem__):
        add(build)
    return tuple(plan.values())


def _has_own_transactions(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    asked_for = {*getattr(item, "fixturenames", ())}
    return bool(mark and mark.kwargs.get("transaction")) or bool(OWN_TRANSACTIONS & asked_for)


@pytest.fixture
def kept_rows(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Before the transaction of the test begins."""
    # Rows that a module keeps in a transaction of its own lie above: there nothing may change below.
    WORLD.blocker = django_db_blocker
    is_free = len(connection.atomic_blocks) == len(WORLD.layers)
    if is_free and (plan := plan_of(request.node)):
        with django_db_blocker.unblock():
            WORLD.become(plan)
    yield
    WORLD.copies = {}


@pytest.fixture
def _django_db_helper(kept_rows: None, _django_db_helper: None) -> None:
    """What ``db`` and the mark ask for, pytest-django's own: after the kept rows."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Within a module, those that begin alike follow one another."""

    def place(item: pytest.Item) -> tuple[Any, bool]:
        return item.path, _has_own_transactions(item)

    def begins(item: pytest.Item) -> list[int]:
        return [KEPT[one.build] for one in plan_of(item)]

    items[:] = [item for _, some in groupby(items, place) for item in sorted(some, key=begins)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Nothing is kept for another module, nor below a test with transactions of its own."""
    yield
    goes_on = nextitem and nextitem.path == item.path and not _has_own_transactions(nextitem)
    if WORLD.blocker and not goes_on:
        with WORLD.blocker.unblock():
            WORLD.shrink()
