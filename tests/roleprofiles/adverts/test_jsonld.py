"""What search engines for jobs read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template
from jsonschema import Draft202012Validator

import roleprofiles
from roleprofiles.adverts import Advert, Pay, Place, html, jsonld
from roleprofiles.choices import AdvertPart, Employment, PayUnit, Workplace
from tests.roleprofiles.adverts.examples import BARE, FULL, listed, saying, with_

GOLDEN = Path(__file__).parent / "golden" / "full.jsonld"
SCHEMA = json.loads((Path(roleprofiles.__file__).parent / "data" / "jobposting.schema.json").read_text())
CHECK = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)

BERLIN = Place(country="DE", city="Berlin")
AUSTRIA = Place(country="AT", is_remote=True)
COLORADO = Place(country="US", region="Colorado", is_remote=True)
SMALL = replace(BARE, organisation="Acme", places=(BERLIN,), sections=(listed(AdvertPart.DUTIES, "Count"),))


def posting(advert: Advert) -> dict[str, Any]:
    address = "https://jobs.example.org/jobs/c-data-engineer/"
    return jsonld.posting(advert, identifier="job-7", posted_on=date(2029, 12, 1), url=address)


def errors(said: Any) -> list[str]:
    # As it arrives: what JSON has no numbers or lists for is seen.
    return [error.message for error in CHECK.iter_errors(json.loads(json.dumps(said)))]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_of_an_advert_with_every_field() -> None:
    said = posting(FULL)
    assert errors(said) == []
    assert said["description"] == html.body(FULL)
    assert json.dumps(said, indent=2, ensure_ascii=False) + "\n" == GOLDEN.read_text()


def test_of_an_advert_that_says_what_is_needed() -> None:
    said = posting(SMALL)
    assert errors(said) == []
    assert set(said) == {
        "@context", "@type", "title", "description", "identifier", "url", "datePosted", "employmentType",
        "hiringOrganization", "jobLocation", "responsibilities", "directApply",
    }  # fmt: skip


@pytest.mark.parametrize("employment", Employment)
@pytest.mark.parametrize("unit", PayUnit)
def test_every_choice_is_one_that_search_engines_know(employment: Employment, unit: PayUnit) -> None:
    pay = Pay(minimum=Decimal("18.50"), maximum=Decimal(20), currency="EUR", unit=unit)
    said = posting(with_(employment=employment, pay=pay))
    assert errors(said) == []
    assert (said["employmentType"], said["baseSalary"]["value"]) == (
        employment.value,
        {"@type": "QuantitativeValue", "minValue": 18.5, "maxValue": 20, "unitText": unit.value},
    )


@pytest.mark.parametrize(
    ("ends", "value"),
    [
        ((Decimal("1.00"), None), {"minValue": 1}),
        ((None, Decimal("2.50")), {"maxValue": 2.5}),
        ((Decimal(0), Decimal(3)), {"minValue": 0, "maxValue": 3}),
        ((Decimal("4.00"), Decimal(4)), {"value": 4}),
    ],
)
def test_pay_with_one_end_or_one_value(
    ends: tuple[Decimal | None, Decimal | None], value: dict[str, float]
) -> None:
    pay = Pay(minimum=ends[0], maximum=ends[1], currency="EUR", unit=PayUnit.HOUR)
    said = posting(with_(pay=pay))
    assert errors(said) == []
    assert said["baseSalary"]["value"] == {"@type": "QuantitativeValue", **value, "unitText": "HOUR"}


def test_pay_without_a_currency_is_no_pay() -> None:
    pay = Pay(minimum=Decimal(1), maximum=Decimal(2), currency="", unit=PayUnit.HOUR)
    assert "baseSalary" not in posting(with_(pay=pay))


@pytest.mark.parametrize(
    ("workplace", "places", "said"),
    [
        (Workplace.ON_SITE, (BERLIN, AUSTRIA), {"jobLocation"}),
        (Workplace.HYBRID, (BERLIN, AUSTRIA), {"jobLocation"}),
        (Workplace.REMOTE, (AUSTRIA,), {"jobLocationType", "applicantLocationRequirements"}),
        (
            Workplace.REMOTE,
            (BERLIN, AUSTRIA),
            {"jobLocation", "jobLocationType", "applicantLocationRequirements"},
        ),
        (Workplace.REMOTE, (BERLIN,), {"jobLocation", "jobLocationType"}),
    ],
)
def test_only_work_that_is_all_remote_is_telecommuting(
    workplace: Workplace, places: tuple[Place, ...], said: set[str]
) -> None:
    advert = replace(SMALL, workplace=workplace, places=places)
    made = posting(advert)
    assert errors(made) == []
    assert jsonld.unsaid(advert) == ()
    names = {"jobLocation", "jobLocationType", "applicantLocationRequirements"}
    assert names & set(made) == said


def test_where_people_may_live() -> None:
    city = Place(country="DE", city="Kiel", is_remote=True)
    made = posting(replace(SMALL, workplace=Workplace.REMOTE, places=(AUSTRIA, COLORADO, city)))
    assert made["applicantLocationRequirements"] == [
        {"@type": "Country", "name": "AT"},
        {"@type": "State", "name": "Colorado, US"},
        {"@type": "City", "name": "Kiel, DE"},
    ]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": " "}, "title"),
        ({"organisation": "\x07"}, "organisation"),
        ({"sections": ()}, "sections"),
        ({"places": ()}, "places"),
        ({"places": (AUSTRIA,)}, "places"),
        ({"places": (AUSTRIA,), "workplace": Workplace.HYBRID}, "places"),
        ({"places": (), "workplace": Workplace.REMOTE}, "places"),
    ],
)
def test_what_is_needed_and_not_said_is_named(changed: dict[str, Any], field: str) -> None:
    advert = with_(**changed)
    assert jsonld.unsaid(advert) == (field,)
    assert len(errors(posting(advert))) == 1


@pytest.mark.parametrize("name", [*SCHEMA["required"], "jobLocation"])
def test_the_schema_wants_each_field_that_is_required(name: str) -> None:
    said = posting(SMALL)
    del said[name]
    assert len(errors(said)) == 1


@pytest.mark.parametrize("name", ["jobLocationType", "applicantLocationRequirements"])
def test_the_schema_wants_both_of_telecommuting(name: str) -> None:
    said = posting(replace(SMALL, workplace=Workplace.REMOTE, places=(AUSTRIA,)))
    del said[name]
    assert errors(said)


@pytest.mark.parametrize(
    "changed",
    [
        {"title": " "},
        {"description": "no HTML"},
        {"datePosted": "1.12.2029"},
        {"validThrough": "2030-01-31"},
        {"employmentType": "Full time"},
        {"hiringOrganization": {"@type": "Organization"}},
        {"jobLocation": []},
        {"jobLocation": [{"@type": "Place", "address": {"@type": "PostalAddress", "addressLocality": "X"}}]},
        {"baseSalary": {"@type": "MonetaryAmount", "currency": "EUR", "value": {"unitText": "HOUR"}}},
        {"url": "/jobs/x/"},
        {"salaryCurrency": "EUR"},
    ],
)  # fmt: skip
def test_the_schema_refuses(changed: dict[str, Any]) -> None:
    assert errors(posting(FULL) | changed)


class _Blocks(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)

    def handle_data(self, data: str) -> None:
        self.seen.append(data)


@pytest.mark.parametrize(
    "text", ["</script><img src=x>", "<!--<script>", "a & b", "]]>", "\u2028é🚀", "\\u003c"]
)
def test_no_text_ends_the_script_block(text: str) -> None:
    said = posting(replace(saying(text), organisation=text, places=(BERLIN,)))
    page = Template('<script type="application/ld+json">{{ said }}</script><p>').render(
        Context({"said": jsonld.script(said)})
    )
    reader = _Blocks()
    reader.feed(page)
    reader.close()
    assert [reader.seen[0], *reader.seen[2:]] == ["script", "p"]
    assert json.loads(reader.seen[1]) == said
    assert not set("<>&\u2028") & set(reader.seen[1])
