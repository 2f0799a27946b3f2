"""Role profiles in the admin, at a browser: editing, moving, merging, and two people at one page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from accounts.models import User
from roleprofiles import publishing
from roleprofiles.models import Requirement, Revision, Skill, SkillList
from tests.e2e.conftest import Visit
from tests.factories import make_role
from tests.roleprofiles.admin.pages import address, list_address, must_haves

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def draft(rosa: User) -> Revision:
    return publishing.start_draft(make_role(by=rosa), by=rosa)


@pytest.fixture
def sheet(draft: Revision) -> SkillList:
    return must_haves(draft)


def lines(sheet: SkillList) -> list[tuple[str, str]]:
    return list(sheet.requirements.values_list("name", "text"))


def test_a_list_is_edited_and_a_line_has_its_anchors(visit: Visit, rosa: User, sheet: SkillList) -> None:
    editor = visit(rosa)
    page = editor.page
    page.goto(address(sheet))
    editor.look()
    first = page.get_by_role("button", name="Move Ability 4 to the first position")
    first.press("Enter")
    expect(first).to_be_focused()
    page.locator("[name=requirements-1-text]").fill("Said anew")
    page.get_by_text("Add another Requirement").click()
    page.locator("[name=requirements-6-name]").fill("Kafka")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist .success")).to_contain_text("was changed successfully")
    assert [name for name, _ in lines(sheet)] == [
        "Ability 4",
        "Ability 1",
        "Ability 2",
        "Ability 3",
        "Kafka",
    ]
    assert ("Ability 2", "Said anew") in lines(sheet)

    page.get_by_role("link", name="Change Kafka").click()
    expect(page.get_by_role("heading", name="Change requirement")).to_be_visible()
    editor.look()
    page.locator("[name=anchors-2-text]").fill("Keeps an order of messages")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_contain_text("was changed successfully")
    kafka = sheet.requirements.get(name="Kafka")
    assert [str(anchor) for anchor in kafka.anchors.all()] == ["3: Keeps an order of messages"]
    page.goto(address(kafka))
    page.get_by_role("link", name="Open on the site").click()
    expect(page.get_by_role("heading", name="Data Analyst")).to_be_visible()
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Open in the admin").click()
    expect(page.get_by_role("heading", name="Change revision")).to_be_visible()
    editor.look()


def test_lines_are_moved_and_skills_merged_after_a_look(visit: Visit, rosa: User, sheet: SkillList) -> None:
    editor = visit(rosa)
    page = editor.page
    page.goto(list_address("requirement"))
    editor.look()
    for name in ("Ability 1", "Ability 2"):
        page.get_by_role("row", name=name).first.get_by_role("checkbox").check()
    page.locator("select[name=action]").select_option("Move to another list…")
    page.get_by_role("button", name="Go").click()
    editor.look()
    page.get_by_label("Move them to").select_option("Senior: Good-to-Have")
    page.get_by_role("button", name="Show what changes").click()
    editor.look()
    page.get_by_role("button", name="Change 2 lines").click()
    expect(page.get_by_text("2 lines moved to “Good-to-Have” of Senior.")).to_be_visible()
    moved = Requirement.objects.filter(
        skill_list__level__revision__number=2, skill_list__title="Good-to-Have"
    )
    assert list(moved.filter(skill_list__level__name="Senior").values_list("name", flat=True)) == [
        "Spare",
        "Ability 1",
        "Ability 2",
    ]

    page.goto(list_address("skill"))
    editor.look()
    for name in ("Ability 1", "Ability 2"):
        page.get_by_role("row", name=name).get_by_role("checkbox").check()
    page.locator("select[name=action]").select_option("Merge into one…")
    page.get_by_role("button", name="Go").click()
    page.get_by_label("Ability 2").check()
    page.get_by_role("button", name="Show what changes").click()
    editor.look()
    page.get_by_role("button", name="Change 1 skill").click()
    expect(page.get_by_text("1 skill merged into “Ability 2”.")).to_be_visible()
    merged = Skill.objects.get(name="Ability 1").merged_into
    assert merged == Skill.objects.get(name="Ability 2")


def test_two_people_at_one_list(visit: Visit, rosa: User, ada: User, sheet: SkillList) -> None:
    editor, other = visit(rosa), visit(ada)
    for visitor in (editor, other):
        visitor.page.goto(address(sheet))
    other.page.locator("[name=requirements-0-text]").fill("Theirs")
    other.page.get_by_role("button", name="Save", exact=True).click()
    expect(other.page.locator(".messagelist .success")).to_be_visible()
    page = editor.page
    page.locator("[name=requirements-0-text]").fill("Mine")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Stored now: category or detail “Theirs”.")).to_be_visible()
    editor.look()
    assert lines(sheet)[0] == ("Ability 1", "Theirs")
    expect(page.locator("[name=requirements-0-text]")).to_have_value("Mine")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert lines(sheet)[0] == ("Ability 1", "Mine")
