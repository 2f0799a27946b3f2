"""What a search is made of: one is opened by the act that people use, read, and taken back again."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from interviews import planning
from interviews.models import Criterion, Opening, Round
from roleprofiles.models import Level


@dataclass(frozen=True)
class PatternRound:
    """``rated`` are places in the pattern's criteria, in the order of a card."""

    row: Round
    assessed: tuple[int, ...]
    rated: tuple[int, ...]


@dataclass(frozen=True)
class Pattern:
    level: Level
    title: str
    criteria: tuple[Criterion, ...]
    rounds: tuple[PatternRound, ...]


def patterns(levels: list[Level], *, by: User) -> list[Pattern]:
    found = []
    for level in levels:
        with transaction.atomic():
            title = f"{level.revision.title}, {level.name}"
            found.append(_read(planning.open_search(level, title=title, managers=[], by=by)))
            transaction.set_rollback(True)
    return found


def _read(opening: Opening) -> Pattern:
    criteria = tuple(opening.criteria.order_by("beneath", "position", "pk"))
    criteria = (*(c for c in criteria if not c.beneath_id), *(c for c in criteria if c.beneath_id))
    place = {one.pk: n for n, one in enumerate(criteria)}
    rounds = []
    for row in opening.rounds.prefetch_related("criteria"):
        assessed = tuple(place[one.pk] for one in row.criteria.all())
        above = {n: [m for m, c in enumerate(criteria) if c.beneath_id == criteria[n].pk] for n in assessed}
        rated = tuple(k for n in assessed for k in (n, *above[n]))
        rounds.append(PatternRound(row, assessed, rated))
    return Pattern(opening.level, opening.title, criteria, tuple(rounds))
