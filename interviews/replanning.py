"""Act: change the plan of a search, before its first rating and after it.

Whoever changes a plan holds the opening and then its draft scorecards: nobody begins to rate meanwhile,
and nobody gets a scorecard by a plan that is about to be another one. From the first rating on a change
makes a version with a reason. It is for interviews that have not begun; no rating is ever touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from accounts.choices import Verb
from accounts.models import Event, User
from interviews import dealing, plans
from interviews.models import Criterion, Decision, Opening, PlanVersion, Rating, Round, Scorecard
from interviews.plans import Plan, PlannedCriterion, PlannedRound


class PlanChanged(Exception):
    """The plan was changed since the page was made; ``plan`` is what is stored now."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        super().__init__("The plan was changed elsewhere.")


class ReasonMissing(Exception):
    """A plan by which somebody has rated was about to be changed without saying why."""


class PlanHasGaps(Exception):
    """A plan was about to be marked ready while nobody assesses some must-haves: ``gaps``."""

    def __init__(self, gaps: Sequence[PlannedCriterion]) -> None:
        self.gaps = gaps
        super().__init__("Some must-haves are not assessed.")


@dataclass(frozen=True, kw_only=True)
class Held:
    """An opening whose plan and draft scorecards are this transaction's until it ends."""

    opening: Opening
    is_frozen: bool
    begun: frozenset[int]  # interviews

    @property
    def version(self) -> int:
        """That of the plan after a change."""
        return self.opening.plan_version + self.is_frozen


@dataclass(frozen=True, kw_only=True)
class Saved:
    """What became of a change: a line each; whether it made a version, and took readiness away."""

    changes: tuple[str, ...] = ()
    version: int | None = None
    lost_readiness: bool = False


def is_frozen(opening: Opening) -> bool:
    """Whether anything was ever rated in a search."""
    return Rating.objects.of_opening(opening.pk).begun().exists()


def current_plan(opening: Opening) -> Plan:
    """In three queries."""
    criteria = opening.criteria.current().of_the_level()
    assessed = Prefetch("criteria", Criterion.objects.only("kind"), to_attr="assessed")
    rounds: Iterable[Any] = opening.rounds.current().prefetch_related(assessed)
    return Plan(
        criteria=tuple(planned(one) for one in criteria),
        rounds=tuple(
            PlannedRound(
                pk=one.pk,
                title=one.title,
                minutes=one.minutes,
                note=one.note,
                criteria=tuple(c.pk for c in one.assessed if not c.is_next_level),
            )
            for one in rounds
        ),
    )


def planned(criterion: Criterion) -> PlannedCriterion:
    return PlannedCriterion(
        number=criterion.pk,
        name=criterion.name,
        detail=criterion.detail,
        is_must_have=criterion.is_must_have,
        key=criterion.requirement_key,
    )


@transaction.atomic
def save(opening_pk: int, plan: Plan, *, seen: str, reason: str, by: User) -> Saved:
    """Make the plan what it is to be, if it still is what ``seen`` is the fingerprint of.

    Raises PlanChanged, ReasonMissing.
    """
    held = hold(opening_pk)
    now = current_plan(held.opening)
    if plans.fingerprint(now) != seen:
        raise PlanChanged(now)
    changes = plans.changes(now, plan)
    if not changes:
        return Saved()
    refuse_without(reason, held)
    order = {one.number: n for n, one in enumerate(plan.criteria, 1)}
    _place(held.opening.criteria.current().of_the_level(), order)
    _write_rounds(held, plan.rounds)
    return settle(held, changes, reason=reason, by=by)


@transaction.atomic
def mark_ready(opening_pk: int, *, seen: str | None = None, by: User) -> None:
    """Say that interviews may begin by the plan, if it still is what ``seen`` is the fingerprint of.

    Raises PlanChanged, PlanHasGaps.
    """
    opening = Opening.objects.locked().get(pk=opening_pk)
    plan = current_plan(opening)
    if seen is not None and plans.fingerprint(plan) != seen:
        raise PlanChanged(plan)
    if plan.gaps:
        raise PlanHasGaps(plan.gaps)
    if not opening.is_ready:
        Opening.objects.filter(pk=opening.pk).update(ready_at=timezone.now())
        Event.objects.record(Verb.READIED, opening, by=by)


@transaction.atomic
def review(opening_pk: int, *, by: User) -> Saved:
    """After a change that was made row by row: readiness, and the event."""
    return settle(hold(opening_pk), (), reason="", by=by)


@transaction.atomic
def name_interviewers(round_: Round, people: Iterable[User], *, by: User) -> None:
    """Who usually holds a round. It is offered when interviews are arranged, and changes none of them."""
    Opening.objects.locked().get(pk=round_.opening_id)
    wanted = {person.pk for person in people}
    if wanted != set(round_.interviewers.values_list("pk", flat=True)):
        round_.interviewers.set(wanted)
        Event.objects.record(Verb.CHANGED, round_, by=by)


def hold(opening_pk: int) -> Held:
    """Inside a transaction: the opening first, then the cards that somebody could begin with now."""
    opening = Opening.objects.locked().get(pk=opening_pk)
    cards = Scorecard.objects.of_opening(opening.pk)
    drafts = cards.drafts().order_by("pk").select_for_update(of=("self",), no_key=True)
    list(drafts.values_list("pk", flat=True))
    begun = cards.begun().values_list("interview", flat=True)
    return Held(opening=opening, is_frozen=is_frozen(opening), begun=frozenset(begun))


def refuse_without(reason: str, held: Held) -> None:
    if held.is_frozen and not reason.strip():
        raise ReasonMissing("Somebody has rated by this plan: say why it changes.")


def retire(held: Held, criteria: QuerySet[Criterion]) -> None:
    """Criteria leave the plan, and those of the next level that hang beneath them with them."""
    numbers = list(criteria.values_list("pk", flat=True))
    beneath = Criterion.objects.filter(beneath__in=numbers).current()
    beneath.update(retired_in=held.version)
    Criterion.objects.filter(pk__in=numbers).update(retired_in=held.version)
    in_rounds = Round.criteria.through.objects.filter(round__in=held.opening.rounds.current())
    in_rounds.filter(criterion__in=numbers).delete()


def settle(held: Held, changes: Iterable[str], *, reason: str, by: User) -> Saved:
    """The last step of every change: new cards, a version, readiness, the event."""
    dealing.deal_again(held.opening, held.begun, version=held.version)
    _sweep(held)
    lines = tuple(changes)
    if held.is_frozen:
        PlanVersion.objects.create(
            opening=held.opening,
            number=held.version,
            reason=reason.strip(),
            changes="\n".join(lines),
            made_by=by,
        )
    lost = held.opening.is_ready and bool(current_plan(held.opening).gaps)
    ready_at = None if lost else held.opening.ready_at
    Opening.objects.filter(pk=held.opening.pk).update(plan_version=held.version, ready_at=ready_at)
    Event.objects.record(Verb.CHANGED, held.opening, by=by)
    version = held.version if held.is_frozen else None
    return Saved(changes=lines, version=version, lost_readiness=lost)


def _sweep(held: Held) -> None:
    """What has left the plan and is nobody's evidence is deleted; the rest stays, retired."""
    held.opening.rounds.filter(retired_in=held.version, interviews__isnull=True).delete()
    if held.is_frozen:
        return
    decided = Decision.must_haves.through.objects.values("criterion")
    gone = held.opening.criteria.filter(
        retired_in=held.version, ratings__isnull=True, debrief_notes__isnull=True
    ).exclude(pk__in=decided)
    gone.filter(beneath__isnull=False).delete()
    gone.filter(next_level__isnull=True).delete()


def _place(rows: QuerySet[Criterion], places: dict[int, int]) -> None:
    moved = [row for row in rows if row.position != places[row.pk]]
    for row in moved:
        row.position = places[row.pk]
    Criterion.objects.bulk_update(moved, ["position"])


def _write_rounds(held: Held, rounds: Sequence[PlannedRound]) -> None:
    stored = held.opening.rounds.current()
    stored.exclude(pk__in=[one.pk for one in rounds if one.pk]).update(retired_in=held.version)
    made = [
        Round(
            pk=one.pk,
            opening=held.opening,
            title=one.title,
            minutes=one.minutes,
            note=one.note,
            position=n,
        )
        for n, one in enumerate(rounds, 1)
    ]
    Round.objects.bulk_update([one for one in made if one.pk], ["title", "minutes", "note", "position"])
    Round.objects.bulk_create([one for one in made if not one.pk])
    _write_criteria(
        held.opening, {one.pk: set(part.criteria) for one, part in zip(made, rounds, strict=True)}
    )


def _write_criteria(opening: Opening, wanted: dict[int, set[int]]) -> None:
    through = Round.criteria.through
    stored = through.objects.filter(round__in=opening.rounds.current())
    pairs = {(round_pk, number) for round_pk, numbers in wanted.items() for number in numbers}
    there = {(one.round_id, one.criterion_id): one.pk for one in stored}
    stored.filter(pk__in=[pk for pair, pk in there.items() if pair not in pairs]).delete()
    through.objects.bulk_create(
        through(round_id=round_pk, criterion_id=number) for round_pk, number in sorted(pairs - there.keys())
    )
