"""gunicorn, as README.md says a server is started, on a database that a test may break."""

from __future__ import annotations

import contextlib
import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bin.postgres import children
from tests.faults.databases import ROOT, Database, environment
from tests.faults.sizes import SIZES

HOST = "127.0.0.1"
START = 60  # seconds; a busy machine loads Django slowly


class Server:
    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process = process
        self.port = port
        self.log = log

    @property
    def workers(self) -> list[int]:
        return children(self.process.pid)

    def answers(self) -> bool:
        with contextlib.suppress(OSError, http.client.HTTPException):
            asked = http.client.HTTPConnection(HOST, self.port, timeout=5)
            with contextlib.closing(asked):
                asked.request("GET", "/healthz")
                return asked.getresponse().status in (200, 503)
        return False


@contextlib.contextmanager
def serving(
    database: Database,
    folder: Path,
    *,
    wrong: str = "",
    workers: int = SIZES.workers,
    threads: int = 4,
    settings: Mapping[str, str] | None = None,
    application: str = "config.wsgi",
    options: Sequence[str] = (),
) -> Iterator[Server]:
    """``wrong`` is what tests/faults/wsgi.py does wrong; ``settings`` are variables of README.md.

    ``options`` of gunicorn replace those of a test.
    """
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    if wrong:
        application = "tests.faults.wsgi"
    command = [sys.executable, "-m", "gunicorn", application, f"--bind={HOST}:{port}"]
    command += options or options_of(workers, threads)
    log = folder / f"gunicorn-{port}.log"
    env = environment(database.url, FAULTS_WRONG=wrong, **(settings or {}))
    with log.open("wb") as said:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=said, stderr=subprocess.STDOUT)  # noqa: S603
    server = Server(process, port, log)
    try:
        until(server.answers, START, f"gunicorn to start: {log}")
        yield server
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def options_of(workers: int, threads: int) -> list[str]:
    options = [
        f"--workers={workers}",
        "--worker-class=gthread",
        f"--threads={threads}",
        "--no-control-socket",
    ]
    # It loads Django once for all workers, which saves most of the time.
    return options if SIZES.is_long else [*options, "--preload"]


def until(happened: object, seconds: float, what: str) -> float:
    """Seconds until ``happened()`` was true; bounded."""
    assert callable(happened)
    began = time.monotonic()
    while not happened():
        assert time.monotonic() - began < seconds, f"waited {seconds} s for {what}"
        time.sleep(0.02)
    return time.monotonic() - began
