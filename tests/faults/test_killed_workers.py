"""F1: SIGKILL for a worker of gunicorn, again and again, while interviewers write."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import time
from pathlib import Path

import pytest

from tests.faults.databases import Database
from tests.faults.figures import record
from tests.faults.ledger import Ledger, Loss, finish, writing
from tests.faults.server import serving, until
from tests.faults.sizes import SIZES, once

pytestmark = pytest.mark.faults
EVERY = 0.7  # seconds
WRITERS = 6
LEAST = 3  # kills


def killing(database: Database, folder: Path, *, seconds: float, wrong: str = "") -> tuple[Loss, Ledger, int]:
    """What was lost, and how many workers were killed."""
    ledger, kills = Ledger(), 0
    with serving(database, folder, wrong=wrong) as server:
        writers = writing(server.port, database.people[:WRITERS], ledger)
        end = time.monotonic() + seconds
        while kills < LEAST or time.monotonic() < end:
            before = len(ledger)
            time.sleep(EVERY)
            # In the middle of writing, however long a new worker needs to begin on a busy machine.
            until(lambda mark=before: len(ledger) >= mark + WRITERS, 60, f"entries: {server.log}")
            if workers := server.workers:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(random.choice(workers), signal.SIGKILL)
                    kills += 1
        finish(writers)
        time.sleep(0.5 if wrong else 0)  # what was said too early may still come true
    return ledger.compare(database.stored()), ledger, kills


def test_nothing_acknowledged_is_lost(database: Database, tmp_path: Path) -> None:
    loss, ledger, kills = killing(database, tmp_path, seconds=SIZES.seconds)
    record("G1", "F1 killed workers", f"{loss}; {kills} kills, {ledger.repeats} repeats", counts=loss)
    assert kills >= LEAST
    assert loss.acknowledged >= LEAST * WRITERS
    assert loss.is_none, loss
    assert ledger.refused == []


@once
def test_sabotage_is_noticed(database: Database, tmp_path: Path) -> None:
    """An application that says 200 before it has stored anything."""
    loss, _, kills = killing(
        database, tmp_path, seconds=min(SIZES.seconds, 6), wrong="acknowledge-first,no-versions"
    )
    record("G1", "F1 sabotage: says 200 too early", f"{loss}; {kills} kills")
    assert loss.lost > 0
