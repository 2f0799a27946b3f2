from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.forms import ModelMultipleChoiceField
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from roleprofiles import publishing
from roleprofiles.choices import RequirementForm, RevisionState, SectionKind
from roleprofiles.models import (
    Level,
    Requirement,
    Revision,
    RevisionPublished,
    Role,
    Skill,
    SkillAlias,
    SkillList,
)
from tests.factories import UserFactory, make_role

LISTS = ["role", "revision", "level", "skilllist", "questionset", "growthpath", "skill"]


@pytest.fixture
def role(rosa: User) -> Role:
    return make_role(by=rosa)


@pytest.fixture
def draft(role: Role, rosa: User) -> Revision:
    return publishing.start_draft(role, by=rosa)


@pytest.fixture
def page(client: Client, rosa: User) -> Client:
    """The browser of a role editor."""
    client.force_login(rosa)
    return client


def address(row: Any, act: str = "change") -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{act}", args=[row.pk])


def list_address(name: str) -> str:
    return reverse(f"admin:roleprofiles_{name}_changelist")


def must_haves(revision: Revision) -> SkillList:
    return SkillList.objects.get(level__revision=revision, level__name="Mid", title="Must-Have")


def filled(response: Any, **changes: Any) -> dict[str, Any]:
    """What the browser would post of a page, with changes by field name."""
    context = response.context
    forms = [context["adminform"].form]
    for shown in context["inline_admin_formsets"]:
        forms += [shown.formset.management_form, *shown.formset.forms]
    data: dict[str, Any] = {}
    for form in forms:
        for field in form:
            value = field.value()
            if isinstance(field.field, ModelMultipleChoiceField):
                value = [getattr(one, "pk", one) for one in value or []]
            data[field.html_name] = "" if value is None else value
            if field.field.show_hidden_initial:
                data[field.html_initial_name] = data[field.html_name]
    data = {name: value for name, value in data.items() if value is not False}
    return {**data, **changes}


def row_prefix(response: Any, formset: int, **said: str) -> str:
    """The prefix of the inline row whose field says something."""
    ((name, value),) = said.items()
    rows = response.context["inline_admin_formsets"][formset].formset.forms
    return str(next(row.prefix for row in rows if getattr(row.instance, name) == value))


# Who comes in


@pytest.mark.parametrize("name", LISTS)
def test_role_editors_and_administrators_come_in(
    client: Client, role: Role, rosa: User, ada: User, name: str
) -> None:
    for user in (rosa, ada):
        client.force_login(user)
        assert client.get(list_address(name)).status_code == 200


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("group", ["Coordinators", "Interviewers", "Hiring managers"])
def test_other_staff_do_not(client: Client, role: Role, name: str, group: str) -> None:
    client.force_login(UserFactory.create(groups=[group], is_staff=True))
    assert client.get(list_address(name)).status_code == 403
    assert list_address(name) not in client.get(reverse("admin:index")).content.decode()


def test_an_editor_who_is_not_staff_does_not(client: Client, role: Role) -> None:
    client.force_login(UserFactory.create(groups=["Role editors"]))
    assert client.get(list_address("role")).status_code == 302
    assert client.post(reverse("admin:roleprofiles_role_start_draft", args=[role.pk])).status_code == 302
    assert not Revision.objects.drafts().exists()


# Lists


@pytest.mark.parametrize("name", LISTS)
def test_lists_do_not_query_for_each_row(page: Client, role: Role, rosa: User, name: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert page.get(list_address(name)).status_code == 200
        return len(captured)

    queries()  # the first page of a process also looks up its content types
    few = queries()
    for n in range(4):
        publishing.start_draft(make_role(f"Another {n}", by=rosa), by=rosa)
    assert queries() == few


def test_the_list_of_roles_says_what_is_current_and_what_is_open(page: Client, draft: Revision) -> None:
    body = page.get(list_address("role")).content.decode()
    assert "Data Analyst" in body
    assert f'<a href="{address(draft)}">Data Analyst, revision 2</a>' in body


@pytest.mark.parametrize("words", ["Ability 2", "Category 2", "talent two"])
def test_skills_are_found_by_name_category_and_alias(page: Client, role: Role, words: str) -> None:
    skill = Skill.objects.get(name="Ability 2")
    SkillAlias.objects.create(skill=skill, name="Talent two", key="talent two")
    body = page.get(list_address("skill"), {"q": words}).content.decode()
    assert re.findall(r'field-name"><a[^>]*>([^<]*)', body) == ["Ability 2"]
    # One line at each of the two levels.
    assert re.findall(r'field-usage_count">([^<]*)', body) == ["2"]


# Published revisions


def published_rows(role: Role) -> list[Any]:
    assert role.current
    level = role.current.levels.get(name="Mid")
    return [role.current, level, must_haves(role.current), level.question_sets.get()]


def test_published_pages_can_only_be_read(page: Client, role: Role) -> None:
    for row in published_rows(role):
        body = page.get(address(row)).content.decode()
        assert "Revision 1 of Data Analyst is published." in body
        assert 'name="_save"' not in body
        assert 'type="text"' not in body
        assert f'action="{reverse("admin:roleprofiles_role_start_draft", args=[role.pk])}"' in body


def test_posts_to_published_pages_change_nothing(page: Client, role: Role) -> None:
    for row in published_rows(role):
        title = "name" if isinstance(row, Level) else "title"
        before = getattr(row, title)
        assert page.post(address(row), {title: "Changed"}).status_code == 403
        assert page.post(address(row, "delete"), {"post": "yes"}).status_code == 403
        row.refresh_from_db()
        assert getattr(row, title) == before


def test_publishing_meanwhile_ends_in_a_message(
    page: Client, draft: Revision, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = must_haves(draft)
    data = filled(page.get(address(row)), title="Must Haves")

    def published_now(*_: object) -> None:
        raise RevisionPublished

    monkeypatch.setattr("roleprofiles.admin.access.hold_draft", published_now)
    for act in ("change", "delete"):
        response = page.post(address(row, act), {**data, "post": "yes"}, follow=True)
        assert [str(message) for message in response.context["messages"]] == [str(RevisionPublished())]
    row.refresh_from_db()
    assert row.title == "Must-Have"


# Drafts


def test_a_draft_is_started_by_post_only(page: Client, role: Role) -> None:
    url = reverse("admin:roleprofiles_role_start_draft", args=[role.pk])
    assert page.get(url).status_code == 405
    assert not Revision.objects.drafts().exists()
    response = page.post(url)
    draft = Revision.objects.drafts().get()
    assert response["Location"] == address(draft)
    assert Requirement.objects.of(draft).count() == 10


def test_an_open_draft_is_gone_to_and_named(client: Client, draft: Revision, ada: User, role: Role) -> None:
    client.force_login(ada)
    response = client.post(reverse("admin:roleprofiles_role_start_draft", args=[role.pk]), follow=True)
    assert response.redirect_chain == [(address(draft), 302)]
    said = [str(message) for message in response.context["messages"]]
    assert said == ["Data Analyst, revision 2 is open already. It is Rosa Adler’s."]


def test_a_token_is_needed(rosa: User, role: Role) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(rosa)
    assert client.post(reverse("admin:roleprofiles_role_start_draft", args=[role.pk])).status_code == 403
    assert not Revision.objects.drafts().exists()


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


def test_a_draft_can_be_deleted(page: Client, draft: Revision, role: Role) -> None:
    assert page.post(address(draft, "delete"), {"post": "yes"}).status_code == 302
    role.refresh_from_db()
    assert list(role.revisions.all()) == [role.current]


# Publishing


def test_publishing_goes_on_at_the_page_of_the_site(page: Client, draft: Revision) -> None:
    response = page.post(
        address(draft), {**filled(page.get(address(draft))), "title": "Analyst", "_publish": "x"}
    )
    assert response["Location"] == "/roles/data-analyst/draft/publish/"
    draft.refresh_from_db()
    assert (draft.title, draft.state) == ("Analyst", RevisionState.DRAFT)
    assert page.get(response["Location"]).status_code == 200


# New roles


def test_a_new_role_begins_with_a_draft(page: Client, role: Role, rosa: User) -> None:
    response = page.post(reverse("admin:roleprofiles_role_add"), {"title": " Chef  de cuisine", "icon": "🍳"})
    made = Role.objects.get(slug="chef-de-cuisine")
    draft = made.revisions.get()
    assert response["Location"] == address(draft)
    assert (draft.title, draft.title_key, draft.icon, draft.created_by) == (
        "Chef de cuisine",
        "chef de cuisine",
        "🍳",
        rosa,
    )
    assert [section.kind for section in draft.sections.all()] == list(SectionKind)
    labels = [line.label for line in draft.overview_lines.all()]
    assert labels == ["Experience Levels", "Responsibility", "Career Progression"]
    assert page.get(address(draft)).status_code == 200
    assert page.get(address(made)).status_code == 200


@pytest.mark.parametrize("title", ["DATA analyst", "", "Two\nlines", "ß" * 200])
def test_a_new_role_needs_a_title_of_its_own(page: Client, role: Role, title: str) -> None:
    response = page.post(reverse("admin:roleprofiles_role_add"), {"title": title})
    assert response.status_code == 200
    assert "title" in response.context["form"].errors
    assert list(Role.objects.all()) == [role]


# Skills


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
