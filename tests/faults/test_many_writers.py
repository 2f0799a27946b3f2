"""F12: twenty write at once into SQLite. They wait for each other, and nobody is told "locked"."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from tests.faults.databases import Database
from tests.faults.figures import record
from tests.faults.ledger import ACKNOWLEDGED, Ledger, Loss, finish, writing
from tests.faults.server import serving
from tests.faults.sizes import SIZES, only_long

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite"),
]
WRITERS = 20
P99 = 0.5  # seconds
PAUSE = 0.2
SABOTAGED = 100  # writes


def crowd(
    database: Database, folder: Path, *, writes: int, pause: float = 0, wrong: str = ""
) -> tuple[Loss, Ledger]:
    ledger = Ledger()
    threads = WRITERS // 4
    all_at_once = {"REQUESTS_AT_ONCE": str(threads)}  # it is about the database
    with serving(database, folder, wrong=wrong, workers=4, threads=threads, settings=all_at_once) as server:
        writers = writing(
            server.port, database.people[:WRITERS], ledger, writes=writes // WRITERS, pause=pause
        )
        for one in writers:
            one.join(600)
        finish(writers)
    return ledger.compare(database.stored()), ledger


def locked(folder: Path) -> int:
    return sum(log.read_text().count("database is locked") for log in folder.glob("gunicorn-*.log"))


def judge(what: str, loss: Loss, ledger: Ledger, folder: Path, *, writes: int) -> float:
    """The 99th of 100 waits."""
    p99 = ledger.percentile(99)
    said = (
        f"{loss}; {locked(folder)} locked, p50 {ledger.percentile(50) * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms"
    )
    record("G7", f"F12 {what}", said, counts=loss)
    assert loss.acknowledged == writes
    assert loss.is_none, loss
    assert ledger.answers.keys() == {ACKNOWLEDGED}
    assert locked(folder) == 0
    return p99


def test_nobody_is_told_locked(database: Database, tmp_path: Path) -> None:
    """As fast as the machine goes: the waits are its own, and say nothing."""
    writes = min(SIZES.writes, 2_000)
    loss, ledger = crowd(database, tmp_path, writes=writes)
    judge("20 writers without a break", loss, ledger, tmp_path, writes=writes)


@only_long
def test_nobody_waits_long(database: Database, tmp_path: Path) -> None:
    """Each writes up to five times a second: together more than all interviewers of 50,000 employees."""
    loss, ledger = crowd(database, tmp_path, writes=SIZES.writes, pause=PAUSE)
    assert judge("20 writers", loss, ledger, tmp_path, writes=SIZES.writes) <= P99


def test_sabotage_is_noticed(database: Database, tmp_path: Path) -> None:
    """Transactions that ask for the lock only when they write, and have read something older by then."""
    loss, _ = crowd(database, tmp_path, writes=SABOTAGED, wrong="deferred")
    record("G7", "F12 sabotage: deferred transactions", f"{loss}; {locked(tmp_path)} locked")
    assert locked(tmp_path) > 0
