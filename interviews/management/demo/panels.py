"""Playing an interview of the demo: arranged, moved or called off; its scorecard filled and handed in."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import User
from interviews import arranging, correcting, scoring
from interviews.choices import CriterionKind, NotAssessedReason, RatingValue
from interviews.management.demo.entries import InterviewEntry
from interviews.management.demo.places import at, each
from interviews.models import Application, Interview, Rating, RatingsMissing, Scorecard


def play(application: Application, entry: InterviewEntry, interviewer: User, manager: User) -> None:
    if entry.first_time:
        _arrange(application, entry, entry.first_time, interviewer, manager)
    interview = _arrange(application, entry, entry.time, interviewer, manager)
    card = interview.scorecards.get(interviewer=interviewer)
    scoring.save_sheet(card.pk, _sheet(card, entry), by=interviewer)
    if entry.is_submitted:
        _submit(card, by=interviewer)
    for amendment, place in each(entry.amendments, "amendment"):
        with at(place):
            _amend(card, *amendment, by=interviewer)
    if entry.cancelled:
        arranging.cancel(interview.pk, by=manager, reason=entry.cancelled)


def _arrange(
    application: Application, entry: InterviewEntry, hour: str, interviewer: User, manager: User
) -> Interview:
    day = timezone.localdate() + timedelta(days=entry.day)
    zone = ZoneInfo(entry.zone) if entry.zone else timezone.get_current_timezone()
    return arranging.arrange(
        application,
        application.opening.rounds.current().get(position=entry.round),
        interviewers=[interviewer],
        by=manager,
        starts_at=datetime.combine(day, time.fromisoformat(hour), tzinfo=zone),
        time_zone=entry.zone,
        place=entry.place,
    )


def _sheet(card: Scorecard, entry: InterviewEntry) -> list[scoring.Entry]:
    entries: list[scoring.Entry] = []
    for (criterion, said, evidence), place in each(entry.ratings, "rating"):
        with at(place):
            entries += _entries(_rating(card, criterion), said, evidence)
    for (criterion, said, evidence), place in each(entry.next_level, "rating of the next level"):
        with at(place):
            entries += _entries(_rating_above(card, criterion), said, evidence)
    if entry.handover:
        handover = scoring.Handover(handover=entry.handover)
        entries.append(scoring.Entry(said=handover, version=card.handover_version))
    return entries


def _rating(card: Scorecard, criterion: str) -> Rating:
    if rating := card.ratings.of_the_level().filter(criterion__name=criterion).first():
        return rating
    raise ValueError(f"this round does not assess “{criterion}”")


def _rating_above(card: Scorecard, criterion: str) -> Rating:
    above = card.ratings.filter(criterion__kind=CriterionKind.NEXT_LEVEL, criterion__name=criterion)
    if rating := above.first():
        return rating
    raise ValueError(f"the next level has nothing here that is called “{criterion}”")


def _entries(rating: Rating, said: int | str, evidence: str) -> list[scoring.Entry]:
    noted = scoring.Evidence(evidence=evidence)
    return [
        scoring.Entry(rating_pk=rating.pk, said=_mark(said), version=rating.version),
        scoring.Entry(rating_pk=rating.pk, said=noted, version=rating.evidence_version),
    ]


def _mark(said: int | str) -> scoring.Mark:
    if isinstance(said, int):
        return scoring.Mark(value=RatingValue(said))
    return scoring.Mark(is_not_assessed=True, not_assessed_reason=NotAssessedReason(said))


def _submit(card: Scorecard, *, by: User) -> None:
    try:
        scoring.submit(card.pk, by=by)
    except RatingsMissing as missing:
        gaps = "; ".join(f"{rating.criterion}: {rating.gap}" for rating in missing.gaps)
        raise ValueError(f"it cannot be submitted. {gaps}") from missing


def _amend(card: Scorecard, criterion: str, said: int | str, evidence: str, reason: str, *, by: User) -> None:
    rating = _rating(card, criterion)
    correcting.amend(card.pk, rating.pk, _mark(said), evidence=evidence, reason=reason, number=1, by=by)
