"""Act: hold submitted scorecards and decisions against the digests that events keep of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from django.db import models
from django.db.models import Exists, OuterRef

from accounts.choices import Verb
from accounts.models import Event
from interviews import scoring
from interviews.models import Application, Decision, Rating, Scorecard

CHUNK = 500  # rows that are held in memory at a time
Row = TypeVar("Row", bound=models.Model)


def altered() -> Iterator[str]:
    """In words, each row that is not what the event of its making keeps a digest of."""
    cards = Scorecard.objects.submitted().prefetch_related(
        models.Prefetch("ratings", queryset=Rating.objects.in_order())
    )
    for card, event in _with_event(cards, Verb.SUBMITTED):
        if event is None:
            yield f"Scorecard {card.pk} is submitted, and no event says so."
        elif event.digest != scoring.digest(card, card.ratings.all()):
            yield f"Scorecard {card.pk} was changed after it was submitted: see event {event.number}."
    yield from _altered_decisions()


def _altered_decisions() -> Iterator[str]:
    stands = Application.objects.filter(pk=OuterRef("application"), decision=OuterRef("pk"))
    decisions = Decision.objects.with_what_it_rests_on().annotate(stands=Exists(stands))
    for decision, event in _with_event(decisions, Verb.DECIDED):
        if event is None:
            yield f"Decision {decision.pk} is there, and no event says so."
        elif event.digest != decision.digest:
            yield f"Decision {decision.pk} was changed after it was made: see event {event.number}."
        if decision.stands == decision.is_taken_back:  # type: ignore[attr-defined]
            what = (
                "stands although it was taken back"
                if decision.is_taken_back
                else "does not stand, and nobody took it back"
            )
            yield f"Decision {decision.pk} {what}."
    for decision, event in _with_event(decisions.filter(reopening__isnull=False), Verb.REOPENED):
        if event is None:
            yield f"Decision {decision.pk} was taken back, and no event says so."
        elif event.digest != decision.reopening.digest:
            yield f"Why decision {decision.pk} was taken back was changed later: see event {event.number}."


def _with_event(rows: models.QuerySet[Row], verb: Verb) -> Iterator[tuple[Row, Event | None]]:
    """Each row with the newest event of its kind, in bounded memory and two queries more a chunk."""
    last = 0
    while chunk := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        last = chunk[-1].pk
        found = Event.objects.filter(
            verb=verb, row_model=rows.model._meta.label_lower, row_pk__in=[row.pk for row in chunk]
        )
        newest = {event.row_pk: event for event in found.order_by("number")}
        yield from ((row, newest.get(row.pk)) for row in chunk)
