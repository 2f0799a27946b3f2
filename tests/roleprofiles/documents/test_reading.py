"""What is read from a role document, where it goes, and what is said about it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roleprofiles.choices import RequirementKind, SectionKind
from roleprofiles.documents import read
from roleprofiles.documents.shapes import Note, OverviewLine, Reading
from tests.roleprofiles.documents.texts import HEAD, LEVEL, LIST, document_of, list_of

SEED = (Path(__file__).parents[3] / "fixtures/roles/machine-learning-engineer.md").read_bytes()


def problems_of(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in read(text.encode()).problems]


def warnings_of(text: str) -> list[tuple[int, str]]:
    return [(warning.line, warning.message) for warning in read(text.encode()).warnings]


# The seed


def test_the_seed() -> None:
    reading = read(SEED)
    document = reading.document
    assert document is not None
    assert (reading.problems, reading.warnings, reading.is_mended) == ((), (), True)
    assert (document.title, document.icon) == ("Machine Learning Engineer", "🤖")
    assert document.responsibility.startswith(
        "Builds and deploys machine learning models, creates AI systems"
    )
    assert document.progression == ("ML Engineer", "Senior ML Engineer", "ML Lead", "AI Architect")
    assert [(section.kind, section.title) for section in document.sections] == [
        (SectionKind.OVERVIEW, "📋 Role Overview"),
        (SectionKind.REQUIREMENTS, "🛠️ Tech Stack Requirements by Experience Level"),
        (SectionKind.GROWTH, "🚀 Career Growth Path"),
    ]
    assert document.all_notes() == ()


def test_the_levels_of_the_seed() -> None:
    document = read(SEED).document
    assert document is not None
    assert [
        (
            level.name,
            level.min_years,
            level.max_years,
            [(one.kind, len(one.requirements)) for one in level.lists],
        )
        for level in document.levels
    ] == [
        ("Mid", 2, 4, [(RequirementKind.MUST_HAVE, 7), (RequirementKind.GOOD_TO_HAVE, 4)]),
        (
            "Experienced",
            4,
            None,
            [
                (RequirementKind.MUST_HAVE, 10),
                (RequirementKind.GOOD_TO_HAVE, 5),
                (RequirementKind.PRODUCTION_SUPPORT, 10),
            ],
        ),
    ]


def test_the_growth_of_the_seed() -> None:
    document = read(SEED).document
    assert document is not None
    assert [(path.from_name, path.to_name, len(path.steps)) for path in document.growth_paths] == [
        ("Mid", "Experienced", 4),
        ("Experienced", "Senior/Lead", 5),
        ("Experienced", "ML Lead/AI Architect", 5),
    ]


def test_the_seed_is_in_the_house_form() -> None:
    document = read(SEED).document
    assert document is not None
    lists = [one for level in document.levels for one in level.lists]
    wordings = [document.wording]
    wordings += [section.wording for section in document.sections]
    wordings += [line.wording for line in document.overview]
    wordings += [level.wording for level in document.levels]
    wordings += [one.wording for one in lists]
    wordings += [one.wording for found in lists for one in found.requirements]
    wordings += [path.wording for path in document.growth_paths]
    wordings += [step.wording for path in document.growth_paths for step in path.steps]
    assert set(wordings) == {""}


# Notes and places


def test_notes_of_the_document() -> None:
    above = f"before\n\n# R\nunder\n## Salary\n- a\n{LEVEL.removeprefix('# Role')}"
    assert document_of(f"{above}\n## Interview\n### **Mid Level:**\n# S\n").notes == (
        Note(text="before"),
        Note(text="under", after=1),
        Note(text="## Salary", after=1),
        Note(text="- a", after=1),
        Note(text="## Interview", after=2, blank_before=True),
        Note(text="### **Mid Level:**", after=2),
        Note(text="# S", after=2),
    )


def test_notes_of_elements() -> None:
    document = document_of(
        """# R
## Overview
prose
- a
  - nested
## Skills by Level
intro
### Mid Level
about mid
#### Must-Have
- **Git**

  - nested
#### Questions
be kind
1. Why?
   - Hint
   - Look for: too late
### General
- Not a requirement
"""
    )
    (level,) = document.levels
    (skills,), (questions,) = level.lists, level.question_sets
    assert [(note.text, note.after) for note in document.sections[0].notes] == [
        ("prose", 0),
        ("  - nested", 1),
    ]
    assert [(note.text, note.after) for note in document.sections[1].notes] == [
        ("intro", 0),
        ("### General", 1),
        ("- Not a requirement", 1),
    ]
    assert level.notes == (Note(text="about mid"),)
    assert skills.notes == (Note(text="  - nested", after=1, blank_before=True),)
    assert [(note.text, note.after) for note in questions.notes] == [
        ("be kind", 0),
        ("   - Hint", 1),
        ("   - Look for: too late", 1),
    ]


def test_nothing_is_read_in_a_code_block() -> None:
    text = "```\n- **Git**\n# No\n## Growth\n### X Level\n---\n~~~\n```\n- **Git**\n"
    found = list_of(text)
    assert [note.text for note in found.notes] == text.split("\n")[:8]
    assert [one.name for one in found.requirements] == ["Git"]


def test_rules_with_spaces_are_notes() -> None:
    assert [note.text for note in list_of("* * *\n- - -\n- a\n").notes] == ["* * *", "- - -"]


def test_line_separators_other_than_line_ends_stay_in_their_line() -> None:
    assert [one.text for one in list_of("- **Git** - a\u2028b\x0bc\n").requirements] == ["a\u2028b\x0bc"]


def test_empty_lines_are_kept_as_found() -> None:
    document = document_of("# R\n## Overview\n\n\n- **A**: b\n\n## Skills by Level\n### Mid Level\n")
    assert document.overview == (OverviewLine(label="A", text="b", blank_before=True),)
    assert [section.blank_before for section in document.sections] == [False, True]


# Problems and warnings


@pytest.mark.parametrize("text", ["", "\n \n", "\ufeff"])
def test_an_empty_file(text: str) -> None:
    reading = read(text.encode())
    expected = "The file is empty: a role document begins with a title such as “# Machine Learning Engineer”."
    assert reading == Reading(document=None, problems=reading.problems)
    assert problems_of(text) == [(1, expected)]


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("## Skills by Level", 1, "There is no title"),
        ("```\n# Code\n```", 1, "There is no title"),
        ("\n# 🤖\n## Skills by Level\n### Mid Level", 2, "This role has no name"),
        (f"# {'x' * 201}\n## Skills by Level\n### Mid Level", 1, "more than 200 characters"),
        ("# R\n## Growth", 1, "no section of requirements by level"),
        ("# R\n\n## Skills by Level\n- a", 3, "no level"),
        (f"{LEVEL}### MID level", 4, "two levels of the name “MID”"),
        (f"{HEAD}### Mid Level (4-2 years)", 3, "upside down"),
        (f"{HEAD}### Level", 3, "This level has no name"),
        (f"{HEAD}### {'x' * 101} Level", 3, "more than 100 characters"),
        (f"{LIST}- ****", 5, "This requirement has no name"),
        (f"{LIST}- **a**\n-", 6, "This requirement has no name"),
        (f"{LIST}- **{'x' * 301}**", 5, "more than 300 characters"),
        (f"{LEVEL}#### {'x' * 301}", 4, "more than 300 characters"),
        (f"{LEVEL}####", 4, "This list has no name"),
        (f"{LIST}" + "- a\n" * 2001, 2005, "more than 2,000 requirements"),
        (f"{LEVEL}## Growth\n### {'x' * 201} → b", 5, "more than 200 characters"),
        (f"{LEVEL}## Overview\n- **{'x' * 201}**: b", 5, "more than 200 characters"),
        ("# R\r\n\r\n\x00", 3, "NUL"),
    ],
)
def test_problems(text: str, line: int, part: str) -> None:
    ((found, message),) = problems_of(text)
    assert found == line
    assert part in message


def test_at_the_limits_there_is_no_problem() -> None:
    assert problems_of(LIST + "- a\n" * 2000) == []
    assert problems_of(f"{HEAD}### {'x' * 100} Level\n#### {'x' * 300}\n- **{'x' * 300}**") == []


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        (f"{LEVEL}## More skills by level", 4, "a second section of the kind “Requirements by level”"),
        (f"{HEAD}#### Must-Have\n- a\n### Mid Level", 3, "under no level"),
        (f"{HEAD}### HR Questions\n1. a\n### Mid Level", 3, "under no level"),
        (f"{LEVEL}```\n## Growth", 4, "This code block never ends"),
        (
            f"{LEVEL}## Overview\n- **Experience Levels**: Junior, Mid",
            5,
            "The overview names the levels Junior, Mid; the headings name Mid.",
        ),
        (
            f"{HEAD}### Mid Level (2-4 years)\n## Overview\n- **Experience Levels**: Mid (3-4 years)",
            5,
            "The overview gives Mid other years than its heading does.",
        ),
    ],
)
def test_warnings(text: str, line: int, part: str) -> None:
    ((found, message),) = warnings_of(text)
    assert found == line
    assert part in message
    document_of(text)


# Anything


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(), st.text().map(lambda text: text.encode(errors="surrogatepass"))))
def test_reading_never_raises(data: bytes) -> None:
    reading = read(data)
    assert reading.document is not None or reading.problems


def test_more_levels_than_any_role_has_are_refused() -> None:
    levels = "\n".join(f"### L{n} Level" for n in range(31))
    reading = read(f"# R\n\n## Skills by Level\n{levels}\n".encode())

    assert [(problem.line, problem.message) for problem in reading.problems] == [
        (34, "There are more than 30 levels.")
    ]
