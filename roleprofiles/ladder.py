"""The ladder matrix of a revision: every skill against every level, and what changes on the way up.

Plain: knows names and kinds, no rows.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from roleprofiles import changes
from roleprofiles.choices import RequirementKind

WEIGHT = {kind: place for place, kind in enumerate(RequirementKind)}
MARKS = {
    RequirementKind.MUST_HAVE: "●",
    RequirementKind.GOOD_TO_HAVE: "○",
    RequirementKind.PRODUCTION_SUPPORT: "◆",
    RequirementKind.OTHER: "◇",
}


class Step(StrEnum):
    """What becomes of a skill from a level to another; in the order in which people ask for it."""

    PROMOTED = "promoted"
    NEW = "new"
    REWORDED = "reworded"
    LOWERED = "listed lower"
    GONE = "gone"
    KEPT = "kept"


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
class Rung:
    """A line of the lower level, of the upper one, or of both, and the step between them."""

    below: Asked | None
    above: Asked | None

    @property
    def name(self) -> str:
        there = self.above or self.below
        return there.name if there else ""

    @property
    def step(self) -> Step:
        if self.below is None or self.above is None:
            return Step.NEW if self.below is None else Step.GONE
        if self.below.kind != self.above.kind:
            return Step.PROMOTED if WEIGHT[self.above.kind] < WEIGHT[self.below.kind] else Step.LOWERED
        same = (self.below.name, self.below.text) == (self.above.name, self.above.text)
        return Step.KEPT if same else Step.REWORDED

    @property
    def words(self) -> str:
        """The step, with the kinds where they matter."""
        step, below, above = self.step, self.below, self.above
        if step == Step.NEW and above:
            return f"new, {_kind(above)}"
        if step == Step.PROMOTED and below and above:
            to = "" if above.kind == RequirementKind.MUST_HAVE else f" to {_kind(above)}"
            return f"promoted from {_kind(below)}{to}"
        if step == Step.LOWERED and above:
            return f"listed lower: {_kind(above)}"
        return step.value

    @property
    def is_step_up(self) -> bool:
        return bool(
            self.step == Step.PROMOTED and self.above and self.above.kind == RequirementKind.MUST_HAVE
        )


@dataclass(frozen=True, kw_only=True)
class LadderRow:
    """One skill: what each level asks of it (None: nothing), and the change in words."""

    name: str
    cells: tuple[Asked | None, ...]
    change: str
    is_step_up: bool


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """What the lists of two levels say of the way between them and a growth path does not: names."""

    new: tuple[str, ...]
    promoted: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.new or self.promoted)


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


def rungs(asked: Sequence[Asked], lower: int, upper: int) -> list[Rung]:
    """Every line of two levels once, as the upper one has them, then what only the lower one has.

    Lines of a skill belong together where they say the same, then by the weight of their kinds.
    """
    below, above = ([one for one in asked if one.level == level] for level in (lower, upper))
    pairs = changes.pair(
        sorted(below, key=lambda one: WEIGHT[one.kind]),
        sorted(above, key=lambda one: WEIGHT[one.kind]),
        lambda one: (one.skill, one.kind, one.name, one.text),
        lambda one: one.skill,
    )
    return [Rung(below=was, above=now) for was, now, _ in pairs]


def suggestion(asked: Sequence[Asked], lower: int, upper: int, steps: Iterable[str]) -> Suggestion:
    """Must-haves of the upper level that are new there, or good-to-have before; not those in ``steps``."""
    said = " ".join(" ".join(steps).casefold().split())
    found: dict[Step, dict[str, None]] = defaultdict(dict)
    for rung in rungs(asked, lower, upper):
        if rung.above and rung.above.kind == RequirementKind.MUST_HAVE:
            # "SQL (PostgreSQL, MySQL)" is said by who says SQL.
            short = rung.above.name.partition("(")[0].strip() or rung.above.name
            if not re.search(rf"(?<!\w){re.escape(short.casefold())}(?!\w)", said):
                found[rung.step][rung.above.name] = None
    return Suggestion(new=tuple(found[Step.NEW]), promoted=tuple(found[Step.PROMOTED]))


def _row(level_names: Sequence[str], levels: dict[int, Asked]) -> LadderRow:
    cells = tuple(levels.get(place) for place in range(len(level_names)))
    steps = [Rung(below=below, above=above) if below or above else None for below, above in pairwise(cells)]
    told = [(name, step.words) for name, step in zip(level_names[1:], steps, strict=False) if step]
    names = list(dict.fromkeys(cell.name for cell in cells if cell))
    return LadderRow(
        name=" → ".join(names),
        cells=cells,
        change=told[0][1]
        if len(steps) == 1 and told
        else " · ".join(f"{name}: {words}" for name, words in told),
        is_step_up=any(step.is_step_up for step in steps if step),
    )


def _kind(asked: Asked) -> str:
    return "another list" if asked.kind == RequirementKind.OTHER else asked.kind.label.lower()
