"""The library: which name means which skill, what it may mean, and what a search finds."""

from __future__ import annotations

from collections.abc import Iterable
from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roleprofiles import importing, publishing, recording
from roleprofiles.documents import read
from roleprofiles.models import Requirement, Role, Skill, SkillAlias, skill_key
from tests.factories import make_role, role_document
from tests.keeping import kept
from tests.roleprofiles.rows import undone

pytestmark = pytest.mark.django_db

LIBRARY = ("PostgreSQL", "SQL", "JavaScript", "Machine Learning", "Kubernetes", "C", "C++", "C#")


def add(*names: str, into: Skill | None = None) -> Skill:
    """Skills of these names; the last of them."""
    for name in names:
        skill = Skill.objects.create(name=name, key=skill_key(name), merged_into=into)
    return skill


def call(skill: Skill, *names: str) -> None:
    for name in names:
        SkillAlias.objects.create(skill=skill, name=name, key=skill_key(name))


def named(names: Iterable[str]) -> dict[str, str]:
    return {key: skill.name for key, skill in Skill.objects.named(names).items()}


def found(words: str) -> list[str]:
    return [skill.name for skill in Skill.objects.search(words)]


# Names that are known


def test_a_name_is_known_by_itself_then_by_alias_then_without_brackets() -> None:
    sql = add("Git", "SQL")
    call(sql, "Structured  Query Language", "T-SQL (Microsoft)")
    add("Databases (any)", "Databases")
    said = {
        "git": "Git",
        "Git (GitHub)": "Git",
        "structured query language (any)": "SQL",
        "SQL [MySQL]": "SQL",
    }
    said |= {"t-sql (microsoft)": "SQL", "databases (any)": "Databases (any)", "Databases (x)": "Databases"}
    assert named(said) == {skill_key(name): skill for name, skill in said.items()}
    assert named({"T-SQL", "(Git)", "Query", "NoSQL"}) == {}


def test_a_merged_skill_gives_its_successor() -> None:
    successor = add("PostgreSQL")
    merged = add("Postgres", into=successor)
    call(merged, "psql")
    assert named({"Postgres", "PSQL", "Postgres (15)"}) == dict.fromkeys(
        ("postgres", "psql", "postgres (15)"), "PostgreSQL"
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from([*LIBRARY, "SQL (any)", "sql", "Perl (5)", "c (89)", "(C)", ""]), unique=True),
    st.randoms(),
)
def test_the_order_and_the_company_of_names_never_matter(names: list[str], random: object) -> None:
    with undone():
        add(*LIBRARY)
        together = Skill.objects.named(names)
        random.shuffle(names)  # type: ignore[attr-defined]
        assert Skill.objects.named(names) == together
        alone = [Skill.objects.named({name}) for name in names]
        assert {key: skill for one in alone for key, skill in one.items()} == together


@pytest.mark.parametrize("count", [1, 2_000])
def test_names_of_a_document_take_two_queries(count: int) -> None:
    names = {f"Skill {number} (example {number})" for number in range(count)}
    Skill.objects.bulk_create(Skill.of_name(name) for name in sorted(names))
    with CaptureQueriesContext(connection) as seen:
        assert len(Skill.objects.named(names)) == count
    assert len(seen) == 2


def test_more_names_than_a_statement_takes() -> None:
    add("Skill 7")
    assert list(named(f"Skill {number} (x)" for number in range(30_000))) == ["skill 7 (x)"]


# New names


def test_a_new_skill_has_the_name_without_brackets_and_the_line_keeps_its_wording() -> None:
    document = (
        role_document().replace("Ability 1", "SQL (PostgreSQL, MySQL)").replace("Ability 2", "SQL (any)")
    )
    plan = importing.import_document(document.encode(), by=None)
    assert plan.new_skills == ("Ability 3", "Ability 4", "SQL", "Spare")
    assert sorted(Skill.objects.values_list("name", flat=True)) == list(plan.new_skills)
    said = Requirement.objects.filter(skill__name="SQL").order_by("pk").values_list("name", flat=True)
    assert list(said) == ["SQL (PostgreSQL, MySQL)", "SQL (any)"] * 2


def test_the_plan_names_what_recording_makes() -> None:
    call(add("Databases"), "SQL")
    names = ("GIT", "Git", "git (any)", "SQL (any)", "C (89)", "(Perl)", "ﬃ" * 99 + " (abcdef)")
    lines = "".join(f"- **{name}** - Category\n" for name in names)
    text = f"# R\n## Skills by Level\n### **Mid Level**\n#### **Must-Have:**\n{lines}"
    document = read(text.encode()).document
    assert document
    planned = importing.plan(text.encode()).new_skills
    assert planned == ("(Perl)", "C", "GIT", "ﬃ" * 99)
    assert [skill.name for skill in recording.new_skills(document, {})] == [
        "GIT", "SQL", "C", "(Perl)", "ﬃ" * 99,
    ]  # fmt: skip
    importing.import_document(text.encode(), by=None)
    assert sorted(Skill.objects.exclude(name="Databases").values_list("name", flat=True)) == list(planned)


def test_a_draft_of_a_bracketed_line_is_about_the_same_skill() -> None:
    document = role_document().replace("Ability 1", "SQL (PostgreSQL, MySQL)")
    importing.import_document(document.encode(), by=None)
    draft = publishing.start_draft(Role.objects.get(), by=None)
    skills = (
        Requirement.objects.of(draft).filter(name__startswith="SQL").values_list("skill__name", flat=True)
    )
    assert list(skills) == ["SQL", "SQL"]


def test_a_skill_for_a_name() -> None:
    sql = add("SQL")
    call(sql, "Query language")
    assert Skill.objects.for_name("SQL (any)", category="Ignored") == sql
    assert Skill.objects.for_name("query language") == sql
    new = Skill.objects.for_name("Machine  Learning (deep)", category="x" * 400)
    assert (new.name, new.key, new.category) == ("Machine Learning", "machine learning", "x" * 300)
    assert Skill.objects.for_name("machine learning") == new


# Names that are like known ones


def test_unknown_names_and_what_they_may_mean() -> None:
    add(*LIBRARY)
    call(add("Amazon Web Services"), "AWS Cloud")
    successor = add("Version control")
    add("Subversion", into=successor)
    asked = {"Postgres SQL", "Java Script (ES6)", "machine lerning", "Aws-Clouds", "Subversions"}
    other = {"Java", "C+", "NoSQL", "sql", "SQL (any)", "Subversion", ""}
    likely = Skill.objects.like(asked | other)
    assert {key: skill.name for key, skill in likely.items()} == {
        "postgres sql": "PostgreSQL",
        "java script (es6)": "JavaScript",
        "machine lerning": "Machine Learning",
        "aws-clouds": "Amazon Web Services",
        "subversions": "Version control",
    }


def test_an_empty_library_is_like_nothing() -> None:
    assert Skill.objects.like({"Git"}) == {}


@pytest.mark.parametrize("count", [1, 2_000])
def test_likeness_takes_two_queries(count: int) -> None:
    Skill.objects.bulk_create(Skill.of_name(f"Ability of kind {number:04}x") for number in range(5_000))
    start = perf_counter()
    with CaptureQueriesContext(connection) as seen:
        likely = Skill.objects.like({f"Abilty of kind {number:04}x" for number in range(count)})
    assert (len(likely), len(seen)) == (count, 2)
    assert (
        perf_counter() - start < 60
    )  # measured: 4 s for the alikest library there is; a busy machine is slower


# Search


@kept
def library() -> None:
    add(*LIBRARY, "Java", "MySQL", "NoSQL")
    git = add("Git")
    call(git, "Version control")
    Skill.objects.filter(pk=git.pk).update(category="Tools", description="Branches and merges")
    successor = add("Amazon Web Services")
    merged = add("Cloud of Amazon", into=successor)
    call(merged, "EC2 cluster")


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("sql", ["SQL", "MySQL", "NoSQL", "PostgreSQL"]),  # what is called just so comes first
        ("java", ["Java", "JavaScript"]),
        (" VERSION ", ["Git"]),  # an alias
        ("branches", ["Git"]),
        ("tools", ["Git"]),
        # a slip
        ("kubernets", ["Kubernetes"]),
        ("machin lerning", ["Machine Learning"]),
        ("learnign", ["Machine Learning"]),
        ("postgre sql", ["PostgreSQL"]),
        ("postgers", ["PostgreSQL"]),
        ("javascirpt", ["JavaScript"]),
        ("verison control", ["Git"]),
        # a merged skill is found as its successor
        ("cloud of amazon", ["Amazon Web Services"]),
        ("clowd", ["Amazon Web Services"]),
        ("ec2", ["Amazon Web Services"]),
        ("ec2 clutser", ["Amazon Web Services"]),
        ("c", ["C", "Amazon Web Services", "C#", "C++", "Git", "JavaScript", "Machine Learning"]),
        ("nothing of the kind", []),
        *((hostile, []) for hostile in ("%", "_", "'", "\\", "' OR 1=1 --", "\0", "git\0", "→", "a" * 201)),
        ("a" * 200, []),
        (" ".join("abcdefgh" for _ in range(20)), []),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_searching(library: None, words: str, names: list[str]) -> None:
    assert found(words) == names


def test_exact_hits_come_before_slips() -> None:
    add("Learning theory", "Lerning lab", "Machine Learning")
    assert found("lerning") == ["Lerning lab", "Learning theory", "Machine Learning"]


def test_no_words_find_everything_in_order(library: None) -> None:
    assert found(" ")[:3] == ["Amazon Web Services", "C", "C#"]
    assert Skill.objects.search("").count() == 14


def test_a_search_stays_in_what_it_is_asked_of(library: None) -> None:
    assert list(Skill.objects.filter(category="Tools").search("control")) == [Skill.objects.get(name="Git")]
    assert list(Skill.objects.filter(category="").search("verison control")) == []


# Usage


def usage(name: str) -> str:
    return Skill.objects.with_usage().get(name=name).usage


def test_usage_counts_roles_and_levels_of_current_revisions() -> None:
    make_role("One")
    make_role("Two", must_haves=1)
    assert usage("Ability 1") == "must-have in 2 roles, 4 levels"
    assert usage("Ability 4") == "must-have in 1 role, 2 levels"
    assert usage("Spare") == "good-to-have in 2 roles, 4 levels"
    make_role("One", must_haves=1)  # the next revision asks for less
    publishing.start_draft(make_role("Three"), by=None).levels.filter(name="Mid").delete()
    assert usage("Ability 4") == "must-have in 1 role, 2 levels"
    assert usage("Ability 1") == "must-have in 3 roles, 6 levels"
    add("Unused")
    assert usage("Unused") == ""


def test_usage_counts_each_level_once_and_each_kind_by_itself() -> None:
    text = (
        role_document(must_haves=2, levels=["Mid"])
        .replace("- **Ability 2** - Category 2", "- **Ability 1**: again\n- **Ability 1 (x)**: and again")
        .replace("- **Spare**: nice to see", "- **Ability 1**: more")
        .replace("#### **HR", "#### **Production Support:**\n- **Ability 1**\n\n#### **HR")
        .replace("#### **HR", "#### **Else:**\n- **Ability 1**\n\n#### **HR")
    )
    importing.import_document(text.encode(), by=None)
    expected = (
        "must-have in 1 role, 1 level · good-to-have in 1 role, 1 level · in other lists of 1 role, 1 level"
    )
    assert usage("Ability 1") == expected


def test_usage_counts_lines_of_merged_skills_once_a_level() -> None:
    make_role()
    kept = Skill.objects.get(name="Ability 1")
    Skill.objects.filter(name__in=["Ability 2", "Spare"]).update(merged_into=kept)
    assert usage("Ability 1") == "must-have in 1 role, 2 levels · good-to-have in 1 role, 2 levels"
    assert usage("Ability 2") == ""  # its lines are its successor's


@pytest.mark.parametrize("count", [1, 60])
def test_usage_takes_one_query_more(count: int) -> None:
    make_role(must_haves=count)
    with CaptureQueriesContext(connection) as seen:
        assert all(skill.usage for skill in Skill.objects.with_usage())
    assert len(seen) == 2
