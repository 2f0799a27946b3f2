"""Databases and servers to measure: of their own, on loopback, gone when done."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from bin.postgres import cluster, find_postgres
from bin.serve import OPTIONS

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
# PostgreSQL keeps its promises here (fsync), and has the memory that a server of its own would get.
POSTGRESQL = ("-c shared_buffers=512MB", "-c max_wal_size=4GB", "-c effective_cache_size=4GB")
SERVERS = {
    "gthread": ["gunicorn", *OPTIONS],
    "sync": ["gunicorn", "--workers=2", "--worker-class=sync", "--no-control-socket"],
    "granian": ["granian", "--interface=wsgi", "--workers=2", "--blocking-threads=64", "--log-level=warning"],
}
OURS = (
    "SECRET_KEY",
    "DEBUG",
    "LOCAL_MODE",
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "DJANGO_SETTINGS_MODULE",
)


@contextlib.contextmanager
def databases(kind: str, folder: Path, names: list[str]) -> Iterator[dict[str, str]]:
    """Addresses of empty databases, by name."""
    if kind == "sqlite":
        yield {name: f"sqlite:///{folder / name}.sqlite3" for name in names}
        return
    if not (programs := find_postgres()):
        sys.exit("PostgreSQL's server is missing: apt-get install postgresql")
    with cluster(programs, *POSTGRESQL) as made:
        with psycopg.connect(f"{made.server}/postgres", autocommit=True) as connection:
            for name in names:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield {name: f"{made.server}/{name}" for name in names}


def environment(url: str) -> dict[str, str]:
    """Without what a developer has set for other purposes."""
    kept = {name: said for name, said in os.environ.items() if name not in OURS}
    return {**kept, "DATABASE_URL": url, "LOCAL_MODE": "1", "PYTHONPATH": str(ROOT), "LOG_LEVEL": "ERROR"}


def build(url: str, ratings: int) -> None:
    """A company in the database, and the static files that its pages name."""
    # The bulk of a company takes longer than any request may.
    env = {**environment(url), "DATABASE_STATEMENT_TIMEOUT": "600"}
    collect = ["manage.py", "collectstatic", "--noinput", "--clear", "--verbosity=0"]
    for command in (["-m", "benchmarks.company", f"--ratings={ratings}"], collect):
        subprocess.run([sys.executable, *command], cwd=ROOT, env=env, check=True)


def prepared(url: str, case: str = "") -> list[dict[str, Any]]:
    """The cases of a database, or the requests of one case as they are now."""
    command = [sys.executable, "-m", "benchmarks.prepare", *([case] if case else [])]
    done = subprocess.run(command, cwd=ROOT, env=environment(url), stdout=subprocess.PIPE, check=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


@contextlib.contextmanager
def serving(url: str, log: Path, server: str = "gthread") -> Iterator[tuple[int, int]]:
    """The port of a server of the application and its twins, and the process that has its workers."""
    port = free_port()
    program, *options = SERVERS[server]
    where = [f"--bind={HOST}:{port}"] if program == "gunicorn" else [f"--host={HOST}", f"--port={port}"]
    command = [sys.executable, "-m", program, "benchmarks.wsgi:application", *where, *options]
    with log.open("wb") as said:
        process = subprocess.Popen(command, cwd=ROOT, env=environment(url), stdout=said, stderr=said)
    try:
        wait_for(port, log)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, log: Path, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(OSError, http.client.HTTPException):
            asked = http.client.HTTPConnection(HOST, port, timeout=5)
            with contextlib.closing(asked):
                asked.request("GET", "/healthz")
                if asked.getresponse().status == 200:
                    return
        time.sleep(0.1)
    sys.exit(f"The server did not start within {seconds:.0f} s:\n{log.read_text()[-2_000:]}")
