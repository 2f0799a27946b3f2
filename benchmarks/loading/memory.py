"""Whether the server's processes grow: their memory before and after many requests of all kinds."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.wrk import Request, load
from tests.faults.server import Server

REQUESTS = 50_000
CONNECTIONS = 4
FIRST = 20  # seconds to warm up: some thousand requests
LONGEST = 60
MOST = 480
GROWTH = 0.20


@dataclass(frozen=True)
class Memory:
    """``before`` and ``after`` in megabytes, of each worker."""

    wanted: int
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
        return self.growth < GROWTH and not self.failed and self.requests >= self.wanted

    def __str__(self) -> str:
        workers = ", ".join(
            f"{before:.0f} to {after:.0f} MB" for before, after in zip(self.before, self.after, strict=True)
        )
        asked = f"{self.requests:,} of {self.wanted:,} requests, {self.failed} failed"
        return f"{asked}: {workers} ({self.growth:+.0%})"


def memory(server: Server, requests: Callable[[], Sequence[Request]], wanted: int = REQUESTS) -> Memory:
    """``requests`` are made anew for each piece, because ratings have other versions by then."""
    workers = sorted(server.workers)
    rate, _ = _ask(server, requests(), FIRST)
    before = [resident(pid) for pid in workers]
    asked = failed = 0.0
    until = time.monotonic() + MOST
    while asked < wanted and time.monotonic() < until:
        seconds = min(LONGEST, math.ceil((wanted - asked) / rate))
        rate, without = _ask(server, requests(), seconds)
        asked, failed = asked + rate * seconds, failed + without
    if sorted(server.workers) != workers:
        sys.exit("A process of the server has ended and was replaced.")
    return Memory(wanted, round(asked), round(failed), before, [resident(pid) for pid in workers])


def _ask(server: Server, requests: Sequence[Request], seconds: float) -> tuple[float, int]:
    """Requests a second, and how many of all failed."""
    found = load(server.port, requests, seconds=seconds, connections=CONNECTIONS)
    if not found.per_second:
        sys.exit("The server answers nothing.")
    return found.per_second, found.failed


def resident(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ProcessLookupError(pid)
