from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews import calendars
from tests.interviews.outbox import event_in

EVENT = calendars.Event(
    uid=UUID("b2f5ff47-436b-0000-0000-000000000000"),
    sequence=3,
    made_at=datetime(2030, 1, 1, 9, tzinfo=UTC),
    starts_at=datetime(2030, 1, 15, 13, tzinfo=UTC),
    ends_at=datetime(2030, 1, 15, 14, tzinfo=UTC),
    summary="Interview C-1042, Round 1",
    description="https://rolecard.example/scorecards/7/",
    place="Room 4; first floor, left",
    link="https://rolecard.example/scorecards/7/",
    organiser="hiring@rolecard.example",
    attendee="ines@example.com",
)
FILE = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Rolecard//EN
METHOD:REQUEST
BEGIN:VEVENT
SUMMARY:Interview C-1042\\, Round 1
DTSTART:20300115T130000Z
DTEND:20300115T140000Z
DTSTAMP:20300101T090000Z
UID:b2f5ff47-436b-0000-0000-000000000000
SEQUENCE:3
ATTENDEE;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=FALSE:mailto:ines@example.com
CLASS:PRIVATE
DESCRIPTION:https://rolecard.example/scorecards/7/
LOCATION:Room 4\\; first floor\\, left
ORGANIZER:mailto:hiring@rolecard.example
STATUS:CONFIRMED
URL:https://rolecard.example/scorecards/7/
END:VEVENT
END:VCALENDAR
"""


def lines(data: bytes) -> list[str]:
    """Unfolded."""
    return data.decode().replace("\r\n ", "").split("\r\n")


def test_an_invitation_as_a_file() -> None:
    assert lines(EVENT.as_bytes(calendars.REQUEST)) == FILE.split("\n")


def test_a_cancellation_is_about_the_same_event() -> None:
    said = lines(replace(EVENT, sequence=4).as_bytes(calendars.CANCEL))
    changed = {"METHOD:CANCEL", "SEQUENCE:4", "STATUS:CANCELLED"}
    assert set(said) - set(FILE.split("\n")) == changed


def test_a_file_that_was_taken_asks_nobody_and_an_empty_place_is_none() -> None:
    said = lines(replace(EVENT, attendee="", place="").as_bytes(calendars.PUBLISH))
    assert [one for one in said if one.startswith(("ATTENDEE", "LOCATION"))] == []


def test_a_backslash_is_one_whatever_follows() -> None:
    data = replace(EVENT, place=r"\\HOST\North; \new, \\").as_bytes(calendars.REQUEST)
    assert r"LOCATION:\\\\HOST\\North\; \\new\, \\\\" in lines(data)
    assert str(event_in(data)["LOCATION"]) == r"\\HOST\North; \new, \\"


TEXTS = st.text(st.one_of(st.characters(), st.sampled_from("\r\n\0:;,\\\u2028\u202e")), max_size=60)


@given(TEXTS, TEXTS)
def test_no_text_adds_a_line_or_changes_another(title: str, place: str) -> None:
    summary = f"Interview C-1042, {calendars.title_line(title)}"
    data = replace(EVENT, summary=summary, place=place).as_bytes(calendars.REQUEST)
    event = event_in(data)
    names = {name: str(event[name]) for name in event}
    assert names.pop("SUMMARY") == calendars.one_line(summary)
    assert names.pop("LOCATION", "") == calendars.one_line(place)
    assert set(names) == {line.split(":")[0].split(";")[0] for line in FILE.split("\n")[5:-3]} - {
        *("SUMMARY", "LOCATION"),
    }


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Round 1", "Round 1"),
        ("Round\r\nBcc: all@example.com", "Round Bcc: all@example.com"),
        ("See https://evil.example/x", "See evil.example/x"),
        ("[Click](javascript:alert(1))", "[Click] (alert(1))"),
        ("www.evil.example", "evil.example"),
        ("a\u202eb\0c", "a b c"),
        ("x" * 200, "x" * 79 + "…"),
    ],
)
def test_titles_bring_no_lines_and_no_links(title: str, line: str) -> None:
    assert calendars.title_line(title) == line
