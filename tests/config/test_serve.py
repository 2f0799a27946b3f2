"""`make run`: the server and the worker end together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOGETHER = (
    "import sys; from bin.serve import run_together; sys.exit(run_together(*map(str.split, sys.argv[1:])))"
)


def together(*commands: str) -> subprocess.Popen[str]:
    said = [sys.executable, "-c", TOGETHER, *commands]
    return subprocess.Popen(said, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603


def is_there(file: Path) -> bool:
    """Whether the process is, whose number a file holds."""
    try:
        os.kill(int(file.read_text()), 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def sleeper(tmp_path: Path) -> tuple[str, Path]:
    """A command that does nothing for long, and where its number will be."""
    script, number = tmp_path / "sleep.py", tmp_path / "number"
    script.write_text(
        "import os, time, pathlib\n"
        f"pathlib.Path({str(number)!r}).write_text(str(os.getpid()))\n"
        "time.sleep(120)\n"
    )
    return f"{sys.executable} {script}", number


def test_when_one_ends_the_other_does(sleeper: tuple[str, Path], tmp_path: Path) -> None:
    command, number = sleeper
    dies = tmp_path / "dies.py"
    dies.write_text("import time\ntime.sleep(2)\nraise SystemExit(3)\n")
    with together(command, f"{sys.executable} {dies}") as process:
        said, _ = process.communicate(timeout=30)
    assert (process.returncode, "Rolecard stops." in said, is_there(number)) == (3, True, False)


@pytest.mark.parametrize("number_of", [signal.SIGTERM, signal.SIGINT])
def test_who_stops_it_stops_both(sleeper: tuple[str, Path], number_of: signal.Signals) -> None:
    command, number = sleeper
    with together(command, command) as process:
        while not (number.exists() and number.read_text()):
            time.sleep(0.05)
        process.send_signal(number_of)
        process.communicate(timeout=30)
    assert (process.returncode, is_there(number)) == (0, False)
