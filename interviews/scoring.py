"""Act: rate a criterion, note evidence, hand over, save a sheet, submit, recuse oneself.

What is saved as one goes has a version and a key of its own. It is stored if nobody changed it since the
version that its author saw (compare-and-set); a repeat is acknowledged and changes nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import asdict, astuple, dataclass
from typing import ClassVar

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from accounts.choices import Verb
from accounts.models import Event, User, digest_of
from accounts.prepared import Prepared
from interviews.models import (
    ChangedElsewhere,
    KeyUsed,
    Rating,
    RatingsMissing,
    Scorecard,
    ScorecardLocked,
)


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What an interviewer says of one criterion: a value, or not assessed, or neither yet."""

    value: int | None = None
    is_not_assessed: bool = False
    not_assessed_reason: str = ""

    columns: ClassVar[tuple[str, str, str]] = ("version", "last_key", "saved_at")


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What the candidate said or did, for one criterion."""

    evidence: str

    columns: ClassVar[tuple[str, str, str]] = ("evidence_version", "evidence_key", "evidence_saved_at")


@dataclass(frozen=True, kw_only=True)
class Handover:
    """A scorecard's note for the next interviewer."""

    handover: str

    columns: ClassVar[tuple[str, str, str]] = ("handover_version", "handover_key", "handover_saved_at")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What is said, and the version of it that its author saw; ``rating_pk`` unless it is the handover."""

    said: Mark | Evidence | Handover
    version: int
    key: str = ""
    rating_pk: int | None = None


@transaction.atomic
def enter(scorecard_pk: int, entry: Entry, *, by: User) -> Rating | Scorecard:
    """Store an entry; the row that holds it, as it is stored now.

    Raises DoesNotExist of Rating or Scorecard to strangers, ScorecardLocked, ChangedElsewhere, KeyUsed.
    """
    if entry.rating_pk is None:
        return _enter_handover(scorecard_pk, entry, by=by)
    if not (found := _own_rating(entry.rating_pk, scorecard_pk, by.pk)):
        raise Rating.DoesNotExist
    (rating,) = found
    _refuse_locked(rating.scorecard)
    return _stored(rating.pk)[0] if _store(rating, entry) else rating


@Prepared
def _own_rating(pk: int, card: int, person: int) -> QuerySet[Rating]:
    mine = Rating.objects.filter(pk=pk, scorecard__pk=card, scorecard__interviewer=person)
    # The card's lock first, as everywhere: two acts that lock in different orders wait for each other.
    return mine.select_related("scorecard").select_for_update(of=("scorecard", "self"))


@Prepared
def _stored(rating: int) -> QuerySet[Rating]:
    return Rating.objects.filter(pk=rating)


@transaction.atomic
def save_sheet(scorecard_pk: int, entries: Iterable[Entry], *, by: User) -> None:
    """Store many entries or, if one of them conflicts or has no place on the card any more, none.

    Raises Scorecard.DoesNotExist to strangers, ScorecardLocked, ChangedElsewhere.
    """
    card = _own_draft(scorecard_pk, by)
    ratings = {rating.pk: rating for rating in card.ratings.select_for_update(of=("self",))}
    for entry in entries:
        if row := card if entry.rating_pk is None else ratings.get(entry.rating_pk):
            _store(row, entry)
        elif any(asdict(entry.said).values()):  # the plan became another one
            raise ChangedElsewhere(card)


@transaction.atomic
def submit(scorecard_pk: int, *, by: User, seen: str | None = None) -> None:
    """Lock a complete scorecard; ``seen`` is the ``state`` of the ratings that its author has confirmed.

    Raises Scorecard.DoesNotExist, ScorecardLocked, RatingsMissing, ChangedElsewhere.
    """
    card = _own_draft(scorecard_pk, by)
    ratings = list(card.ratings.in_order())
    if seen is not None and seen != state(ratings):
        raise ChangedElsewhere(card)
    if gaps := [rating for rating in ratings if rating.gap]:
        raise RatingsMissing(gaps)
    card.digest_salt = secrets.token_hex(16)
    Scorecard.objects.drafts().filter(pk=card.pk).update(
        submitted_at=timezone.now(), digest_salt=card.digest_salt
    )
    Event.objects.record(Verb.SUBMITTED, card, by=by, digest=digest(card, ratings))


@transaction.atomic
def recuse(scorecard_pk: int, *, by: User, reason: str) -> None:
    """Take oneself out of an interview. The draft stays with its author and is never counted.

    Raises Scorecard.DoesNotExist, ScorecardLocked.
    """
    card = _own_draft(scorecard_pk, by)
    Scorecard.objects.drafts().filter(pk=card.pk).update(recused_at=timezone.now(), recusal_reason=reason)
    Event.objects.record(Verb.RECUSED, card, by=by)


def state(ratings: Iterable[Rating]) -> str:
    """Changes with every entry in any of these ratings."""
    return "-".join(f"{rating.version}.{rating.evidence_version}" for rating in ratings)


def digest(card: Scorecard, ratings: Iterable[Rating]) -> str:
    """What events keep of the ratings of a submitted scorecard, in the order of their criteria.

    The salt stays with the card: without it nobody can try out which short notes give this digest.
    """
    said = {rating.criterion_id: (*astuple(mark_of(rating)), rating.evidence) for rating in ratings}
    return digest_of([card.digest_salt, sorted(said.items())])


def mark_of(rating: Rating) -> Mark:
    return Mark(
        value=rating.value,
        is_not_assessed=rating.is_not_assessed,
        not_assessed_reason=rating.not_assessed_reason,
    )


def _enter_handover(scorecard_pk: int, entry: Entry, *, by: User) -> Scorecard:
    card = _own_draft(scorecard_pk, by)
    return Scorecard.objects.get(pk=card.pk) if _store(card, entry) else card


def _own_draft(scorecard_pk: int, by: User) -> Scorecard:
    card = Scorecard.objects.select_for_update(of=("self",)).get(pk=scorecard_pk, interviewer=by)
    _refuse_locked(card)
    return card


def _refuse_locked(card: Scorecard) -> None:
    if card.submitted_at:
        raise ScorecardLocked(f"This scorecard was submitted on {card.submitted_at:%d %B %Y} and is locked.")
    if card.recused_at:
        raise ScorecardLocked(f"You took yourself out of this interview on {card.recused_at:%d %B %Y}.")


def _store(row: Rating | Scorecard, entry: Entry) -> bool:
    """Whether anything had to be written."""
    version, key, saved_at = entry.said.columns
    said = asdict(entry.said)
    is_stored = said == {name: getattr(row, name) for name in said}
    if entry.key and entry.key == getattr(row, key):
        if not is_stored or entry.version != getattr(row, version) - 1:
            raise KeyUsed("This was sent before with something else in it.")
        return False
    if is_stored:
        return False
    compared = type(row)._default_manager.filter(pk=row.pk, **{version: entry.version})
    changes = {version: F(version) + 1, key: entry.key, saved_at: timezone.now()}
    if not compared.update(**said, **changes):
        raise ChangedElsewhere(row)
    return True
