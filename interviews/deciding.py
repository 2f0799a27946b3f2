"""Act: decide on an application; close an opening."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.choices import Verb
from accounts.models import Event, User
from interviews.choices import OUTCOMES_WITH_EVIDENCE, Outcome
from interviews.models import AlreadyDecided, Application, Decision, EvidenceNotIn, Opening, Scorecard
from roleprofiles.models import Level


def refuse(application: Application, *, by: User) -> None:
    """Raise AlreadyDecided, or EvidenceNotIn where the evidence is closed to this person."""
    if Application.objects.filter(pk=application.pk, decision__isnull=False).exists():
        raise AlreadyDecided("This application has a decision already.")
    if not Application.objects.evidence_open_to(by).filter(pk=application.pk).exists():
        raise EvidenceNotIn(
            "Submit your own scorecard first: until then the others’ ratings are closed to you."
        )


@transaction.atomic
def decide(
    application: Application,
    *,
    by: User,
    outcome: str,
    reason: str,
    level: Level | None = None,
    dissent: str = "",
) -> Decision:
    """Record a person's decision. Needs the right to read the evidence, and some evidence to read."""
    locked = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    refuse(locked, by=by)
    cards = Scorecard.objects.filter(interview__application=application)
    if outcome in OUTCOMES_WITH_EVIDENCE and not cards.submitted().exists():
        raise EvidenceNotIn("No scorecard has been submitted yet, so there is nothing to decide on.")
    decision = Decision.objects.create(
        application=application,
        outcome=outcome,
        level=level if outcome == Outcome.HIRE else None,
        reason=reason,
        dissent=dissent,
        by=by,
    )
    Application.objects.filter(pk=locked.pk).update(decision=decision)
    Event.objects.record(Verb.DECIDED, decision, by=by, digest=decision.digest)
    return decision


@transaction.atomic
def close(opening: Opening, *, by: User) -> None:
    """End a search; its records stay."""
    still_open = Opening.objects.filter(pk=opening.pk, closed_at__isnull=True)
    if still_open.update(closed_at=timezone.now()):
        Event.objects.record(Verb.CLOSED, opening, by=by)
