"""Figures of a run, and the machine that they are of."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
import subprocess
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.wrk import Result, find_wrk
from bin.postgres import find_postgres

MOST_GROWTH = 1.2
MOST_SEARCHING = 50  # ms
Measured = dict[str, dict[str, list[Result]]]  # by size and case, a result of each round


def lines(cases: list[dict[str, Any]], measured: Measured) -> list[dict[str, Any]]:
    """A line for each case: medians of the rounds at the larger size, and two ratios."""
    found = []
    for case in cases:
        large, small = measured["large"][case["name"]], measured["small"][case["name"]]
        twin = measured["large"].get(case["twin"], [])
        shares = [page.per_second / bare.per_second for page, bare in zip(large, twin, strict=False)]
        line = {
            "name": case["name"],
            "per_second": median(one.per_second for one in large),
            "median": median(one.median for one in large),
            "p95": median(one.p95 for one in large),
            "queries": case["queries"],
            "html": case["bytes"],
            "line": large[-1].bytes,
            "twin": case["twin"],
            "share": median(shares) if shares else None,
            "least": case["least"],
            "growth": median(b.median / max(a.median, 0.001) for a, b in zip(small, large, strict=True)),
            "failed": sum(one.failed for one in (*large, *small)),
        }
        found.append({**line, "missed": missed(line)})
    return found


def missed(line: dict[str, Any]) -> list[str]:
    """What was aimed at and not reached, in words."""
    found = []
    if line["least"] is not None and line["share"] < line["least"]:
        found.append(f"{line['share']:.2f} of its twin, {line['least']:.1f} wanted")
    if line["twin"] and line["growth"] > MOST_GROWTH:
        found.append(f"{line['growth']:.2f} times as long as with little data, {MOST_GROWTH} allowed")
    if line["name"] == "search" and line["median"] > MOST_SEARCHING:
        found.append(f"{line['median']:.0f} ms, {MOST_SEARCHING} allowed")
    return found


HEADS = (
    *("page", "requests/s", "median ms", "p95 ms", "queries", "body", "on the line"),
    *("of its twin", "wanted", "large : small"),
)


def markdown(report: dict[str, Any]) -> str:
    rows = [_row(HEADS), "|---" + "|---:" * (len(HEADS) - 1) + "|"]
    for one in report["cases"]:
        speed = (f"{one['per_second']:.0f}", f"{one['median']:.1f}", f"{one['p95']:.1f}")
        size = (str(one["queries"]), f"{one['html']:,}", f"{one['line']:,}")
        share = f"{one['share']:.2f}" if one["share"] is not None else ""
        least = f"{one['least']:.1f}" if one["least"] is not None else ""
        rows.append(_row((one["name"], *speed, *size, share, least, f"{one['growth']:.2f}")))
    not_reached = [f"- {one['name']}: {what}" for one in report["cases"] for what in one["missed"]]
    machine = ", ".join(f"{name} {said}" for name, said in report["machine"].items())
    return "\n".join([*rows, "", *(not_reached or ["All that was aimed at is reached."]), "", machine, ""])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def machine(database: str) -> dict[str, str]:
    """What a figure depends on."""
    cpu = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = {name: version(name) for name in ("Django", "gunicorn", "psycopg")}
    return {
        "CPU": f"{os.cpu_count()} × {cpu[1] if cpu else platform.machine()}",
        "memory": f"{memory:.0f} GiB",
        "Linux": platform.release(),
        "Python": platform.python_version(),
        **packages,
        **_database(database),
        "wrk": _said(find_wrk(), "-v").split()[1],
    }


def _database(kind: str) -> dict[str, str]:
    if kind == "sqlite":
        return {"SQLite": sqlite3.sqlite_version}
    return {"PostgreSQL": _said(str((find_postgres() or Path()) / "postgres"), "--version").split()[2]}


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout
