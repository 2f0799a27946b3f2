"""What is done with many skills at once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from roleprofiles import merging
from roleprofiles.models import Requirement, Revision, Role, Skill, SkillAlias, SkillMerge
from tests.factories import UserFactory
from tests.roleprofiles.admin.pages import choose, go_on, list_address, table, told
from tests.roleprofiles.rows import rows


def skills(*numbers: int) -> list[Skill]:
    return [Skill.objects.get(name=f"Ability {n}") for n in numbers]


def test_categories_are_set(page: Client, role: Role) -> None:
    Skill.objects.filter(name="Ability 2").update(category="Tools")
    first = choose(page, "skill", "category", skills(1, 2, 3))
    assert table(first) == [
        ("Ability 1", "Category 1", ""),
        ("Ability 2", "Tools", ""),
        ("Ability 3", "Category 3", ""),
    ]
    assert [change.where for change in first.context["table"]] == ["must-have in 1 role, 2 levels"] * 3
    second = go_on(page, first, "look", category="Tools")
    assert table(second) == [("Ability 1", "Category 1", "Tools"), ("Ability 3", "Category 3", "Tools")]
    done = go_on(page, second, "confirm")
    assert told(page.get(done["Location"])) == ["2 skills changed."]
    assert [skill.category for skill in skills(1, 2, 3, 4)] == ["Tools", "Tools", "Tools", "Category 4"]


def test_skills_are_merged_into_the_one_that_stays(
    page: Client, role: Role, draft: Revision, rosa: User
) -> None:
    one, two, three, four = skills(1, 2, 3, 4)
    SkillAlias.objects.create(skill=two, name="Talent", key="talent")
    merging.merge(four, into=two, by=None)
    first = choose(page, "skill", "merge", [one, two, three, four])
    assert first.context["act"].left_alone == ["1 skill left alone: merged into another already."]
    assert first.context["form"].fields["stays"].choices == [
        (str(skill.pk), skill.name) for skill in (one, two, three)
    ]
    second = go_on(page, first, "look", stays=one.pk)
    assert table(second) == [
        (
            "Ability 2",
            "a skill of its own",
            "leads to “Ability 1”; 4 lines of drafts moving; 2 published lines staying as published; "
            "so do its names “Talent”, “Ability 4”; and what was merged into it: “Ability 4”; "
            "asked for by Data Analyst",
        ),
        (
            "Ability 3",
            "a skill of its own",
            "leads to “Ability 1”; 2 lines of drafts moving; 2 published lines staying as published; "
            "asked for by Data Analyst",
        ),
    ]
    assert not SkillMerge.objects.filter(into=one).exists()

    done = go_on(page, second, "confirm")
    assert told(page.get(done["Location"]))[0] == "2 skills merged into “Ability 1”."
    merged = Skill.objects.filter(merged_into=one).order_by("name")
    assert [skill.name for skill in merged] == ["Ability 2", "Ability 3", "Ability 4"]
    assert Requirement.objects.of(draft).filter(skill=one).count() == 8
    assert role.current
    assert Requirement.objects.of(role.current).filter(skill=one).count() == 2
    assert {merge.merged_by for merge in SkillMerge.objects.filter(into=one)} == {rosa}


def test_one_skill_cannot_be_merged(page: Client, role: Role) -> None:
    one, two = skills(1, 2)
    merging.merge(two, into=one, by=None)
    response = choose(page, "skill", "merge", [one, two])
    assert told(page.get(response["Location"])) == [
        "Nothing was merged. Choose two skills or more. 1 skill left alone: merged into another already."
    ]


@pytest.mark.parametrize("stays", ["", "0", "x", "another"])
def test_only_a_chosen_one_stays(page: Client, role: Role, stays: str) -> None:
    value = skills(4)[0].pk if stays == "another" else stays
    response = go_on(page, choose(page, "skill", "merge", skills(1, 2)), "confirm", stays=value)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["stays"]
    assert not SkillMerge.objects.exists()


def test_a_merge_that_somebody_else_began_is_shown_again(page: Client, role: Role) -> None:
    one, two, three = skills(1, 2, 3)
    second = go_on(page, choose(page, "skill", "merge", [one, two, three]), "look", stays=one.pk)
    merging.merge(two, into=three, by=None)
    response = go_on(page, second, "confirm")
    assert response.status_code == 409
    assert [row for row, *_ in table(response)] == ["Ability 3"]
    assert SkillMerge.objects.count() == 1


def test_skills_are_marked_as_reviewed(page: Client, role: Role) -> None:
    one, two, three, four = skills(1, 2, 3, 4)
    long_ago = timezone.now().replace(year=2020)
    Skill.objects.filter(pk=one.pk).update(reviewed_at=long_ago)
    merging.merge(four, into=one, by=None)
    shown = choose(page, "skill", "review", [one, two, three, four])
    assert table(shown) == [
        ("Ability 2", "not reviewed", "reviewed"),
        ("Ability 3", "not reviewed", "reviewed"),
    ]
    done = go_on(page, shown, "confirm")
    assert told(page.get(done["Location"])) == [
        "2 skills marked as reviewed.",
        "1 skill left alone: merged into another already.",
    ]
    assert [skill.reviewed_at is not None for skill in skills(1, 2, 3, 4)] == [True, True, True, False]
    one.refresh_from_db()
    assert one.reviewed_at == long_ago


@pytest.mark.parametrize("act", ["category", "merge", "review"])
def test_others_may_not(client: Client, role: Role, act: str) -> None:
    client.force_login(UserFactory.create(groups=["Coordinators"], is_staff=True))
    before = rows()
    one, two = skills(1, 2)
    said = {"rows": f"{one.pk},{two.pk}", "category": "x", "stays": one.pk, "confirm": "x"}
    assert client.post(reverse(f"admin:roleprofiles_skill_{act}"), said).status_code == 403
    assert choose(client, "skill", act, [one, two]).status_code == 403
    assert rows() == before


def test_nothing_else_is_done_with_many_skills(page: Client, role: Role) -> None:
    menu = page.get(list_address("skill")).context["action_form"].fields["action"].choices
    assert [name for name, _ in menu if name] == ["category", "merge", "review"]


@pytest.mark.parametrize("act", ["category", "merge", "review"])
def test_pages_take_the_same_queries_for_many_skills(page: Client, role: Role, act: str) -> None:
    def queries(chosen: list[Skill]) -> int:
        with CaptureQueriesContext(connection) as captured:
            shown = choose(page, "skill", act, chosen)
            if act != "review":
                shown = go_on(page, shown, "look", category="Tools", stays=chosen[0].pk)
        assert shown.status_code == 200
        return len(captured)

    queries(skills(1, 2))
    few = queries(skills(1, 2))
    more = Skill.objects.bulk_create(Skill(name=f"More {n}", key=f"more {n}") for n in range(40))
    assert queries([*skills(1, 2, 3, 4), *more]) == few
