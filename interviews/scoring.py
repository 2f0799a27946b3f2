"""Act: rate a criterion, save a sheet, submit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from interviews.models import Rating, RatingConflict, RatingsMissing, Scorecard, ScorecardLocked


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What an interviewer says of one criterion: a value, or not assessed, or neither yet."""

    value: int | None = None
    is_not_assessed: bool = False
    not_assessed_reason: str = ""
    evidence: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A mark for a rating, and the version of the rating that its author saw."""

    rating_pk: int
    mark: Mark
    version: int


@transaction.atomic
def rate(scorecard_pk: int, entry: Entry, *, by: User, key: str = "") -> Rating:
    """Store a mark if nobody changed the rating since its version; the rating as it is stored now.

    A repeat (the same key, or the same mark) is acknowledged and changes nothing.
    Raises Rating.DoesNotExist to strangers, ScorecardLocked, RatingConflict.
    """
    rating = (
        Rating.objects.select_related("scorecard", "criterion")
        # The card's lock first, as everywhere: two acts that lock in different orders wait for each other.
        .select_for_update(of=("scorecard", "self"))
        .get(pk=entry.rating_pk, scorecard__pk=scorecard_pk, scorecard__interviewer=by)
    )
    _refuse_locked(rating.scorecard)
    if not _store(rating, entry, key):
        return rating
    return Rating.objects.select_related("scorecard", "criterion").get(pk=rating.pk)


@transaction.atomic
def save_sheet(scorecard_pk: int, entries: Iterable[Entry], *, by: User) -> None:
    """Store many marks or, if one of them conflicts, none.

    Raises Scorecard.DoesNotExist to strangers, ScorecardLocked, RatingConflict.
    """
    card = Scorecard.objects.select_for_update(of=("self",)).get(pk=scorecard_pk, interviewer=by)
    _refuse_locked(card)
    ratings = {rating.pk: rating for rating in card.ratings.select_for_update(of=("self",))}
    for entry in entries:
        if rating := ratings.get(entry.rating_pk):
            _store(rating, entry)


@transaction.atomic
def submit(scorecard_pk: int, *, by: User) -> None:
    """Lock a complete scorecard. Raises Scorecard.DoesNotExist, ScorecardLocked, RatingsMissing."""
    card = Scorecard.objects.select_for_update(of=("self",)).get(pk=scorecard_pk, interviewer=by)
    _refuse_locked(card)
    if gaps := [rating for rating in card.ratings.in_order() if rating.gap]:
        raise RatingsMissing(gaps)
    Scorecard.objects.drafts().filter(pk=card.pk).update(submitted_at=timezone.now())


def mark_of(rating: Rating) -> Mark:
    return Mark(
        value=rating.value,
        is_not_assessed=rating.is_not_assessed,
        not_assessed_reason=rating.not_assessed_reason,
        evidence=rating.evidence,
    )


def _refuse_locked(card: Scorecard) -> None:
    if card.is_locked:
        raise ScorecardLocked(f"This scorecard was submitted on {card.submitted_at:%d %B %Y} and is locked.")


def _store(rating: Rating, entry: Entry, key: str = "") -> bool:
    """Whether anything had to be written."""
    if (key and key == rating.last_key) or entry.mark == mark_of(rating):
        return False
    stored = Rating.objects.filter(pk=rating.pk, version=entry.version).update(
        value=entry.mark.value,
        is_not_assessed=entry.mark.is_not_assessed,
        not_assessed_reason=entry.mark.not_assessed_reason,
        evidence=entry.mark.evidence,
        version=F("version") + 1,
        last_key=key,
        saved_at=timezone.now(),
    )
    if not stored:
        raise RatingConflict(rating)
    return True
