"""An advert as values, to JSON and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from roleprofiles.choices import AdvertPart, Employment, PayUnit, Workplace

_WEB = re.compile(r"https?://[^\s<>\"\\]+", re.ASCII)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Line:
    """``requirement_key`` ties a line to what the role asks for."""

    text: str
    requirement_key: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Section:
    """A text, with blank lines between its paragraphs, or lines; never both, never neither."""

    kind: AdvertPart
    heading: str
    text: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Pay:
    """Amounts in the ISO 4217 currency, for a unit of time; either end may be unsaid."""

    minimum: Decimal | None
    maximum: Decimal | None
    currency: str
    unit: PayUnit


@dataclass(frozen=True, kw_only=True)
class Place:
    """``country`` is an ISO 3166 code; ``is_remote``: where people may live who work from there."""

    country: str
    region: str = ""
    city: str = ""
    is_remote: bool = False

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.city, self.region, self.country]))


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A line of the summary: "Pay", "EUR 60,000 to 75,000 a year"."""

    label: str
    text: str

    @property
    def href(self) -> str:
        """Where the text leads, if it is a web or email address; else "".

        No other scheme: javascript: is no address.
        """
        if _WEB.fullmatch(self.text):
            return self.text
        return f"mailto:{self.text}" if _EMAIL.fullmatch(self.text) else ""


@dataclass(frozen=True, kw_only=True)
class Advert:
    """All that an advert says, in the order in which it says it."""

    title: str
    organisation: str
    language: str
    employment: Employment
    workplace: Workplace
    places: tuple[Place, ...]
    pay: Pay | None
    other_pay: str
    collective_agreement: str
    apply_by: date | None
    apply_to: str
    accommodation_contact: str
    sections: tuple[Section, ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The summary below the title, without what is not said."""
        by = f"{self.apply_by:%-d %B %Y}" if self.apply_by else ""
        said = [
            ("Employer", self.organisation),
            ("Employment", self.employment.label),
            ("Workplace", self.workplace.label),
            ("Place", "; ".join(str(place) for place in self.places if not place.is_remote)),
            ("Remote from", "; ".join(str(place) for place in self.places if place.is_remote)),
            ("Pay", _pay(self.pay)),
            ("Other pay", self.other_pay),
            ("Collective agreement", self.collective_agreement),
            ("Apply by", by),
            ("Apply at", self.apply_to),
            ("Help with applying", self.accommodation_contact),
        ]
        return tuple(Fact(label=label, text=text) for label, text in said if text)

    def section(self, kind: AdvertPart) -> Section | None:
        return next((section for section in self.sections if section.kind == kind), None)

    def as_json(self) -> dict[str, Any]:
        """For a JSON column; ``from_json`` gives the same advert back."""
        said = asdict(self)
        said["apply_by"] = self.apply_by.isoformat() if self.apply_by else None
        if self.pay:
            for end in ("minimum", "maximum"):
                value = getattr(self.pay, end)
                said["pay"][end] = None if value is None else str(value)
        for section in said["sections"]:
            for line in section["lines"]:
                line["requirement_key"] = line["requirement_key"] and str(line["requirement_key"])
        return said


def from_json(said: Mapping[str, Any]) -> Advert:
    pay = said["pay"]
    return Advert(
        **{
            **said,
            "employment": Employment(said["employment"]),
            "workplace": Workplace(said["workplace"]),
            "apply_by": date.fromisoformat(said["apply_by"]) if said["apply_by"] else None,
            "places": tuple(Place(**place) for place in said["places"]),
            "pay": pay and _pay_from_json(pay),
            "sections": tuple(_section_from_json(section) for section in said["sections"]),
        }
    )


def _pay_from_json(pay: Mapping[str, Any]) -> Pay:
    ends = {end: None if pay[end] is None else Decimal(pay[end]) for end in ("minimum", "maximum")}
    return Pay(**ends, currency=pay["currency"], unit=PayUnit(pay["unit"]))


def _section_from_json(section: Mapping[str, Any]) -> Section:
    return Section(
        kind=AdvertPart(section["kind"]),
        heading=section["heading"],
        text=section["text"],
        lines=tuple(
            Line(text=line["text"], requirement_key=line["requirement_key"] and UUID(line["requirement_key"]))
            for line in section["lines"]
        ),
    )


def _pay(pay: Pay | None) -> str:
    if pay is None or (pay.minimum is None and pay.maximum is None):
        return ""
    low, high = (None if end is None else _amount(end) for end in (pay.minimum, pay.maximum))
    if low is None:
        amount = f"up to {high}"
    elif high is None:
        amount = f"from {low}"
    else:
        amount = low if low == high else f"{low} to {high}"
    return f"{pay.currency} {amount} {pay.unit.label}".strip()


def _amount(value: Decimal) -> str:
    """``60,000`` and ``18.50``."""
    return f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"
