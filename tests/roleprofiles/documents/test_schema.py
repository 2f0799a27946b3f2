"""The published JSON Schema: what is exported keeps to it, and what is refused does not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from roleprofiles.choices import DocumentFormat
from roleprofiles.documents import formats, schema
from roleprofiles.documents.shapes import RoleDocument
from tests.factories import SEED
from tests.roleprofiles.documents.shapes_drawn import shapes
from tests.roleprofiles.documents.test_structured import BY_HAND, SMALL

VALIDATOR = Draft202012Validator(schema.role_schema())


def exported(document: RoleDocument) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(formats.write(document, DocumentFormat.JSON))
    return found


def test_the_published_file_is_what_the_dataclasses_say() -> None:
    command = "python -m roleprofiles.documents.schema"
    assert schema.PUBLISHED.read_text(encoding="utf-8") == schema.text(), f"write it again: {command}"


def test_it_is_a_schema_of_the_draft_that_it_names() -> None:
    said = schema.role_schema()
    Draft202012Validator.check_schema(said)
    assert (said["$schema"], said["$id"]) == (
        "https://json-schema.org/draft/2020-12/schema", "urn:rolecard:schema:role:1",
    )  # fmt: skip


def test_everything_in_it_is_described() -> None:
    said = schema.role_schema()
    objects = [said, *(one for one in said["$defs"].values() if "properties" in one)]
    assert all(one["title"] and one["description"] for one in objects)
    assert all(field["description"] for one in objects for field in one["properties"].values())
    names = {f"{name}.{field}" for name, one in said["$defs"].items() for field in one.get("properties", ())}
    described = {name for name in schema.DESCRIPTIONS if "." in name and not name.startswith("RoleDocument")}
    assert described <= names


@settings(max_examples=100, deadline=None)
@given(shapes())
def test_what_is_exported_keeps_to_it(document: RoleDocument) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(exported(document))] == []


def test_the_seed_and_what_people_write_keep_to_it() -> None:
    seed = formats.read(SEED.read_bytes()).document
    assert seed
    assert VALIDATOR.is_valid(exported(seed))
    by_hand = {
        "title": "R",
        "levels": [{"name": "Mid", "parts": [{"title": "Must", "requirements": ["Git"]}]}],
        "growth_paths": [{"from_name": "Mid", "to_name": "Lead", "steps": ["Lead"]}],
    }
    assert VALIDATOR.is_valid(by_hand)
    assert formats.read(json.dumps(by_hand).encode(), DocumentFormat.JSON).problems == ()
    assert formats.read(BY_HAND.encode(), DocumentFormat.YAML).document == SMALL


def broken(path: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    """The small document with another value in a place; without one, where the value is None."""
    said = exported(SMALL)
    *way, last = path
    held: Any = said
    for step in way:
        held = held[step]
    if value is None:
        del held[last]
    else:
        held[last] = value
    return said


PART = ("levels", 0, "parts", 0)
LINE = (*PART, "requirements", 0)
QUESTIONS = ("levels", 0, "parts", 1)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("title",), None),
        (("title",), ""),
        (("title",), "x" * 201),
        (("title",), "a\nb"),
        (("levels",), None),
        (("levels",), []),
        (("levels",), [{"name": f"L{n}"} for n in range(31)]),
        (("levels",), "Mid"),
        (("unknown",), "x"),
        (("schema_version",), 2),
        (("icon",), "x" * 21),
        (("sections", 0, "kind"), "end"),
        (("overview", 0, "label"), "x" * 201),
        (("levels", 0, "name"), "x" * 101),
        (("levels", 0, "min_years"), -1),
        (("levels", 0, "min_years"), "two"),
        ((*PART, "kind"), "nice"),
        ((*PART, "requirements"), ["a"] * 2001),
        ((*PART, "questions"), ["b"]),
        ((*LINE, "name"), None),
        ((*LINE, "name"), "x" * 301),
        ((*LINE, "form"), "colon"),
        ((*LINE, "anchors"), [{"value": 5, "text": "a"}]),
        ((*LINE, "anchors"), [{"value": 3, "text": ""}]),
        ((*LINE, "nme"), "a"),
        ((*QUESTIONS, "title"), None),
        ((*QUESTIONS, "questions", 0, "prompt"), ""),
        ((*QUESTIONS, "questions", 0, "number"), -1),
        (("growth_paths", 0, "from_name"), ""),
        (("growth_paths", 0, "steps", 0, "text"), ""),
        (("notes",), [{"text": "a", "after": -1}]),
    ],
    ids=lambda value: ".".join(map(str, value)) if isinstance(value, tuple) else str(value)[:20],
)
def test_what_breaks_it_is_not_imported_either(path: tuple[str | int, ...], value: Any) -> None:
    said = broken(path, value)
    assert not VALIDATOR.is_valid(said)
    for form in (DocumentFormat.JSON, DocumentFormat.YAML):  # JSON is YAML
        assert formats.read(json.dumps(said).encode(), form).problems
