from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from roleprofiles import merging
from roleprofiles.models import Role, Skill, SkillAlias
from roleprofiles.models.merges import NameTaken
from tests.roleprofiles.admin.pages import address, filled, list_address


@pytest.mark.parametrize("words", ["Ability 2", "Category 2", "talent two"])
def test_skills_are_found_by_name_category_and_alias(page: Client, role: Role, words: str) -> None:
    skill = Skill.objects.get(name="Ability 2")
    SkillAlias.objects.create(skill=skill, name="Talent two", key="talent two")
    body = page.get(list_address("skill"), {"q": words}).content.decode()
    found = re.findall(r'field-name"><a[^>]*>([^<]*).*?field-asked_for">([^<]*)', body)
    # One line at each of the two levels; then names that are a slip away from the words.
    assert found[0] == ("Ability 2", "must-have in 1 role, 2 levels")
    assert len(found) == (4 if words == "Ability 2" else 1)


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({}, ["Ability 1", "Ability 2", "Ability 3", "Ability 4", "New", "Spare"]),
        ({"merged": "yes"}, ["Ability 2"]),
        ({"merged": "no"}, ["Ability 1", "Ability 3", "Ability 4", "New", "Spare"]),
        ({"reviewed": "yes"}, ["Ability 3"]),
        ({"reviewed": "no", "used": "no"}, ["New"]),
        ({"used": "no"}, ["New"]),
        ({"category": "Category 3"}, ["Ability 3"]),
        ({"merged": "yes", "q": "Abilty 1"}, ["Ability 2"]),  # a slip, and found by its successor
        ({"q": "Abilty 4", "used": "yes"}, ["Ability 4", "Ability 1", "Ability 3"]),
        ({"merged": "nonsense"}, ["Ability 1", "Ability 2", "Ability 3", "Ability 4", "New", "Spare"]),
    ],
)
def test_skills_are_filtered(page: Client, role: Role, filters: dict[str, str], names: list[str]) -> None:
    Skill.objects.create(name="New", key="new")
    Skill.objects.filter(name="Ability 3").update(reviewed_at=timezone.now())
    kept, merged = Skill.objects.get(name="Ability 1"), Skill.objects.get(name="Ability 2")
    merging.merge(merged, into=kept, by=None)
    shown = page.get(list_address("skill"), filters)
    assert [skill.name for skill in shown.context["cl"].result_list] == names


def test_a_new_name_leaves_the_old_one_as_an_alias(page: Client, role: Role) -> None:
    skill = Skill.objects.get(name="Ability 1")
    shown = page.get(address(skill))
    assert page.post(address(skill), filled(shown, name="Talent")).status_code == 302
    skill.refresh_from_db()
    assert (skill.name, skill.key, [str(alias) for alias in skill.aliases.all()]) == (
        "Talent",
        "talent",
        ["Ability 1"],
    )


def test_a_skill_that_is_added_has_been_looked_at(page: Client, role: Role) -> None:
    add = reverse("admin:roleprofiles_skill_add")
    response = page.post(
        add, filled(page.get(add), name=" Sewing  by hand", **{"aliases-0-name": "Needlework"})
    )
    assert response.status_code == 302
    made = Skill.objects.get(key="sewing by hand")
    assert (made.name, made.reviewed_at is not None, [str(one) for one in made.aliases.all()]) == (
        "Sewing by hand",
        True,
        ["Needlework"],
    )


def test_somebody_who_is_quicker_with_a_name_wins(
    page: Client, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    skill, other = Skill.objects.get(name="Ability 1"), Skill.objects.get(name="Ability 2")

    def taken(*_: object, **__: object) -> None:
        raise NameTaken("Talent", other)

    data = filled(page.get(address(skill)), name="Talent")
    monkeypatch.setattr(merging, "edit", taken)
    response = page.post(address(skill), data, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["This is a name of “Ability 2”."]
    skill.refresh_from_db()
    assert skill.name == "Ability 1"


def test_names_are_in_the_library_once(page: Client, role: Role) -> None:
    skill, other = Skill.objects.get(name="Ability 1"), Skill.objects.get(name="Ability 2")
    shown = page.get(address(skill))
    data = filled(shown, **{"aliases-TOTAL_FORMS": 2, "aliases-1-skill": skill.pk, "aliases-1-id": ""})
    for one, two in (("Twice", "twice"), ("Ability 1", ""), (other.name, "")):
        response = page.post(address(skill), {**data, "aliases-0-name": one, "aliases-1-name": two})
        assert response.status_code == 200
    assert not SkillAlias.objects.exists()
    assert (
        page.post(address(skill), {**data, "aliases-0-name": "Talent", "aliases-1-name": ""}).status_code
        == 302
    )
    assert list(skill.aliases.values_list("name", "key")) == [("Talent", "talent")]


def test_a_merged_skill_is_not_offered(page: Client, role: Role) -> None:
    kept, merged = Skill.objects.get(name="Ability 1"), Skill.objects.get(name="Ability 2")
    Skill.objects.filter(pk=merged.pk).update(merged_into=kept)
    said = {
        "app_label": "roleprofiles",
        "model_name": "requirement",
        "field_name": "skill",
        "term": "Ability",
    }
    found = page.get(reverse("admin:autocomplete"), said).json()["results"]
    assert [one["text"] for one in found] == ["Ability 1", "Ability 3", "Ability 4"]
