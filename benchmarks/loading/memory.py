"""Whether the server's processes grow: their memory before and after many requests of all kinds."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.wrk import Request, load
from tests.faults.server import Server

WARM_UP = 2_000  # requests
REQUESTS = 50_000
CONNECTIONS = 4
PIECE = 20  # seconds
GROWTH = 0.20


@dataclass(frozen=True)
class Memory:
    """``before`` and ``after`` in megabytes, of each worker."""

    requests: int
    failed: int
    before: list[float]
    after: list[float]

    @property
    def growth(self) -> float:
        """Of the one that has grown most."""
        return max(after / before for before, after in zip(self.before, self.after, strict=True)) - 1

    @property
    def is_met(self) -> bool:
        return self.growth < GROWTH and not self.failed

    def __str__(self) -> str:
        workers = ", ".join(
            f"{before:.0f} to {after:.0f} MB" for before, after in zip(self.before, self.after, strict=True)
        )
        return f"{self.requests:,} requests, {self.failed} failed: {workers} ({self.growth:+.0%})"


def memory(server: Server, requests: Sequence[Request], wanted: int = REQUESTS) -> Memory:
    workers = sorted(server.workers)
    _ask(server, requests, min(WARM_UP, wanted))
    before = [resident(pid) for pid in workers]
    asked, failed = _ask(server, requests, wanted)
    if sorted(server.workers) != workers:
        sys.exit("A process of the server has ended and was replaced.")
    return Memory(asked, failed, before, [resident(pid) for pid in workers])


def _ask(server: Server, requests: Sequence[Request], wanted: int) -> tuple[int, int]:
    """At least so many requests, and how many of them failed."""
    asked = failed = 0
    while asked < wanted:
        found = load(server.port, requests, seconds=PIECE, connections=CONNECTIONS)
        asked += round(found.per_second * PIECE)
        failed += found.failed
        if not found.per_second:
            sys.exit("The server answers nothing.")
    return asked, failed


def resident(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ProcessLookupError(pid)
