"""F29: more requests than can be worked on. Some wait a moment; the others are told at once to come back."""

from __future__ import annotations

import contextlib
import functools
import secrets
from pathlib import Path

import pytest
from django.db import connection

from tests.faults.databases import Database
from tests.faults.figures import record
from tests.faults.ledger import ACKNOWLEDGED, UNAVAILABLE, Answer, Browser, Slot, at_once
from tests.faults.server import Server, serving, until
from tests.faults.sizes import SIZES, only_long

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL, whose locks can be seen"),
]
WORKING, WAITING, REQUESTS = 2, 4, 24
PATIENCE = 1  # seconds, see config.middleware.TakingTurns
NO_ANSWER = 6


def ask(server: Server, database: Database, path: str, number: int) -> Answer:
    person = database.people[number % len(database.people)]
    with contextlib.closing(Browser(server.port, person, timeout=NO_ANSWER * SIZES.slack)) as browser:
        return browser.ask("GET", path)


def crowded(database: Database, folder: Path, *, threads: int) -> tuple[list[Answer], Answer]:
    """What is answered while all who may work wait for a lock: to everybody else, and to a load balancer."""
    held = database.people[0]
    slots = [Slot("value", rating, held.card) for rating in held.ratings[:WORKING]]
    few = {"REQUESTS_AT_ONCE": str(WORKING), "REQUESTS_WAITING": str(WAITING), "DATABASE_LOCK_TIMEOUT": "60"}
    few["DATABASE_STATEMENT_TIMEOUT"] = "60"
    with serving(database, folder, workers=1, threads=threads, settings=few) as server:
        assert ask(server, database, "/", 1).status == ACKNOWLEDGED
        with database.connected() as beside, beside.transaction(), contextlib.ExitStack() as ending:
            beside.execute("SELECT id FROM interviews_scorecard WHERE id = %s FOR UPDATE", [held.card])
            working = [ending.enter_context(contextlib.closing(Browser(server.port, held))) for _ in slots]
            for browser, slot in zip(working, slots, strict=True):
                browser.begin("POST", slot.path, browser.form(slot, "3", 0, secrets.token_hex(16)))
            until(lambda: stuck(database) == len(slots), 10, "both to wait for the lock")
            asked = (functools.partial(ask, server, database, "/", number) for number in range(REQUESTS))
            answers = at_once(*asked)
            check = ask(server, database, "/healthz", 0)
            beside.execute("COMMIT")
            assert [browser.end().status for browser in working] == [ACKNOWLEDGED] * WORKING
        assert ask(server, database, "/", 1).status == ACKNOWLEDGED
    return answers, check


def stuck(database: Database) -> int:
    here = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    with database.connected() as beside:
        return int(beside.execute(f"{here} AND wait_event_type = 'Lock'").fetchone()[0])


def test_those_who_cannot_be_served_soon_are_told_at_once(database: Database, tmp_path: Path) -> None:
    answers, check = crowded(database, tmp_path, threads=WORKING + REQUESTS + 4)
    waited = sorted(one.seconds for one in answers)
    said = (
        f"{REQUESTS - WAITING} x 503 within {waited[-WAITING - 1]:.2f} s, {WAITING} within {waited[-1]:.1f} s"
    )
    record("G9", "F29 more requests than turns", said)
    assert {one.status for one in answers} == {UNAVAILABLE}
    assert {one.retry_after for one in answers} == {"1"}
    assert waited[-WAITING] >= PATIENCE  # these had waited for their turn
    assert waited[-WAITING - 1] < PATIENCE * SIZES.slack
    assert check.status == ACKNOWLEDGED


@only_long
def test_sabotage_is_noticed(database: Database, tmp_path: Path) -> None:
    """No threads but those that work: the others queue where nobody sees them."""
    answers, check = crowded(database, tmp_path, threads=WORKING)
    record("G9", "F29 sabotage: no thread to say so", f"{len(answers)} x no answer in {NO_ANSWER} s")
    assert {one.status for one in (*answers, check)} == {0}
