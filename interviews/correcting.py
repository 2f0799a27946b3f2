"""Act: what happens to a scorecard after it was submitted: amendments, reopening."""

from __future__ import annotations

from django.db import transaction

from accounts.choices import Verb
from accounts.models import Event, User
from interviews.models import (
    AlreadyDecided,
    Amendment,
    Application,
    ChangedElsewhere,
    FirstSight,
    Interview,
    Rating,
    Reopening,
    Scorecard,
    ScorecardNotLocked,
)
from interviews.scoring import Mark


@transaction.atomic
def amend(
    scorecard_pk: int, rating_pk: int, mark: Mark, *, evidence: str, reason: str, number: int, by: User
) -> Amendment:
    """Add a second rating beside the first, which stays; ``number`` is that of the next amendment.

    A repeat is acknowledged and adds nothing. Raises Rating.DoesNotExist to strangers, ScorecardNotLocked,
    ChangedElsewhere where another amendment has that number.
    """
    rating = (
        Rating.objects.select_related("scorecard__interview")
        .select_for_update(of=("scorecard", "self"))
        .get(pk=rating_pk, scorecard__pk=scorecard_pk, scorecard__interviewer=by)
    )
    if not rating.scorecard.is_submitted:
        raise ScorecardNotLocked("A scorecard that is not submitted is changed, not amended.")
    said = {
        "value": mark.value,
        "is_not_assessed": mark.is_not_assessed,
        "not_assessed_reason": mark.not_assessed_reason,
        "evidence": evidence,
        "reason": reason,
    }
    if repeated := rating.amendments.filter(number=number, **said).first():
        return repeated
    if number != rating.amendments.count() + 1:
        raise ChangedElsewhere(rating)
    application = rating.scorecard.interview.application_id
    seen = FirstSight.objects.filter(application=application, person=by).exists()
    amendment = rating.amendments.create(number=number, had_seen_others=seen, **said)
    Event.objects.record(Verb.AMENDED, rating.scorecard, by=by)
    return amendment


@transaction.atomic
def reopen(scorecard_pk: int, *, by: User, reason: str) -> Reopening:
    """Make a draft of a submitted or recused scorecard again.

    Raises Scorecard.DoesNotExist, ScorecardNotLocked, AlreadyDecided.
    """
    # Deciding holds the application, and must not count a card that goes back to a draft meanwhile.
    application = Application.objects.select_for_update(of=("self",)).filter(
        pk__in=Interview.objects.filter(scorecards=scorecard_pk).values("application")
    )
    held = application.first()
    card = Scorecard.objects.select_for_update(of=("self",)).get(pk=scorecard_pk)
    if not card.is_locked:
        raise ScorecardNotLocked("This scorecard is a draft: its interviewer can change it.")
    if held and held.is_decided:
        raise AlreadyDecided("This application is decided: the evidence that it rests on stays as it is.")
    reopening = Reopening.objects.create(scorecard=card, by=by, reason=reason, submitted_at=card.submitted_at)
    Scorecard.objects.filter(pk=card.pk).update(submitted_at=None, recused_at=None, recusal_reason="")
    Event.objects.record(Verb.REOPENED, card, by=by)
    return reopening
