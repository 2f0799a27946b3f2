"""F3: no connection is left. Everybody is told so at once, and nobody has to restart anything."""

from __future__ import annotations

import contextlib
import functools
import secrets
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests.faults.databases import Database
from tests.faults.figures import record
from tests.faults.ledger import ACKNOWLEDGED, UNAVAILABLE, Answer, Browser, Slot, at_once
from tests.faults.server import Server, serving, until
from tests.faults.sizes import SIZES, only_long

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL"),
]
SOON = 2  # seconds until the 503
RECOVERY = 5
REQUESTS = 24


def ask(server: Server, database: Database, number: int) -> Answer:
    browser = Browser(server.port, database.people[number % len(database.people)], timeout=40)
    with contextlib.closing(browser):
        return browser.ask("GET", "/")


def burst(server: Server, database: Database) -> list[Answer]:
    return at_once(*(functools.partial(ask, server, database, number) for number in range(REQUESTS)))


def hog(database: Database, ending: contextlib.ExitStack) -> None:
    """Every connection that the server has, those of the application too."""
    assert database.cluster
    url = f"{database.cluster.server}/postgres"
    first = ending.enter_context(psycopg.connect(url, autocommit=True))
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend'"
    for _ in range(2):
        first.execute(f"{others} AND pid <> pg_backend_pid() AND datname <> 'postgres'")
        with contextlib.suppress(psycopg.OperationalError):
            while True:
                ending.enter_context(psycopg.connect(url))


def judge(answers: list[Answer], recovery: float, what: str) -> float:
    """The slowest 503."""
    refused = [one for one in answers if one.status == UNAVAILABLE]
    slowest = max(one.seconds for one in answers)
    said = f"{len(refused)} x 503, {len(answers) - len(refused)} x 200"
    record("G9", f"F3 {what}", f"{said}, slowest {slowest:.1f} s, 200 again after {recovery:.1f} s")
    assert {one.status for one in answers} <= {ACKNOWLEDGED, UNAVAILABLE}
    assert all(one.retry_after for one in refused)
    assert refused
    return slowest


def without_connections(database: Database, folder: Path, **variables: str) -> tuple[list[Answer], float]:
    with serving(database, folder, settings=variables) as server:
        assert ask(server, database, 0).status == ACKNOWLEDGED
        with contextlib.ExitStack() as ending:
            hog(database, ending)
            answers = burst(server, database)
        recovery = until(lambda: ask(server, database, 0).status == ACKNOWLEDGED, 30, "recovery")
    return answers, recovery


def test_the_server_has_no_connection_left(database: Database, tmp_path: Path) -> None:
    answers, recovery = without_connections(database, tmp_path)
    slowest = judge(answers, recovery, "max_connections")
    assert slowest <= SOON * SIZES.slack
    assert recovery <= RECOVERY * SIZES.slack


@only_long
def test_sabotage_is_noticed(database: Database, tmp_path: Path) -> None:
    """A pool that waits."""
    answers, recovery = without_connections(
        database, tmp_path, DATABASE_POOL_TIMEOUT=str(SOON * SIZES.slack + 1)
    )
    assert judge(answers, recovery, "sabotage: a patient pool") > SOON * SIZES.slack


def test_the_pool_has_no_connection_left(database: Database, tmp_path: Path) -> None:
    """Two requests wait for a lock that somebody holds, with the two connections that there are."""
    held = database.people[0]
    slots = [Slot("value", rating, held.card) for rating in held.ratings[:2]]
    few = {"DATABASE_POOL": "2", "DATABASE_LOCK_TIMEOUT": "20"}
    with serving(database, tmp_path, workers=1, threads=REQUESTS + 2, settings=few) as server:
        with database.connected() as beside, beside.transaction():
            beside.execute("SELECT id FROM interviews_scorecard WHERE id = %s FOR UPDATE", [held.card])
            waiting = [Browser(server.port, held) for _ in slots]
            for browser, slot in zip(waiting, slots, strict=True):
                browser.begin("POST", slot.path, browser.form(slot, "3", 0, secrets.token_hex(16)))
            until(lambda: stuck(database) == len(slots), 10, "both to wait for the lock")
            answers = burst(server, database)
        ends = [browser.end() for browser in waiting]
        for browser in waiting:
            browser.close()
        recovery = until(lambda: ask(server, database, 1).status == ACKNOWLEDGED, 30, "recovery")
    assert [one.status for one in ends] == [ACKNOWLEDGED] * 2
    assert {one.status for one in answers} == {UNAVAILABLE}
    assert judge(answers, recovery, "pool of 2, both held") <= SOON * SIZES.slack
    assert recovery <= RECOVERY * SIZES.slack


def stuck(database: Database) -> int:
    here = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    with database.connected() as beside:
        return int(beside.execute(f"{here} AND wait_event_type = 'Lock'").fetchone()[0])
