"""Ladders of others as role documents.

The fixtures are made up in the form of the originals: the Financial Times' YAML (MIT licence), and the
table of roles that the UK Government Digital and Data Profession Capability Framework offers for download
(https://ddat-capability-framework.service.gov.uk/download, Open Government Licence v3.0).
"""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID

import pytest
import yaml

from roleprofiles.choices import DocumentFormat, RequirementForm, RequirementKind
from roleprofiles.documents import formats
from roleprofiles.documents.shapes import Anchor, Level, OverviewLine, Reading, Requirement, SkillList

LADDERS = Path(__file__).parents[2] / "data" / "ladders"
FAMILY = (LADDERS / "financial-times.yml").read_text(encoding="utf-8")
FRAMEWORK = (LADDERS / "government-digital-and-data.csv").read_bytes()
WORKING = "You can: make models; read the models of others"


def must_have(name: str, *requirements: Requirement) -> Level:
    skills = SkillList(kind=RequirementKind.MUST_HAVE, title="Must-Have", requirements=requirements)
    return Level(name=name, parts=(skills,))


def detail(name: str, text: str) -> Requirement:
    return Requirement(name=name, text=text, form=RequirementForm.DETAIL)


def skill(name: str, level: str, meets: str) -> Requirement:
    return Requirement(
        name=name, text=level, form=RequirementForm.CATEGORY, anchors=(Anchor(value=3, text=meets),)
    )


def read(text: str, form: DocumentFormat = DocumentFormat.YAML) -> Reading:
    return formats.read(text.encode(), form)


# The Financial Times


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (FAMILY, DocumentFormat.YAML),
        (json.dumps(yaml.safe_load(FAMILY)), DocumentFormat.JSON),
    ],
    ids=["yaml", "json"],
)
def test_the_financial_times(text: str, form: DocumentFormat) -> None:
    reading = read(text, form)
    assert reading.problems == ()
    assert [said.message for said in reading.warnings] == [
        "This is a ladder in the form of the Financial Times: its levels and competencies are taken over, "
        "descriptions of themes, proficiencies, examples and links are not."
    ]
    document = reading.document
    assert document
    assert (document.title, document.overview) == (
        "Engineering",
        (OverviewLine(label="Responsibility", text="Competencies for engineers. They add up."),),
    )
    assert document.levels == (
        must_have(
            "Junior Engineer",
            detail("Team Work", "Asks for help, and helps when asked."),
            detail("Technical", "1. Writes tests. 2. Keeps them green."),
        ),
        must_have("Senior Engineer 2 (People Manager)", detail("Team Work", "Lets the team shine.")),
    )
    keys = [line.key for level in document.levels for line in level.lists[0].requirements]
    assert keys == [
        UUID("b484ecee-306a-49a0-a805-1b2da821741e"), None, UUID("6e6e0e5a-fcae-4619-b093-d0f1aa32e036"),
    ]  # fmt: skip
    assert [section.kind for section in document.sections] == ["overview", "requirements"]


@pytest.mark.parametrize(
    ("before", "after", "line", "part"),
    [
        ("level: senior-2-pm", "level: lead", 41, "There is no level with the id “lead”."),
        ("    theme: technical\n", "    theme: tech\n", 30, "There is no theme with the id “tech”."),
        ("    name: Junior Engineer\n", "", 10, "“name” is missing."),
        ("name: Engineering\n", "", 3, "“name” is missing."),
        ("Senior Engineer 2 (People Manager)", "Junior Engineer", 12, "two levels of the name"),
        ("    name: Team Work\n", "    name: [a]\n", 17, "“name” has to be a text."),
    ],
)
def test_a_broken_family_is_named_by_its_line(before: str, after: str, line: int, part: str) -> None:
    assert before in FAMILY
    found = [(said.line, said.message) for said in read(FAMILY.replace(before, after, 1)).problems]
    assert [(number, part in message) for number, message in found] == [(line, True)], found


# UK Government


def test_the_framework_is_a_document_for_each_role() -> None:
    parts = formats.split("roles.csv", FRAMEWORK)
    assert [name for name, _, _ in parts] == ["roles (Data engineer).csv", "roles (Chief data officer).csv"]
    engineer, officer = (formats.read(data, form) for _, form, data in parts)
    assert engineer.problems == officer.problems == ()
    assert [(said.line, said.message) for said in engineer.warnings] == [
        (
            1,
            "This is the UK Government's framework of digital and data roles: skills and skill levels are "
            "taken over, what people can do at a skill level as the anchor of 3; descriptions of skills are "
            "not.",
        )
    ]
    assert engineer.document
    assert engineer.document.overview == (
        OverviewLine(
            label="Responsibility", text="A data engineer moves data. In this role, you will: build pipelines"
        ),
        OverviewLine(label="Data engineer", text="Delivers what others have designed."),
        OverviewLine(label="Senior data engineer", text="Designs."),
    )
    assert engineer.document.levels == (
        must_have(
            "Data engineer",
            skill("Data modelling", "Working", WORKING),
            skill("Testing", "Awareness", "You can explain what tests are for."),
        ),
        must_have(
            "Senior data engineer",
            skill("Data modelling", "Practitioner", "You can: make models across subjects"),
        ),
    )
    assert officer.document
    assert officer.document.levels == (
        must_have("Chief data officer", Requirement(name="Strategic planning")),
    )


def test_a_broken_framework_is_named_by_its_line() -> None:
    whole = FRAMEWORK.decode()
    found = formats.read(FRAMEWORK, DocumentFormat.CSV).problems
    other = "This row is about “Chief data officer”, the first about “Data engineer”."
    assert [(said.line, said.message) for said in found] == [(22, other)]
    parts = formats.split("roles.csv", whole.replace(",Testing,", ",,").encode())
    _, form, data = parts[0]
    assert [(said.line, said.message) for said in formats.read(data, form).problems] == [
        (8, "This requirement has no name.")
    ]
