"""Two people at one page: nobody overwrites the other unseen."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from roleprofiles.models import Anchor, Requirement, Revision, Skill, SkillList
from tests.addresses import signed_in
from tests.keeping import kept
from tests.roleprofiles.admin.pages import address, filled, must_haves, row_prefix

BY_OTHERS = "Another role editor, or you in another window,"


@kept
def sheet(draft: Revision) -> SkillList:
    return must_haves(draft)


@pytest.fixture
def other(ada: User) -> Client:
    """The browser of somebody else."""
    return signed_in(ada)


def save_row(browser: Client, shown: Any, sheet: SkillList, row: str, **changes: object) -> Any:
    """Change fields of one row of a page, and post the page."""
    prefix = row_prefix(shown, 0, name=row)
    return browser.post(
        address(sheet), filled(shown, **{f"{prefix}-{field}": value for field, value in changes.items()})
    )


def texts(sheet: SkillList) -> list[tuple[str, str]]:
    return list(sheet.requirements.values_list("name", "text"))


def said_of_rows(response: Any) -> list[str]:
    forms = response.context["inline_admin_formsets"][0].formset.forms
    return [words for form in forms for words in form.non_field_errors()]


def test_a_row_that_somebody_else_changed_is_shown_and_not_overwritten(
    page: Client, other: Client, sheet: SkillList
) -> None:
    mine, theirs = page.get(address(sheet)), other.get(address(sheet))
    assert save_row(other, theirs, sheet, "Ability 1", text="Theirs").status_code == 302
    refused = save_row(page, mine, sheet, "Ability 1", text="Mine")
    assert refused.status_code == 200
    (words,) = said_of_rows(refused)
    assert words.startswith(f"{BY_OTHERS} changed this after the page was opened. Nothing is saved yet.")
    assert "Stored now: category or detail “Theirs”." in words
    assert texts(sheet)[0] == ("Ability 1", "Theirs")
    assert 'value="Mine"' in refused.content.decode()

    # Having seen it, they may have their own words.
    assert page.post(address(sheet), filled(refused)).status_code == 302
    assert texts(sheet)[0] == ("Ability 1", "Mine")


def test_rows_of_different_people_go_together(page: Client, other: Client, sheet: SkillList) -> None:
    mine, theirs = page.get(address(sheet)), other.get(address(sheet))
    assert save_row(other, theirs, sheet, "Ability 1", text="Theirs").status_code == 302
    assert save_row(page, mine, sheet, "Ability 2", text="Mine").status_code == 302
    assert texts(sheet)[:2] == [("Ability 1", "Theirs"), ("Ability 2", "Mine")]


def test_the_same_words_are_no_conflict(page: Client, other: Client, sheet: SkillList) -> None:
    mine, theirs = page.get(address(sheet)), other.get(address(sheet))
    assert save_row(other, theirs, sheet, "Ability 1", text="Both").status_code == 302
    assert save_row(page, mine, sheet, "Ability 1", text="Both").status_code == 302
    assert texts(sheet)[0] == ("Ability 1", "Both")


def test_an_order_that_somebody_else_made_stays(page: Client, other: Client, sheet: SkillList) -> None:
    mine, theirs = page.get(address(sheet)), other.get(address(sheet))
    first, last = (row_prefix(theirs, 0, name=f"Ability {n}") for n in (1, 4))
    moved = filled(theirs, **{f"{first}-position": 4, f"{last}-position": 1})
    assert other.post(address(sheet), moved).status_code == 302
    assert save_row(page, mine, sheet, "Ability 2", text="Mine").status_code == 302
    assert texts(sheet) == [
        ("Ability 4", "Category 4"),
        ("Ability 2", "Mine"),
        ("Ability 3", "Category 3"),
        ("Ability 1", "Category 1"),
    ]
    refused = save_row(page, mine, sheet, "Ability 1", text="Mine")
    assert "Stored now: category or detail “Category 1” · position “4”." in said_of_rows(refused)[0]


def test_the_row_of_the_page_itself(page: Client, other: Client, sheet: SkillList) -> None:
    mine, theirs = page.get(address(sheet)), other.get(address(sheet))
    assert other.post(address(sheet), filled(theirs, title="Must-Have skills")).status_code == 302
    # Untouched here, so it stays; touched, it is refused.
    assert save_row(page, mine, sheet, "Ability 2", text="Mine").status_code == 302
    sheet.refresh_from_db()
    assert (sheet.title, texts(sheet)[1]) == ("Must-Have skills", ("Ability 2", "Mine"))
    mine = page.get(address(sheet))
    sheet.title = "Must-Haves"
    sheet.save(update_fields=["title"])
    refused = page.post(address(sheet), filled(mine, title="Must-Have: all"))
    assert refused.status_code == 200
    (words,) = refused.context["adminform"].form.non_field_errors()
    assert "Stored now: title “Must-Haves”." in words
    sheet.refresh_from_db()
    assert sheet.title == "Must-Haves"


def test_a_skill_and_its_aliases(page: Client, other: Client, role: object) -> None:
    skill = Skill.objects.get(name="Ability 1")
    mine, theirs = page.get(address(skill)), other.get(address(skill))
    assert other.post(address(skill), filled(theirs, category="Theirs")).status_code == 302
    refused = page.post(address(skill), filled(mine, category="Mine"))
    assert "Stored now: category “Theirs”." in refused.context["adminform"].form.non_field_errors()[0]
    added = page.post(address(skill), filled(mine, **{"aliases-0-name": "Talent"}))
    assert added.status_code == 302
    skill.refresh_from_db()
    assert (skill.category, [str(alias) for alias in skill.aliases.all()]) == ("Theirs", ["Talent"])


def test_a_row_that_somebody_else_removed(page: Client, other: Client, sheet: SkillList) -> None:
    mine, theirs = page.get(address(sheet)), other.get(address(sheet))
    assert save_row(other, theirs, sheet, "Ability 1", DELETE="on").status_code == 302
    # Untouched here: it is gone, and the rest is saved.
    assert save_row(page, mine, sheet, "Ability 2", text="Mine").status_code == 302
    assert texts(sheet) == [("Ability 2", "Mine"), ("Ability 3", "Category 3"), ("Ability 4", "Category 4")]
    # Removed here as well.
    assert save_row(page, mine, sheet, "Ability 1", DELETE="on").status_code == 302
    assert len(texts(sheet)) == 3


def test_a_removed_row_comes_back_as_a_new_one_if_it_was_edited(
    page: Client, other: Client, sheet: SkillList
) -> None:
    mine, theirs = page.get(address(sheet)), other.get(address(sheet))
    assert save_row(other, theirs, sheet, "Ability 1", DELETE="on").status_code == 302
    refused = save_row(page, mine, sheet, "Ability 1", text="Mine")
    (words,) = said_of_rows(refused)
    assert words.startswith(f"{BY_OTHERS} removed this after the page was opened. Nothing is saved yet.")
    assert len(texts(sheet)) == 3
    assert page.post(address(sheet), filled(refused)).status_code == 302
    assert texts(sheet)[-1] == ("Ability 1", "Mine")
    assert len(texts(sheet)) == 4


def test_rows_that_somebody_else_added_stay(page: Client, other: Client, sheet: SkillList) -> None:
    mine, theirs = page.get(address(sheet)), other.get(address(sheet))
    new = theirs.context["inline_admin_formsets"][0].formset.forms[-1].prefix
    assert other.post(address(sheet), filled(theirs, **{f"{new}-name": "Kafka"})).status_code == 302
    refused = save_row(page, mine, sheet, "Ability 1", name="")
    # The page shows the rows that were posted, each under its own name.
    shown = refused.context["inline_admin_formsets"][0]
    originals = [str(row.original) for row in shown if row.original]
    assert originals == [form.instance.name or "" for form in shown.formset.initial_forms]
    assert save_row(page, mine, sheet, "Ability 1", text="Mine").status_code == 302
    assert [name for name, _ in texts(sheet)] == [f"Ability {n}" for n in range(1, 5)] + ["Kafka"]


def test_a_page_without_its_marks_overwrites_nothing(page: Client, sheet: SkillList) -> None:
    data = {
        name: value
        for name, value in filled(page.get(address(sheet)), title="Must-Have skills").items()
        if not name.endswith("shown")
    }
    assert page.post(address(sheet), data).status_code == 200
    sheet.refresh_from_db()
    assert sheet.title == "Must-Have"


def test_anchors(page: Client, other: Client, sheet: SkillList) -> None:
    line = sheet.requirements.get(name="Ability 1")
    Anchor.objects.create(requirement=line, value=2, text="Commits")
    mine, theirs = page.get(address(line)), other.get(address(line))
    first = row_prefix(theirs, 0, text="Commits")
    assert other.post(address(line), filled(theirs, **{f"{first}-text": "Theirs"})).status_code == 302
    refused = page.post(address(line), filled(mine, **{f"{first}-text": "Mine"}))
    assert "Stored now: text “Theirs”." in said_of_rows(refused)[0]
    assert [str(anchor) for anchor in line.anchors.all()] == ["2: Theirs"]


def test_a_value_that_both_write_an_anchor_for(page: Client, other: Client, sheet: SkillList) -> None:
    line: Requirement = sheet.requirements.get(name="Ability 1")
    mine, theirs = page.get(address(line)), other.get(address(line))
    new = theirs.context["inline_admin_formsets"][0].formset.forms[2].prefix
    assert other.post(address(line), filled(theirs, **{f"{new}-text": "Theirs"})).status_code == 302
    refused = page.post(address(line), filled(mine, **{f"{new}-text": "Mine"}))
    assert refused.status_code == 200
    assert "This requirement has an anchor of that value already." in refused.content.decode()
    assert [str(anchor) for anchor in line.anchors.all()] == ["3: Theirs"]
