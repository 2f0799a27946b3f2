"""What was measured, by the goal it is about; `make faults` prints it."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import connection


@dataclass(frozen=True)
class Figure:
    goal: str
    fault: str
    database: str
    said: str


FIGURES: list[Figure] = []


def record(goal: str, fault: str, said: str, *, database: str = "") -> None:
    figure = Figure(goal, fault, database or connection.display_name, said)
    FIGURES.append(figure)
    if file := os.environ.get("FAULTS_FIGURES"):
        with Path(file).open("a") as lines:
            lines.write(json.dumps(asdict(figure)) + "\n")


def table(figures: list[Figure]) -> list[str]:
    rows = sorted(figures, key=lambda one: (one.goal, one.fault, one.database))
    return [f"{one.goal:<4} {one.fault:<34} {one.database:<10} {one.said}" for one in rows]
