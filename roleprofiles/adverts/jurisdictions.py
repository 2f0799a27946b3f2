"""What the law of an advert's places asks for: a help, no legal advice (see data/jurisdictions.toml).

A place stands for everything in it. Remote work from "US" may be done in any state, so it takes the rules of
all, and the widest holds. Nothing is asked for where no rule is known, which does not make an advert lawful.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from roleprofiles.adverts.shapes import Advert, Place
from roleprofiles.choices import AdvertPart

DATA = Path(__file__).parent.parent / "data" / "jurisdictions.toml"

NEEDED = {
    "pay_range": "the pay, from and to",
    "benefits": "the benefits",
    "other_pay": "other pay such as a bonus, or “none”",
    "apply_by": "the last day to apply",
    "collective_agreement": "what a collective agreement says of the pay, where one applies",
}
# By the fields of a job description, and the kind of a section for the benefits.
FIELDS = {
    "pay_min": "the lower end of the pay",
    "pay_max": "the upper end of the pay",
    "currency": "the currency of the pay",
    "benefits": NEEDED["benefits"],
    "other_pay": NEEDED["other_pay"],
    "apply_by": NEEDED["apply_by"],
}


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A table of the data file, where the fields are explained."""

    code: str
    name: str
    needs: tuple[str, ...]
    law: str
    since: date
    threshold: str
    read: date
    reminds: tuple[str, ...] = ()
    note: str = ""
    within: str = ""
    cities: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Need:
    """``what`` is a key of NEEDED; ``is_always``: an advert without it is not to be published."""

    place: Place
    rule: Rule
    what: str
    is_always: bool

    @property
    def text(self) -> str:
        return NEEDED[self.what]


@dataclass(frozen=True, kw_only=True)
class Missing:
    """``field`` is a key of FIELDS, ``rules`` are those of the place that ask for it.

    ``is_unsure``: no region is named, or none that is known, and the rules of all regions are taken.
    """

    place: Place
    field: str
    rules: tuple[Rule, ...]

    @property
    def is_unsure(self) -> bool:
        return len(rules_for(self.place)) > 1 and _region(self.place, _country(self.place)) is None

    @property
    def reason(self) -> str:
        where = f"remote work from {self.place}" if self.place.is_remote else f"work in {self.place}"
        asked = f"For {where}, the law of {_listed(self.rules)} asks for {FIELDS[self.field]}."
        return f"{asked} Name the state, and only its law counts." if self.is_unsure else asked


def needs(advert: Advert) -> tuple[Need, ...]:
    """In the order of the places, then of the data file."""
    return tuple(
        Need(place=place, rule=rule, what=what, is_always=what in rule.needs)
        for place in advert.places
        for rule in rules_for(place)
        for what in (*rule.needs, *rule.reminds)
    )


def missing(advert: Advert) -> tuple[Missing, ...]:
    """What the advert does not say and a law asks for, once for each place and field."""
    asking: dict[tuple[Place, str], list[Rule]] = {}
    for need in needs(advert):
        if need.is_always:
            for field in _unsaid(advert, need.what):
                asking.setdefault((need.place, field), []).append(need.rule)
    return tuple(
        Missing(place=place, field=field, rules=tuple(dict.fromkeys(rules)))
        for (place, field), rules in asking.items()
    )


def rules_for(place: Place) -> tuple[Rule, ...]:
    """The rules of all that the place may stand for."""
    country = _country(place)
    return tuple(
        rule
        for rule in rules()
        if country == rule.code or country in rule.countries or _is_within(rule, place, country)
    )


def _country(place: Place) -> str:
    return place.country.strip().upper()


def _is_within(rule: Rule, place: Place, country: str) -> bool:
    """Whether the rule of a region or a city may be that of the place."""
    if not rule.code.startswith(f"{country}-"):
        return False
    region, city = _region(place, country), _key(place.city)
    if region is None:
        return True
    if not rule.within:
        return rule.code == region
    return rule.within == region and (not city or city in _cities(rule))


def _region(place: Place, country: str) -> str | None:
    """The code of the region, from what people write; None where that says no single one."""
    written = _key(place.region)
    if not written:
        homes = {rule.within for rule in rules() if _key(place.city) in _cities(rule)}
        return next((home for home in homes if home.startswith(f"{country}-")), None)
    named = _regions().get((country, written))
    return named or next((rule.within for rule in rules() if written in _cities(rule)), None)


def _unsaid(advert: Advert, what: str) -> Iterator[str]:
    if what == "pay_range":
        pay = advert.pay
        if pay is None or pay.minimum is None:
            yield "pay_min"
        if pay is None or pay.maximum is None:
            yield "pay_max"
        if pay is not None and not pay.currency:
            yield "currency"
    elif what == "benefits":
        if advert.section(AdvertPart.BENEFITS) is None:
            yield what
    elif not getattr(advert, what):
        yield what


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


@cache
def rules() -> tuple[Rule, ...]:
    return tuple(map(_rule, _data()["rule"]))


def _rule(said: dict[str, Any]) -> Rule:
    lists = {name: tuple(value) for name, value in said.items() if isinstance(value, list)}
    return Rule(**{**said, **lists})


@cache
def _regions() -> dict[tuple[str, str], str]:
    """Codes as in ``Rule.code``, by country and key of what people write for them."""
    return {
        (country, _key(written)): f"{country}-{code}"
        for country, named in _data()["regions"].items()
        for code, names in named.items()
        for name in (code, *names)
        for written in (
            name,
            f"{country}-{name}",
            f"{name} {country}",
            f"{name} state",
            f"state of {name}",
            f"{name} {code}",
        )
    }


@cache
def _cities(rule: Rule) -> frozenset[str]:
    return frozenset(map(_key, rule.cities))


def _key(written: str) -> str:
    """Case, spaces and points do not count, nor which country's USA it is."""
    key = "".join(filter(str.isalnum, written.casefold()))
    return key.removesuffix("a") if key.endswith("usa") else key


def _listed(rules: tuple[Rule, ...]) -> str:
    *first, last = (rule.name for rule in rules)
    return f"{', '.join(first)} and {last}" if first else last
