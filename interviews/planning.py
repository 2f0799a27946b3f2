"""Act: criteria and an interview plan from the must-have list of a level."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import prefetch_related_objects

from accounts.choices import Verb
from accounts.models import Event, User
from interviews import coverage, offering, patterns, replanning
from interviews.asking import WORDS
from interviews.choices import CriterionKind
from interviews.models import Criterion, Opening, Round, RoundQuestion
from interviews.plans import Plan, PlannedCriterion
from roleprofiles.models import Level, Requirement


class LevelNotPublished(Exception):
    """Openings rest on published revisions only."""


class NoMustHaves(Exception):
    """A level without must-haves gives nothing to rate."""


@dataclass(frozen=True, kw_only=True)
class PlanPreview:
    """What opening a search for a level would make; nothing is written by making one.

    Criteria of the plan are numbered by their place in ``must_haves``. ``said`` is what a plan that was
    taken from another search could not have here.
    """

    level: Level
    must_haves: tuple[Requirement, ...]
    plan: Plan
    said: tuple[str, ...] = ()


def preview(level: Level, *, start_from: Opening | None = None) -> PlanPreview:
    """Spread the must-haves of a published level over rounds, or over those of another search."""
    if not level.revision.is_published:
        raise LevelNotPublished("This level is in a draft. Publish it first.")
    must_haves = tuple(level.must_haves())
    if not must_haves:
        raise NoMustHaves(f"{level} lists no must-haves, so there is nothing to rate.")
    criteria = [
        PlannedCriterion(number=place, name=one.name, detail=one.text, key=one.key)
        for place, one in enumerate(must_haves)
    ]
    if start_from is None:
        return PlanPreview(level=level, must_haves=must_haves, plan=coverage.plan_for(criteria))
    fitted = patterns.fit(replanning.current_plan(start_from), criteria)
    return PlanPreview(level=level, must_haves=must_haves, plan=fitted.plan, said=fitted.said)


@transaction.atomic
def open_search(
    level: Level, *, title: str, managers: Iterable[User], by: User, start_from: Opening | None = None
) -> Opening:
    """Open a search with the criteria and rounds that ``preview`` shows. Who opens it manages it."""
    if start_from is not None:
        Opening.objects.locked().get(pk=start_from.pk)  # its plan is read more than once
    shown = preview(level, start_from=start_from)
    opening = Opening.objects.create(level=level, title=title, created_by=by)
    opening.managers.set({*managers, by})
    prefetch_related_objects(shown.must_haves, "anchors")
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
        for n, requirement in enumerate(shown.must_haves, 1)
    )
    rounds: list[Round] = []
    for n, planned in enumerate(shown.plan.rounds, 1):
        made = Round.objects.create(
            opening=opening, title=planned.title, minutes=planned.minutes, note=planned.note, position=n
        )
        made.criteria.set([criteria[place] for place in planned.criteria])
        rounds.append(made)
    if start_from is not None:
        _take_along(start_from, rounds, criteria, by=by)
    offering.offer_next_level(opening)
    Event.objects.record(Verb.OPENED, opening, by=by)
    return opening


def _take_along(pattern: Opening, rounds: list[Round], criteria: list[Criterion], *, by: User) -> None:
    """The usual interviewers of the search whose plan was taken, and its questions where they are open to
    this person; its rounds are these."""
    by_key = {one.requirement_key: one for one in criteria if one.requirement_key}
    theirs = pattern.rounds.current().prefetch_related("interviewers", "questions__criterion")
    may_take_questions = Opening.objects.managed_by(by).filter(pk=pattern.pk).exists()
    questions = []
    for theirs_, ours in zip(theirs, rounds, strict=True):
        ours.interviewers.set(theirs_.interviewers.all())
        for question in theirs_.questions.all() if may_take_questions else ():
            key = question.criterion.requirement_key if question.criterion else None
            probed = by_key.get(key) if key else None
            said = {name: getattr(question, name) for name in ("source", "position", *WORDS)}
            questions.append(RoundQuestion(round=ours, criterion=probed, **said))
    RoundQuestion.objects.bulk_create(questions)
