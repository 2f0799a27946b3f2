"""An advert as a schema.org JobPosting, the way search engines for jobs read it.

What Google wants is in data/jobposting.schema.json. Nothing is said here that the advert does not say.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from roleprofiles.adverts import html
from roleprofiles.adverts.shapes import Advert, Pay, Place
from roleprofiles.adverts.sheet import blocks, one_line
from roleprofiles.choices import AdvertPart, Workplace

# What would end a script block, or be read as markup in one.
_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def posting(advert: Advert, *, identifier: str, posted_on: date, url: str) -> dict[str, Any]:
    """``url`` is the whole address of the public page; ``identifier`` stays the same over all versions."""
    organisation = one_line(advert.organisation)
    said = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": one_line(advert.title),
        "description": html.body(advert) if advert.sections else "",
        "identifier": _filled({"@type": "PropertyValue", "name": organisation, "value": identifier}),
        "url": url,
        "datePosted": posted_on.isoformat(),
        "validThrough": _end_of(advert.apply_by),
        "employmentType": advert.employment.value,
        "hiringOrganization": organisation and {"@type": "Organization", "name": organisation},
        "jobLocation": [_location(place) for place in advert.places if not place.is_remote],
        **_remote(advert),
        "baseSalary": advert.pay and _salary(advert.pay),
        "incentiveCompensation": one_line(advert.other_pay),
        "jobBenefits": _text(advert, AdvertPart.BENEFITS),
        "qualifications": _text(advert, AdvertPart.MUST_HAVE),
        "skills": _text(advert, AdvertPart.GOOD_TO_HAVE),
        "responsibilities": _text(advert, AdvertPart.DUTIES),
    }
    # People apply at another address than this page.
    return _filled(said) | {"directApply": False}


def unsaid(advert: Advert) -> tuple[str, ...]:
    """What search engines need and the advert does not say: fields of a job description."""
    return tuple(
        field
        for field, is_said in [
            ("title", one_line(advert.title)),
            ("organisation", one_line(advert.organisation)),
            ("sections", advert.sections),
            ("places", any(_is_named(place, advert) for place in advert.places)),
        ]
        if not is_said
    )


def script(said: dict[str, Any]) -> SafeString:
    """For ``<script type="application/ld+json">``: no text can end the block or open a comment in it."""
    return mark_safe(json.dumps(said, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308


def _remote(advert: Advert) -> dict[str, Any]:
    """For work that is remote only: partly remote work is found by its place."""
    if advert.workplace != Workplace.REMOTE:
        return {}
    return {
        "jobLocationType": "TELECOMMUTE",
        "applicantLocationRequirements": [_area(place) for place in advert.places if place.is_remote],
    }


def _is_named(place: Place, advert: Advert) -> bool:
    return not place.is_remote or advert.workplace == Workplace.REMOTE


def _location(place: Place) -> dict[str, Any]:
    address = {
        "@type": "PostalAddress",
        "addressLocality": one_line(place.city),
        "addressRegion": one_line(place.region),
        "addressCountry": one_line(place.country),
    }
    return {"@type": "Place", "address": _filled(address)}


def _area(place: Place) -> dict[str, str]:
    """Where people may live; never what passport they hold."""
    kind = "City" if place.city else "State" if place.region else "Country"
    return {"@type": kind, "name": one_line(str(place))}


def _salary(pay: Pay) -> dict[str, Any] | None:
    ends = {"minValue": _number(pay.minimum), "maxValue": _number(pay.maximum)}
    said = {name: value for name, value in ends.items() if value is not None}
    if not said or not pay.currency:
        return None
    if pay.minimum == pay.maximum:
        said = {"value": said["minValue"]}
    return {
        "@type": "MonetaryAmount",
        "currency": pay.currency,
        "value": {"@type": "QuantitativeValue", **said, "unitText": pay.unit.value},
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _end_of(day: date | None) -> str:
    """The advert is open on its last day."""
    if day is None:
        return ""
    return datetime.combine(day, time(23, 59, 59), timezone.get_default_timezone()).isoformat()


def _filled(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value}


def _text(advert: Advert, kind: AdvertPart) -> str:
    return "\n".join(_lines(advert, kind))


def _lines(advert: Advert, kind: AdvertPart) -> Iterator[str]:
    section = advert.section(kind)
    for block in blocks(section) if section else ():
        yield from block.items or (block.text,)
