"""Role documents as YAML and JSON."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
import yaml
from hypothesis import given, settings

from roleprofiles.choices import DocumentFormat, RequirementForm, RequirementKind, SectionKind
from roleprofiles.documents import formats
from roleprofiles.documents.sections import SECTION_TITLES
from roleprofiles.documents.shapes import (
    Anchor,
    GrowthPath,
    GrowthStep,
    Level,
    OverviewLine,
    Question,
    QuestionSet,
    Reading,
    Requirement,
    RoleDocument,
    Section,
    SkillList,
)
from tests.factories import SEED
from tests.roleprofiles.documents.shapes_drawn import shapes
from tests.roleprofiles.documents.test_writing import documents

YAML, JSON = DocumentFormat.YAML, DocumentFormat.JSON
KEY = UUID("5f0f7c1e-6a4e-4a53-9d0b-3f6f6f3f7d11")
STRUCTURED = pytest.mark.parametrize("form", [YAML, JSON])


def read(text: str, form: DocumentFormat = YAML) -> Reading:
    return formats.read(text.encode(), form)


def problems_of(text: str, form: DocumentFormat = YAML) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in read(text, form).problems]


def document_of(text: str, form: DocumentFormat = YAML) -> RoleDocument:
    reading = read(text, form)
    assert (reading.problems, reading.warnings) == ((), ())
    assert reading.document is not None
    return reading.document


def keys_of(document: RoleDocument) -> list[UUID | None]:
    return [line.key for level in document.levels for part in level.lists for line in part.requirements]


# Nothing is lost


@STRUCTURED
@settings(max_examples=80, deadline=None)
@given(document=shapes())
def test_what_is_written_reads_the_same(form: DocumentFormat, document: RoleDocument) -> None:
    read_again = document_of(formats.write(document, form), form)
    assert read_again == document
    assert keys_of(read_again) == keys_of(document)


@STRUCTURED
@settings(max_examples=80, deadline=None)
@given(text=documents())
def test_a_markdown_document_reads_the_same(form: DocumentFormat, text: str) -> None:
    reading = formats.read(text.encode())
    if reading.document is None or reading.problems:
        return
    written = formats.write(reading.document, form)
    assert document_of(written, form) == reading.document
    assert formats.write(document_of(written, form)) == formats.write(reading.document)


@STRUCTURED
def test_the_seed_reads_the_same(form: DocumentFormat) -> None:
    document = formats.read(SEED.read_bytes()).document
    assert document is not None
    assert document_of(formats.write(document, form), form) == document


@settings(max_examples=100, deadline=None)
@given(shapes())
def test_both_say_the_same_and_other_readers_read_it(document: RoleDocument) -> None:
    """The keys that hold numbers and booleans do so in both; everything else is text to every reader."""
    as_json = json.loads(formats.write(document, JSON))
    assert yaml.safe_load(formats.write(document, YAML)) == as_json
    assert next(iter(as_json.items())) == ("schema_version", 1)


# How it looks

SMALL = RoleDocument(
    title="Analyst",
    icon="🧭",
    sections=tuple(
        Section(kind=kind, title=SECTION_TITLES[kind])
        for kind in (SectionKind.OVERVIEW, SectionKind.REQUIREMENTS, SectionKind.GROWTH)
    ),
    overview=(OverviewLine(label="Responsibility", text="Answers: always"),),
    levels=(
        Level(
            name="Mid",
            min_years=2,
            parts=(
                SkillList(
                    kind=RequirementKind.MUST_HAVE,
                    title="Must-Have",
                    requirements=(
                        Requirement(name="Git", text="VCS", form=RequirementForm.CATEGORY, key=KEY),
                        Requirement(name="SQL", text="joins", form=RequirementForm.DETAIL),
                        Requirement(name="No", anchors=(Anchor(value=3, text="Says 1.0"),)),
                    ),
                ),
                QuestionSet(title="HR Questions", level_name="Mid", questions=(Question(prompt="Why?"),)),
            ),
        ),
    ),
    growth_paths=(GrowthPath(from_name="Mid", to_name="Lead", steps=(GrowthStep(text="Lead"),)),),
)
SMALL_YAML = """\
schema_version: 1
title: Analyst
icon: 🧭
sections:
- kind: overview
  title: 📋 Role Overview
- kind: requirements
  title: 🛠️ Tech Stack Requirements by Experience Level
- kind: growth
  title: 🚀 Career Growth Path
overview:
- label: Responsibility
  text: 'Answers: always'
levels:
- name: Mid
  min_years: 2
  parts:
  - kind: must_have
    title: Must-Have
    requirements:
    - name: Git
      text: VCS
      key: 5f0f7c1e-6a4e-4a53-9d0b-3f6f6f3f7d11
    - name: SQL
      text: joins
      form: detail
    - name: 'No'
      anchors:
      - value: 3
        text: Says 1.0
  - title: HR Questions
    questions:
    - prompt: Why?
growth_paths:
- from_name: Mid
  to_name: Lead
  steps:
  - text: Lead
"""
BY_HAND = """\
# A comment
title: Analyst
icon: 🧭
overview:
  - {label: Responsibility, text: "Answers: always"}
levels:
  - name: Mid
    min_years: 2
    max_years: null
    parts:
      - title: Must-Have
        requirements:
          - name: Git
            text: VCS
          - name: SQL
            text: >
              joins
            form: detail
          - name: No
            anchors:
              - value: 3
                text: Says 1.0
      - title: HR Questions
        questions: [Why?]
growth_paths:
  - from_name: Mid
    to_name: Lead
    steps:
      - Lead
"""


def test_a_file_reads_well() -> None:
    assert formats.write(SMALL, YAML) == SMALL_YAML


def test_what_people_write_by_hand_is_the_same_document() -> None:
    assert document_of(BY_HAND) == document_of(SMALL_YAML) == SMALL


def test_json_has_the_same_names() -> None:
    assert json.loads(formats.write(SMALL, JSON)) == yaml.safe_load(SMALL_YAML)
    assert document_of(json.dumps(yaml.safe_load(SMALL_YAML)), JSON) == SMALL


@pytest.mark.parametrize(
    ("part", "kind", "title"),
    [
        ("{title: Nice to have}", RequirementKind.GOOD_TO_HAVE, "Nice to have"),
        ("{title: Skills, kind: Must-have}", RequirementKind.MUST_HAVE, "Skills"),
        ("{title: Must-Have, kind: other}", RequirementKind.OTHER, "Must-Have"),
        ("{kind: production_support}", RequirementKind.PRODUCTION_SUPPORT, "Production support"),
    ],
)
def test_the_kind_and_the_title_of_a_list_tell_each_other(
    part: str, kind: RequirementKind, title: str
) -> None:
    document = document_of(f"title: R\nlevels:\n- name: Mid\n  parts:\n  - {part}\n")
    assert document.levels[0].parts == (SkillList(kind=kind, title=title),)


def test_texts_stay_the_texts_they_are() -> None:
    names = ["No", "2024", "1.0", "0o17", "12:30", "2024-01-01", "~a", "true"]
    lines = "".join(f"    - {name}\n" for name in names)
    text = f"title: 007\nlevels:\n- name: 1\n  parts:\n  - title: yes\n    requirements:\n{lines}"
    document = document_of(text)
    assert (document.title, document.levels[0].name, document.levels[0].lists[0].title) == ("007", "1", "yes")
    assert [line.name for line in document.levels[0].lists[0].requirements] == names
    numbers = '{"title": 2024, "levels": [{"name": 1.0, "min_years": "2"}]}'
    assert (document_of(numbers, JSON).title, document_of(numbers, JSON).levels[0]) == (
        "2024", Level(name="1.0", min_years=2),
    )  # fmt: skip


def test_what_a_file_says_of_itself() -> None:
    text = "$schema: role-1.json\nschema_version: 1\nlocale: de\ntitle: R\nlevels: [{name: Mid}]\n"
    reading = read(text)
    assert [(said.line, said.message) for said in reading.warnings] == [
        (3, "The language of a document is not kept.")
    ]
    assert reading.document == document_of("title: R\nlevels: [{name: Mid}]")


# Problems, each with its line

HEAD = "title: R\nlevels:\n- name: Mid\n  parts:\n  - title: Must\n    requirements:\n"
ONCE = "{value: 2, text: b}"
GROWTH = "{kind: growth, title: a}"


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("", 1, "The file is empty: a role document in YAML begins with a title such as “title: Machine"),
        ("# only this\n", 1, "The file is empty"),
        ("- a\n- b\n", 1, "There is no title"),
        ("just text", 1, "There is no title"),
        ("levels: [{name: Mid}]", 1, "“title” is missing."),
        ("title: R\n", 1, "There is no section of requirements by level"),
        ("title: R\nlevels: []\n", 2, "There is no section of requirements by level"),
        ("title: R\nlevels: Mid\n", 2, "“levels” has to be a list."),
        ("title: R\nlevels:\n- Mid\n", 3, "This entry has to be made of names and values."),
        ("title: R\nlevels:\n- name: Mid\n-\n", 4, "This entry has to be made of names and values."),
        ("title: [R]\nlevels: [{name: Mid}]\n", 1, "“title” has to be a text."),
        ("title: ''\nlevels: [{name: Mid}]\n", 1, "This role has no name."),
        (f"title: {'x' * 201}\nlevels: [{{name: Mid}}]\n", 1, "more than 200 characters"),
        (f"title: R\nicon: {'x' * 21}\nlevels: [{{name: Mid}}]\n", 2, "The icon has more than 20 characters"),
        ('title: "a\\nb"\nlevels: [{name: Mid}]\n', 1, "This has to be one line."),
        ("title: R\nlevels:\n- name: Mid\n- name: MID\n", 4, "two levels of the name “MID”"),
        (f"title: R\nlevels:\n- name: {'x' * 101}\n", 3, "more than 100 characters"),
        ("title: R\nlevels:\n- name: Mid\n  min_years: 4\n  max_years: 2\n", 5, "upside down: 4 to 2"),
        ("title: R\nlevels:\n- name: Mid\n  max_years: 2\n", 4, "no years from"),
        ("title: R\nlevels:\n- name: Mid\n  min_years: two\n", 4, "“min_years” has to be a whole number."),
        ("title: R\nlevels:\n- name: Mid\n  min_years: 100\n", 4, "whole numbers from 0 to 99"),
        ("title: R\nlevels:\n- name: Mid\n  min_years: " + "9" * 5000, 4, "has to be a whole number"),
        ("title: R\nlevels:\n- name: Mid\n- parts: []\n", 4, "“name” is missing."),
        (f"{HEAD}    - nme: Git\n      name: Git\n", 7, "“nme” is not known here: is “name” meant?"),
        (f"{HEAD}    - text: VCS\n\n      blank_before: perhaps\n      name: a\n", 9, "true or false"),
        (f"{HEAD}    - ''\n", 7, "This requirement has no name."),
        (f"{HEAD}    - name: {'x' * 301}\n", 7, "more than 300 characters"),
        (f"{HEAD}    - name: a\n      form: colon\n", 8, "“form” is none of"),
        (f"{HEAD}    - name: a\n      key: 12\n", 8, "“key” has to be a UUID"),
        (f"{HEAD}    - name: a\n      anchors:\n      - value: 5\n        text: b\n", 9, "1, 2, 3 or 4"),
        (f"{HEAD}    - name: a\n      anchors: [{ONCE}, {ONCE}]\n", 8, "do not go upwards"),
        (f"{HEAD}    - name: a\n      anchors:\n      - {{value: 3, text: ''}}\n", 9, "no text"),
        (HEAD + "    - a\n" * 2001, 2007, "more than 2,000 requirements"),
        ("title: R\nlevels:\n" + "".join(f"- name: L{n}\n" for n in range(31)), 33, "more than 30 levels"),
        (f"{HEAD}    - a\n    questions: [b]\n", 6, "“requirements” is not known here"),
        (f"{HEAD}    - a\n    kind: nice\n", 8, "“kind” is none of must_have, good_to_have"),
        (f"{HEAD}    - a\n  - requirements: [b]\n", 8, "“title” is missing."),
        (f"{HEAD}    - a\n  - title: Q\n    level_name: Lead\n    questions: []\n", 9, "no level “Lead”"),
        (f"{HEAD}    - a\n  - title: Q\n    questions:\n    - ''\n", 10, "This question has no text."),
        (f"{HEAD}    - a\nsections:\n- {GROWTH}\n- {GROWTH}\n", 10, "a second section"),
        (f"{HEAD}    - a\nsections:\n- {{kind: end, title: a}}\n", 9, "“kind” is none of overview"),
        (f"{HEAD}    - a\noverview:\n- {{label: {'x' * 201}, text: a}}\n", 9, "more than 200 characters"),
        (f"{HEAD}    - a\ngrowth_paths:\n- {{from_name: '', to_name: a}}\n", 9, "This path has no name."),
        (f"{HEAD}    - a\nnotes:\n- {{text: a, after: -1}}\n", 9, "from 0 to"),
        ("schema_version: 2\ntitle: R\nlevels: [{name: Mid}]\n", 1, "This version of the form is not known"),
        # What YAML has and role documents have not
        ("title: a\ntitle: b\n", 2, "“title” stands here twice: it is in line 1 already."),
        ("title: &a R\nlevels: *a\n", 1, "References (& and *) are not read"),
        ("title: R\nlevels: *a\n", 2, "References (& and *) are not read"),
        ("title: !!python/object/apply:os.system [ls]\n", 1, "Tags (!) are not read"),
        ("title: R\n---\ntitle: S\n", 3, "A second document begins here"),
        ("title: R\n? [a]\n: b\n", 2, "There is no name before the colon."),
        ("title: R: S\n", 1, "a colon too many"),
        ("title: R\n\tlevels: a\n", 2, "indent with spaces"),
        ("title: 'R\nlevels: a\n", 3, "A quotation mark is not closed."),
        ("title: R\n levels: a\n", 2, "a colon too many"),
        ("title: **R**\n", 1, "begins with * or &"),
        ("title: @R\n", 1, "put texts that begin with @"),
        ("title: R\n\na: \x07b\n", 3, "(U+0007): take it away"),
        ("title: R\n\na: x\u2028b\n", 3, "write it in double quotes, as \\u2028"),
        ("a: " * 50, 1, "a colon too many"),
        ("[" * 100_000, 1, "nested too deeply"),
        ("- " * 100_000, 1, "nested more than 40 levels deep"),
        ('title: "\\u0000"\n', 1, "NUL"),
        ('title: "a\\u202Eb"\n', 1, "invisible control"),
    ],
)  # fmt: skip
def test_problems_of_yaml(text: str, line: int, part: str) -> None:
    found = problems_of(text)
    assert [(number, part in message) for number, message in found] == [(line, True)], found


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("", 1, 'The file is empty: a role document in JSON begins with a title such as “{"title":'),
        ("[]", 1, "There is no title"),
        ('{"title": "R",\n"title": "S"}', 2, "“title” stands here twice: it is in line 1 already."),
        ('{"title": "R",\n}', 2, "no comma stands after the last entry"),
        ('{"title": "R"\n"levels": []}', 2, "a comma is missing before it"),
        ('{"title": NaN}', 1, "“NaN” is no value"),
        ('{"title": -Infinity}', 1, "“-Infinity” is no value"),
        ('{"title": 01}', 1, "“01” is no value"),
        ("{'title': 1}", 1, "“'” is no value"),
        ('{"title": "R"}\n{}', 2, "the document has ended above it"),
        ('{"title": "R"', 1, "the file ends before everything in it is closed"),
        ('{"title": "R}\n', 1, "This text in quotes cannot be read"),
        ('{"title": "a\nb"}', 1, "This text in quotes cannot be read"),
        ('{"title": "\\x"}', 1, "This text in quotes cannot be read"),
        ('{"title": "R",\n"icon": "\\ud800"}', 2, "a lone surrogate"),
        ('{"title": "R",\n"icon": "\\u0000"}', 2, "NUL"),
        ('{\n"title": "R",\n"levels": [{"name": "Mid", "min_years": 1.5}]}', 3, "a whole number"),
        (
            '{\n"title": "R",\n"levels": [{"name": "Mid", "min_years": ' + "9" * 5000 + "}]}",
            3,
            "whole number",
        ),
        ('{\n"title": null,\n"levels": [{"name": "Mid"}]}', 2, "“title” is missing."),
        ('{"title": "R", "levels": [null]}', 1, "This entry has to be made of names and values."),
        ("[" * 100_000, 1, "nested more than 40 levels deep"),
        ('{"a":' * 100_000, 1, "nested more than 40 levels deep"),
        ("]", 1, "“]”"),
        ('{"a": 1]', 1, "“]”"),
        ('{"a" 1}', 1, "a colon is expected here"),
        ("{,}", 1, "a name in double quotes is expected here"),
        ("[,]", 1, "a value is expected here"),
        ("[1,]", 1, "a value is expected here"),
    ],
)
def test_problems_of_json(text: str, line: int, part: str) -> None:
    found = problems_of(text, JSON)
    assert [(number, part in message) for number, message in found] == [(line, True)], found


def test_every_problem_of_a_file_is_named() -> None:
    text = HEAD + "    - {nam: a}\n    - {name: b, txt: c}\n    - {name: c, form: d}\n"
    assert [number for number, _ in problems_of(text)] == [7, 7, 8, 9]


def test_emoji_and_escapes_of_json_are_read() -> None:
    text = r'{"title": "\ud83e\udd16 \"R\" \u00e9\/", "levels": [{"name": "Mid"}]}'
    assert document_of(text, JSON).title == '🤖 "R" é/'


@STRUCTURED
def test_nothing_is_mended(form: DocumentFormat) -> None:
    """A file of a program is what it is: what looks broken may be meant."""
    said: dict[str, Any] = {"title": "ML ‚Üí AI", "levels": [{"name": "Ã©"}]}
    reading = read(json.dumps(said, ensure_ascii=False), form)
    assert reading.document
    assert (reading.document.title, reading.document.levels[0].name, reading.mends) == ("ML ‚Üí AI", "Ã©", ())
