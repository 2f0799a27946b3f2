"""An interview as an iCalendar file. Every file about one interview has its UID, and a later one a higher
SEQUENCE, so that calendars change the event that they have instead of adding another.

Shape: RFC 5545; what METHOD, SEQUENCE and STATUS do to an event that is there already: RFC 5546.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
# Everything that ends a line, is not seen, or turns the direction of what follows.
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")
SCHEME = re.compile(r"(?i)\b[a-z][a-z0-9+.-]{1,20}:(?=\S)/*|\bwww\.")


@dataclass(frozen=True, kw_only=True)
class Event:
    """``organiser`` and ``attendee`` are addresses; an attendee is only asked by mail, not in a file."""

    uid: UUID
    sequence: int
    made_at: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    place: str
    link: str
    organiser: str
    attendee: str = ""

    def as_bytes(self, method: str) -> bytes:
        import icalendar  # noqa: PLC0415 - 0.1 s that a process which sends no mail does not need

        calendar = icalendar.Calendar()
        for name, value in (("PRODID", "-//Rolecard//EN"), ("VERSION", "2.0"), ("METHOD", method)):
            calendar.add(name, value)
        event = icalendar.Event()
        event.add("UID", str(self.uid))
        event.add("SEQUENCE", self.sequence)
        event.add("DTSTAMP", self.made_at)
        event.add("DTSTART", self.starts_at)
        event.add("DTEND", self.ends_at)
        event.add("SUMMARY", _text(one_line(self.summary)))
        event.add("DESCRIPTION", _text(self.description))
        if place := one_line(self.place):
            event.add("LOCATION", _text(place))
        event.add("URL", self.link)
        event.add("STATUS", "CANCELLED" if method == CANCEL else "CONFIRMED")
        event.add("CLASS", "PRIVATE")
        event.add("ORGANIZER", f"mailto:{self.organiser}")
        if self.attendee:
            asked = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"}
            event.add("ATTENDEE", f"mailto:{self.attendee}", parameters=asked)
        calendar.add_component(event)
        return bytes(calendar.to_ical())


def _text(text: str) -> Any:
    """TEXT of RFC 5545, 3.3.11. icalendar would take a backslash that was typed before N for a new line."""
    import icalendar  # noqa: PLC0415

    class Text(icalendar.vText):
        def to_ical(self) -> bytes:
            return re.sub(r"[\\;,]", r"\\\g<0>", self).replace("\n", r"\n").encode()

    return Text(text)


def one_line(text: str) -> str:
    """What somebody typed, as it may stand in one line of a mail or a file."""
    return " ".join(UNSEEN.sub(" ", text).split())


def title_line(text: str, *, longest: int = 80) -> str:
    """A title in one line, with nothing that a mail program would make a link of."""
    line = SCHEME.sub("", one_line(text)).replace("](", "] (")
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
