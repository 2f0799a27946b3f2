"""What the worker sends."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage as Parsed
from unittest.mock import patch

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
    return sorted((one.to[0], one.subject) for one in delivered())


def parsed(message: EmailMessage) -> Parsed:
    """As the reader's program understands what goes over the wire."""
    found = message_from_bytes(message.message().as_bytes(), policy=policy.default)
    assert isinstance(found, Parsed)
    return found


def calendar_of(message: EmailMessage) -> dict[str, str]:
    """The properties of the attached event, and the method."""
    import icalendar  # noqa: PLC0415 - as the product does

    (part,) = parsed(message).iter_attachments()
    data = part.get_content()
    calendar = icalendar.Calendar.from_ical(data)
    (event,) = calendar.events
    said = {name: str(event[name]) for name in ("UID", "SEQUENCE", "SUMMARY", "STATUS", "URL")}
    assert part["Content-Type"].params["method"] == calendar["METHOD"]
    return {**said, "METHOD": str(calendar["METHOD"]), "START": f"{event['DTSTART'].dt:%Y%m%dT%H%M%Z}"}
