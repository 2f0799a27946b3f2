"""Databases to break, and the figures at the end."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from django.db import connection

from bin.postgres import Cluster, cluster, find_postgres
from tests.faults.databases import Database, PostgreSQL, SQLite
from tests.faults.figures import FIGURES, table
from tests.faults.sizes import SIZES

NUMBERS = count(1)


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> SQLite:
    return SQLite(tmp_path_factory.mktemp("faults"))


@pytest.fixture(scope="session")
def programs() -> Path:
    if found := find_postgres():
        return found
    pytest.skip("PostgreSQL's server programs are not here")


@pytest.fixture(scope="session")
def lasting(programs: Path) -> Iterator[Cluster]:
    """A cluster that checks its pages.

    In the short form it leaves it to the system when a disk is written. What a killed process had
    written stays written then, too; only a machine without power would tell the difference.
    """
    options = () if SIZES.is_long else ("-F",)
    with cluster(programs, *options, initdb=["--data-checksums"]) as made:
        yield made


@pytest.fixture(scope="session")
def postgresql(lasting: Cluster) -> PostgreSQL:
    return PostgreSQL(lasting)


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Database:
    """A new one of the kind that this run is about."""
    kind = request.getfixturevalue("sqlite" if connection.vendor == "sqlite" else "postgresql")
    copy: Database = kind.copy(f"copy_{next(NUMBERS)}")
    return copy


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if FIGURES:
        terminalreporter.section("faults")
        for line in table(FIGURES):
            terminalreporter.write_line(line)
