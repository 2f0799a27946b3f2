"""What is exported in any format plans no change when it is imported again."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings

from roleprofiles import exporting, importing
from roleprofiles.choices import DocumentFormat, RequirementKind
from roleprofiles.documents import formats, read, write
from roleprofiles.documents.shapes import RoleDocument
from roleprofiles.models import Requirement, Revision, Role, SkillList
from tests.factories import SEED, make_role, make_seed_role
from tests.roleprofiles.documents.shapes_drawn import shapes
from tests.roleprofiles.documents.test_writing import documents
from tests.roleprofiles.rows import rows, undone
from tests.roleprofiles.test_round_trip import EVERYWHERE

OTHERS = (DocumentFormat.YAML, DocumentFormat.JSON, DocumentFormat.CSV)
EVERY = pytest.mark.parametrize("form", DocumentFormat)
ROWS = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

pytestmark = pytest.mark.django_db


def current(title: str) -> Revision:
    revision = Role.objects.titled(title).with_current().get().current
    assert revision
    return revision


def stays_as_it_is(revision: Revision) -> None:
    """Its export plans no change, in no format and with no key lost."""
    document = exporting.document_of(revision)
    for form in DocumentFormat:
        plan = importing.plan(exporting.written(revision, form).encode(), form=form)
        assert plan.problems == ()
        assert form == DocumentFormat.MARKDOWN or plan.reading.warnings == ()
        assert (plan.is_unchanged, plan.changes.visible, plan.number) == (True, (), revision.number)
        assert plan.document
        assert write(plan.document) == write(document)
        assert sorted(keys(plan.document)) == sorted(keys(document))


def keys(document: RoleDocument) -> list[UUID]:
    lines = [line for level in document.levels for part in level.lists for line in part.requirements]
    return [line.key for line in lines if line.key]


def test_the_seed_stays_as_it_is() -> None:
    make_seed_role()
    stays_as_it_is(current("Machine Learning Engineer"))


def test_a_line_in_any_place_stays_in_its_place() -> None:
    importing.import_document(EVERYWHERE.encode(), by=None)
    stays_as_it_is(current("Role"))


@ROWS
@given(documents())
def test_any_document_stays_as_it_is(text: str) -> None:
    reading = read(text.encode())
    if reading.document is None or reading.problems:
        return
    with undone():
        importing.import_document(text.encode(), by=None)
        stays_as_it_is(current(reading.document.title))


@ROWS
@given(shapes())
def test_any_structured_document_stays_as_it_is(document: RoleDocument) -> None:
    data = write_as(document, DocumentFormat.JSON)
    with undone():
        importing.import_document(data, by=None, form=DocumentFormat.JSON)
        revision = current(document.title)
        assert exporting.document_of(revision) == document
        for form in (DocumentFormat.YAML, DocumentFormat.JSON):
            plan = importing.plan(exporting.written(revision, form).encode(), form=form)
            assert (plan.is_unchanged, plan.changes.visible) == (True, ())


def write_as(document: RoleDocument, form: DocumentFormat) -> bytes:
    return formats.write(document, form).encode()


@pytest.mark.parametrize("form", OTHERS)
def test_a_role_comes_into_an_empty_database_in_every_format(form: DocumentFormat) -> None:
    with undone():
        make_seed_role()
        exported = exporting.written(current("Machine Learning Engineer"), form).encode()
        was = keys(exporting.document_of(current("Machine Learning Engineer")))
    plan = importing.import_document(exported, by=None, form=form)
    revision = current("Machine Learning Engineer")
    assert (plan.number, revision.number, bytes(revision.source or b"")) == (1, 1, exported)
    assert keys(exporting.document_of(revision)) == was
    assert importing.plan(exported, form=form).is_unchanged
    if form != DocumentFormat.CSV:
        assert importing.plan(SEED.read_bytes()).is_unchanged


# Changes


def changed(form: DocumentFormat, before: str, after: str) -> importing.Plan:
    text = exporting.written(current("Data Analyst"), form)
    assert before in text
    return importing.import_document(text.replace(before, after, 1).encode(), by=None, form=form)


@EVERY
def test_a_changed_line_is_changed_in_every_format_and_keeps_its_key(form: DocumentFormat) -> None:
    make_role()
    was = Requirement.objects.get(name="Ability 2", skill_list__level__name="Mid").key
    plan = changed(form, "Category 2", "Kind 2")
    assert (plan.number, plan.changes.counts["changed"], len(plan.changes.visible)) == (2, 1, 1)
    line = Requirement.objects.get(text="Kind 2")
    assert (line.name, line.key, line.skill_list.level.name) == ("Ability 2", was, "Mid")


@pytest.mark.parametrize("form", OTHERS)
def test_a_renamed_line_keeps_the_key_that_the_file_says(form: DocumentFormat) -> None:
    make_role()
    was = dict(Requirement.objects.filter(skill_list__level__name="Mid").values_list("name", "key"))
    changed(form, "Ability 2", "Something else")
    now = Requirement.objects.of(current("Data Analyst")).filter(skill_list__level__name="Mid")
    assert dict(now.values_list("name", "key")) == {
        **{name: key for name, key in was.items() if name != "Ability 2"}, "Something else": was["Ability 2"],
    }  # fmt: skip


@pytest.mark.parametrize("form", OTHERS)
def test_two_lines_that_change_names_keep_their_own_keys(form: DocumentFormat) -> None:
    make_role()
    was = dict(Requirement.objects.filter(skill_list__level__name="Mid").values_list("name", "key"))
    text = exporting.written(current("Data Analyst"), form).replace("Ability 1", "Ability 9")
    text = text.replace("Ability 2", "Ability 1").replace("Ability 9", "Ability 2")
    importing.import_document(text.encode(), by=None, form=form)
    now = dict(
        Requirement.objects.of(current("Data Analyst"))
        .filter(skill_list__level__name="Mid")
        .values_list("name", "key")
    )
    assert (now["Ability 1"], now["Ability 2"]) == (was["Ability 2"], was["Ability 1"])


def test_a_table_says_nothing_about_the_rest_of_the_role() -> None:
    make_role()
    before = exporting.markdown(current("Data Analyst"))
    table = "role,level,list,name,detail\ndata analyst,Senior,Must-Have,Judgement,\n"
    plan = importing.import_document(table.encode(), by=None, form=DocumentFormat.CSV)
    counts = {"added": 1, "changed": 0, "moved": 0, "removed": 5, "unchanged": 14}
    assert (plan.number, plan.changes.counts) == (2, counts)
    kept, senior = before.split("### **Senior", 1)
    lines = "".join(f"- **Ability {n}** - Category {n}\n" for n in range(1, 5))
    senior = senior.replace(lines, "- **Judgement**\n").replace("- **Spare**: nice to see\n", "")
    assert exporting.markdown(current("Data Analyst")) == f"{kept}### **Senior{senior}"


def test_a_table_can_make_a_role() -> None:
    table = "role,level,list,name,detail\nTester,Mid,Must-Have,Bash,Shell\n"
    importing.import_document(table.encode(), by=None, form=DocumentFormat.CSV)
    assert exporting.markdown(current("Tester")) == (
        "# Tester\n\n## 🛠️ Tech Stack Requirements by Experience Level\n\n### **Mid Level**\n\n"
        "#### **Must-Have:**\n- **Bash** - Shell\n"
    )


def test_a_table_that_would_make_a_role_too_long_is_refused() -> None:
    make_role(must_haves=990)
    table = "role,level,list,name\n" + "Data Analyst,Lead,Must-Have,Bash\n" * 30
    before = rows()
    plan = importing.plan(table.encode(), form=DocumentFormat.CSV)
    assert [said.message for said in plan.problems] == ["There are more than 2,000 requirements."]
    with pytest.raises(importing.ImportRefused):
        importing.import_document(table.encode(), by=None, form=DocumentFormat.CSV)
    assert rows() == before


@pytest.mark.parametrize("form", [DocumentFormat.YAML, DocumentFormat.JSON])
def test_a_changed_kind_is_a_change_though_markdown_does_not_say_it(form: DocumentFormat) -> None:
    make_role()
    text = exporting.written(current("Data Analyst"), form).replace("good_to_have", "other", 1)
    plan = importing.import_document(text.encode(), by=None, form=form)
    assert (plan.is_unchanged, plan.number, len(plan.changes.visible)) == (False, 2, 1)
    assert (
        SkillList.objects.filter(level__revision=current("Data Analyst"), kind=RequirementKind.OTHER).count()
        == 1
    )
    assert importing.plan(exporting.markdown(current("Data Analyst")).encode()).is_unchanged


# Keys


def keyed(title: str, *lines: tuple[str, UUID | str | None]) -> bytes:
    said = "".join(f"    - {{name: {name}, key: {key or 'null'}}}\n" for name, key in lines)
    head = f"title: {title}\nlevels:\n- name: Mid\n  parts:\n  - title: Must-Have\n    requirements:\n"
    return f"{head}{said}".encode()


def imported(title: str, *lines: tuple[str, UUID | str | None]) -> dict[str, UUID]:
    importing.import_document(keyed(title, *lines), by=None, form=DocumentFormat.YAML)
    return dict(Requirement.objects.of(current(title)).values_list("name", "key"))


ONE, TWO = UUID(int=1), UUID(int=2)


def test_a_key_that_nobody_has_is_kept() -> None:
    assert imported("A", ("Git", ONE), ("SQL", TWO)) == {"Git": ONE, "SQL": TWO}


def test_a_key_of_an_earlier_revision_is_the_role_s_own() -> None:
    imported("A", ("Git", ONE))
    imported("A", ("SQL", TWO))
    assert imported("A", ("Git", ONE), ("SQL", TWO)) == {"Git": ONE, "SQL": TWO}


def test_a_key_of_another_role_is_replaced() -> None:
    imported("A", ("Git", ONE))
    found = imported("B", ("Git", ONE), ("SQL", TWO))
    assert found["SQL"] == TWO
    assert found["Git"] not in (ONE, TWO)
    assert imported("B", ("Git", ONE), ("SQL", None)) == found


def test_a_key_that_stands_twice_is_kept_once() -> None:
    found = imported("A", ("Git", ONE), ("SQL", ONE), ("Go", None))
    assert found["Git"] == ONE
    assert len(set(found.values())) == 3


def test_keys_cost_one_query() -> None:
    make_role()
    counts = []
    for lines in (
        (("Git", None),),
        (("Git", ONE),),
        tuple((f"Skill {n}", UUID(int=n + 1)) for n in range(1500)),
    ):
        with CaptureQueriesContext(connection) as seen:
            importing.plan(keyed("Data Analyst", *lines), form=DocumentFormat.YAML)
        counts.append(len(seen))
    assert counts == [counts[0], counts[0] + 1, counts[0] + 1]
