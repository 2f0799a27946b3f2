"""What the page of a plan prints: within bounds, since a page of thousands of lines helps nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from roleprofiles.documents.shapes import Level, QuestionSet, Requirement, SkillList
from roleprofiles.importing import Plan
from roleprofiles.models import Skill, skill_key

REMARKS_SHOWN = 50  # the command names all of them
CHANGES_SHOWN = 200
LINES_SHOWN = 300  # of a new document
NAMES_SHOWN = 100
NAMES_COMPARED = 200

Item = TypeVar("Item")


@dataclass(frozen=True)
class Shown(Generic[Item]):
    """The first of many, and how many more there are."""

    first: Sequence[Item]
    more: int


@dataclass(frozen=True)
class ShownPart:
    title: str
    count: int
    lines: Shown[Requirement]


def shown(plan: Plan) -> dict[str, object]:
    return {
        "plan": plan,
        "problems": _first(plan.problems, REMARKS_SHOWN),
        "warnings": _first(plan.reading.warnings, REMARKS_SHOWN),
        "mends": _first(plan.reading.mends, REMARKS_SHOWN),
        "changes": _first(plan.changes.visible, CHANGES_SHOWN),
        "new_skills": _first(plan.new_skills, NAMES_SHOWN),
        "levels": _levels(plan.document.levels) if plan.document else [],
    }


def alike(plan: Plan) -> Mapping[str, Skill]:
    """New names that look like a skill which the library knows, and that skill."""
    names = plan.new_skills[:NAMES_COMPARED] if plan.is_importable and not plan.is_unchanged else ()
    found = Skill.objects.like(set(names)) if names else {}
    return {name: skill for name in names if (skill := found.get(skill_key(name)))}


def _first(found: Sequence[Item], limit: int) -> Shown[Item]:
    return Shown(found[:limit], max(len(found) - limit, 0))


def _levels(levels: Sequence[Level]) -> list[tuple[Level, Shown[ShownPart]]]:
    """Levels with their lists, as far as the lines go."""
    found, left = [], LINES_SHOWN
    for level in levels:
        parts: list[ShownPart] = []
        for part in level.parts:
            if left <= 0:
                break
            parts.append(_part(part, left))
            left -= 1 + len(parts[-1].lines.first)
        found.append((level, Shown(parts, len(level.parts) - len(parts))))
    return found


def _part(part: SkillList | QuestionSet, left: int) -> ShownPart:
    if isinstance(part, QuestionSet):
        return ShownPart(part.title, len(part.questions), Shown((), 0))
    return ShownPart(part.title, len(part.requirements), _first(part.requirements, left))
