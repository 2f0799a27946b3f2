"""A role document put together from lines that say one requirement each: rows of a table, say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from roleprofiles.choices import RequirementKind
from roleprofiles.documents import limits
from roleprofiles.documents.limits import Path
from roleprofiles.documents.remarks import Remarks
from roleprofiles.documents.sections import with_sections
from roleprofiles.documents.shapes import Level, OverviewLine, Requirement, RoleDocument, SkillList


@dataclass
class _List:
    title: str
    kind: RequirementKind
    requirements: list[Requirement] = field(default_factory=list)


@dataclass
class _Level:
    name: str
    lists: list[_List] = field(default_factory=list)
    place_of: dict[tuple[str, RequirementKind], int] = field(default_factory=dict)


class Gathering:
    """Levels and lists stand in the order in which they were named first.

    ``number`` is always the line that says it, for problems to name.
    """

    def __init__(self) -> None:
        self._levels: list[_Level] = []
        self._place_of: dict[str, int] = {}
        self._numbers: dict[Path, int] = {}

    def level(self, name: str, number: int) -> Path:
        place = self._place_of.setdefault(name.casefold(), len(self._levels))
        if place == len(self._levels):
            self._levels.append(_Level(name))
        self._numbers.setdefault(("levels", place), number)
        return "levels", place

    def skill_list(self, level: str, title: str, kind: RequirementKind, number: int) -> Path:
        path = self.level(level, number)
        held = self._levels[int(path[1])]
        place = held.place_of.setdefault((title.casefold(), kind), len(held.lists))
        if place == len(held.lists):
            held.lists.append(_List(title, kind))
        path = (*path, "parts", place)
        self._numbers.setdefault(path, number)
        return path

    def requirement(
        self, level: str, title: str, kind: RequirementKind, said: Requirement, number: int
    ) -> None:
        path = self.skill_list(level, title, kind, number)
        lines = self._levels[int(path[1])].lists[int(path[3])].requirements
        self._numbers[*path, "requirements", len(lines)] = number
        lines.append(said)

    def document(
        self, title: str, *, overview: Sequence[OverviewLine] = (), remarks: Remarks, number: int
    ) -> RoleDocument:
        """The document; what keeps it from being imported is said, ``number`` being where it begins."""
        levels = tuple(
            Level(
                name=level.name,
                parts=tuple(
                    SkillList(kind=one.kind, title=one.title, requirements=tuple(one.requirements))
                    for one in level.lists
                ),
            )
            for level in self._levels
        )
        document = with_sections(RoleDocument(title=title, overview=tuple(overview), levels=levels))
        for path, message in limits.faults(document):
            remarks.problem(self._number_at(path, number), message)
        return document

    def _number_at(self, path: Path, number: int) -> int:
        known = (self._numbers.get(path[:length]) for length in range(len(path), 0, -1))
        return next((found for found in known if found is not None), number)
