"""Which scorecards are out, since when they are due, and who was reminded: never what they say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from interviews.choices import MailKind
from interviews.models import Application, Mail, Opening, Scorecard

MOST = 50
# Of a card that is out, and of what it belongs to.
SAID = (
    *("reminders_off_at", "reminders_off_reason", "interviewer__display_name", "interviewer__email"),
    *("interview__time_zone", "interview__round__title", "interview__application__candidate__number"),
)


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
    """Every card of an application that is to come in; queries as ``_outs``."""
    cards = Scorecard.objects.drafts().with_due(timezone.now())
    return _outs(cards.filter(interview__application=application), user)


def due_in_opening(opening: Opening, user: User) -> Outs:
    """The cards of all applications of an opening that are due; queries as ``_outs``."""
    cards = Scorecard.objects.due(timezone.now())
    return _outs(cards.filter(interview__application__opening=opening), user)


def _outs(cards: Any, user: User) -> Outs:
    """Of ``with_due``; in one query, and a second one where somebody gave a reason for no reminders."""
    # One that was sent after this card's were stopped was about others.
    reminders = Mail.objects.filter(
        kind=MailKind.REMINDER,
        person=OuterRef("interviewer"),
        sent_at__gte=OuterRef("due_at"),
        sent_at__lte=Coalesce(OuterRef("reminders_off_at"), Value(timezone.now())),
    )
    found = list(
        cards.filter(interview__cancelled_at__isnull=True)
        .annotate(reminded_at=Subquery(reminders.order_by("-sent_at").values("sent_at")[:1]))
        .select_related("interviewer", "interview__round", "interview__application__candidate")
        .only(*SAID)
        .order_by(F("due_at").asc(nulls_last=True), "pk")
    )
    shown = found[:MOST]
    explained = {one.interview.application_id for one in shown if one.reminders_off_reason}
    readable = set(_open_among(explained, user)) if explained else set()
    outs = tuple(_out(one, may_read=one.interview.application_id in readable) for one in shown)
    return Outs(shown=outs, more=len(found) - len(shown))


def _open_among(applications: Iterable[int], user: User) -> Iterable[int]:
    open_to_them = Application.objects.evidence_open_to(user).filter(pk__in=applications)
    return open_to_them.values_list("pk", flat=True)


def _out(card: Any, *, may_read: bool) -> Out:
    return Out(
        interviewer=str(card.interviewer),
        application=card.interview.application,
        round_title=card.interview.round.title,
        due_at=card.due_at,
        time_zone=card.interview.zone,
        is_due=card.due_at is not None and card.due_at <= timezone.now(),
        reminded_at=card.reminded_at,
        reminders_off_at=card.reminders_off_at,
        reason=card.reminders_off_reason if may_read else "",
    )
