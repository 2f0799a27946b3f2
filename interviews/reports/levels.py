"""What the levels of a revision ask for, and which of their lines are about the same skill."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from accounts.prepared import Prepared
from roleprofiles.choices import RequirementKind
from roleprofiles.models import Level


@dataclass(frozen=True, kw_only=True)
class AskedLine:
    """A line of a skill list. ``skill`` is the successor where the line's own was merged."""

    key: UUID
    kind: str
    name: str
    skill: int

    def alike(self, lines: Iterable[AskedLine]) -> list[AskedLine]:
        """Those about the same skill; only those of the same words, "Cloud (AWS)", where there are any."""
        same = [line for line in lines if line.skill == self.skill]
        words = [line for line in same if line.name.casefold() == self.name.casefold()]
        return words or same


class NamedLevel(NamedTuple):
    pk: int
    name: str


@dataclass(frozen=True, kw_only=True)
class AskedLevel:
    level: NamedLevel
    lines: tuple[AskedLine, ...]

    @property
    def must_haves(self) -> tuple[AskedLine, ...]:
        return tuple(line for line in self.lines if line.kind == RequirementKind.MUST_HAVE)


@dataclass(frozen=True, kw_only=True)
class Neighbours:
    """A level between those below it, the nearest first, and the next one above."""

    at: AskedLevel
    below: tuple[AskedLevel, ...]
    above: AskedLevel | None


@Prepared
def _lines(revision: int) -> QuerySet[Level, tuple[int, str, UUID | None, str, str, int]]:
    return Level.objects.filter(revision=revision).line_rows()


def neighbours_of(level: Level) -> Neighbours:
    """In one query."""
    found: dict[NamedLevel, list[AskedLine]] = {}
    for pk, level_name, key, kind, name, skill in _lines(level.revision_id):
        lines = found.setdefault(NamedLevel(pk, level_name), [])
        if key:
            lines.append(AskedLine(key=key, kind=kind, name=name, skill=skill))
    levels = [AskedLevel(level=one, lines=tuple(lines)) for one, lines in found.items()]
    place = next(place for place, one in enumerate(levels) if one.level.pk == level.pk)
    return Neighbours(
        at=levels[place],
        below=tuple(reversed(levels[:place])),
        above=levels[place + 1] if place + 1 < len(levels) else None,
    )
