"""Act: the criteria of a search: what they say, one more of them, one less."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from accounts.models import User, digest_of
from interviews import replanning
from interviews.choices import CriterionKind
from interviews.models import Criterion, Opening, Round, RoundQuestion
from interviews.replanning import Held, Saved


class CriterionChanged(Exception):
    """A criterion was changed, or left the plan, since the page was made."""


class NotAddedByHand(Exception):
    """A must-have of the level was about to be removed from a search."""


@dataclass(frozen=True, kw_only=True)
class Wording:
    """``anchors``: what each value looks like, by value as text; the scale's own where there is none."""

    name: str
    detail: str = ""
    anchors: dict[str, str] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        return digest_of([self.name, self.detail, sorted(self.anchors.items())])


def wording_of(criterion: Criterion) -> Wording:
    return Wording(name=criterion.name, detail=criterion.detail, anchors=dict(criterion.anchors))


@transaction.atomic
def reword(criterion: Criterion, wording: Wording, *, seen: str, reason: str, by: User) -> Saved:
    """Let a criterion say something else, if it still says what ``seen`` is the fingerprint of.

    Raises CriterionChanged, ReasonMissing.
    """
    held = replanning.hold(criterion.opening_id)
    now = held.opening.criteria.current().filter(pk=criterion.pk).first()
    if now is None or wording_of(now).fingerprint != seen:
        raise CriterionChanged("This criterion was changed elsewhere.")
    if not (changes := differences(wording_of(now), wording)):
        return Saved()
    replanning.refuse_without(reason, held)
    say(held, now, wording)
    return replanning.settle(held, changes, reason=reason, by=by)


@transaction.atomic
def add(opening: Opening, wording: Wording, *, reason: str, by: User) -> Saved:
    """A criterion that stands for no requirement of the level. Raises ReasonMissing."""
    held = replanning.hold(opening.pk)
    replanning.refuse_without(reason, held)
    make(held, wording, kind=CriterionKind.ADDED)
    return replanning.settle(held, [f"{wording.name} is added."], reason=reason, by=by)


@transaction.atomic
def remove(criterion: Criterion, *, reason: str, by: User) -> Saved:
    """Take a criterion that was added by hand out of the plan. Raises NotAddedByHand, ReasonMissing."""
    held = replanning.hold(criterion.opening_id)
    replanning.refuse_without(reason, held)
    if criterion.kind != CriterionKind.ADDED:
        raise NotAddedByHand("A must-have of the level stays in the opening.")
    gone = held.opening.criteria.current().filter(pk=criterion.pk)
    if not gone.exists():
        return Saved()
    replanning.retire(held, gone)
    return replanning.settle(held, [f"{criterion.name} is removed."], reason=reason, by=by)


def make(held: Held, wording: Wording, *, kind: CriterionKind, key: UUID | None = None) -> Criterion:
    """At the end of the list, in no round."""
    last = held.opening.criteria.current().aggregate(last=Max("position"))["last"] or 0
    return Criterion.objects.create(
        opening=held.opening,
        requirement_key=key,
        kind=kind,
        name=wording.name,
        detail=wording.detail,
        anchors=wording.anchors,
        position=last + 1,
        since=held.version,
    )


def say(held: Held, criterion: Criterion, wording: Wording) -> None:
    """In place while nothing was rated; then by a successor, and what was rated stays as it was worded."""
    said = {"name": wording.name, "detail": wording.detail, "anchors": wording.anchors}
    if not held.is_frozen:
        Criterion.objects.filter(pk=criterion.pk).update(**said)
        return
    rounds = list(held.opening.rounds.current().filter(criteria=criterion).values_list("pk", flat=True))
    beneath = criterion.next_level.current()
    kept = list(beneath.values_list("pk", flat=True))
    replanning.retire(held, Criterion.objects.filter(pk=criterion.pk))
    heir = Criterion.objects.create(
        opening=held.opening,
        requirement_key=criterion.requirement_key,
        kind=criterion.kind,
        position=criterion.position,
        since=held.version,
        replaces=criterion,
        **said,
    )
    in_rounds = Round.criteria.through
    in_rounds.objects.bulk_create(in_rounds(round_id=pk, criterion_id=heir.pk) for pk in rounds)
    RoundQuestion.objects.filter(criterion=criterion, round__in=rounds).update(criterion=heir)
    Criterion.objects.filter(pk__in=kept).update(beneath=heir, retired_in=None)


def differences(old: Wording, new: Wording) -> tuple[str, ...]:
    """In words, a line each."""
    said = []
    if old.name != new.name:
        said.append(f"“{old.name}” reads “{new.name}” now.")
    if old.detail != new.detail:
        said.append(f"{new.name}: the detail reads “{new.detail}” instead of “{old.detail}”.")
    if values := [value for value in "1234" if old.anchors.get(value) != new.anchors.get(value)]:
        said.append(f"{new.name}: what a {', '.join(values)} looks like is worded anew.")
    return tuple(said)
