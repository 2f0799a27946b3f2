"""F12: twenty write at once into SQLite. They wait for each other, and nobody is told "locked"."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from tests.faults.databases import Database
from tests.faults.figures import record
from tests.faults.ledger import ACKNOWLEDGED, Ledger, Loss, finish, writing
from tests.faults.server import serving
from tests.faults.sizes import SIZES

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite"),
]
WRITERS = 20
P99 = 0.5  # seconds
SABOTAGED = 100  # writes


def crowd(database: Database, folder: Path, *, writes: int, wrong: str = "") -> tuple[Loss, Ledger]:
    ledger = Ledger()
    with serving(database, folder, wrong=wrong, workers=4, threads=WRITERS // 4) as server:
        writers = writing(server.port, database.people[:WRITERS], ledger, writes=writes // WRITERS)
        for one in writers:
            one.join(300)
        finish(writers)
    return ledger.compare(database.stored()), ledger


def locked(folder: Path) -> int:
    return sum(log.read_text().count("database is locked") for log in folder.glob("gunicorn-*.log"))


def test_nobody_is_told_locked(database: Database, tmp_path: Path) -> None:
    loss, ledger = crowd(database, tmp_path, writes=SIZES.writes)
    p99 = ledger.percentile(99)
    record("G7", "F12 20 writers", f"{loss}; {locked(tmp_path)} locked, p99 {p99 * 1000:.0f} ms", counts=loss)
    assert loss.acknowledged == SIZES.writes
    assert loss.is_none, loss
    assert ledger.answers.keys() == {ACKNOWLEDGED}
    assert locked(tmp_path) == 0
    assert p99 <= P99 * SIZES.slack


def test_sabotage_is_noticed(database: Database, tmp_path: Path) -> None:
    """Transactions that ask for the lock only when they write, and have read something older by then."""
    loss, _ = crowd(database, tmp_path, writes=SABOTAGED, wrong="deferred")
    record("G7", "F12 sabotage: deferred transactions", f"{loss}; {locked(tmp_path)} locked")
    assert locked(tmp_path) > 0
