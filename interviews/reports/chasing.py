"""Which scorecards are out, since when they are due, and who was reminded: never what they say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from interviews.choices import MailKind
from interviews.models import Application, Mail, Opening, Scorecard

MOST = 50


@dataclass(frozen=True, kw_only=True)
class Out:
    """A scorecard to come in. ``reason`` is there for those who may read the evidence."""

    interviewer: str
    application: Application
    round_title: str
    due_at: datetime | None
    time_zone: str
    is_due: bool
    reminded_at: datetime | None
    reminders_off_at: datetime | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class Outs:
    """Those that are due come first, the longest due at the top; ``more`` are not shown."""

    shown: tuple[Out, ...]
    more: int


def out_of_application(application: Application, user: User) -> Outs:
    """Every card of an application that is to come in, in one query."""
    return _outs(Scorecard.objects.drafts().filter(interview__application=application), user)


def due_in_opening(opening: Opening, user: User) -> Outs:
    """The cards of all applications of an opening that are due, in one query."""
    cards = Scorecard.objects.due(timezone.now())
    return _outs(cards.filter(interview__application__opening=opening), user)


def _outs(cards: Any, user: User) -> Outs:
    open_to_them = Application.objects.evidence_open_to(user).filter(pk=OuterRef("interview__application"))
    # One that was sent after this card's were stopped was about others.
    reminders = Mail.objects.filter(
        kind=MailKind.REMINDER,
        person=OuterRef("interviewer"),
        sent_at__gte=OuterRef("due_at"),
        sent_at__lte=Coalesce(OuterRef("reminders_off_at"), Value(timezone.now())),
    )
    found = list(
        cards.filter(interview__cancelled_at__isnull=True)
        .with_due(timezone.now())
        .annotate(
            reminded_at=Subquery(reminders.order_by("-sent_at").values("sent_at")[:1]),
            may_read_reason=Exists(open_to_them),
        )
        .select_related("interviewer", "interview__round", "interview__application__candidate")
        .order_by(F("due_at").asc(nulls_last=True), "pk")
    )
    return Outs(shown=tuple(map(_out, found[:MOST])), more=max(0, len(found) - MOST))


def _out(card: Any) -> Out:
    return Out(
        interviewer=str(card.interviewer),
        application=card.interview.application,
        round_title=card.interview.round.title,
        due_at=card.due_at,
        time_zone=card.interview.zone,
        is_due=card.due_at is not None and card.due_at <= timezone.now(),
        reminded_at=card.reminded_at,
        reminders_off_at=card.reminders_off_at,
        reason=card.reminders_off_reason if card.may_read_reason else "",
    )
