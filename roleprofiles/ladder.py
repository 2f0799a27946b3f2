"""The ladder matrix of a revision: every skill against every level, and what changes on the way up.

Plain: knows names and kinds, no rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from roleprofiles.choices import RequirementKind

WEIGHT = {kind: place for place, kind in enumerate(RequirementKind)}
MARKS = {
    RequirementKind.MUST_HAVE: "●",
    RequirementKind.GOOD_TO_HAVE: "○",
    RequirementKind.PRODUCTION_SUPPORT: "◆",
    RequirementKind.OTHER: "·",
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """That a level (by its place, 0-based) asks for a skill."""

    skill: int
    level: int
    kind: RequirementKind
    name: str
    text: str = ""

    @property
    def mark(self) -> str:
        return MARKS[self.kind]


@dataclass(frozen=True, kw_only=True)
class LadderRow:
    """One skill: what each level asks of it (None: nothing), and the change in words."""

    name: str
    cells: tuple[Asked | None, ...]
    change: str
    is_step_up: bool


def ladder(level_names: Sequence[str], asked: Iterable[Asked]) -> list[LadderRow]:
    """Rows in the order in which skills are first asked for; the weightiest kind counts in a level.

    A skill that a level asks for twice by different names, ``Cloud (AWS)`` and ``Cloud (Azure)``, has a row
    for each name: none of its lines is hidden by another.
    """
    lines = list(asked)
    twice = _asked_twice(lines)
    rows: dict[tuple[int, str], dict[int, Asked]] = {}
    for one in lines:
        levels = rows.setdefault((one.skill, one.name.casefold() if one.skill in twice else ""), {})
        if one.level not in levels or WEIGHT[one.kind] < WEIGHT[levels[one.level].kind]:
            levels[one.level] = one
    return [_row(level_names, levels) for levels in rows.values()]


def _asked_twice(asked: Iterable[Asked]) -> set[int]:
    """The skills for which some level has several names."""
    names: dict[tuple[int, int], set[str]] = {}
    for one in asked:
        names.setdefault((one.skill, one.level), set()).add(one.name.casefold())
    return {skill for (skill, _), said in names.items() if len(said) > 1}


def _row(level_names: Sequence[str], levels: dict[int, Asked]) -> LadderRow:
    cells = tuple(levels.get(place) for place in range(len(level_names)))
    steps = [_step(below, above) for below, above in pairwise(cells)]
    told = [(name, step) for name, step in zip(level_names[1:], steps, strict=False) if step]
    names = list(dict.fromkeys(cell.name for cell in cells if cell))
    return LadderRow(
        name=" → ".join(names),
        cells=cells,
        change=told[0][1]
        if len(steps) == 1 and told
        else " · ".join(f"{name}: {step}" for name, step in told),
        is_step_up=any(_is_step_up(below, above) for below, above in pairwise(cells)),
    )


def _step(below: Asked | None, above: Asked | None) -> str:
    if below is None:
        return f"new, {above.kind.label.lower()}" if above else ""
    if above is None:
        return "no longer listed"
    if below.kind != above.kind:
        return f"{below.kind.label.lower()} → {above.kind.label.lower()}"
    return "kept" if (below.name, below.text) == (above.name, above.text) else "reworded"


def _is_step_up(below: Asked | None, above: Asked | None) -> bool:
    return bool(below and above and above.kind == RequirementKind.MUST_HAVE and below.kind != above.kind)
