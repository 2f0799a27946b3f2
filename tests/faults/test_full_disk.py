"""F11: the disk of the database is full. Nothing is acknowledged that is not kept, and room is enough."""

from __future__ import annotations

import contextlib
import errno
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from bin.postgres import Cluster, stopped_at_the_end
from tests.faults.databases import Database, PostgreSQL, SQLite
from tests.faults.figures import record
from tests.faults.ledger import ACKNOWLEDGED, UNAVAILABLE, Browser, Ledger, Loss, finish, writing
from tests.faults.server import serving, until
from tests.faults.sizes import only_long

pytestmark = pytest.mark.faults
only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite")
only_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL")
WRITERS = 8
LEFT = 300_000  # bytes, less than they write
LARGE = 9_000  # characters of one text; the longest that is taken is 10,000
SPARING = ("-c min_wal_size=2MB", "-c max_wal_size=4MB")
# A checkpoint that finds no room for its own notes stops PostgreSQL, and it would have to be started again.
NO_CHECKPOINT = ("-c max_wal_size=1GB", "-c checkpoint_timeout=1h")


class Disk:
    """A small file system of its own. ``fill`` leaves some bytes, ``make_room`` gives them all back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ballast = folder / "ballast"

    def fill(self, *, leaving: int) -> None:
        """Somebody else may take the room that was counted; then there is less to fill."""
        with self.ballast.open("wb") as file:
            for _ in range(50):
                free = os.statvfs(self.folder)
                size = free.f_bavail * free.f_frsize - leaving
                try:
                    if size > 0:
                        os.posix_fallocate(file.fileno(), 0, size)
                    return
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise
            raise AssertionError("the room changes faster than it can be filled")

    def make_room(self) -> None:
        self.ballast.unlink()


@contextlib.contextmanager
def open_folder() -> Iterator[Path]:
    """Where the user of PostgreSQL's server may come, too; pytest's folders are closed."""
    with tempfile.TemporaryDirectory(prefix="rolecard-disk-") as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


@contextlib.contextmanager
def disk(megabytes: int) -> Iterator[Disk]:
    """Skips where nothing may be mounted."""
    with open_folder() as folder:
        options = ["-t", "tmpfs", "-o", f"size={megabytes}m,mode=777"]
        try:
            done = run("mount", *options, "tmpfs", str(folder))
        except FileNotFoundError:
            pytest.skip("there is no mount command here")
        if done.returncode != 0:
            pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")
        try:
            yield Disk(folder)
        finally:
            assert run("umount", "--lazy", str(folder)).returncode == 0


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603


def full(
    database: Database, small: Disk, folder: Path, *, wrong: str = "", then: Callable[[], None] = lambda: None
) -> tuple[Loss, Ledger, int, float]:
    """Write until the disk is full, read, make room: what a page answered, and when writing went on."""
    ledger = Ledger()
    reader = database.people[-1]
    with serving(database, folder, wrong=wrong) as server:
        writers = writing(server.port, database.people[:WRITERS], ledger, length=LARGE)
        until(lambda: len(ledger) > 10, 30, "the first entries")
        small.fill(leaving=LEFT)
        if wrong:
            time.sleep(3)
        else:
            until(lambda: ledger.answers[UNAVAILABLE] >= WRITERS, 60, "a full disk")
        then()
        with contextlib.closing(Browser(server.port, reader)) as browser:
            page = browser.ask("GET", f"/scorecards/{reader.card}/").status
        before = len(ledger)
        small.make_room()
        if database.cluster and not database.cluster.is_running:
            database.cluster.start()
        recovery = until(lambda: len(ledger) > before + WRITERS, 60, "room to be noticed")
        finish(writers)
    return ledger.compare(database.stored()), ledger, page, recovery


def judge(what: str, loss: Loss, ledger: Ledger, page: int, recovery: float) -> None:
    reasons = ", ".join(f"{count} x {reason}" for reason, count in ledger.reasons.items())
    said = f"{loss}; 503: {reasons}; a page {page}; room noticed after {recovery:.1f} s"
    record("G1", f"F11 {what}", said, counts=loss)
    assert loss.is_none, loss
    assert ledger.refused == []


@only_sqlite
def test_sqlite_says_that_there_is_no_room(sqlite: SQLite, tmp_path: Path) -> None:
    with disk(6) as small:
        database = sqlite.copy("full", small.folder)
        loss, ledger, page, recovery = full(database, small, tmp_path)
        judge("full disk", loss, ledger, page, recovery)
        with database.connected() as beside:
            assert beside.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert ledger.reasons.keys() == {"full"}
    assert page == ACKNOWLEDGED


@only_long
@only_sqlite
def test_sabotage_is_noticed(sqlite: SQLite, tmp_path: Path) -> None:
    """An application that says 200 before it knows whether there is room."""
    with disk(6) as small:
        database = sqlite.copy("hasty", small.folder)
        loss, _, _, _ = full(database, small, tmp_path, wrong="acknowledge-first,no-versions")
    record("G1", "F11 sabotage: says 200 too early", str(loss))
    assert loss.lost > 0


@contextlib.contextmanager
def cramped(
    programs: Path, *words: str, options: tuple[str, ...] = SPARING
) -> Iterator[tuple[Database, Disk]]:
    """A cluster on a small disk."""
    with disk(120) as small:
        cluster = Cluster(programs, small.folder)
        cluster.initialise("--wal-segsize=1", *words)
        with stopped_at_the_end(cluster):
            cluster.options = options
            cluster.start()
            yield PostgreSQL(cluster).copy("full"), small


@only_postgresql
def test_postgresql_says_that_there_is_no_room(programs: Path, tmp_path: Path) -> None:
    """Its log is on another disk, so that it can go on and say so."""
    elsewhere = open_folder()
    with elsewhere as outside, cramped(programs, f"--waldir={outside}/wal", options=NO_CHECKPOINT) as there:
        database, small = there
        loss, ledger, page, recovery = full(database, small, tmp_path)
        judge("full disk", loss, ledger, page, recovery)
    assert ledger.reasons.keys() == {"full"}
    assert page == ACKNOWLEDGED


@only_long
@only_postgresql
def test_postgresql_ends_without_room_for_its_log(programs: Path, tmp_path: Path) -> None:
    """It stops, cannot recover either, and is started again when there is room."""
    with cramped(programs) as (database, small):
        cluster = database.cluster
        assert cluster

        def end() -> None:
            with contextlib.suppress(psycopg.Error), database.connected() as beside:
                for _ in range(100):
                    beside.execute("SELECT pg_logical_emit_message(false, '', repeat('x', 500000))")
            until(lambda: not cluster.is_running, 30, "PostgreSQL to give up")

        loss, ledger, page, recovery = full(database, small, tmp_path, then=end)
        judge("full disk, its log too", loss, ledger, page, recovery)
    assert ledger.reasons.keys() == {"full", "away"}
    assert page == UNAVAILABLE
