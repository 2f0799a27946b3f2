"""What the worker sends."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage as Parsed
from typing import Any
from unittest.mock import patch

import icalendar
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import call_command


def delivered() -> list[EmailMessage]:
    """What is sent when the worker has its turn."""
    before = len(mail.outbox)
    # It would close the connection that holds the test's transaction.
    with patch("django_tasks_db.management.commands.db_worker.close_old_connections"):
        call_command("work", once=True)
    return mail.outbox[before:]


def sent() -> list[tuple[str, str]]:
    """To whom, and the subject."""
    return sorted((one.to[0], str(one.subject)) for one in delivered())


def parsed(message: EmailMessage) -> Parsed:
    """As the reader's program understands what goes over the wire."""
    return message_from_bytes(message.message().as_bytes(), policy=policy.default)


def event_in(file: bytes | str) -> Any:
    """The one event of a calendar file."""
    (event,) = icalendar.Calendar.from_ical(file).events
    return event


def calendar_of(message: EmailMessage) -> dict[str, str]:
    """The properties of the attached event, and the method."""
    (part,) = parsed(message).iter_attachments()
    calendar, event = icalendar.Calendar.from_ical(part.get_content()), event_in(part.get_content())
    said = {name: str(event[name]) for name in ("UID", "SEQUENCE", "SUMMARY", "STATUS", "URL")}
    assert part.get_param("method") == calendar["METHOD"]
    return {**said, "METHOD": str(calendar["METHOD"]), "START": f"{event['DTSTART'].dt:%Y%m%dT%H%M%Z}"}
