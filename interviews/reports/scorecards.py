"""What the scorecard page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import QuerySet, prefetch_related_objects

from accounts.models import User
from accounts.prepared import Prepared
from interviews import scoring
from interviews.models import Rating, Scorecard


@dataclass(frozen=True)
class Progress:
    """How far a scorecard is, from all its ratings in the order of the sheet. The next level is extra."""

    entered: tuple[Rating, ...]

    @cached_property
    def ratings(self) -> tuple[Rating, ...]:
        return tuple(rating for rating in self.entered if not rating.criterion.is_next_level)

    @property
    def total(self) -> int:
        return len(self.ratings)

    @cached_property
    def done(self) -> int:
        return sum(rating.is_done for rating in self.ratings)

    @property
    def state(self) -> str:
        """What confirming to submit has seen."""
        return scoring.state(self.entered)

    @cached_property
    def need_evidence(self) -> int:
        return sum(rating.needs_evidence for rating in self.ratings)

    @cached_property
    def need_reason(self) -> int:
        return sum(rating.needs_reason for rating in self.ratings)

    @cached_property
    def saved_at(self) -> datetime | None:
        moments = (moment for one in self.entered for moment in (one.saved_at, one.evidence_saved_at))
        return max(filter(None, moments), default=None)


@dataclass(frozen=True, kw_only=True)
class Scoring:
    """A scorecard to fill in with its ratings in the order of the sheet, and the notes that interviewers
    of earlier rounds left for its author."""

    card: Scorecard
    ratings: tuple[Rating, ...]
    handovers: tuple[Scorecard, ...]


def scoring_page(pk: int, user: User) -> Scoring | None:
    """None to strangers. Of others' cards only their notes are for the page.

    In three queries, and one more for the amendments of a card that is submitted.
    """
    if not (own := next(iter(_own(pk, user.pk)), None)):
        return None
    ratings = _ratings(own.pk)
    if own.is_submitted:
        prefetch_related_objects(ratings, "amendments")
    return Scoring(card=own, ratings=tuple(ratings), handovers=handed_on_to(own))


def handed_on_to(card: Scorecard) -> tuple[Scorecard, ...]:
    """Of earlier rounds, those with a note for the next interviewer."""
    return tuple(_handed_on(card.interview.application_id, card.interview.round.position))


@Prepared
def _own(pk: int, person: int) -> QuerySet[Scorecard]:
    return Scorecard.objects.for_interviewer(person).filter(pk=pk).with_place().with_level()


@Prepared
def _ratings(card: int) -> QuerySet[Rating]:
    return Rating.objects.filter(scorecard=card).in_order()


@Prepared
def _handed_on(application: int, position: int) -> QuerySet[Scorecard]:
    return Scorecard.objects.all().handed_on(application, position)
