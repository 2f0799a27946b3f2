"""Act: what the next level asks of the same skills, offered on scorecards after a 3 or 4."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from interviews.choices import CriterionKind
from interviews.models import Criterion, Opening
from interviews.reports.levels import neighbours_of
from roleprofiles.models import Requirement


@transaction.atomic
def offer_next_level(opening: Opening) -> list[Criterion]:
    """Hang each must-have of the level above beneath the must-have that is about the same skill.

    What the opening has already is left as it is, so this may be done again after criteria were added.
    Scorecards that are given out have no row for what is new.
    """
    current = list(opening.criteria.current())
    taken = {criterion.requirement_key for criterion in current}
    beneath = {key: criterion for key, criterion in _places(opening, current).items() if key not in taken}
    requirements = Requirement.objects.filter(
        key__in=beneath, skill_list__level__revision=opening.level.revision_id
    ).prefetch_related("anchors")
    return Criterion.objects.bulk_create(
        Criterion(
            opening=opening,
            requirement_key=requirement.key,
            kind=CriterionKind.NEXT_LEVEL,
            beneath=beneath[requirement.key],
            name=requirement.name,
            detail=requirement.text,
            position=beneath[requirement.key].position,
            anchors={str(anchor.value): anchor.text for anchor in requirement.anchors.all()},
            since=opening.plan_version,
        )
        for requirement in requirements
    )


def _places(opening: Opening, current: list[Criterion]) -> dict[UUID, Criterion]:
    """By the keys of the level above, the must-have of this level that is about the same skill."""
    levels = neighbours_of(opening.level)
    if levels.above is None:
        return {}
    must_haves = {one.requirement_key: one for one in current if one.is_must_have}
    lines = [line for line in levels.at.lines if line.key in must_haves]
    return {
        line.key: must_haves[alike[0].key] for line in levels.above.must_haves if (alike := line.alike(lines))
    }
