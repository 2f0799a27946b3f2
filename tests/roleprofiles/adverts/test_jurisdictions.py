"""What the law of an advert's places asks for."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from roleprofiles.adverts import Pay, Place, jurisdictions
from roleprofiles.adverts.jurisdictions import missing, needs, rules, rules_for
from roleprofiles.choices import AdvertPart, PayUnit
from tests.roleprofiles.adverts.examples import BARE, FULL, PAY, listed, told

# What the posting of each has to say, as the sources have it: see the data file.
PAY_ONLY = {"pay_range"}
WITH_BENEFITS = {"pay_range", "benefits", "other_pay"}
TABLE = {
    "US-CO": WITH_BENEFITS | {"apply_by"},
    "US-CA": PAY_ONLY,
    "US-WA": WITH_BENEFITS,
    "US-NY": PAY_ONLY,
    "US-NYC": PAY_ONLY,
    "US-IL": WITH_BENEFITS,
    "US-MN": WITH_BENEFITS,
    "US-NJ": WITH_BENEFITS,
    "US-VT": PAY_ONLY,
    "US-MA": PAY_ONLY,
    "US-MD": WITH_BENEFITS,
    "US-ME": PAY_ONLY,
    "US-HI": PAY_ONLY,
    "US-DC": PAY_ONLY,
    "EU": PAY_ONLY,
}
EVERY_STATE = [code for code in TABLE if code.startswith("US-")]
MEMBERS = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT",
    "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
]  # fmt: skip


def codes(**place: Any) -> list[str]:
    return [rule.code for rule in rules_for(Place(**place))]


def asked(*places: Place, **said: Any) -> list[tuple[str, str]]:
    """Place and field of what is missing."""
    advert = replace(BARE, places=places, **said)
    return [(str(one.place), one.field) for one in missing(advert)]


def test_the_table() -> None:
    assert {rule.code: set(rule.needs) for rule in rules()} == TABLE
    assert {rule.code: rule.reminds for rule in rules() if rule.reminds} == {"EU": ("collective_agreement",)}


def test_every_row_says_where_it_stands_and_when_it_was_read() -> None:
    for rule in rules():
        assert rule.law
        assert rule.threshold.endswith(".")
        assert not rule.note or rule.note.endswith(".")
        assert date(2019, 1, 1) < rule.since < rule.read <= date(2026, 11, 24)
        assert {*rule.needs, *rule.reminds} <= set(jurisdictions.NEEDED)
        assert not rule.within or rule.within in TABLE
    assert (
        len(tomllib.loads(jurisdictions.DATA.read_text())["regions"]["US"]) == 56
    )  # with DC and territories


@pytest.mark.parametrize("country", MEMBERS)
def test_members_of_the_european_union(country: str) -> None:
    assert codes(country=country) == ["EU"]
    assert codes(country=country.lower(), city="X", region="Y") == ["EU"]


def test_the_european_union_as_a_place() -> None:
    assert codes(country="EU", is_remote=True) == ["EU"]


@pytest.mark.parametrize("country", ["GB", "CH", "NO", "IN", "ZZ", "", "CA", "U"])
def test_nothing_is_known_of_other_countries(country: str) -> None:
    assert codes(country=country, region="Colorado", city="New York") == []
    assert asked(Place(country=country)) == []


@pytest.mark.parametrize(
    "region",
    [
        "Colorado", "colorado", "CO", "co", "US-CO", "us-co", "State of Colorado", "Colorado, US",
        "Colorado USA", "Colorado, U.S.A.", "Colorado (CO)", " COLORADO ", "Colorado State",
    ],
)  # fmt: skip
def test_a_region_as_people_write_it(region: str) -> None:
    assert codes(country="US", region=region, city="Denver") == ["US-CO"]


@pytest.mark.parametrize(
    ("region", "city", "found"),
    [
        ("California", "", ["US-CA"]),
        ("Washington", "Seattle", ["US-WA"]),
        ("Washington, D.C.", "", ["US-DC"]),
        ("DC", "Washington", ["US-DC"]),
        ("District of Columbia", "", ["US-DC"]),
        ("Texas", "Austin", []),
        ("TX", "Brooklyn", []),  # there is one
        ("NY", "Buffalo", ["US-NY"]),
        ("New York", "New York City", ["US-NY", "US-NYC"]),
        ("New York State", "Brooklyn", ["US-NY", "US-NYC"]),
        ("NY", "", ["US-NY", "US-NYC"]),
        ("NYC", "", ["US-NY", "US-NYC"]),
        ("", "New York", ["US-NY", "US-NYC"]),
        ("", "Denver", EVERY_STATE),  # of no state that is named
        ("", "", EVERY_STATE),
        ("West Coast", "", EVERY_STATE),
        ("Colorado or Texas", "", EVERY_STATE),
        ("Puerto Rico", "", []),
    ],
)
def test_regions_and_cities(region: str, city: str, found: list[str]) -> None:
    assert codes(country="US", region=region, city=city) == found
    assert codes(country="US", region=region, city=city, is_remote=True) == found


def test_the_widest_rule_of_a_whole_country_holds() -> None:
    remote = Place(country="US", is_remote=True)
    assert asked(remote) == [
        ("US", "pay_min"), ("US", "pay_max"), ("US", "benefits"), ("US", "other_pay"), ("US", "apply_by"),
    ]  # fmt: skip
    by = {one.field: [rule.code for rule in one.rules] for one in missing(replace(BARE, places=(remote,)))}
    assert by["pay_min"] == by["pay_max"] == EVERY_STATE
    assert by["benefits"] == ["US-CO", "US-WA", "US-IL", "US-MN", "US-NJ", "US-MD"]
    assert by["apply_by"] == ["US-CO"]


def test_the_rules_of_all_places_hold() -> None:
    places = (
        Place(country="DE", city="Berlin"),
        Place(country="US", region="Texas"),
        Place(country="US", region="WA", is_remote=True),
        Place(country="IN"),
    )
    assert asked(*places) == [
        ("Berlin, DE", "pay_min"),
        ("Berlin, DE", "pay_max"),
        ("WA, US", "pay_min"),
        ("WA, US", "pay_max"),
        ("WA, US", "benefits"),
        ("WA, US", "other_pay"),
    ]
    assert [(need.rule.code, need.what, need.is_always) for need in needs(replace(BARE, places=places))] == [
        ("EU", "pay_range", True),
        ("EU", "collective_agreement", False),
        ("US-WA", "pay_range", True),
        ("US-WA", "benefits", True),
        ("US-WA", "other_pay", True),
    ]


BENEFITS = told(AdvertPart.BENEFITS, "A pension")


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ({}, ["pay_min", "pay_max", "benefits", "other_pay", "apply_by"]),
        ({"pay": PAY}, ["benefits", "other_pay", "apply_by"]),
        ({"pay": replace(PAY, maximum=None)}, ["pay_max", "benefits", "other_pay", "apply_by"]),
        ({"pay": replace(PAY, minimum=None)}, ["pay_min", "benefits", "other_pay", "apply_by"]),
        ({"pay": replace(PAY, currency="")}, ["currency", "benefits", "other_pay", "apply_by"]),
        ({"pay": PAY, "sections": (BENEFITS,)}, ["other_pay", "apply_by"]),
        (
            {"pay": PAY, "sections": (listed(AdvertPart.BENEFITS, "A pension"),)},
            ["other_pay", "apply_by"],
        ),
        ({"pay": PAY, "sections": (BENEFITS,), "other_pay": "none"}, ["apply_by"]),
        (
            {"pay": PAY, "sections": (BENEFITS,), "other_pay": "none", "apply_by": date(2030, 1, 1)},
            [],
        ),
    ],
)
def test_what_is_said_is_not_missing(said: dict[str, Any], left: list[str]) -> None:
    colorado = Place(country="US", region="Colorado")
    assert [field for _, field in asked(colorado, **said)] == left


def test_unpaid_is_said() -> None:
    pay = Pay(minimum=Decimal(0), maximum=Decimal(0), currency="USD", unit=PayUnit.HOUR)
    assert asked(Place(country="US", region="CA"), pay=pay) == []


def test_an_advert_with_every_field_misses_nothing() -> None:
    assert missing(FULL) == ()
    assert len(needs(FULL)) == 2 + 4 + 2


def test_the_reason_in_words() -> None:
    places = (Place(country="US", region="Illinois"), Place(country="DE", is_remote=True))
    reasons = [one.reason for one in missing(replace(BARE, places=places, pay=replace(PAY, maximum=None)))]
    assert reasons == [
        "For work in Illinois, US, the law of Illinois asks for the upper end of the pay.",
        "For work in Illinois, US, the law of Illinois asks for the benefits.",
        "For work in Illinois, US, the law of Illinois asks for other pay such as a bonus, or “none”.",
        "For remote work from DE, the law of the European Union asks for the upper end of the pay.",
    ]
    both = missing(replace(BARE, places=(Place(country="US", region="NYC"),)))
    assert both[0].reason == (
        "For work in NYC, US, the law of New York State and New York City asks for the lower end of the pay."
    )


@pytest.mark.parametrize(
    ("place", "is_unsure"),
    [
        (Place(country="US", is_remote=True), True),
        (Place(country="US", city="Denver"), True),
        (Place(country="US", region="Colorado"), False),
        (Place(country="US", region="New York"), False),
        (Place(country="DE"), False),
    ],
)
def test_who_names_no_state_is_told_that_one_would_do(place: Place, is_unsure: bool) -> None:
    found = missing(replace(BARE, places=(place,)))[0]
    assert found.is_unsure is is_unsure
    assert (
        found.reason.endswith("lower end of the pay. Name the state, and only its law counts.") is is_unsure
    )


def test_no_field_asks_what_somebody_earned_before() -> None:
    assert not [name for name in (*jurisdictions.NEEDED, *jurisdictions.FIELDS) if "history" in name]
