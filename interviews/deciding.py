"""Act: decide on an application, take a decision back; close an opening."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from accounts.choices import Verb
from accounts.models import Event, User
from interviews.choices import OUTCOMES_WITH_EVIDENCE, Outcome
from interviews.levelfit import Reading
from interviews.models import (
    AlreadyDecided,
    Application,
    Criterion,
    Decision,
    DecisionIncomplete,
    DecisionReopening,
    EvidenceNotIn,
    NotDecided,
    Opening,
    Scorecard,
)
from interviews.reports import debriefs
from roleprofiles.models import Level


def refuse(application: Application, *, by: User) -> None:
    """Raise AlreadyDecided, or EvidenceNotIn where the evidence is closed to this person."""
    if Application.objects.filter(pk=application.pk, decision__isnull=False).exists():
        raise AlreadyDecided("This application has a decision already.")
    if not Application.objects.evidence_open_to(by).filter(pk=application.pk).exists():
        raise EvidenceNotIn(
            "Submit your own scorecard first: until then the others’ ratings are closed to you."
        )


def missing(
    outcome: str,
    *,
    level: Level | None,
    reason: str,
    must_haves: Collection[Criterion],
    readings: Mapping[int, Reading],
) -> dict[str, str]:
    """What a decision lacks, in words, by the field that would give it.

    ``readings`` are those of the opening's must-haves, by the criterion's key in the database.
    """
    if any(criterion.pk not in readings for criterion in must_haves):
        return {"must_haves": "Choose from the must-haves of this opening."}
    if outcome == Outcome.HIRE:
        needed = (
            ("level", level, "A hire names the level."),
            ("must_haves", must_haves, "Choose at least one must-have that this hire rests on."),
            ("reason", reason.strip(), "A hire needs a written reason."),
        )
        return {name: words for name, given, words in needed if not given}
    unmet = any(readings[criterion.pk] == Reading.NOT_YET for criterion in must_haves)
    if outcome == Outcome.NOT_NOW and not unmet and not reason.strip():
        return {"reason": "Choose a must-have above that reads as not yet, or write the reason here."}
    return {}


@transaction.atomic
def decide(
    application: Application,
    *,
    by: User,
    outcome: str,
    reason: str,
    level: Level | None = None,
    must_haves: Iterable[Criterion] = (),
    dissent: str = "",
) -> Decision:
    """Record a person's decision. Needs the right to read the evidence, and some evidence to read.

    Raises DecisionIncomplete where ``missing`` says so. A withdrawal rests on no must-have.
    """
    locked = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    refuse(locked, by=by)
    rests_on = list(must_haves) if outcome in OUTCOMES_WITH_EVIDENCE else []
    if outcome in OUTCOMES_WITH_EVIDENCE:
        _refuse_without_grounds(locked, outcome, level=level, reason=reason, must_haves=rests_on, by=by)
    decision = Decision.objects.create(
        application=application,
        outcome=outcome,
        level=level if outcome == Outcome.HIRE else None,
        reason=reason,
        dissent=dissent,
        by=by,
    )
    decision.must_haves.set(rests_on)
    Application.objects.filter(pk=locked.pk).update(decision=decision)
    Event.objects.record(Verb.DECIDED, decision, by=by, digest=decision.digest)
    return decision


def _refuse_without_grounds(
    application: Application,
    outcome: str,
    *,
    level: Level | None,
    reason: str,
    must_haves: Collection[Criterion],
    by: User,
) -> None:
    cards = Scorecard.objects.filter(interview__application=application)
    if not cards.submitted().exists():
        raise EvidenceNotIn("No scorecard has been submitted yet, so there is nothing to decide on.")
    readings = {row.criterion.pk: row.reading for row in debriefs.debrief(application, by).rows}
    if gaps := missing(outcome, level=level, reason=reason, must_haves=must_haves, readings=readings):
        raise DecisionIncomplete(gaps)


@transaction.atomic
def reopen(application: Application, *, seen: int, by: User, reason: str) -> DecisionReopening:
    """Take back the decision that stands. It stays as it is, and the application may get another.

    ``seen`` is the decision that was on the page. Raises NotDecided where that does not stand any more,
    EvidenceNotIn where this person may not decide.
    """
    locked = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if not Application.objects.decided_by(by).evidence_open_to(by).filter(pk=locked.pk).exists():
        raise EvidenceNotIn("Who may not decide on this application cannot reopen it.")
    if locked.decision_id != seen:
        raise NotDecided("This decision does not stand any more: somebody has reopened the application.")
    reopening = DecisionReopening.objects.create(decision_id=seen, by=by, reason=reason)
    Application.objects.filter(pk=locked.pk).update(decision=None)
    Event.objects.record(Verb.REOPENED, reopening.decision, by=by, digest=reopening.digest)
    return reopening


@transaction.atomic
def close(opening: Opening, *, by: User) -> None:
    """End a search; its records stay."""
    still_open = Opening.objects.filter(pk=opening.pk, closed_at__isnull=True)
    if still_open.update(closed_at=timezone.now()):
        Event.objects.record(Verb.CLOSED, opening, by=by)
