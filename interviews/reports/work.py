"""What waits for a person: interviews to hold and scorecards to submit; and what they submitted lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter

from django.db.models import F

from accounts.models import User
from interviews.models import Scorecard

RECENT = timedelta(days=14)
SUBMITTED_SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class Task:
    """A scorecard of one's own; ``due_at`` only where its interview has a time."""

    card: Scorecard
    due_at: datetime | None
    is_overdue: bool = False

    @property
    def may_be_dismissed(self) -> bool:
        return self.is_overdue and self.card.reminders_off_at is None


@dataclass(frozen=True, kw_only=True)
class Work:
    """``due`` has the longest due first; ``begun`` is what can be finished before it is due.

    ``submitted`` has the newest first, and goes back for ``RECENT``.
    """

    due: tuple[Task, ...]
    begun: tuple[Task, ...]
    coming: tuple[Task, ...]
    submitted: tuple[Scorecard, ...]


def work_of(user: User, now: datetime) -> Work:
    """In one query."""
    mine = Scorecard.objects.for_interviewer(user).drafts_or_submitted_since(now - RECENT).for_a_list()
    cards = mine.with_progress()
    tasks: dict[str, list[Task]] = {"due": [], "begun": [], "coming": []}
    submitted = []
    for card in cards.order_by(F("interview__starts_at").asc(nulls_last=True), "pk"):
        if card.is_submitted:
            submitted.append(card)
            continue
        task = Task(card=card, due_at=card.interview.due_at, is_overdue=card.interview.is_due(now))
        if place := _place(task, now):
            tasks[place].append(task)
    submitted.sort(key=attrgetter("submitted_at"), reverse=True)
    lists = {place: tuple(found) for place, found in tasks.items()}
    return Work(**lists, submitted=tuple(submitted[:SUBMITTED_SHOWN]))


def _place(task: Task, now: datetime) -> str:
    """Nowhere once a cancelled interview, of which nothing was written, would have been."""
    if task.is_overdue:
        return "due"
    interview, has_begun = task.card.interview, getattr(task.card, "rated_count", 0) > 0
    is_over = interview.starts_at is not None and interview.starts_at <= now
    if interview.is_cancelled and is_over and not has_begun:
        return ""
    return "begun" if has_begun or is_over else "coming"
