"""The job description of a level: every line has its source, every kind of list is shown as what it is."""

from __future__ import annotations

import json

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from roleprofiles import advertising, importing
from roleprofiles.advertising import AdvertLine, Outline, OutlineSection
from roleprofiles.adverts.shapes import from_json
from roleprofiles.models import (
    JobDescription,
    JobLine,
    JobSection,
    Level,
    Requirement,
    Role,
    StandardText,
)
from tests.factories import level_of, make_opening, make_role, make_seed_role

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
    assert advertising.draft(mid) == Outline(
        title="Analyst, Mid",
        sections=(
            OutlineSection(
                heading="The role",
                lines=(AdvertLine(name="Answers questions", place="overview"),),
                is_list=False,
            ),
            OutlineSection(
                heading="What you bring",
                lines=(
                    AdvertLine(name="Git", text="VCS", requirement_key=key["Git"]),
                    AdvertLine(name="SQL", requirement_key=key["SQL"]),
                ),
            ),
            OutlineSection(
                heading="Good to have, not needed",
                lines=(AdvertLine(name="Go", text="any", requirement_key=key["Go"]),),
            ),
            OutlineSection(
                heading="What you look after in production",
                lines=(AdvertLine(name="On call", requirement_key=key["On call"]),),
            ),
            OutlineSection(
                heading="Domain Knowledge",
                lines=(AdvertLine(name="Banks", text="how they work", requirement_key=key["Banks"]),),
            ),
            OutlineSection(
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
    assert advertising.draft(bare) == Outline(title="R, Mid", sections=())
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


# A job description to edit


def said_by(job: JobDescription) -> dict[str, list[str]]:
    advert = advertising.written(JobDescription.objects.with_text().get(pk=job.pk))
    return {
        section.kind.value: [line.text for line in section.lines] or [section.text]
        for section in advert.sections
    }


def test_it_begins_with_all_that_the_level_gives(rosa: User) -> None:
    level = level_of(make_seed_role())
    job = advertising.begin(level, by=rosa, label="Berlin")
    said = said_by(job)
    assert list(said) == ["purpose", "must_have", "good_to_have", "growth"]
    assert said["must_have"] == [
        f"{one.name}: {one.text}" if one.text else one.name for one in level.must_haves()
    ]
    lines = list(JobLine.objects.filter(section__kind="must_have"))
    assert [line.requirement_key for line in lines] == [one.key for one in level.must_haves()]
    assert not any(line.is_reworded or line.is_added for line in lines)
    assert (job.title, job.label, job.slug, job.created_by) == (
        "Machine Learning Engineer",
        "Berlin",
        "machine-learning-engineer-mid",
        rosa,
    )


def test_texts_of_the_organisation_are_shared(rosa: User) -> None:
    about = StandardText.objects.create(kind="about_us", language="en")
    about.versions.create(number=1, text="We were")
    jobs = [advertising.begin(level_of(make_role(title)), by=rosa) for title in ("One", "Two")]
    about.versions.create(number=2, text="We are")
    assert [said_by(job)["about_us"] for job in jobs] == [["We are"]] * 2
    assert "about_us" not in said_by(advertising.begin(jobs[0].level, by=rosa, language="de"))


def test_several_for_a_level_have_addresses_of_their_own(rosa: User) -> None:
    level = level_of(make_role())
    slugs = [advertising.begin(level, by=rosa).slug for _ in range(3)]
    assert slugs == ["data-analyst-mid", "data-analyst-mid-2", "data-analyst-mid-3"]


def test_what_is_left_out_or_empty_is_not_said(rosa: User) -> None:
    job = advertising.begin(level_of(make_role()), by=rosa)
    first, *others = JobLine.objects.filter(section__kind="must_have")
    JobLine.objects.filter(pk=first.pk).update(is_left_out=True)
    JobLine.objects.filter(pk=others[0].pk).update(text=" ")
    JobSection.objects.filter(kind="good_to_have").update(is_left_out=True)
    said = said_by(job)
    assert said["must_have"] == [line.text for line in others[1:]]
    assert "good_to_have" not in said


def test_how_we_interview_comes_from_the_plan(rosa: User, mia: User) -> None:
    role = make_role()
    make_opening(by=mia, role=role)
    assert said_by(advertising.begin(level_of(role), by=rosa))["interviews"][0] == (
        "Round 1, 60 minutes: Ability 1, Ability 2, Ability 4"
    )


def test_an_advert_goes_to_json_and_back(rosa: User) -> None:
    job = advertising.begin(level_of(make_role()), by=rosa)
    pay = {"pay_min": "60000.00", "pay_max": "75000.50", "currency": "EUR", "apply_by": "2030-01-31"}
    JobDescription.objects.filter(pk=job.pk).update(**pay)
    job.places.create(country="DE", city="Berlin")
    job.places.create(country="AT", is_remote=True)
    advert = advertising.written(JobDescription.objects.with_text().get(pk=job.pk))
    assert from_json(json.loads(json.dumps(advert.as_json()))) == advert
    assert [(fact.label, fact.text) for fact in advert.facts] == [
        ("Employment", "Full time"),
        ("Workplace", "On site"),
        ("Place", "Berlin, DE"),
        ("Remote from", "AT"),
        ("Pay", "EUR 60,000 to 75,000.50 a year"),
        ("Apply by", "31 January 2030"),
    ]


@pytest.mark.parametrize("count", [1, 40])
def test_reading_it_takes_the_same_queries(
    rosa: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    job = advertising.begin(level_of(make_role(must_haves=count)), by=rosa)
    with django_assert_num_queries(4):
        advertising.written(JobDescription.objects.with_text().get(pk=job.pk))
