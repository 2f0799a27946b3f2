"""What is done with many lines at once: shown first, drafts only, all or nothing."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from roleprofiles import publishing
from roleprofiles.admin.bulk import MOST_ROWS
from roleprofiles.choices import RequirementForm
from roleprofiles.models import Anchor, Requirement, Revision, Role, Skill, SkillAlias, SkillList
from tests.factories import UserFactory, make_role
from tests.keeping import kept
from tests.roleprofiles.admin.pages import (
    choose,
    go_on,
    list_address,
    must_haves,
    table,
    told,
)
from tests.roleprofiles.rows import rows

ACTS = ["move", "category", "skill"]


@kept
def sheet(draft: Revision) -> SkillList:
    return must_haves(draft)


def good_to_haves(draft: Revision) -> SkillList:
    return SkillList.objects.get(level__revision=draft, level__name="Mid", title="Good-to-Have")


# Moving


def test_lines_are_moved_to_the_end_of_a_list_with_their_anchors(
    page: Client, draft: Revision, sheet: SkillList
) -> None:
    target = good_to_haves(draft)
    chosen = list(sheet.requirements.filter(name__in=["Ability 1", "Ability 3"]))
    keys = [line.key for line in chosen]
    Anchor.objects.create(requirement=chosen[0], value=3, text="Can")
    elsewhere = Requirement.objects.get(
        skill_list__level__revision=draft, skill_list__level__name="Senior", name="Spare"
    )

    first = choose(page, "requirement", "move", [elsewhere, *reversed(chosen)])
    assert table(first) == [
        ("Ability 1", "Mid: Must-Have", ""),
        ("Ability 3", "Mid: Must-Have", ""),
        ("Spare", "Senior: Good-to-Have", ""),
    ]
    assert [str(label) for _, label in first.context["form"].fields["target"].choices] == [
        "Choose a list",
        "Mid: Must-Have",
        "Mid: Good-to-Have",
        "Senior: Must-Have",
        "Senior: Good-to-Have",
    ]
    second = go_on(page, first, "look", target=target.pk)
    assert table(second) == [
        ("Ability 1", "Mid: Must-Have", "Mid: Good-to-Have"),
        ("Ability 3", "Mid: Must-Have", "Mid: Good-to-Have"),
        ("Spare", "Senior: Good-to-Have", "Mid: Good-to-Have"),
    ]
    assert sheet.requirements.count() == 4  # looking moves nothing

    done = go_on(page, second, "confirm")
    assert done["Location"] == list_address("requirement")
    assert told(page.get(done["Location"])) == ["3 lines moved to “Good-to-Have” of Mid."]
    assert list(target.requirements.values_list("name", "position")) == [
        ("Spare", 1),
        ("Ability 1", 2),
        ("Ability 3", 3),
        ("Spare", 4),
    ]
    assert list(sheet.requirements.values_list("name", flat=True)) == ["Ability 2", "Ability 4"]
    moved = [target.requirements.get(position=place) for place in (2, 3)]
    assert [line.key for line in moved] == keys
    assert [str(anchor) for anchor in moved[0].anchors.all()] == ["3: Can"]
    assert LogEntry.objects.filter(change_message="Move to another list").count() == 3


def test_lines_that_are_there_already_keep_their_place(
    page: Client, draft: Revision, sheet: SkillList
) -> None:
    target = good_to_haves(draft)
    first = choose(
        page, "requirement", "move", [sheet.requirements.get(name="Ability 1"), target.requirements.get()]
    )
    second = go_on(page, first, "look", target=target.pk)
    assert table(second) == [("Ability 1", "Mid: Must-Have", "Mid: Good-to-Have")]
    go_on(page, second, "confirm")
    assert list(target.requirements.values_list("name", "position")) == [("Spare", 1), ("Ability 1", 2)]
    again = go_on(
        page, choose(page, "requirement", "move", target.requirements.all()), "confirm", target=target.pk
    )
    assert again.status_code == 200
    assert "Nothing changes: it is so already" in again.content.decode()


def test_lines_of_two_drafts_or_published_ones_are_not_moved(
    page: Client, draft: Revision, sheet: SkillList, role: Role, rosa: User
) -> None:
    other = publishing.start_draft(make_role("Another", by=rosa), by=rosa)
    before = rows()
    assert role.current
    for chosen, words in (
        (
            [*sheet.requirements.all(), must_haves(other).requirements.all()[0]],
            "Nothing was moved. You chose lines of 2 drafts: choose lines of one draft.",
        ),
        (
            [sheet.requirements.all()[0], must_haves(role.current).requirements.all()[0]],
            "Nothing was moved. You chose 1 published line: choose lines of one draft.",
        ),
        (
            list(must_haves(role.current).requirements.all()),
            "Nothing was moved. You chose 4 published lines: choose lines of one draft.",
        ),
    ):
        response = choose(page, "requirement", "move", chosen)
        assert response["Location"] == list_address("requirement")
        assert told(page.get(response["Location"])) == [words]
        # Nor by those who post past the page.
        pks = ",".join(str(line.pk) for line in chosen)
        past = {"rows": pks, "target": good_to_haves(draft).pk, "seal": "x", "confirm": "x"}
        response = page.post(reverse("admin:roleprofiles_requirement_move"), past)
        assert told(page.get(response["Location"])) == [words]
    assert rows() == before


def test_a_list_of_another_draft_is_no_choice(page: Client, sheet: SkillList, rosa: User) -> None:
    other = publishing.start_draft(make_role("Another", by=rosa), by=rosa)
    first = choose(page, "requirement", "move", sheet.requirements.all())
    response = go_on(page, first, "confirm", target=must_haves(other).pk)
    assert response.status_code == 422
    assert response.context["form"].errors == {
        "target": ["Select a valid choice. That choice is not one of the available choices."]
    }
    assert sheet.requirements.count() == 4


# Categories


def test_categories_are_set_and_details_left_alone(page: Client, draft: Revision, sheet: SkillList) -> None:
    sheet.requirements.filter(name="Ability 2").update(form=RequirementForm.NAME_ONLY, text="")
    sheet.requirements.filter(name="Ability 3").update(form=RequirementForm.DETAIL, text="In words")
    sheet.requirements.filter(name="Ability 4").update(text="Tools")
    published = Requirement.objects.filter(skill_list__level__revision__number=1, name="Ability 1")
    first = choose(page, "requirement", "category", [*sheet.requirements.all(), *published])
    assert first.context["act"].left_alone == [
        "1 line with a detail after a colon left alone: a category would replace it.",
        "2 lines of published revisions left alone: they never change.",
    ]
    second = go_on(page, first, "look", category="Tools")
    assert table(second) == [("Ability 1", "Category 1", "Tools"), ("Ability 2", "", "Tools")]
    done = go_on(page, second, "confirm")
    assert told(page.get(done["Location"])) == ["2 lines changed.", *first.context["act"].left_alone]
    assert list(sheet.requirements.values_list("name", "form", "text")) == [
        ("Ability 1", "-", "Tools"),
        ("Ability 2", "-", "Tools"),
        ("Ability 3", ":", "In words"),
        ("Ability 4", "-", "Tools"),
    ]
    assert {line.text for line in published} == {"Category 1"}


def test_categories_are_taken_away(page: Client, sheet: SkillList) -> None:
    second = go_on(
        page, choose(page, "requirement", "category", sheet.requirements.all()), "look", category=""
    )
    go_on(page, second, "confirm")
    assert set(sheet.requirements.values_list("form", "text")) == {("", "")}


@pytest.mark.parametrize("category", ["two\nlines", "turned \u202e round", "x" * 301])
def test_a_category_is_one_visible_line(page: Client, sheet: SkillList, category: str) -> None:
    first = choose(page, "requirement", "category", sheet.requirements.all())
    response = go_on(page, first, "confirm", category=category)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["category"]
    assert sheet.requirements.get(name="Ability 1").text == "Category 1"


# Skills


def test_lines_are_linked_to_another_skill_by_its_name_or_alias(page: Client, sheet: SkillList) -> None:
    spare = Skill.objects.get(name="Spare")
    SkillAlias.objects.create(skill=spare, name="Reserve", key="reserve")
    first = choose(page, "requirement", "skill", sheet.requirements.filter(name__lt="Ability 3"))
    slip = go_on(page, first, "look", skill="Resrve")
    assert slip.context["form"].errors == {
        "skill": ["The library has no skill of this name. Did you mean “Spare”?"]
    }
    second = go_on(page, first, "look", skill="RESERVE")
    assert table(second) == [("Ability 1", "Ability 1", "Spare"), ("Ability 2", "Ability 2", "Spare")]
    go_on(page, second, "confirm")
    assert list(sheet.requirements.values_list("name", "skill__name")) == [
        ("Ability 1", "Spare"),
        ("Ability 2", "Spare"),
        ("Ability 3", "Ability 3"),
        ("Ability 4", "Ability 4"),
    ]


# All of them


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_done_without_rows_or_by_looking(page: Client, draft: Revision, act: str) -> None:
    before = rows()
    url = reverse(f"admin:roleprofiles_requirement_{act}")
    assert page.get(url, {"rows": "1"})["Location"] == list_address("requirement")
    for said in ({}, {"rows": "x, ,"}, {"rows": "9" * 30}):
        response = page.post(url, {**said, "confirm": "x"})
        assert told(page.get(response["Location"])) == ["Choose rows of the list first."]
    response = page.post(url, {"rows": "999999", "confirm": "x"})
    assert told(page.get(response["Location"])) == ["Nothing was changed. The lines are not there any more."]
    response = page.post(url, {"rows": ",".join(map(str, range(MOST_ROWS + 1))), "confirm": "x"})
    assert told(page.get(response["Location"])) == [
        "Nothing was changed. Choose 5,000 rows at most at a time."
    ]
    assert rows() == before


@pytest.mark.parametrize("act", ACTS)
def test_others_may_not(client: Client, sheet: SkillList, act: str) -> None:
    client.force_login(UserFactory.create(groups=["Hiring managers"], is_staff=True))
    pks = ",".join(str(line.pk) for line in sheet.requirements.all())
    said = {"rows": pks, "target": sheet.pk, "category": "x", "skill": "Spare", "confirm": "x"}
    assert client.post(reverse(f"admin:roleprofiles_requirement_{act}"), said).status_code == 403
    assert choose(client, "requirement", act, sheet.requirements.all()).status_code == 403


def test_what_was_not_shown_is_not_done(page: Client, draft: Revision, sheet: SkillList) -> None:
    first = choose(page, "requirement", "category", sheet.requirements.all())
    unseen = go_on(page, first, "confirm", category="Tools")  # nobody has seen what it changes
    assert unseen.status_code == 409
    sheet.requirements.filter(name="Ability 1").update(text="Meanwhile")
    overtaken = go_on(page, unseen, "confirm")
    assert overtaken.status_code == 409
    assert table(overtaken)[0] == ("Ability 1", "Meanwhile", "Tools")
    assert "Somebody changed some of this after the page was opened." in overtaken.content.decode()
    assert sheet.requirements.get(name="Ability 1").text == "Meanwhile"
    assert go_on(page, overtaken, "confirm").status_code == 302
    assert sheet.requirements.get(name="Ability 1").text == "Tools"


def test_a_draft_that_is_published_meanwhile_is_left_alone(
    page: Client, draft: Revision, sheet: SkillList
) -> None:
    second = go_on(
        page, choose(page, "requirement", "category", sheet.requirements.all()), "look", category="Tools"
    )
    publishing.publish(draft, by=None)
    before = rows()
    done = go_on(page, second, "confirm")
    assert told(page.get(done["Location"])) == [
        "Nothing was changed. 4 lines of published revisions left alone: they never change."
    ]
    assert rows() == before


def test_the_list_comes_back_as_it_was_filtered(page: Client, draft: Revision, sheet: SkillList) -> None:
    said = {"action": "category", "select_across": "1", "_selected_action": ["0"]}
    first = page.post(f"{list_address('requirement')}?level=Mid&skill_list__kind=must_have", said)
    assert len(table(first)) == 4
    done = go_on(page, go_on(page, first, "look", category="Tools"), "confirm")
    assert done["Location"] == f"{list_address('requirement')}?level=Mid&skill_list__kind=must_have"


@pytest.mark.parametrize("act", ACTS)
def test_many_rows_take_the_same_queries(page: Client, draft: Revision, sheet: SkillList, act: str) -> None:
    said: dict[str, tuple[str, object]] = {
        "move": ("target", good_to_haves(draft).pk),
        "category": ("category", "Tools"),
        "skill": ("skill", "Spare"),
    }

    def queries(chosen: list[Requirement]) -> int:
        with CaptureQueriesContext(connection) as captured:
            response = go_on(page, choose(page, "requirement", act, chosen), "look", **dict([said[act]]))
            assert len(table(response)) == len(chosen)
            assert go_on(page, response, "confirm").status_code == 302
        return len(captured)

    queries(list(sheet.requirements.all()[:1]))
    few = queries(list(sheet.requirements.filter(name="Ability 2")))
    add_lines(sheet, 100)
    assert queries(list(sheet.requirements.filter(name__startswith="Line"))) == few


def test_a_page_names_the_first_of_very_many(page: Client, sheet: SkillList) -> None:
    add_lines(sheet, 1_996)
    across = {"action": "category", "select_across": "1", "_selected_action": ["0"]}
    first = page.post(f"{list_address('requirement')}?skill_list__id__exact={sheet.pk}", across)
    second = go_on(page, first, "look", category="Tools")
    assert (len(table(second)), second.context["more"]) == (100, 1_900)
    assert "… and 1900 more of them." in second.content.decode()
    done = go_on(page, second, "confirm")
    assert told(page.get(done["Location"])) == ["2,000 lines changed."]
    assert set(sheet.requirements.values_list("text", flat=True)) == {"Tools"}


def add_lines(sheet: SkillList, count: int) -> None:
    skill = Skill.objects.get(name="Ability 1")
    Requirement.objects.bulk_create(
        Requirement(skill_list=sheet, skill=skill, name=f"Line {n}", position=9 + n) for n in range(count)
    )
