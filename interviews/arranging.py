"""Act: candidates, their applications, and the interviews that are held with them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from interviews import dealing
from interviews.models import (
    AlreadyDecided,
    Application,
    Candidate,
    Interview,
    Opening,
    Round,
)


class AlreadyInSearch(Exception):
    """A candidate was about to be added twice to one opening."""


class RoundGone(Exception):
    """A round was about to be arranged that the plan has no more."""


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

    Raises AlreadyDecided, RoundGone, and ScorecardBegun for an interviewer who cannot be taken off.
    """
    Opening.objects.locked().get(pk=application.opening_id)  # nobody takes the round away meanwhile
    if Application.objects.filter(pk=application.pk, decision__isnull=False).exists():
        raise AlreadyDecided("This application is decided: no further interviews are arranged.")
    if not application.opening.rounds.with_interview_of(application.pk).filter(pk=round_.pk).exists():
        raise RoundGone("This round is not part of the plan any more.")
    interview, _ = Interview.objects.update_or_create(
        application=application, round=round_, defaults={"starts_at": starts_at, "place": place}
    )
    assign(interview, interviewers)
    return interview


@transaction.atomic
def assign(interview: Interview, interviewers: Iterable[User]) -> None:
    """Exactly these people interview. A card with entries is never taken away."""
    # Cards are given out by a plan that is not just being changed.
    Opening.objects.locked().get(rounds=interview.round_id)
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
        dealing.deal(interview, person)
