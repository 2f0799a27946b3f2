"""A revision becomes published once, and nothing changes it from then on, by any road."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, models, transaction

from accounts.models import User
from roleprofiles import drafting, exporting, importing, merging, publishing
from roleprofiles.choices import RequirementKind, RevisionState, SectionKind
from roleprofiles.models import (
    Anchor,
    GrowthPath,
    GrowthStep,
    Level,
    Note,
    OverviewLine,
    Question,
    QuestionSet,
    Removal,
    Requirement,
    Revision,
    RevisionPart,
    RevisionPublished,
    Role,
    Section,
    Skill,
    SkillList,
)
from roleprofiles.models.elements import fingerprint
from tests.factories import make_role, role_document
from tests.keeping import kept
from tests.roleprofiles.rows import rows
from tests.roleprofiles.test_round_trip import EVERYWHERE

pytestmark = pytest.mark.django_db


@kept
def role() -> Role:
    """One whose document has an element of every kind, and notes in every place."""
    plan = importing.import_document(EVERYWHERE.encode(), by=None)
    return Role.objects.with_current().get(slug=plan.slug)


@kept
def draft(role: Role) -> Revision:
    return publishing.start_draft(role, by=None)


def lines(revision: Revision) -> list[tuple[object, ...]]:
    return list(Requirement.objects.of(revision).order_by("position").values_list("key", "name", "skill"))


def test_a_draft_is_a_copy_of_the_current_revision_with_the_same_keys(role: Role, rosa: User) -> None:
    draft = publishing.start_draft(role, by=rosa)
    assert role.current
    assert (draft.number, draft.state, draft.created_by, draft.title_key) == (2, "draft", rosa, "role")
    assert exporting.markdown(draft) == exporting.markdown(role.current) == EVERYWHERE
    assert exporting.document_of(draft) == exporting.document_of(role.current)
    assert lines(draft) == lines(role.current)


def test_lines_of_a_draft_are_about_what_people_have_said_that_they_are_about() -> None:
    role = make_role()
    draft = publishing.start_draft(role, by=None)
    lines = Requirement.objects.of(draft).filter(name="Ability 1")
    for line, name in zip(lines, ["Git and GitHub", "Ability 2"], strict=True):  # of one wording
        values = {"name": "Git & Co", "skill_name": name}
        drafting.change(draft, "requirement", line.pk, values, seen=fingerprint(line))
    publishing.publish(draft, by=None)
    merging.merge(Skill.objects.get(name="Ability 2"), into=Skill.objects.get(name="Spare"), by=None)
    skills = set(Skill.objects.values_list("name"))
    again = publishing.start_draft(role, by=None)
    about = Requirement.objects.of(again).filter(name="Git & Co").order_by("pk")
    assert [line.skill.name for line in about] == ["Git and GitHub", "Spare"]
    assert set(Skill.objects.values_list("name")) == skills


def test_two_who_begin_a_role_at_once_begin_one(rosa: User) -> None:
    publishing.begin_role(title="Data Wrangler", by=rosa)
    before = rows()
    with pytest.raises(publishing.TitleTaken):  # both had asked before whether the title is free
        publishing.begin_role(title="DATA  wrangler", by=rosa)
    assert rows() == before


def test_a_draft_is_a_copy_of_what_is_current_now_not_of_what_was_when_the_page_was_loaded() -> None:
    old = make_role()
    importing.import_document(role_document(must_haves=6).encode(), by=None)
    draft = publishing.start_draft(old, by=None)
    assert exporting.markdown(draft) == role_document(must_haves=6)


def test_a_role_has_one_draft_at_most(role: Role, draft: Revision) -> None:
    with pytest.raises(publishing.DraftOpen, match=r"^Role, revision 2 is open already\.$") as refusal:
        publishing.start_draft(role, by=None)
    assert refusal.value.draft == draft
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.create(role=role, number=3, title="Role", title_key="role")
    assert list(role.revisions.values_list("number", flat=True)) == [2, 1]


def test_publishing_makes_the_draft_current(role: Role, draft: Revision, rosa: User) -> None:
    published = publishing.publish(draft, by=rosa, change_note="Nothing yet")
    role.refresh_from_db()
    assert role.current == published == draft
    said = (draft.state, draft.published_by, draft.change_note, draft.published_at is not None)
    assert said == ("published", rosa, "Nothing yet", True)


def test_publishing_keeps_a_note_that_was_written_before(draft: Revision) -> None:
    draft.change_note = "Written in the admin"
    draft.save()
    assert publishing.publish(draft, by=None).change_note == "Written in the admin"


def test_publishing_twice_is_refused(draft: Revision, rosa: User) -> None:
    publishing.publish(draft, by=None)
    before = rows()
    with pytest.raises(RevisionPublished):
        publishing.publish(Revision.objects.get(pk=draft.pk), by=rosa, change_note="Again")
    assert rows() == before


def test_a_draft_without_a_level_is_not_published(role: Role, draft: Revision) -> None:
    draft.levels.all().delete()
    with pytest.raises(publishing.NothingToPublish):
        publishing.publish(draft, by=None)
    draft.refresh_from_db()
    role.refresh_from_db()
    assert (draft.state, role.current and role.current.number) == ("draft", 1)


def test_publishing_takes_what_was_removed_with_it(draft: Revision, rosa: User) -> None:
    """Of this draft: another's can still be put back."""
    other = publishing.start_draft(make_role(), by=None)
    for revision in (draft, other):
        revision.removals.create(kind="requirement", label="Git", removed_by=rosa)
    publishing.publish(draft, by=None)
    assert [removal.revision for removal in Removal.objects.all()] == [other]


def test_what_was_shown_is_published_or_nothing(draft: Revision, rosa: User) -> None:
    draft.overview_lines.create(label="Team", text="Five people", position=9)
    fingerprint = publishing.propose(draft).fingerprint
    assert fingerprint == publishing.propose(draft).fingerprint
    draft.overview_lines.filter(label="Team").update(text="Six people")
    publish = partial(publishing.publish_as_shown, draft, by=rosa, change_note="Why", fingerprint=fingerprint)
    before = rows()
    with pytest.raises(publishing.DraftChanged):
        publish()
    assert rows() == before
    draft.overview_lines.filter(label="Team").update(text="Five people")
    assert publish().is_published
    with pytest.raises(RevisionPublished):
        publish()


def test_the_kind_of_a_list_is_new_even_where_no_word_is(draft: Revision, rosa: User) -> None:
    """Other formats than Markdown say the kind of a list, whatever its title is."""
    shown = publishing.propose(draft)
    assert shown.refusal
    SkillList.objects.filter(level__revision=draft, kind=RequirementKind.OTHER).update(kind="good_to_have")
    seen = publishing.propose(draft)
    assert (seen.refusal, seen.is_same_text) == ("", True)
    with pytest.raises(publishing.DraftChanged):
        publishing.publish_as_shown(draft, by=rosa, change_note="", fingerprint=shown.fingerprint)
    published = publishing.publish_as_shown(draft, by=rosa, change_note="", fingerprint=seen.fingerprint)
    assert published.is_published


def test_a_draft_put_in_the_place_of_another_is_not_the_one_shown(role: Role, rosa: User) -> None:
    prints = []
    for _ in range(2):
        draft = publishing.start_draft(role, by=rosa)
        prints.append(publishing.propose(draft).fingerprint)
        draft.delete()
    assert prints[0] != prints[1]


# Published: refused by every road. A new kind of row needs a case here: a value that would change it.

CHANGES: dict[type[RevisionPart], dict[str, Any]] = {
    Revision: {"title": "Other"},
    Section: {"title": "Other"},
    OverviewLine: {"text": "Other"},
    Level: {"name": "Other"},
    SkillList: {"title": "Other"},
    Requirement: {"name": "Other"},
    Anchor: {"text": "Other"},
    QuestionSet: {"title": "Other"},
    Question: {"prompt": "Other"},
    GrowthPath: {"to_name": "Other"},
    GrowthStep: {"text": "Other"},
    Note: {"text": "Other"},
}
NEW: dict[type[RevisionPart], dict[str, Any]] = {
    Section: {"kind": SectionKind.OVERVIEW, "title": "New"},
    OverviewLine: {"text": "New"},
    Level: {"name": "New"},
    SkillList: {"kind": RequirementKind.OTHER, "title": "New"},
    Requirement: {"name": "New"},
    Anchor: {"value": 2, "text": "New"},
    QuestionSet: {"title": "New"},
    Question: {"prompt": "New"},
    GrowthPath: {"from_name": "New", "to_name": "New"},
    GrowthStep: {"text": "New"},
    Note: {"text": "New"},
}
EVERY_PART = pytest.mark.parametrize("model", CHANGES, ids=lambda model: model.__name__)
EVERY_HELD_PART = pytest.mark.parametrize("model", NEW, ids=lambda model: model.__name__)


def subclasses(model: type[Any]) -> set[type[Any]]:
    below = set(model.__subclasses__())
    return below.union(*map(subclasses, below)) if below else below


def test_every_part_of_a_revision_has_its_case() -> None:
    assert subclasses(RevisionPart) == set(CHANGES) == {Revision, *NEW}


@EVERY_PART
def test_no_road_leads_past_the_guard(model: type[RevisionPart]) -> None:
    """Related managers write through the base manager, others through the default manager."""
    for manager in (model._base_manager, model._default_manager):
        assert manager.name == "objects"
        assert hasattr(manager, "published")


def row_in(model: type[Any], revision: Revision) -> Any:
    """A row of the revision that is not tied to more than it has to be."""
    found = model.objects.filter(**{model.state_lookup: revision.state}).order_by("pk")
    if model is Note:
        found = found.filter(section=None, level=None, skill_list=None, question_set=None, growth_path=None)
    return found.first()


def refused(*acts: Callable[[], object], by: type[Exception] = RevisionPublished) -> None:
    before = rows()
    for act in acts:
        with pytest.raises(by), transaction.atomic():
            act()
    assert rows() == before


@EVERY_PART
def test_a_published_row_does_not_change(role: Role, model: type[Any]) -> None:
    assert role.current
    row, change = row_in(model, role.current), CHANGES[model]
    for name, value in change.items():
        setattr(row, name, value)
    again = {"update_conflicts": True, "unique_fields": ["pk"], "update_fields": list(change)}
    refused(
        row.save,
        lambda: row.save(update_fields=list(change)),
        row.delete,
        lambda: model.objects.filter(pk=row.pk).update(**change),
        lambda: model.objects.all().update(**change),
        lambda: model._base_manager.filter(pk=row.pk).update(**change),
        lambda: model.objects.bulk_update([row], list(change)),
        lambda: model.objects.update_or_create(pk=row.pk, defaults=change),
        lambda: model.objects.bulk_create([row], **again),
        model.objects.filter(pk=row.pk).delete,
        model.objects.all().delete,
    )


def test_the_state_in_memory_does_not_count(role: Role) -> None:
    assert role.current
    role.current.state, role.current.published_at = RevisionState.DRAFT, None
    refused(role.current.save, role.current.delete)


@EVERY_HELD_PART
def test_nothing_is_added_to_what_is_published(role: Role, draft: Revision, model: type[Any]) -> None:
    assert role.current
    pattern = row_in(model, draft)
    holder = getattr(row_in(model, role.current), model.parent_field)
    values = {**tied(pattern), model.parent_field: holder, **NEW[model]}
    refused(
        lambda: model.objects.create(**values),
        model(**values).save,
        lambda: model.objects.get_or_create(**values),
        lambda: model.objects.bulk_create([model(**values)]),
        lambda: siblings(model, holder).create(**values),
        lambda: siblings(model, holder).add(model(**values), bulk=False),
    )


@EVERY_HELD_PART
def test_a_row_of_a_draft_does_not_move_into_what_is_published(
    role: Role, draft: Revision, model: type[Any]
) -> None:
    assert role.current
    row, field = row_in(model, draft), model._meta.get_field(model.parent_field)
    home, away = getattr(row, field.name), getattr(row_in(model, role.current), field.name)
    only = model.objects.filter(pk=row.pk)
    setattr(row, field.name, away)
    refused(
        row.save,
        lambda: row.save(update_fields=[field.name]),
        lambda: only.update(**{field.name: away}),
        lambda: only.update(**{field.name: away.pk}),
        lambda: only.update(**{field.attname: away.pk}),
        lambda: model.objects.bulk_update([row], [field.name]),
        lambda: siblings(model, away).add(row),
        lambda: siblings(model, away).add(row, bulk=False),
        lambda: siblings(model, away).set([row]),
    )
    in_sql = {field.attname: models.Value(away.pk)}
    refused(lambda: only.update(**in_sql), by=DatabaseError)
    assert getattr(model.objects.get(pk=row.pk), field.name) == home


@EVERY_HELD_PART
def test_a_published_row_does_not_move_out(role: Role, draft: Revision, model: type[Any]) -> None:
    assert role.current
    row, field = row_in(model, role.current), model._meta.get_field(model.parent_field)
    home = getattr(row_in(model, draft), field.name)
    setattr(row, field.name, home)
    refused(
        row.save,
        lambda: model.objects.filter(pk=row.pk).update(**{field.name: home}),
        lambda: model.objects.bulk_update([row], [field.name]),
        lambda: siblings(model, home).add(row),
        lambda: siblings(model, home).add(row, bulk=False),
    )


def test_a_row_of_a_draft_is_tied_to_nothing_published(role: Role, draft: Revision) -> None:
    assert role.current
    level, asked = role.current.levels.get(), QuestionSet.objects.get(level__revision=draft)
    note = row_in(Note, draft)
    asked.about = note.level = level
    refused(asked.save, note.save, lambda: draft.notes.filter(pk=note.pk).update(level=level))


def test_what_stands_above_goes_with_nothing_below(role: Role, rosa: User) -> None:
    importing.import_document(role_document().encode(), by=rosa)
    before = rows()
    for row in (role, rosa, Requirement.objects.earliest("pk").skill):
        with pytest.raises(models.ProtectedError):
            row.delete()
    assert rows() == before


def test_rows_of_a_draft_change_move_and_go(role: Role, draft: Revision) -> None:
    must_haves, others = SkillList.objects.filter(level__revision=draft)
    line = must_haves.requirements.get(name="Git")
    others.requirements.add(line)
    assert list(others.requirements.values_list("name", flat=True)) == ["Git"]
    others.requirements.all().update(text="Versions", skill_list=must_haves)
    must_haves.requirements.get(name="SQL").delete()
    assert list(must_haves.requirements.values_list("name", "text")) == [("Git", "Versions")]
    others.delete()
    draft.delete()
    assert list(role.revisions.values_list("number", flat=True)) == [1]


def tied(row: Any) -> dict[str, Any]:
    """What a row like this one has to be tied to."""
    needed = [field for field in row._meta.concrete_fields if field.is_relation and not field.null]
    return {field.name: getattr(row, field.name) for field in needed}


def siblings(model: type[Any], holder: Any) -> Any:
    """The related manager of a holder's rows."""
    return getattr(holder, model._meta.get_field(model.parent_field).remote_field.related_name)
