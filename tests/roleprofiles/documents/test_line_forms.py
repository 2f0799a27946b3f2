"""The forms that each kind of line may have, and what is read from them."""

from __future__ import annotations

import pytest

from roleprofiles.choices import RequirementForm, RequirementKind
from roleprofiles.documents.shapes import GrowthPath, Question
from tests.roleprofiles.documents.texts import LEVEL, document_of, levels_of, list_of, questions_of

DASH, COLON, NAME = RequirementForm.CATEGORY, RequirementForm.DETAIL, RequirementForm.NAME_ONLY


@pytest.mark.parametrize(
    ("line", "icon", "title"),
    [
        ("# 🤖 Machine Learning Engineer", "🤖", "Machine Learning Engineer"),
        ("# 🛠️👩🏽‍💻 DevOps", "🛠️👩🏽‍💻", "DevOps"),
        ("# C#", "", "C#"),
        ("# **C++** ##", "", "C++"),
        ("# ☁️Cloud Engineer:", "☁️", "Cloud Engineer"),
    ],
)
def test_titles(line: str, icon: str, title: str) -> None:
    document = document_of(f"{line}\n## Skills by Level\n### Mid Level\n")
    assert (document.icon, document.title) == (icon, title)


@pytest.mark.parametrize(
    ("line", "label", "text"),
    [
        ("- **Team size**: 3 - 5: small", "Team size", "3 - 5: small"),
        ("* **Team size:** 3", "Team size", "3"),
        ("- **Team size** – 3", "Team size", "3"),
        ("- **Team size**:", "Team size", ""),
        ("- Team size: 3", "", "Team size: 3"),
        ("- **Bold** words first", "", "**Bold** words first"),
    ],
)
def test_overview_lines(line: str, label: str, text: str) -> None:
    document = document_of(f"# R\n## Overview\n{line}\n## Skills by Level\n### Mid Level")
    assert [(one.label, one.text) for one in document.overview] == [(label, text)]


@pytest.mark.parametrize(
    ("line", "name", "text", "form"),
    [
        ("- **Git** - Version Control", "Git", "Version Control", DASH),
        ("- **Git**: branches - and: tags", "Git", "branches - and: tags", COLON),
        ("- **Git** - branches: and - tags", "Git", "branches: and - tags", DASH),
        ("- **Git**", "Git", "", NAME),
        ("- **Git:** branches", "Git", "branches", COLON),
        ("* **Git** – Version Control", "Git", "Version Control", DASH),
        ("+ **Git**— Version Control", "Git", "Version Control", DASH),
        ("- Git - Version Control", "Git", "Version Control", DASH),
        ("- Git: branches", "Git", "branches", COLON),
        ("- Git", "Git", "", NAME),
        ("- Git:", "Git", "", NAME),
        ("1. **Git** - Version Control", "Git", "Version Control", DASH),
        (" - **Git** - Version Control", "Git", "Version Control", DASH),
        ("-   **Git**:branches", "Git", "branches", COLON),
        ("- **SQL (PostgreSQL, MySQL)** - Databases", "SQL (PostgreSQL, MySQL)", "Databases", DASH),
        ("- SQL (a - b, c: d) - Databases", "SQL (a - b, c: d)", "Databases", DASH),
        ("- **C++**", "C++", "", NAME),
        ("- **CI/CD**: Jenkins", "CI/CD", "Jenkins", COLON),
        ("- **Java 8+** - Language", "Java 8+", "Language", DASH),
        ("- **Java** 8+ - Language", "Java 8+", "Language", DASH),
        ("- **HTML** / **CSS** - Web", "HTML / CSS", "Web", DASH),
        ("- **Front**-end - Web", "Front-end", "Web", DASH),
    ],
)
def test_requirements(line: str, name: str, text: str, form: RequirementForm) -> None:
    (requirement,) = list_of(line).requirements
    assert (requirement.name, requirement.text, requirement.form) == (name, text, form)


def test_the_same_name_twice_is_two_requirements() -> None:
    assert [one.text for one in list_of("- **Git** - a\n- **Git** - b\n").requirements] == ["a", "b"]


@pytest.mark.parametrize(
    ("line", "name", "years"),
    [
        ("### **Mid Level (2-4 years)**", "Mid", (2, 4)),
        ("### **Junior Level (0–1 year)**", "Junior", (0, 1)),
        ("### **Experienced Level (4+ years)**", "Experienced", (4, None)),
        ("### Lead-Level (6+ years):", "Lead", (6, None)),
        ("### **Lead** (6 + yrs)", "Lead", (6, None)),
        ("### Mid (2 to 4 years of experience)", "Mid", (2, 4)),
        ("### Mid level", "Mid", (None, None)),
        ("### 🟢 **Mid Level (3 years)** ###", "Mid", (3, 3)),
        ("### **Mid Level (remote)**", "Mid Level (remote)", (None, None)),
    ],
)
def test_levels(line: str, name: str, years: tuple[int | None, int | None]) -> None:
    (level,) = levels_of(line)
    assert (level.name, (level.min_years, level.max_years)) == (name, years)


def test_a_heading_without_the_word_is_a_level_if_something_else_says_so() -> None:
    overview = "# R\n## Overview\n- **Experience Levels**: Lead, Mid\n"
    text = f"{overview}## Skills by Level\n### Lead\n### Mid\n#### Must-Have\n"
    assert [level.name for level in document_of(text).levels] == ["Lead", "Mid"]
    levels = levels_of("### Mid Level\n#### Must-Have\n### General\n- a\n### Senior\n#### Must-Have\n")
    assert [level.name for level in levels] == ["Mid", "Senior"]


@pytest.mark.parametrize(
    ("line", "title", "kind"),
    [
        ("#### **Must-Have:**", "Must-Have", RequirementKind.MUST_HAVE),
        ("#### Must have", "Must have", RequirementKind.MUST_HAVE),
        ("#### **Good-to-Have**:", "Good-to-Have", RequirementKind.GOOD_TO_HAVE),
        ("#### Nice to have", "Nice to have", RequirementKind.GOOD_TO_HAVE),
        ("#### Production Support & More", "Production Support & More", RequirementKind.PRODUCTION_SUPPORT),
        ("#### **Data Structures & Algorithms:**", "Data Structures & Algorithms", RequirementKind.OTHER),
    ],
)
def test_lists(line: str, title: str, kind: RequirementKind) -> None:
    (found,) = document_of(LEVEL + line).levels[0].lists
    assert (found.title, found.kind, found.requirements) == (title, kind, ())


@pytest.mark.parametrize(
    "line",
    [
        '1. **"Why?"**', '1. "Why?"', "1. Why?", "1. **“Why?”**", "1. “**Why?**”", "1) **Why?**",
        "01. „Why?“",
    ],
)  # fmt: skip
def test_prompts(line: str) -> None:
    assert [(one.number, one.prompt) for one in questions_of(line).questions] == [(1, "Why?")]


@pytest.mark.parametrize(
    "line",
    [
        "   - Look for: a: b", "   Look for: a: b", "   - *Look for:* a: b", "   - **Look for:** a: b",
        "\t*Look for: a: b*",
        "  * **Look for**: a: b", "   - _look for_: a: b", "\n   - Look for: a: b",
    ],
)  # fmt: skip
def test_what_to_look_for(line: str) -> None:
    found = questions_of(f"1. Why?\n{line}\n2. How?")
    assert [(one.prompt, one.look_for) for one in found.questions] == [("Why?", "a: b"), ("How?", "")]
    assert found.notes == ()


def test_questions_keep_their_wording_only_where_it_differs() -> None:
    found = questions_of('1. **"Why?"**\n   - Look for: reasons\n3. How?\n   Look for: ways\n')
    assert found.questions == (
        Question(prompt="Why?", look_for="reasons"),
        Question(prompt="How?", look_for="ways", number=3, wording="3. How?\n   Look for: ways"),
    )


def test_the_level_that_questions_are_for() -> None:
    text = """### Mid Level
#### HR Questions for Tech Lead Level:
### Questions for **Mid-Level**
#### General questions
### Lead Level
### Tech Lead Level
"""
    mid, *others = levels_of(text)
    assert [(one.title, one.level_name) for one in mid.question_sets] == [
        ("HR Questions for Tech Lead Level", "Tech Lead"),
        ("Questions for Mid-Level", "Mid"),
        ("General questions", "Mid"),
    ]
    assert [level.parts for level in others] == [(), ()]


def test_growth_paths() -> None:
    text = "### **Mid → Experienced Level:**\n- a\n1. b\n### Mid -> Lead\n### Other\n- c\n"
    document = document_of(f"{LEVEL}## Growth\n{text}")
    first, second = document.growth_paths
    assert [step.text for step in first.steps] == ["a", "b"]
    assert (second.from_name, second.to_name, second.steps) == ("Mid", "Lead", ())
    assert [(note.text, note.after) for note in document.sections[1].notes] == [("### Other", 2), ("- c", 2)]
    assert isinstance(first, GrowthPath)
    assert first.wording == ""
