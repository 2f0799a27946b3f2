"""Act: candidates, their applications, and the interviews that are held with them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from interviews.models import (
    AlreadyDecided,
    Application,
    Candidate,
    Criterion,
    Interview,
    Opening,
    Rating,
    Round,
    Scorecard,
)


class AlreadyInSearch(Exception):
    """A candidate was about to be added twice to one opening."""


class ScorecardBegun(Exception):
    """An interviewer whose scorecard has entries was about to be taken off an interview."""


@transaction.atomic
def register(opening: Opening, *, name: str, email: str = "") -> Application:
    """A candidate in an opening: a new one with the next code, or the one who has this email already."""
    candidate = Candidate.objects.filter(email__iexact=email).first() if email else None
    if candidate and candidate.applications.filter(opening=opening).exists():
        raise AlreadyInSearch(f"{candidate.code} has this email address and is in this search already.")
    if candidate is None:
        number = Candidate.objects.all().next_number()
        candidate = Candidate.objects.create(number=number, name=name, email=email)
    return Application.objects.create(candidate=candidate, opening=opening)


@transaction.atomic
def arrange(
    application: Application,
    round_: Round,
    *,
    interviewers: Iterable[User],
    starts_at: datetime | None = None,
    place: str = "",
) -> Interview:
    """Arrange a round with an application, or arrange it anew; every interviewer has a scorecard for it.

    Raises AlreadyDecided, and ScorecardBegun for an interviewer who cannot be taken off.
    """
    if Application.objects.filter(pk=application.pk, decision__isnull=False).exists():
        raise AlreadyDecided("This application is decided: no further interviews are arranged.")
    interview, _ = Interview.objects.update_or_create(
        application=application, round=round_, defaults={"starts_at": starts_at, "place": place}
    )
    assign(interview, interviewers)
    return interview


@transaction.atomic
def assign(interview: Interview, interviewers: Iterable[User]) -> None:
    """Exactly these people interview. A card with entries is never taken away."""
    wanted = {person.pk: person for person in interviewers}
    for card in interview.scorecards.select_for_update():
        if card.interviewer_id in wanted:
            del wanted[card.interviewer_id]
        elif card.is_locked or card.has_entries:
            raise ScorecardBegun(
                f"{card.interviewer} has begun to score and cannot be taken off this interview."
            )
        else:
            card.delete()
    for person in wanted.values():
        _give_scorecard(interview, person)


def _give_scorecard(interview: Interview, interviewer: User) -> Scorecard:
    card = Scorecard.objects.create(interview=interview, interviewer=interviewer)
    Rating.objects.bulk_create(
        Rating(scorecard=card, criterion=criterion)
        for criterion in Criterion.objects.all().for_scorecards_of(interview.round)
    )
    return card
