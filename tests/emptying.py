"""After a test with transactions of its own: the database as the migrations left it, in one transaction.

Django would truncate every table, for which PostgreSQL makes new files, and save what migrations had written
row by row: together more than half a second for each of hundreds of tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase

from accounts import triggers

Rows = list[tuple[Any, ...]]


@pytest.fixture(scope="session", autouse=True)
def emptying_is_quick() -> Iterator[None]:
    begin = vars(TransactionTestCase)["_fixture_setup"].__func__

    def begun(case: type[TransactionTestCase]) -> None:
        rows_of_migrations()
        case.serialized_rollback = False  # they are there
        begin(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_setup", classmethod(begun))
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: put_back())
        yield


@cache
def rows_of_migrations() -> dict[str, Rows]:
    """By the table; asked first when no test has committed anything yet."""
    return {table: rows for table in tables() if (rows := rows_of(table))}


@cache
def tables() -> list[str]:
    return connection.introspection.django_table_names(only_existing=True, include_views=False)


def rows_of(table: str) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a name of ours
        return list(cursor.fetchall())


def put_back() -> None:
    with transaction.atomic(), unguarded(), connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608
        for table, rows in rows_of_migrations().items():
            marks = ", ".join(["%s"] * len(rows[0]))
            name = connection.ops.quote_name(table)
            cursor.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)  # noqa: S608


@contextmanager
def unguarded() -> Iterator[None]:
    """Guarded rows go too; then the triggers stand, whatever the test has done to them."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
            cursor.execute("SET LOCAL session_replication_role = origin")
    else:
        triggers.lift(connection)
        yield
    if triggers.installed(connection) != {trigger.name for trigger in triggers.wanted(connection.vendor)}:
        triggers.install(connection)
