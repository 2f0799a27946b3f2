"""What was measured, by the goal it is about; `make faults` prints it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import connection


@dataclass(frozen=True)
class Figure:
    """``counts``: acknowledged, lost, wrong, double; empty for sabotage and for what keeps no ledger."""

    goal: str
    fault: str
    database: str
    said: str
    counts: Sequence[int] = ()


FIGURES: list[Figure] = []


def record(goal: str, fault: str, said: str, *, counts: Sequence[int] = ()) -> None:
    figure = Figure(goal, fault, connection.display_name, said, counts)
    FIGURES.append(figure)
    if file := os.environ.get("FAULTS_FIGURES"):
        with Path(file).open("a") as lines:
            lines.write(json.dumps(asdict(figure)) + "\n")


def table(figures: Iterable[Figure]) -> list[str]:
    rows = sorted(figures, key=lambda one: (one.goal, one.fault, one.database))
    sums = [sum(column) for column in zip(*(one.counts for one in rows if one.counts), strict=True)]
    lines = [f"{one.goal:<3} {one.fault:<37} {one.database:<10} {one.said}" for one in rows]
    if sums:
        lines.append("All ledgers: {} acknowledged, {} lost, {} wrong, {} double".format(*sums))
    return lines
