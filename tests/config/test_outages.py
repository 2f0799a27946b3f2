"""A database that will answer later is no fault of the program: 503, and when to come back."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, IntegrityError, InternalError, OperationalError, ProgrammingError
from django.test import Client
from django.urls import reverse
from psycopg import errors
from psycopg_pool import PoolTimeout

from accounts.models import User
from config import outages
from config.outages import Outage
from interviews.models import Scorecard
from tests.factories import PASSWORD

HOME = reverse("interviews:home")
AWAY = PoolTimeout("couldn't get a connection after 1.50 sec")
TITLES = {
    Outage.AWAY: "Not reachable just now",
    Outage.BUSY: "Too busy just now",
    Outage.FULL: "There is no room to save anything",
}


def wrapped(cause: Exception, kind: type[DatabaseError] = OperationalError) -> DatabaseError:
    """As Django hands it on."""
    error = kind(*cause.args)
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (wrapped(AWAY), Outage.AWAY),
        (wrapped(errors.OperationalError("server closed the connection unexpectedly")), Outage.AWAY),
        (wrapped(errors.AdminShutdown()), Outage.AWAY),
        (wrapped(errors.CannotConnectNow()), Outage.AWAY),
        (wrapped(errors.ConnectionFailure()), Outage.AWAY),
        (wrapped(errors.IoError()), Outage.AWAY),
        (wrapped(errors.TooManyConnections()), Outage.BUSY),
        (wrapped(errors.QueryCanceled()), Outage.BUSY),
        (wrapped(errors.LockNotAvailable()), Outage.BUSY),
        (wrapped(errors.DeadlockDetected()), Outage.BUSY),
        (wrapped(errors.IdleInTransactionSessionTimeout(), InternalError), Outage.BUSY),
        (wrapped(errors.DiskFull()), Outage.FULL),
        (wrapped(errors.StatementTooComplex()), None),
        (wrapped(errors.InFailedSqlTransaction(), InternalError), None),
        (wrapped(errors.UndefinedTable(), ProgrammingError), None),
        (wrapped(errors.UniqueViolation(), IntegrityError), None),
        (wrapped(errors.ProgrammingError("the query has 1 placeholder"), ProgrammingError), None),
        (wrapped(sqlite3.OperationalError("said by no database")), None),
        (OperationalError("said by no driver"), None),
        (RuntimeError("no database at all"), None),
        (None, None),
    ],
)
def test_what_passes_by_itself(error: Exception | None, outage: Outage | None) -> None:
    assert outages.of(error) is outage


def test_sqlite_by_its_codes(tmp_path: Path) -> None:
    first, second = (sqlite3.connect(tmp_path / "db", timeout=0, isolation_level=None) for _ in range(2))
    first.execute("CREATE TABLE t (x)")
    first.execute("PRAGMA max_page_count = 3")

    def said(by: sqlite3.Connection, statement: str, *values: Any) -> Outage | None:
        with pytest.raises(sqlite3.OperationalError) as raised:
            by.execute(statement, values)
        return outages.of(wrapped(raised.value))

    assert said(first, "INSERT INTO t VALUES (?)", "x" * 20_000) is Outage.FULL
    first.execute("BEGIN IMMEDIATE")
    assert said(second, "BEGIN IMMEDIATE") is Outage.BUSY
    assert said(first, "SELECT * FROM nowhere") is None
    assert said(first, "SELECT x y z FROM t") is None
    with pytest.raises(sqlite3.OperationalError) as raised:
        sqlite3.connect(tmp_path / "no" / "folder")
    assert outages.of(wrapped(raised.value)) is Outage.AWAY
    first.close()
    second.close()


@pytest.fixture(autouse=True)
def no_pause() -> Iterator[None]:
    """What one test provokes must not refuse the requests of the next."""
    yield
    outages.pause.end()


@pytest.fixture
def page(ines: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(ines)
    return client


def raising(error: Exception) -> Any:
    def broken(*_: Any, **__: Any) -> None:
        raise error

    return broken


@pytest.mark.parametrize(
    ("cause", "outage", "seconds"),
    [
        (AWAY, Outage.AWAY, "2"),
        (errors.QueryCanceled(), Outage.BUSY, "1"),
        (errors.DiskFull(), Outage.FULL, "30"),
    ],
)
def test_each_asker_is_told_in_its_own_way(
    page: Client, monkeypatch: pytest.MonkeyPatch, cause: Exception, outage: Outage, seconds: str
) -> None:
    monkeypatch.setattr(type(Scorecard.objects), "for_interviewer", raising(wrapped(cause)))
    answer = page.get(HOME)
    said = answer.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, seconds)
    assert [title for title in TITLES.values() if f"<h1>{title}</h1>" in said] == [TITLES[outage]]
    assert "connection after" not in said
    assert "no-store" in answer.headers["Cache-Control"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]

    outages.pause.end()
    fragment = page.get(HOME, headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment.headers["Retry-After"], fragment.content) == (503, seconds, b"")

    outages.pause.end()
    data = page.get(HOME, headers={"Accept": "application/json"})
    assert (data.status_code, data.headers["Retry-After"]) == (503, seconds)
    assert json.loads(data.content) == {"reason": outage.value}


def test_errors_of_the_program_stay_errors(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    error = wrapped(errors.UndefinedTable("no table"), ProgrammingError)
    monkeypatch.setattr(type(Scorecard.objects), "for_interviewer", raising(error))
    answer = page.get(HOME)
    assert (answer.status_code, "Something went wrong" in answer.content.decode()) == (500, True)


@pytest.mark.parametrize("path", [HOME, "/nowhere/", reverse("accounts:sign_in")])
def test_before_and_after_views_too(page: Client, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """The guard reads the session before a view does, and the page of a 404 reads it without any view."""
    monkeypatch.setattr(SessionStore, "load", raising(wrapped(AWAY)))
    answer = page.get(path)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")


def test_saving_the_session_too(ines: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(raise_request_exception=False)
    monkeypatch.setattr(SessionStore, "save", raising(wrapped(AWAY)))
    answer = client.post(reverse("accounts:sign_in"), {"username": ines.email, "password": PASSWORD})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert client.cookies == {}


def test_one_line_in_the_log(
    page: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    error = wrapped(errors.QueryCanceled("canceling statement\nCONTEXT: while updating a tuple"))
    monkeypatch.setattr(type(Scorecard.objects), "for_interviewer", raising(error))
    page.get(HOME, {"candidate": "Kim"})
    assert [(record.getMessage(), record.exc_info) for record in caplog.records] == [
        ("Database busy: GET /: canceling statement", None)
    ]


def test_one_waits_for_all(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody queues behind requests that wait for a connection; the check for load balancers goes on."""
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now)
    waited: list[int] = []

    def broken(*_: Any, **__: Any) -> None:
        waited.append(1)
        raise wrapped(AWAY)

    with monkeypatch.context() as patch:
        patch.setattr(type(Scorecard.objects), "for_interviewer", broken)
        answers = [page.get(HOME) for _ in range(5)]
        assert [(one.status_code, one.headers["Retry-After"]) for one in answers] == [(503, "2")] * 5
        assert len(waited) == 1
        assert page.get(reverse("healthz")).status_code == 200
        now += outages.Pause.SECONDS
        assert page.get(HOME).status_code == 503
        assert len(waited) == 2
    now += outages.Pause.SECONDS
    assert page.get(HOME).status_code == 200


def test_a_slow_statement_is_no_reason_to_refuse_others(
    page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        error = wrapped(errors.QueryCanceled())
        patch.setattr(type(Scorecard.objects), "for_interviewer", raising(error))
        assert page.get(HOME).status_code == 503
    assert page.get(HOME).status_code == 200
