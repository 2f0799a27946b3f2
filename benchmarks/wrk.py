"""wrk, the load client: many requests, as fast as they are answered, for so many seconds."""

from __future__ import annotations

import json
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

SCRIPT = Path(__file__).with_suffix(".lua")
GRACE = 30  # seconds over, before it is ended


@dataclass(frozen=True)
class Request:
    """In a body VERSION, VALUE and KEY stand for what is next; ``version`` is the first one."""

    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    version: int = 0

    @property
    def method(self) -> str:
        return "GET" if self.body is None else "POST"


@dataclass(frozen=True)
class Result:
    """``median``, ``p95`` and ``p99`` in milliseconds; ``failed`` requests had another answer than 200."""

    per_second: float
    median: float
    p95: float
    p99: float
    failed: int
    bytes: int


def find_wrk() -> str:
    if found := shutil.which("wrk"):
        return found
    sys.exit("The load client is missing: apt-get install wrk")


def load(port: int, requests: Sequence[Request], *, seconds: float, connections: int) -> Result:
    """One request at a time in each thread, so that it knows whose answer comes."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(_as_lua(requests))
        file.flush()
        command = [find_wrk(), f"-t{connections}", f"-c{connections}", f"-d{seconds:.0f}s", "--timeout=10s"]
        command += [f"--script={SCRIPT}", f"http://127.0.0.1:{port}/", "--", file.name, str(connections)]
        command.append(str(secrets.randbits(31)))
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds + GRACE)
    if done.returncode or not (said := re.search(r"^RESULT (.+)$", done.stdout, re.MULTILINE)):
        sys.exit(f"wrk failed: {done.stdout}{done.stderr}")
    found = json.loads(said[1])
    count = max(1, found["requests"])
    return Result(
        per_second=found["requests"] / (found["microseconds"] / 1e6),
        median=found["median"] / 1e3,
        p95=found["p95"] / 1e3,
        p99=found["p99"] / 1e3,
        failed=found["failed"],
        bytes=found["bytes"] // count,
    )


def _as_lua(requests: Sequence[Request]) -> str:
    """Each on a connection of its own, as from nginx: kept ones often fall to one of the server's processes
    all together, and the other one has nothing to do."""
    rows = []
    for one in requests:
        said = {**one.headers, "Connection": "close"}
        headers = ", ".join(f"[{_quoted(name)}] = {_quoted(value)}" for name, value in said.items())
        body = f", body = {_quoted(one.body)}, version = {one.version}" if one.body is not None else ""
        rows.append(
            f'{{method = "{one.method}", path = {_quoted(one.path)}, headers = {{{headers}}}{body}}},'
        )
    return "\n".join(["return {", *rows, "}"])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=True)
