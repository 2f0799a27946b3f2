"""Act: criteria and an interview plan from the must-have list of a level."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import prefetch_related_objects

from accounts.choices import Verb
from accounts.models import Event, User
from interviews import coverage, offering
from interviews.choices import CriterionKind
from interviews.models import Criterion, Opening, Round
from roleprofiles.models import Level, Requirement

ROUND_MINUTES = 60


class LevelNotPublished(Exception):
    """Openings rest on published revisions only."""


class NoMustHaves(Exception):
    """A level without must-haves gives nothing to rate."""


@dataclass(frozen=True, kw_only=True)
class PlannedRound:
    title: str
    minutes: int
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, kw_only=True)
class PlanPreview:
    """What opening a search for a level would make; nothing is written by making one."""

    level: Level
    must_haves: tuple[Requirement, ...]
    rounds: tuple[PlannedRound, ...]
    raters: tuple[int, ...]
    shared: tuple[Requirement, ...]
    warnings: tuple[str, ...]

    @property
    def coverage(self) -> list[tuple[Requirement, list[bool], int]]:
        """For each must-have, which rounds assess it, and how many do."""
        return [
            (requirement, [requirement in one.requirements for one in self.rounds], raters)
            for requirement, raters in zip(self.must_haves, self.raters, strict=True)
        ]


def preview(level: Level) -> PlanPreview:
    """Spread the must-haves of a published level over rounds."""
    if not level.revision.is_published:
        raise LevelNotPublished("This level is in a draft. Publish it first.")
    must_haves = tuple(level.must_haves())
    if not must_haves:
        raise NoMustHaves(f"{level} lists no must-haves, so there is nothing to rate.")
    spread = coverage.spread(len(must_haves))
    return PlanPreview(
        level=level,
        must_haves=must_haves,
        rounds=tuple(
            PlannedRound(
                title=f"Round {n}",
                minutes=ROUND_MINUTES,
                requirements=tuple(must_haves[place] for place in places),
            )
            for n, places in enumerate(spread.rounds, 1)
        ),
        raters=tuple(spread.raters(place) for place in range(len(must_haves))),
        shared=tuple(must_haves[place] for place in spread.shared),
        warnings=tuple(coverage.warnings([len(places) for places in spread.rounds], len(must_haves))),
    )


@transaction.atomic
def open_search(level: Level, *, title: str, managers: Iterable[User], by: User) -> Opening:
    """Open a search with the criteria and rounds that ``preview`` shows. Who opens it manages it."""
    plan = preview(level)
    opening = Opening.objects.create(level=level, title=title, created_by=by)
    opening.managers.set({*managers, by})
    prefetch_related_objects(plan.must_haves, "anchors")
    criteria = Criterion.objects.bulk_create(
        Criterion(
            opening=opening,
            requirement_key=requirement.key,
            kind=CriterionKind.MUST_HAVE,
            name=requirement.name,
            detail=requirement.text,
            position=n,
            anchors={str(anchor.value): anchor.text for anchor in requirement.anchors.all()},
        )
        for n, requirement in enumerate(plan.must_haves, 1)
    )
    by_key = {criterion.requirement_key: criterion for criterion in criteria}
    for n, planned in enumerate(plan.rounds, 1):
        made = Round.objects.create(opening=opening, title=planned.title, minutes=planned.minutes, position=n)
        made.criteria.set([by_key[requirement.key] for requirement in planned.requirements])
    offering.offer_next_level(opening)
    Event.objects.record(Verb.OPENED, opening, by=by)
    return opening
