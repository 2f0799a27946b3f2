"""Adverts as values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from roleprofiles.adverts import Advert, Line, Pay, Place, Section
from roleprofiles.choices import AdvertPart, Employment, PayUnit, Workplace

PAY = Pay(minimum=Decimal("60000.00"), maximum=Decimal("75000.50"), currency="EUR", unit=PayUnit.YEAR)


def listed(kind: AdvertPart, *texts: str, heading: str = "") -> Section:
    return Section(kind=kind, heading=heading or kind.label, lines=tuple(Line(text=text) for text in texts))


def told(kind: AdvertPart, text: str, heading: str = "") -> Section:
    return Section(kind=kind, heading=heading or kind.label, text=text)


# Every field, every kind of section.
FULL = Advert(
    title="C# & Data Engineer",
    organisation="Müller & Søn GmbH",
    language="en-GB",
    employment=Employment.FULL_TIME,
    workplace=Workplace.HYBRID,
    places=(
        Place(country="DE", city="Berlin"),
        Place(country="US", region="Colorado", city="Denver"),
        Place(country="AT", is_remote=True),
    ),
    pay=PAY,
    other_pay="Bonus of up to 10 %;\nshares after a year",
    collective_agreement="Metall- und Elektroindustrie, group 12",
    apply_by=date(2030, 1, 31),
    apply_to="https://jobs.example.org/apply?ref=c_sharp&lang=en",
    accommodation_contact="help.me@example.org",
    sections=(
        told(
            AdvertPart.PURPOSE,
            "You keep the\nmoney moving.\n\nThree teams rest on it: *payments*, CI/CD & R&D.",
        ),
        listed(
            AdvertPart.DUTIES,
            "Run the nightly import → and mend it",
            "Review the changes of others",
        ),
        Section(
            kind=AdvertPart.MUST_HAVE,
            heading=AdvertPart.MUST_HAVE.label,
            lines=(
                Line(text="C#: async/await", requirement_key=UUID(int=1)),
                Line(text="SQL (PostgreSQL, MySQL)", requirement_key=UUID(int=2)),
                Line(text="snake_case and __init__ do not frighten you"),
            ),
        ),
        listed(AdvertPart.GOOD_TO_HAVE, "C++ 17+", "# of users > 1,000,000"),
        listed(AdvertPart.OTHER, "On call one week in six"),
        listed(AdvertPart.GROWTH, "Towards Senior: 1. lead a piece of work; 2. teach"),
        listed(AdvertPart.INTERVIEWS, "Round 1, 60 minutes: C#, SQL"),
        told(AdvertPart.ABOUT_US, "Two hundred people, since 1998."),
        told(
            AdvertPart.BENEFITS,
            "What you get:\n\n- 30 days of holiday\n- a pension\n\n1. of each month: cake",
        ),
        told(AdvertPart.HOW_TO_APPLY, "Write to us. A CV is enough."),
        told(AdvertPart.EQUAL_OPPORTUNITY, "We decide by what the work asks for."),
        told(AdvertPart.OWN, "Ask Ana.", heading="Questions?"),
    ),
)
BARE = Advert(
    title="Analyst",
    organisation="",
    language="en",
    employment=Employment.PART_TIME,
    workplace=Workplace.ON_SITE,
    places=(),
    pay=None,
    other_pay="",
    collective_agreement="",
    apply_by=None,
    apply_to="",
    accommodation_contact="",
    sections=(),
)


def saying(text: str) -> Advert:
    """A text wherever people type one; between words of ours, so that each is a place of its own."""
    return replace(
        BARE,
        title=text,
        organisation=text,
        other_pay=text,
        apply_to=text,
        sections=(
            told(AdvertPart.PURPOSE, text, heading=text),
            listed(AdvertPart.MUST_HAVE, text, "between", text),
        ),
    )


def with_(**changed: Any) -> Advert:
    return replace(FULL, **changed)
