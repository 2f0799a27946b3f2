"""F18 and F19: SIGKILL for the worker of mails between each two of its steps."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.faults.databases import INTERVIEWERS, ROOT, Database, environment
from tests.faults.figures import record
from tests.faults.mailer import STEPS
from tests.faults.server import until
from tests.faults.sizes import SIZES, once

pytestmark = pytest.mark.faults
INTERVIEWS = 21 if SIZES.is_long else 1
MAILS = INTERVIEWS * INTERVIEWERS
KILLS = 60 if SIZES.is_long else len(STEPS)


def mailer(database: Database, *said: str) -> int:
    command = [sys.executable, "-m", "tests.faults.mailer", *said]
    return subprocess.run(command, cwd=ROOT, env=environment(database.url), check=False).returncode  # noqa: S603


def arrived(folder: Path) -> list[tuple[str, str]]:
    """The message id, and what a calendar goes by, of all that was sent."""
    found = []
    for file in sorted(folder.iterdir()):
        for data in file.read_bytes().split(b"\n" + b"-" * 79 + b"\n")[:-1]:
            message = message_from_bytes(data, policy=policy.default)
            text = data.decode()
            event = [line for line in text.splitlines() if line.startswith(("UID:", "SEQUENCE:", "METHOD:"))]
            found.append((str(message["Message-ID"]), " ".join(event)))
    return found


def unsent(database: Database) -> int:
    with database.connected() as connection:
        statement = "SELECT count(*) FROM interviews_mail WHERE sent_at IS NULL"
        return int(connection.execute(statement).fetchone()[0])


def killing(database: Database, folder: Path, *, kills: int, wrong: str = "") -> int:
    """How often a worker was killed before all was sent."""
    assert mailer(database, "write", str(INTERVIEWS)) == 0
    assert unsent(database) == MAILS
    killed = 0
    for n in range(kills):
        step = "before sending" if wrong else STEPS[n % len(STEPS)]
        times = random.randint(1, 2 * MAILS // kills or 1) if SIZES.is_long else 2
        status = mailer(database, str(folder), step, str(times), *([wrong] if wrong else []))
        assert status in (0, -signal.SIGKILL)
        killed += status != 0
    assert mailer(database, str(folder), "", "0") == 0
    return killed


def test_every_mail_arrives_and_has_its_effect_once(database: Database, tmp_path: Path) -> None:
    killed = killing(database, tmp_path, kills=KILLS)
    found = arrived(tmp_path)
    ids, repeats = {one for one, _ in found}, len(found) - len(set(found))
    said = f"{MAILS} mails, {killed} kills, {MAILS - len(ids)} lost, {repeats} sent again as the same"
    record(
        "G13",
        "F18 killed workers of mails",
        said,
        counts=(MAILS, MAILS - len(ids), 0, len(set(found)) - MAILS),
    )
    assert (len(ids), len(set(found)), unsent(database)) == (MAILS, MAILS, 0)
    assert (killed >= len(STEPS), repeats <= killed) == (True, True)


def test_a_worker_that_is_told_to_stop_does(database: Database) -> None:
    assert mailer(database, "write", "1") == 0
    command, env = [sys.executable, "manage.py", "work"], environment(database.url)
    with subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE) as worker:  # noqa: S603
        until(lambda: unsent(database) == 0, 60, "mails to be sent")
        worker.terminate()
        seconds = until(lambda: worker.poll() is not None, 20, "the worker to end")
        assert worker.stderr
        assert (worker.returncode, worker.stderr.read()) == (0, b"")
    record("G13", "a worker is told to stop", f"{seconds:.1f} s")


@once
def test_a_worker_that_notes_before_it_sends_is_noticed(database: Database, tmp_path: Path) -> None:
    killed = killing(database, tmp_path, kills=2, wrong="note-first")
    lost = MAILS - len(set(arrived(tmp_path)))
    record("G13", "F18 sabotage: notes before it sends", f"{lost} of {MAILS} lost, {killed} kills")
    assert lost == killed > 0
