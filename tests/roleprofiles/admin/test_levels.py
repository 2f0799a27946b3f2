from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from roleprofiles.choices import RequirementForm, RevisionState, SectionKind
from roleprofiles.models import Revision, Skill, SkillAlias
from tests.roleprofiles.admin.pages import address, filled, must_haves, row_prefix


def test_requirements_are_edited_reordered_added_and_removed(page: Client, draft: Revision) -> None:
    sheet = must_haves(draft)
    keys = dict(sheet.requirements.values_list("name", "key"))
    shown = page.get(address(sheet))
    first, second, last = (row_prefix(shown, 0, name=f"Ability {n}") for n in (1, 2, 4))
    new = shown.context["inline_admin_formsets"][0].formset.forms[-1].prefix
    data = filled(
        shown,
        **{
            f"{first}-position": 2,
            f"{second}-position": 1,
            f"{second}-text": "Said anew",
            f"{last}-DELETE": "on",
            f"{new}-name": "Kafka",
            f"{new}-form": RequirementForm.DETAIL,
            f"{new}-text": "streams",
        },
    )
    assert page.post(address(sheet), data).status_code == 302
    lines = list(sheet.requirements.values_list("name", "text"))
    assert lines == [
        ("Ability 2", "Said anew"),
        ("Ability 1", "Category 1"),
        ("Ability 3", "Category 3"),
        ("Kafka", "streams"),
    ]
    assert sheet.requirements.get(name="Ability 2").key == keys["Ability 2"]
    assert sheet.requirements.get(name="Kafka").skill.name == "Kafka"


def test_a_line_is_about_the_skill_of_its_name_or_alias(page: Client, draft: Revision) -> None:
    skill = Skill.objects.get(name="Spare")
    SkillAlias.objects.create(skill=skill, name="Reserve", key="reserve")
    sheet = must_haves(draft)
    shown = page.get(address(sheet))
    new = shown.context["inline_admin_formsets"][0].formset.forms[-1].prefix
    renamed = row_prefix(shown, 0, name="Ability 1")
    count = Skill.objects.count()
    page.post(address(sheet), filled(shown, **{f"{new}-name": "reserve", f"{renamed}-name": "SPARE"}))
    assert sheet.requirements.get(name="reserve").skill == skill
    assert sheet.requirements.get(name="SPARE").skill == skill
    assert Skill.objects.count() == count


@pytest.mark.parametrize("text", ["two\nlines", "turned \u202e round", "bell \x07", "one\u2028two"])
def test_a_line_stays_one_visible_line(page: Client, draft: Revision, text: str) -> None:
    sheet = must_haves(draft)
    shown = page.get(address(sheet))
    first = row_prefix(shown, 0, name="Ability 1")
    response = page.post(address(sheet), filled(shown, **{f"{first}-text": text}))
    assert response.status_code == 200
    (errors,) = [
        row.errors for row in response.context["inline_admin_formsets"][0].formset.forms if row.errors
    ]
    assert list(errors) == ["text"]
    assert not sheet.requirements.filter(text=text).exists()


def test_what_is_not_edited_keeps_its_wording(page: Client, draft: Revision) -> None:
    sheet = must_haves(draft)
    sheet.requirements.filter(name="Ability 3").update(wording="* **Ability 3** - Category 3")
    shown = page.get(address(sheet))
    first = row_prefix(shown, 0, name="Ability 1")
    page.post(address(sheet), filled(shown, **{f"{first}-text": "Other"}))
    assert sheet.requirements.get(name="Ability 3").wording == "* **Ability 3** - Category 3"


def test_a_list_is_of_the_kind_that_its_title_says(page: Client, draft: Revision) -> None:
    sheet = must_haves(draft)
    response = page.post(address(sheet), filled(page.get(address(sheet)), kind="good_to_have"))
    assert response.context["adminform"].form.errors == {
        "title": ["In a role document this title says “Must-have”."]
    }


def test_levels_are_added_with_their_section_and_titles_keep_their_key(page: Client, draft: Revision) -> None:
    draft.sections.filter(kind=SectionKind.REQUIREMENTS).delete()
    shown = page.get(address(draft))
    new = shown.context["inline_admin_formsets"][1].formset.forms[-1].prefix
    data = filled(shown, title="Data  Scientist", **{f"{new}-name": "Lead", f"{new}-min_years": 7})
    assert page.post(address(draft), data).status_code == 302
    draft.refresh_from_db()
    assert (draft.title, draft.title_key, draft.state) == (
        "Data Scientist",
        "data scientist",
        RevisionState.DRAFT,
    )
    level = draft.levels.get(name="Lead")
    assert (level.blank_before, level.position) == (True, 3)
    assert draft.sections.filter(kind=SectionKind.REQUIREMENTS).exists()


def test_two_levels_of_one_name_are_refused(page: Client, draft: Revision) -> None:
    shown = page.get(address(draft))
    senior = row_prefix(shown, 1, name="Senior")
    assert page.post(address(draft), filled(shown, **{f"{senior}-name": "MID"})).status_code == 200
    level = draft.levels.get(name="Senior")
    assert page.post(address(level), filled(page.get(address(level)), name="mid")).status_code == 200
    assert set(draft.levels.values_list("name", flat=True)) == {"Mid", "Senior"}


def test_lists_change_places_around_the_questions(page: Client, draft: Revision) -> None:
    level = draft.levels.get(name="Mid")
    shown = page.get(address(level))
    must, good = (row_prefix(shown, 0, title=title) for title in ("Must-Have", "Good-to-Have"))
    new = shown.context["inline_admin_formsets"][0].formset.forms[-1].prefix
    data = filled(
        shown,
        **{f"{must}-position": 2, f"{good}-position": 1, f"{new}-kind": "other", f"{new}-title": "Tools"},
    )
    assert page.post(address(level), data).status_code == 302
    parts: list[Any] = [*level.skill_lists.all(), *level.question_sets.all()]
    said = [part.title for part in sorted(parts, key=lambda part: part.position)]
    assert said == ["Good-to-Have", "Must-Have", "HR Questions for Mid Level", "Tools"]


def test_new_questions_are_numbered(page: Client, draft: Revision) -> None:
    asked = draft.levels.get(name="Mid").question_sets.get()
    shown = page.get(address(asked))
    new = shown.context["inline_admin_formsets"][0].formset.forms[-1].prefix
    assert page.post(address(asked), filled(shown, **{f"{new}-prompt": "And then?"})).status_code == 302
    assert list(asked.questions.values_list("number", "prompt")) == [
        (1, "What did you find?"),
        (2, "And then?"),
    ]
