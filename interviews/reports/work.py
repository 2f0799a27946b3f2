"""What waits for a person: interviews to hold and scorecards to submit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from accounts.models import User
from interviews.models import Scorecard


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
    """``due`` has the longest due first; ``begun`` is what can be finished before it is due."""

    due: tuple[Task, ...]
    begun: tuple[Task, ...]
    coming: tuple[Task, ...]


def work_of(user: User, now: datetime) -> Work:
    """In one query."""
    mine = Scorecard.objects.for_interviewer(user).drafts().for_a_list()
    cards: Any = mine.with_progress().with_due(now)
    tasks: dict[str, list[Task]] = {"due": [], "begun": [], "coming": []}
    for card in cards.order_by(F("interview__starts_at").asc(nulls_last=True), "pk"):
        task = Task(card=card, due_at=card.due_at, is_overdue=card.is_due)
        if place := _place(task, now):
            tasks[place].append(task)
    return Work(**{place: tuple(found) for place, found in tasks.items()})


def _place(task: Task, now: datetime) -> str:
    """Nowhere once a cancelled interview, of which nothing was written, would have been."""
    if task.is_overdue:
        return "due"
    interview, has_begun = task.card.interview, getattr(task.card, "rated_count", 0) > 0
    is_over = interview.starts_at is not None and interview.starts_at <= now
    if interview.is_cancelled and is_over and not has_begun:
        return ""
    return "begun" if has_begun or is_over else "coming"
