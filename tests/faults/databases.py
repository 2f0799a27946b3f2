"""A database to break: built once, copied for each test."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from bin.postgres import Cluster

ROOT = Path(__file__).resolve().parents[2]
INTERVIEWERS = 24
BUILT = "built"
STORED = {
    "value": "SELECT id, value, version FROM interviews_rating WHERE scorecard_id",
    "evidence": "SELECT id, evidence, evidence_version FROM interviews_rating WHERE scorecard_id",
    "handover": "SELECT id, handover, handover_version FROM interviews_scorecard WHERE id",
}
Stored = Mapping[tuple[str, int], tuple[str, int]]  # (what, row) to (content, version)


@dataclass(frozen=True, kw_only=True)
class Person:
    session: str
    person: str
    email: str
    card: int
    ratings: list[int]


@dataclass(frozen=True)
class Database:
    """``cluster`` is the server it is on, and None for SQLite."""

    url: str
    people: list[Person]
    cluster: Cluster | None = None

    @property
    def file(self) -> Path:
        return Path(self.url.removeprefix("sqlite:///"))

    @contextlib.contextmanager
    def connected(self) -> Iterator[Any]:
        """Beside the application, each statement committed by itself."""
        if self.url.startswith("postgres:"):
            with psycopg.connect(self.url, autocommit=True) as connection:
                yield connection
        else:
            with contextlib.closing(sqlite3.connect(self.file, timeout=20)) as connection:
                yield connection

    def stored(self, cards: Iterable[int] = ()) -> Stored:
        """As it is in the database now, of all scorecards or of these."""
        which = f"IN ({', '.join(map(str, cards))})" if cards else "> 0"
        with self.connected() as connection:
            return {
                (what, row): (str(said or ""), version)
                for what, statement in STORED.items()
                for row, said, version in connection.execute(f"{statement} {which}").fetchall()
            }


def build(url: str) -> list[Person]:
    command = [sys.executable, "-m", "tests.faults.build", str(INTERVIEWERS)]
    done = subprocess.run(command, cwd=ROOT, env=environment(url), stdout=subprocess.PIPE, check=True)  # noqa: S603
    return [Person(**one) for one in json.loads(done.stdout)]


def environment(url: str, **variables: str) -> dict[str, str]:
    """Of every process of the application."""
    ours = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)}
    return {**os.environ, **ours, **variables}


class SQLite:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.built = folder / "built.sqlite3"
        self.people = build(f"sqlite:///{self.built}")
        # The last to close a database takes its log with it; a copy of the file alone is whole then.
        assert not self.built.with_name("built.sqlite3-wal").exists()

    def copy(self, name: str, folder: Path | None = None) -> Database:
        file = (folder or self.folder) / f"{name}.sqlite3"
        shutil.copy(self.built, file)
        return Database(f"sqlite:///{file}", self.people)


class PostgreSQL:
    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.execute(f"CREATE DATABASE {BUILT}")
        self.people = build(f"{cluster.server}/{BUILT}")

    def copy(self, name: str) -> Database:
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE {BUILT}')
        return Database(f"{self.cluster.server}/{name}", self.people, self.cluster)

    def execute(self, statement: str) -> None:
        with psycopg.connect(f"{self.cluster.server}/postgres", autocommit=True) as connection:
            connection.execute(statement)
