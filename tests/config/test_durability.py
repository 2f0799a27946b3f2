"""What was acknowledged is kept, or `check --database default` and every `migrate` say so."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

from config import durability, outages
from config.outages import Outage

POSTGRESQL = pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL")
SQLITE = pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite")


def named() -> set[str]:
    return {str(error.msg).split(" runs with ")[1] for error in durability.check(databases=["default"])}


def show(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        return str(cursor.fetchone()[0])


@SQLITE
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_sqlite_that_does_not_wait_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    assert named() == set()
    call_command("check", databases=["default"])
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA foreign_keys=OFF")
    monkeypatch.setattr(connection, "transaction_mode", None)
    assert named() == {"synchronous=1.", "foreign_keys=0.", "transaction_mode=None."}
    with pytest.raises(SystemCheckError, match=r"rolecard\.E001"):
        call_command("check", databases=["default"])
    with pytest.raises(SystemCheckError, match="a crash may lose what was acknowledged"):
        call_command("migrate", verbosity=0, skip_checks=False)
    connection.close()
    assert named() == set()


@POSTGRESQL
@pytest.mark.django_db
def test_postgresql_that_does_not_wait_for_the_disk() -> None:
    # The tests' own cluster may run without fsync.
    found = {f"{name}={show(name)}." for name in ("fsync", "full_page_writes") if show(name) != "on"}
    assert named() == found
    for value in ("local", "remote_apply"):
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL synchronous_commit = {value}")
        assert named() == found
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    assert named() == found | {"synchronous_commit=off."}


def test_no_database_is_asked_unless_it_was_named() -> None:
    assert durability.check(databases=None) == []


@POSTGRESQL
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_migrations_take_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests have limits; a migration has only the one on waiting for a lock."""
    limits = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
    usual = [show(name) for name in limits]
    assert usual == ["10s", "5s", "30s"]
    during: list[str] = []
    migrate = MigrationExecutor.migrate

    def slow(executor: MigrationExecutor, *words: Any, **named: Any) -> Any:
        during.extend(show(name) for name in limits)
        return migrate(executor, *words, **named)

    monkeypatch.setattr(MigrationExecutor, "migrate", slow)
    call_command("migrate", verbosity=0)
    assert during == ["0", "5s", "0"]
    assert [show(name) for name in limits] == usual


@POSTGRESQL
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_requests_do_not() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '50ms'")
        began = time.monotonic()
        with pytest.raises(OperationalError, match="statement timeout") as raised:
            cursor.execute("SELECT pg_sleep(5)")
        assert time.monotonic() - began < 4
        cursor.execute("RESET statement_timeout")
    assert outages.of(raised.value) is Outage.BUSY


@POSTGRESQL
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_transaction_that_does_nothing_is_ended() -> None:
    """Its locks with it; the next request gets a connection that works."""
    with pytest.raises(DatabaseError) as raised:
        do_nothing_in_a_transaction()
    assert outages.of(raised.value) in (Outage.BUSY, Outage.AWAY)
    connection.close()
    assert show("idle_in_transaction_session_timeout") == "30s"


def do_nothing_in_a_transaction() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '50ms'")
        time.sleep(0.5)
        cursor.execute("SELECT 1")
