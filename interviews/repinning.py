"""Act: rest a search on the newer revision of its role, after looking at what that means."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from accounts.models import User, digest_of
from interviews import offering, replanning, rewording
from interviews.choices import CriterionKind
from interviews.models import Criterion, Opening
from interviews.replanning import Saved
from interviews.rewording import Wording
from roleprofiles.choices import RequirementKind
from roleprofiles.models import Level, Requirement


class RevisionMoved(Exception):
    """The role has another current revision than the one that was shown, or the search is on it already."""


@dataclass(frozen=True, kw_only=True)
class Reworded:
    """``differences`` in words; ``is_own``: here it says something else than its revision did."""

    criterion: Criterion
    wording: Wording
    differences: tuple[str, ...]
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class Repin:
    """What would become of the criteria of an opening; ``now_as`` is what a removed one is asked as now."""

    level: Level
    added: tuple[Requirement, ...]
    removed: tuple[tuple[Criterion, str], ...]
    reworded: tuple[Reworded, ...]
    kept: tuple[Criterion, ...]

    @property
    def fingerprint(self) -> str:
        changed = [(one.criterion.pk, one.wording.fingerprint) for one in self.reworded]
        gone = [criterion.pk for criterion, _ in self.removed]
        return digest_of([self.level.pk, [str(one.key) for one in self.added], gone, changed])

    @property
    def changes(self) -> tuple[str, ...]:
        """A line each, for the list of versions."""
        return (
            f"The opening uses revision {self.level.revision.number} of the role.",
            *(f"{one.name} is added." for one in self.added),
            *(f"{criterion.name} is removed." for criterion, _ in self.removed),
            *(line for one in self.reworded for line in one.differences),
        )


def newer_level(opening: Opening) -> Level | None:
    """That of the same name in the current revision of the role, where that is another revision."""
    role = opening.level.revision.role
    if role.current_id is None or role.current_id == opening.level.revision_id:
        return None
    return Level.objects.hireable().filter(revision=role.current_id, name__iexact=opening.level.name).first()


def proposal(opening: Opening) -> Repin | None:
    """In a constant number of queries."""
    newer = newer_level(opening)
    if newer is None:
        return None
    level = _with_anchors(newer.pk)
    asked = {one.key: one for one in level.must_haves()}
    before = {one.key: _wording(one) for one in _with_anchors(opening.level_id).must_haves()}
    criteria = list(opening.criteria.current().of_the_level().filter(kind=CriterionKind.MUST_HAVE))
    pairs = [(one, asked.get(one.requirement_key)) for one in criteria if one.requirement_key]
    known = {one.requirement_key for one in criteria}
    reworded = tuple(_reworded(one, new, before) for one, new in pairs if new and _says_otherwise(one, new))
    changed = {one.criterion.pk for one in reworded}
    return Repin(
        level=level,
        added=tuple(one for key, one in asked.items() if key not in known),
        removed=tuple((one, _asked_as(level, one.requirement_key)) for one, new in pairs if new is None),
        reworded=reworded,
        kept=tuple(one for one, new in pairs if new and one.pk not in changed),
    )


@transaction.atomic
def repin(opening_pk: int, *, seen: str, reason: str, by: User) -> Saved:
    """Do what was shown; ``seen`` is its fingerprint. Raises RevisionMoved, ReasonMissing."""
    held = replanning.hold(opening_pk)
    opening = Opening.objects.with_level().get(pk=opening_pk)
    what = proposal(opening)
    if what is None or what.fingerprint != seen:
        raise RevisionMoved("The role or the plan was changed meanwhile.")
    replanning.refuse_without(reason, held)
    Opening.objects.filter(pk=opening.pk).update(level=what.level)
    # What is offered of the next level is made anew: the revision may word it otherwise, or ask it here.
    replanning.retire(held, opening.criteria.current().filter(kind=CriterionKind.NEXT_LEVEL))
    gone = [criterion.pk for criterion, _ in what.removed]
    replanning.retire(held, Criterion.objects.filter(pk__in=gone))
    for one in what.reworded:
        rewording.say(held, one.criterion, one.wording)
    for requirement in what.added:
        rewording.make(held, _wording(requirement), kind=CriterionKind.MUST_HAVE, key=requirement.key)
    opening.level, opening.plan_version = what.level, held.version
    offering.offer_next_level(opening)
    return replanning.settle(held, what.changes, reason=reason, by=by)


def _with_anchors(level_pk: int) -> Level:
    levels = Level.objects.with_requirements().prefetch_related("skill_lists__requirements__anchors")
    return levels.get(pk=level_pk)


def _wording(one: Requirement) -> Wording:
    anchors = {str(anchor.value): anchor.text for anchor in one.anchors.all()}
    return Wording(name=one.name, detail=one.text, anchors=anchors)


def _says_otherwise(criterion: Criterion, requirement: Requirement) -> bool:
    return rewording.wording_of(criterion) != _wording(requirement)


def _reworded(criterion: Criterion, requirement: Requirement, before: dict[UUID, Wording]) -> Reworded:
    old, new = rewording.wording_of(criterion), _wording(requirement)
    return Reworded(
        criterion=criterion,
        wording=new,
        differences=rewording.differences(old, new),
        is_own=old != before.get(requirement.key, old),
    )


def _asked_as(level: Level, key: UUID | None) -> str:
    """The kind of list of the level that asks for it now, other than as a must-have; or nothing."""
    for skill_list in level.skill_lists.all():
        if any(one.key == key for one in skill_list.requirements.all()):
            return RequirementKind(skill_list.kind).label
    return ""
