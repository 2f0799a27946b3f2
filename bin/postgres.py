"""PostgreSQL's server programs, and clusters of their own for tests: on loopback only, gone when done."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any


def find_postgres() -> Path | None:
    """The folder of the server programs, the newest there is."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
    if pg_config := shutil.which("pg_config"):
        asked = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        folders.insert(0, Path(asked.stdout.strip()))
    if initdb := shutil.which("initdb"):
        folders.insert(0, Path(initdb).resolve().parent)
    return next((folder for folder in reversed(folders) if (folder / "initdb").is_file()), None)


class Cluster:
    """In a folder of its own; ``port`` stays the same from start to start."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs = programs
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "log"
        self.options: tuple[str, ...] = ()  # of every start
        # The server refuses to run as root.
        self.person: dict[str, Any] = {}
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(folder, owner.pw_uid, owner.pw_gid)
            self.person = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    @property
    def server(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}"

    def initialise(self, *words: str) -> None:
        locale = ("--encoding=UTF8", "--locale=C.UTF-8")
        self.run("initdb", "--auth=trust", "--username=postgres", "--no-sync", *locale, *words)

    def start(self, *options: str) -> None:
        """With no socket file, so nothing outside the folder. Returns when it accepts connections."""
        place = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
        words = " ".join([place, *self.options, *options])
        self.run("pg_ctl", "start", "--wait", f"--log={self.log}", f"--options={words}")

    def stop(self, mode: str = "fast") -> None:
        self.run("pg_ctl", "stop", "--wait", f"--mode={mode}")

    def kill(self) -> None:
        """SIGKILL for the server and each of its processes: nobody gets to say goodbye."""
        server = self._pid
        os.kill(server, signal.SIGSTOP)  # or it would make others meanwhile
        everybody = [*children(server), server]
        for pid in everybody:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while any(map(is_alive, everybody)):
            time.sleep(0.01)
        # It names a process that is dead but may not be buried, which the next server would take for alive.
        (self.data / "postmaster.pid").unlink()

    @property
    def is_running(self) -> bool:
        return (self.data / "postmaster.pid").is_file() and is_alive(self._pid)

    def run(self, program: str, *words: str) -> None:
        command = [str(self.programs / program), f"--pgdata={self.data}", *words]
        subprocess.run(command, cwd=self.folder, stdout=subprocess.DEVNULL, check=True, **self.person)

    @property
    def _pid(self) -> int:
        return int((self.data / "postmaster.pid").read_text().splitlines()[0])


@contextlib.contextmanager
def cluster(programs: Path, *options: str, initdb: Iterable[str] = ()) -> Iterator[Cluster]:
    """A cluster that lives as long as this context, made and started with these options."""
    with tempfile.TemporaryDirectory(prefix="rolecard-postgres-") as folder:
        made = Cluster(programs, Path(folder))
        made.initialise(*initdb)
        made.options = options
        with stopped_at_the_end(made):
            made.start()
            yield made


@contextlib.contextmanager
def stopped_at_the_end(made: Cluster) -> Iterator[Cluster]:
    try:
        yield made
    finally:
        if made.is_running:
            made.stop("immediate")


def children(pid: int) -> list[int]:
    found = [task.read_text().split() for task in Path(f"/proc/{pid}/task").glob("*/children")]
    return [int(child) for some in found for child in some]


def is_alive(pid: int) -> bool:
    """A dead process that nobody has buried yet is not, whatever `pg_ctl status` says of it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
