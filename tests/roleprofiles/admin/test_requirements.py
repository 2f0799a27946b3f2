"""The list of all lines, and the page of one."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from roleprofiles.choices import RequirementForm
from roleprofiles.models import Revision, Role, Skill, SkillAlias
from tests.roleprofiles.admin.pages import address, filled, list_address, must_haves


def rows(response: Any) -> list[str]:
    return [
        f"{line.skill_list.level.revision.number} {line.skill_list.level.name} {line.name}"
        for line in response.context["cl"].result_list
    ]


def test_the_lines_of_drafts_come_first(page: Client, draft: Revision) -> None:
    shown = rows(page.get(list_address("requirement")))
    assert shown[:6] == [*(f"2 Mid Ability {n}" for n in range(1, 5)), "2 Mid Spare", "2 Senior Ability 1"]
    assert len(shown) == 20
    assert {row[0] for row in shown[10:]} == {"1"}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (
            {"skill_list__level__revision__state": "draft", "skill_list__kind": "good_to_have"},
            ["2 Mid Spare", "2 Senior Spare"],
        ),
        ({"level": "Senior", "q": "Spare"}, ["2 Senior Spare", "1 Senior Spare"]),
        ({"q": "Category 3", "level": "Mid"}, ["2 Mid Ability 3", "1 Mid Ability 3"]),
        ({"q": "nobody asks for this"}, []),
        ({"level": "Nobody"}, []),
    ],
)
def test_lines_are_filtered_and_found(
    page: Client, draft: Revision, filters: dict[str, str], expected: list[str]
) -> None:
    assert rows(page.get(list_address("requirement"), filters)) == expected


def test_lines_are_filtered_by_role(page: Client, draft: Revision, role: Role) -> None:
    assert len(rows(page.get(list_address("requirement"), {"role": role.pk}))) == 20
    assert rows(page.get(list_address("requirement"), {"role": 0})) == []


def test_a_line_is_edited_with_its_anchors(page: Client, draft: Revision) -> None:
    line = must_haves(draft).requirements.get(name="Ability 1")
    key = line.key
    shown = page.get(address(line))
    formset = shown.context["inline_admin_formsets"][0].formset
    assert [form["value"].value() for form in formset.forms] == [1, 2, 3, 4]
    data = filled(
        shown,
        form=RequirementForm.DETAIL,
        text="In words",
        **{f"{formset.forms[0].prefix}-text": "Cannot", f"{formset.forms[2].prefix}-text": "Can"},
    )
    assert page.post(address(line), data).status_code == 302
    line.refresh_from_db()
    assert (line.form, line.text, line.key) == (":", "In words", key)
    assert [str(anchor) for anchor in line.anchors.all()] == ["1: Cannot", "3: Can"]

    shown = page.get(address(line))
    formset = shown.context["inline_admin_formsets"][0].formset
    assert [form["value"].value() for form in formset.forms] == [1, 3, 2, 4]
    data = filled(shown, **{f"{formset.forms[0].prefix}-DELETE": "on"})
    assert page.post(address(line), data).status_code == 302
    assert [str(anchor) for anchor in line.anchors.all()] == ["3: Can"]


@pytest.mark.parametrize("value", ["3", "5", "0", "", "x"])
def test_a_value_has_one_anchor_and_is_on_the_scale(page: Client, draft: Revision, value: str) -> None:
    line = must_haves(draft).requirements.get(name="Ability 1")
    line.anchors.create(value=3, text="Can")
    shown = page.get(address(line))
    new = shown.context["inline_admin_formsets"][0].formset.forms[1].prefix
    response = page.post(address(line), filled(shown, **{f"{new}-value": value, f"{new}-text": "Again"}))
    assert response.status_code == 200
    assert [str(anchor) for anchor in line.anchors.all()] == ["3: Can"]


def test_two_new_anchors_of_one_value_are_refused(page: Client, draft: Revision) -> None:
    line = must_haves(draft).requirements.get(name="Ability 1")
    shown = page.get(address(line))
    one, two = (form.prefix for form in shown.context["inline_admin_formsets"][0].formset.forms[:2])
    said = {f"{one}-text": "Cannot", f"{two}-text": "Cannot either", f"{two}-value": "1"}
    assert page.post(address(line), filled(shown, **said)).status_code == 200
    assert not line.anchors.exists()


def test_a_published_line_can_only_be_read(page: Client, role: Role) -> None:
    assert role.current
    line = must_haves(role.current).requirements.get(name="Ability 1")
    body = page.get(address(line)).content.decode()
    assert "Revision 1 of Data Analyst is published." in body
    assert 'name="_save"' not in body
    assert page.post(address(line), {"name": "Changed"}).status_code == 403
    assert page.post(address(line, "delete"), {"post": "yes"}).status_code == 403


def test_the_skill_of_a_line_is_found_by_a_slip_of_an_alias(page: Client, draft: Revision) -> None:
    skill = Skill.objects.get(name="Spare")
    SkillAlias.objects.create(skill=skill, name="Reserve", key="reserve")
    said = {"app_label": "roleprofiles", "model_name": "requirement", "field_name": "skill", "term": "resrve"}
    found = page.get(reverse("admin:autocomplete"), said).json()["results"]
    assert [one["text"] for one in found] == ["Spare"]


def test_the_page_and_the_site_lead_to_each_other(page: Client, draft: Revision, role: Role) -> None:
    line = must_haves(draft).requirements.get(name="Ability 1")
    level = line.skill_list.level
    asked, editor = level.question_sets.get(), f"/roles/{role.slug}/draft/"
    places = {
        role: f"/roles/{role.slug}/",
        draft: editor,
        level: f"{editor}#row-level-{level.pk}",
        line.skill_list: f"{editor}#row-list-{line.skill_list.pk}",
        line: f"{editor}#row-requirement-{line.pk}",
        asked: f"{editor}#row-questions-{asked.pk}",
        role.current: f"/roles/{role.slug}/revisions/1/",
        line.skill: f"/skills/{line.skill.pk}/",
    }
    for row, place in places.items():
        body = page.get(address(row)).content.decode()
        assert f'<a href="{place}" class="viewsitelink">Open on the site</a>' in body
    body = page.get(editor).content.decode()
    assert f'href="{address(draft)}"' in body
    for place in places.values():
        if "#" in place:
            assert f'id="{place.partition("#")[2]}"' in body
    assert f'href="{address(line.skill)}"' in page.get(f"/skills/{line.skill.pk}/").content.decode()
