"""F7: of the writes 30 % are refused with 503, and of 20 % the answer is lost after they were stored."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.databases import Database
from tests.faults.figures import record
from tests.faults.ledger import UNAVAILABLE, Ledger, Loss, finish, writing
from tests.faults.server import serving
from tests.faults.sizes import SIZES, once, only_long

pytestmark = pytest.mark.faults
WRITERS = 4
SABOTAGED = 24  # writes; most of them take several tries


def losing(database: Database, folder: Path, *, writes: int, wrong: str = "") -> tuple[Loss, Ledger]:
    ledger = Ledger()
    with serving(database, folder, wrong=f"lossy,{wrong}".strip(",")) as server:
        writers = writing(server.port, database.people[:WRITERS], ledger, writes=writes // WRITERS)
        for one in writers:
            one.join(120)
        finish(writers)
    return ledger.compare(database.stored()), ledger


def test_a_repeat_is_known(database: Database, tmp_path: Path) -> None:
    writes = SIZES.writes // 5
    loss, ledger = losing(database, tmp_path, writes=writes)
    said = f"{loss}; {ledger.answers[0]} answers lost, {ledger.answers[UNAVAILABLE]} x 503"
    record("G1", "F7 lost answers", said, counts=loss)
    assert loss.acknowledged == writes
    assert loss.is_none, loss
    assert ledger.refused == []
    assert ledger.answers[0] > 0
    assert ledger.answers[UNAVAILABLE] > 0


@once
def test_sabotaged_keys_are_noticed(database: Database, tmp_path: Path) -> None:
    """An application that stores every repeat again."""
    loss, _ = losing(database, tmp_path, writes=SABOTAGED, wrong="no-keys,no-versions")
    record("G1", "F7 sabotage: no keys, no versions", str(loss))
    assert loss.double > 0


@only_long
def test_keys_alone_are_missed_too(database: Database, tmp_path: Path) -> None:
    """An application that takes a repeat for another tab, and says that it was changed elsewhere."""
    _, ledger = losing(database, tmp_path, writes=SABOTAGED, wrong="no-keys")
    record("G1", "F7 sabotage: no keys", f"{len(ledger.refused)} conflicts with oneself")
    assert ledger.refused != []
