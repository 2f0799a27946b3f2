"""Act: remind interviewers of scorecards that are due, and stop reminding."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone

from accounts.choices import Verb
from accounts.models import Event, User
from interviews import mailing
from interviews.choices import MailKind
from interviews.models import Mail, Scorecard, ScorecardLocked

EVERY = timedelta(days=1)


class NotReminded(Exception):
    """Reminders of a scorecard were about to be stopped of which nobody is reminded."""


@transaction.atomic
def remind(now: datetime | None = None) -> int:
    """Write to everybody whose first scorecard has fallen due, and then once a day while any is out.

    One mail a person, about all that is out when it is sent; how many were written. What the key says is
    the same for two who do this at once, so that only one of them writes.
    """
    now = now or timezone.now()
    cards = Scorecard.objects.chased(now).order_by()
    first_due = dict(cards.values_list("interviewer").annotate(first=Min("due_at")))
    reminders = Mail.objects.filter(kind=MailKind.REMINDER, person__in=first_due, created_at__gt=now - EVERY)
    lately = dict(reminders.order_by().values_list("person").annotate(last=Max("created_at")))
    waiting = {
        person: due_at
        for person, due_at in first_due.items()
        if person not in lately or lately[person] < due_at
    }
    mailing.post(_reminder(person, due_at, now) for person, due_at in waiting.items())
    return len(waiting)


@transaction.atomic
def dismiss(scorecard_pk: int, *, by: User, reason: str) -> None:
    """No more reminders of one's own card. It stays due, and those who arrange see that it is out.

    Raises Scorecard.DoesNotExist to strangers, ScorecardLocked, NotReminded.
    """
    card = Scorecard.objects.for_interviewer(by).select_for_update(of=("self",)).get(pk=scorecard_pk)
    if card.is_locked:
        raise ScorecardLocked("This scorecard is not out any more.")
    now = timezone.now()
    if not Scorecard.objects.chased(now).filter(pk=card.pk).exists():
        raise NotReminded("You are not reminded of this scorecard.")
    card.reminders_off_at, card.reminders_off_reason = now, reason
    card.save(update_fields=["reminders_off_at", "reminders_off_reason"])
    Event.objects.record(Verb.DISMISSED, card, by=by)


def _reminder(person: int, due_at: datetime, now: datetime) -> Mail:
    days = (now - due_at) // EVERY
    moment = due_at + days * EVERY
    key = f"reminder.{person}.{moment:%Y%m%dT%H%M%SZ}"
    return Mail(key=key, kind=MailKind.REMINDER, person_id=person)
