"""The job description of a level: every line has its source, every kind of list is shown as what it is."""

from __future__ import annotations

import pytest

from roleprofiles import advertising, importing
from roleprofiles.advertising import Advert, AdvertLine, AdvertSection
from roleprofiles.models import Level, Requirement, Role
from tests.factories import level_of, make_seed_role

DOCUMENT = """\
# Analyst
## Overview
- **Responsibility**: Answers questions
## Skills by Level
### **Mid Level**
#### **Must-Have:**
- **Git** - VCS
- **SQL**
#### **Good-to-Have:**
- **Go**: any
#### **Production Support:**
- **On call**
#### **Domain Knowledge:**
- **Banks**: how they work
#### **Nothing yet:**
#### **HR Questions:**
1. **"Why?"**
### **Lead Level**
#### **Must-Have:**
- **Teach**
## Career Growth
### **Mid → Lead Level:**
- Teach
- Decide
### **mid → Expert:**
- Write
"""

pytestmark = pytest.mark.django_db


def level(name: str = "Mid", text: str = DOCUMENT) -> Level:
    plan = importing.import_document(text.encode(), by=None)
    return level_of(Role.objects.with_current().get(slug=plan.slug), name)


def test_an_advert_says_what_the_role_says_with_its_sources() -> None:
    mid = level()
    key = dict(Requirement.objects.filter(skill_list__level=mid).values_list("name", "key"))
    assert advertising.draft(mid) == Advert(
        title="Analyst, Mid",
        sections=(
            AdvertSection(
                heading="The role",
                lines=(AdvertLine(name="Answers questions", place="overview"),),
                is_list=False,
            ),
            AdvertSection(
                heading="What you bring",
                lines=(
                    AdvertLine(name="Git", text="VCS", requirement_key=key["Git"]),
                    AdvertLine(name="SQL", requirement_key=key["SQL"]),
                ),
            ),
            AdvertSection(
                heading="Good to have, not needed",
                lines=(AdvertLine(name="Go", text="any", requirement_key=key["Go"]),),
            ),
            AdvertSection(
                heading="What you look after in production",
                lines=(AdvertLine(name="On call", requirement_key=key["On call"]),),
            ),
            AdvertSection(
                heading="Domain Knowledge",
                lines=(AdvertLine(name="Banks", text="how they work", requirement_key=key["Banks"]),),
            ),
            AdvertSection(
                heading="Where this role leads",
                lines=(
                    AdvertLine(name="Towards Lead", text="Teach; Decide", place="growth"),
                    AdvertLine(name="Towards Expert", text="Write", place="growth"),
                ),
            ),
        ),
    )


def test_every_line_of_the_seed_has_its_source() -> None:
    advert = advertising.draft(level_of(make_seed_role(), "Experienced"))
    anchors = [line.anchor for section in advert.sections for line in section.lines]
    keys = {f"requirement-{key}" for key in Requirement.objects.values_list("key", flat=True)}
    assert len(anchors) == 1 + 10 + 5 + 10 + 2
    assert set(anchors) <= keys | {"overview", "growth"}


def test_a_level_that_leads_nowhere_says_nothing_of_it() -> None:
    assert [section.heading for section in advertising.draft(level("Lead")).sections] == [
        "The role", "What you bring",
    ]  # fmt: skip


def test_a_level_without_lists_or_overview_is_a_title() -> None:
    bare = level(text="# R\n## Skills by level\n### Mid Level\n")
    assert advertising.draft(bare) == Advert(title="R, Mid", sections=())
    assert advertising.markdown(advertising.draft(bare)) == "# R, Mid\n"


def test_markdown() -> None:
    assert (
        advertising.markdown(advertising.draft(level()))
        == """\
# Analyst, Mid

## The role

Answers questions

## What you bring

- **Git**: VCS
- SQL

## Good to have, not needed

- **Go**: any

## What you look after in production

- On call

## Domain Knowledge

- **Banks**: how they work

## Where this role leads

- **Towards Lead**: Teach; Decide
- **Towards Expert**: Write
"""
    )


def test_markdown_of_a_document_stays_what_it_was() -> None:
    marked = level(text=DOCUMENT.replace("VCS", "*any* <br> [x](y)").replace("SQL", "C# & <T>"))
    text = advertising.markdown(advertising.draft(marked))
    assert "- **Git**: *any* <br> [x](y)\n- C# & <T>\n" in text
