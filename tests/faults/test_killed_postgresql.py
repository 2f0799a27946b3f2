"""F2: PostgreSQL is killed under the application, which is never touched."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from bin.postgres import Cluster
from tests.faults.databases import Database, PostgreSQL
from tests.faults.figures import record
from tests.faults.ledger import ACKNOWLEDGED, UNAVAILABLE, Browser, Ledger, Loss, finish, writing
from tests.faults.server import Server, serving, until
from tests.faults.sizes import SIZES

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL"),
]
WRITERS = 4
BACK = 5  # seconds
WAYS = ("kill -9", "immediate stop", "kill -9 of one backend")
# Commits are acknowledged before they are on the disk, and get there late.
FORGETFUL = ("-c synchronous_commit=off", "-c wal_writer_delay=10s")


def end(way: str, database: Database) -> None:
    """Returns when the database is there again."""
    cluster = database.cluster
    assert cluster
    if way == WAYS[2]:
        with database.connected() as beside:
            here = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            pid = beside.execute(f"{here} AND pid <> pg_backend_pid()").fetchone()[0]
            os.kill(pid, signal.SIGKILL)
            time.sleep(0.2)  # the server now ends all the others and recovers
        until(lambda: is_back(database), 30, "PostgreSQL to recover")
        return
    if way == WAYS[0]:
        cluster.kill()
    else:
        cluster.stop("immediate")
    time.sleep(0.5)


def is_back(database: Database) -> bool:
    try:
        with database.connected() as beside:
            return bool(beside.execute("SELECT 1").fetchone() == (1,))
    except psycopg.OperationalError:
        return False


def crashing(
    database: Database, folder: Path, *, ways: tuple[str, ...], options: tuple[str, ...] = ()
) -> tuple[Loss, Ledger, list[float]]:
    """What was lost, and after how many seconds a new request was answered 200 again."""
    assert database.cluster
    ledger, back = Ledger(), []
    with serving(database, folder) as server:
        writers = writing(server.port, database.people[:WRITERS], ledger)
        for way in ways:
            time.sleep(SIZES.seconds / 3)
            end(way, database)
            if not database.cluster.is_running:
                database.cluster.start(*options)
            back.append(until(lambda: answers_again(server, database), 30, "the application"))
        time.sleep(SIZES.seconds / 3)
        finish(writers)
    return ledger.compare(database.stored()), ledger, back


def answers_again(server: Server, database: Database) -> bool:
    browser = Browser(server.port, database.people[-1])
    status = browser.ask("GET", f"/scorecards/{browser.person.card}/").status
    browser.close()
    assert status in (ACKNOWLEDGED, UNAVAILABLE)
    return status == ACKNOWLEDGED


def test_nothing_acknowledged_is_lost(database: Database, tmp_path: Path, lasting: Cluster) -> None:
    loss, ledger, back = crashing(database, tmp_path, ways=WAYS)
    said = f"{loss}; {ledger.answers[UNAVAILABLE]} x 503, {ledger.repeats} repeats"
    record("G1", "F2 killed PostgreSQL", said, counts=loss)
    times = ", ".join(f"{way} {seconds:.1f} s" for way, seconds in zip(WAYS, back, strict=True))
    record("G8", "F2 answers after", times)
    assert loss.acknowledged > 50
    assert loss.is_none, loss
    assert ledger.refused == []
    assert max(back) <= BACK * SIZES.slack
    # Checks each page of the cluster, which it only does of one that was shut down in peace.
    lasting.stop()
    lasting.run("pg_checksums", "--check")
    lasting.start()


def test_sabotage_is_noticed(postgresql: PostgreSQL, tmp_path: Path, lasting: Cluster) -> None:
    """A database that acknowledges before it has written."""
    lasting.stop()
    lasting.start(*FORGETFUL)
    database = postgresql.copy("forgetful")
    loss, _, _ = crashing(database, tmp_path, ways=WAYS[1:2] * 3, options=FORGETFUL)
    record("G1", "F2 sabotage: synchronous_commit=off", str(loss))
    lasting.stop()
    lasting.start()
    assert loss.lost > 0
