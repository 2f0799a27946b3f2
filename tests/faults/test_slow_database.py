"""F28: a statement takes too long, or waits for a lock. Its request is given up; the others go on."""

from __future__ import annotations

import contextlib
import functools
import secrets
import time
from pathlib import Path

import pytest
from django.db import connection

from tests.faults.databases import Database, Person
from tests.faults.figures import record
from tests.faults.ledger import (
    ACKNOWLEDGED,
    UNAVAILABLE,
    Answer,
    Browser,
    Ledger,
    Slot,
    at_once,
    finish,
    writing,
)
from tests.faults.server import Server, serving
from tests.faults.sizes import SIZES, only_long

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL"),
]
LIMIT = SIZES.statement
OTHERS = 0.2  # seconds, the 95th of 100
WRITERS = 3


def warm_up(server: Server, people: list[Person]) -> None:
    """A worker's first request loads what all the others find loaded."""
    for _ in range(2):
        browsers = [Browser(server.port, person) for person in people * 4]
        at_once(*(functools.partial(one.ask, "GET", "/") for one in browsers))
        for one in browsers:
            one.close()


def blocked(database: Database, folder: Path, **limits: str) -> tuple[Answer, Ledger]:
    """The answer to somebody whose scorecard is locked from outside, and what others got meanwhile."""
    held, others = database.people[0], database.people[1 : 1 + WRITERS]
    ledger = Ledger()
    with serving(database, folder, settings=limits) as server:
        warm_up(server, others)
        with database.connected() as beside, beside.transaction():
            beside.execute("SELECT id FROM interviews_scorecard WHERE id = %s FOR UPDATE", [held.card])
            writers = writing(server.port, others, ledger)
            browser = Browser(server.port, held, timeout=LIMIT * SIZES.slack + 5)
            slot = Slot("value", held.ratings[0], held.card)
            key = secrets.token_hex(16)
            began = time.monotonic()
            answer = browser.say(slot, "3", 0, key)
            while time.monotonic() - began < min(LIMIT, 3):
                time.sleep(0.1)
            finish(writers)
        if answer.status == UNAVAILABLE:
            again = browser.say(slot, "3", 0, key)
            assert (again.status, again.body["version"]) == (ACKNOWLEDGED, 1)
        with contextlib.closing(browser):
            assert ledger.compare(database.stored()).is_none
    return answer, ledger


@pytest.mark.parametrize("limit", ["DATABASE_STATEMENT_TIMEOUT", "DATABASE_LOCK_TIMEOUT"])
def test_others_go_on(database: Database, tmp_path: Path, limit: str) -> None:
    limits = {"DATABASE_STATEMENT_TIMEOUT": "0", "DATABASE_LOCK_TIMEOUT": "0", limit: str(LIMIT)}
    answer, ledger = blocked(database, tmp_path, **limits)
    p95 = ledger.percentile(95)
    said = f"503 after {answer.seconds:.1f} s (limit {LIMIT:g} s); p95 of others {p95 * 1000:.0f} ms"
    record("G9", f"F28 {limit.removeprefix('DATABASE_').lower()}", f"{said} of {len(ledger)} writes")
    assert (answer.status, answer.body, bool(answer.retry_after)) == (UNAVAILABLE, {"reason": "busy"}, True)
    assert LIMIT * 0.9 <= answer.seconds <= LIMIT + 2 * SIZES.slack
    assert p95 < OTHERS * SIZES.slack
    assert ledger.answers.keys() == {ACKNOWLEDGED}


@only_long
def test_sabotage_is_noticed(database: Database, tmp_path: Path) -> None:
    """No limits: the request hangs as long as the lock is held."""
    answer, _ = blocked(database, tmp_path, DATABASE_STATEMENT_TIMEOUT="0", DATABASE_LOCK_TIMEOUT="0")
    record("G9", "F28 sabotage: no limits", f"no answer in {answer.seconds:.1f} s")
    assert answer.status == 0
