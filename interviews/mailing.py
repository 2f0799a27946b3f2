"""Act: write the mails that an act owes to people, and send them.

A row of Mail is written in the transaction of what it tells of, together with its task; it is the truth
about what has to be sent. Tasks may be lost and come twice: what is unsent is put into the queue again by
``sweep``, and ``send`` lets one sender at a time have a mail. Whoever dies between sending and saying so is
followed by another who sends the same again, under the same message id and the same sequence: it arrives at
least once and has its effect once.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from datetime import datetime
from email.utils import parseaddr
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from interviews import calendars
from interviews.choices import MailKind
from interviews.models import Interview, Mail, Scorecard

log = logging.getLogger(__name__)
NOT_OF_AN_ID = re.compile(r"[^A-Za-z0-9.-]")


@task()
def deliver(mail_pk: int) -> None:
    send(mail_pk)


def post(mails: Iterable[Mail]) -> None:
    """Write mails, unless the same was written before, and queue them: in the caller's transaction."""
    made = list(mails)
    Mail.objects.bulk_create(made, ignore_conflicts=True)
    for pk in Mail.objects.filter(key__in=[one.key for one in made]).values_list("pk", flat=True):
        deliver.enqueue(pk)


def about(interview: Interview, kind: MailKind, people: Iterable[int]) -> list[Mail]:
    """A mail to each of these people (keys), about an interview as it is now."""
    uid, sequence = interview.uid.hex, interview.sequence
    return [
        Mail(
            key=f"{uid}.{sequence}.{person}.{kind}",
            kind=kind,
            person_id=person,
            interview=interview,
            sequence=sequence,
        )
        for person in people
    ]


def sweep(now: datetime | None = None) -> int:
    """Queue again what should have been sent by now; how many that were."""
    forgotten = list(Mail.objects.forgotten(now or timezone.now()).values_list("pk", flat=True))
    for pk in forgotten:
        deliver.enqueue(pk)
    return len(forgotten)


def send(mail_pk: int) -> None:
    """Send a mail, unless somebody has or is about to, or there is nothing left to say.

    No transaction is open while the mail server is talked to: it may take long, and others want to write.
    """
    if not Mail.objects.claim(mail_pk, timezone.now()):
        return
    mail = Mail.objects.select_related("person", "interview__round", "interview__application__candidate").get(
        pk=mail_pk
    )
    message = _message(mail)
    if message is None:
        Mail.objects.unsent().filter(pk=mail.pk).update(dropped_at=timezone.now())
        return
    try:
        message.send()
    except (SMTPException, OSError) as failure:
        log.warning("Mail %s was not taken, try %s: %s", mail.pk, mail.attempts, type(failure).__name__)
    else:
        Mail.objects.unsent().filter(pk=mail.pk).update(sent_at=timezone.now())


def event_of(
    interview: Interview, *, link: str, sequence: int, made_at: datetime, attendee: str = ""
) -> calendars.Event:
    """An interview that has a time, as calendars have it: with the candidate's code and no name."""
    if interview.starts_at is None or interview.ends_at is None:
        raise ValueError("An interview without a time is in no calendar.")
    code, place = interview.application.candidate.code, calendars.one_line(interview.place)
    return calendars.Event(
        uid=interview.uid,
        sequence=sequence,
        made_at=made_at,
        starts_at=interview.starts_at,
        ends_at=interview.ends_at,
        summary=f"Interview {code}, {calendars.title_line(interview.round.title)}",
        description=link,
        place=place,
        link=link,
        organiser=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        attendee=attendee,
    )


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _message(mail: Mail) -> EmailMessage | None:
    """What is to be said now; None if it is nothing."""
    if Mail.objects.later_than(mail).exists() or not (mail.person.is_active and mail.person.email):
        return None
    if mail.interview is None:
        return _reminder(mail)
    return _about_interview(mail, mail.interview)


def _reminder(mail: Mail) -> EmailMessage | None:
    """One of all that is out, in the order in which it fell due."""
    cards = Scorecard.objects.chased(timezone.now()).for_interviewer(mail.person).with_place()
    lines = [
        {
            "code": card.interview.application.candidate.code,
            "round": calendars.title_line(card.interview.round.title),
            "due_at": getattr(card, "due_at"),  # noqa: B009 - annotated
            "zone": card.interview.zone,
            "link": absolute(card.get_absolute_url()),
        }
        for card in cards.order_by(F("due_at"), "pk")
    ]
    return _email(mail, "reminder", {"cards": lines}) if lines else None


def _about_interview(mail: Mail, interview: Interview) -> EmailMessage | None:
    ends_at, is_told = interview.ends_at, Mail.objects.told_before(mail).exists()
    is_cancellation = mail.kind == MailKind.CANCELLATION
    cards = interview.scorecards.for_interviewer(mail.person).filter(recused_at__isnull=True)
    card = None if is_cancellation else cards.first()
    if ends_at is None or ends_at <= timezone.now() or not (is_told if is_cancellation else card):
        return None
    link = absolute(card.get_absolute_url() if card else reverse("interviews:home"))
    event = event_of(
        interview, link=link, sequence=mail.sequence, made_at=mail.created_at, attendee=mail.person.email
    )
    said = {
        "code": interview.application.candidate.code,
        "round": calendars.title_line(interview.round.title),
        "zone": interview.zone,
        "interview": interview,
        "event": event,
        "is_new": not is_told,
    }
    email = _email(mail, "cancellation" if is_cancellation else "invitation", said)
    method = calendars.CANCEL if is_cancellation else calendars.REQUEST
    email.attach("interview.ics", event.as_bytes(method).decode(), f"text/calendar; method={method}")
    return email


def _email(mail: Mail, template: str, said: dict[str, Any]) -> EmailMessage:
    """The first line of a template is the subject."""
    text = render_to_string(f"interviews/mails/{template}.txt", said)
    subject, _, body = text.partition("\n")
    host = NOT_OF_AN_ID.sub("-", urlsplit(settings.SITE_URL).hostname or "localhost")
    return EmailMessage(
        calendars.one_line(subject),
        body.strip() + "\n",
        to=[mail.person.email],
        headers={"Message-ID": f"<{mail.key}@{host}>", "Auto-Submitted": "auto-generated"},
    )
