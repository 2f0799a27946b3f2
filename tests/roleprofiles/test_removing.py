"""What is removed from a draft comes back whole."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User
from roleprofiles import drafting, exporting, importing, merging, publishing, removing
from roleprofiles.models import (
    GrowthPath,
    QuestionSet,
    Removal,
    Requirement,
    Revision,
    RevisionPublished,
    Role,
    Skill,
)
from roleprofiles.models.elements import ELEMENTS, fingerprint, in_order
from roleprofiles.reports.drafts import draft_sheet
from tests.keeping import kept
from tests.roleprofiles.rows import rows
from tests.roleprofiles.test_round_trip import EVERYWHERE

pytestmark = pytest.mark.django_db


@kept
def draft() -> Revision:
    importing.import_document(EVERYWHERE.encode(), by=None)
    return publishing.start_draft(Role.objects.get(), by=None)


def first(draft: Revision, kind: str) -> Any:
    model = ELEMENTS[kind].model
    row = model._base_manager.filter(**{model.state_lookup.removesuffix("__state"): draft}).first()
    assert row
    return row


@pytest.mark.parametrize("kind", ELEMENTS)
def test_removed_and_put_back_is_as_it_was(draft: Revision, kind: str, rosa: User) -> None:
    before, row = rows(), first(draft, kind)
    removal = removing.remove(draft, kind, row.pk, by=rosa)
    assert (removal.label, removal.removed_by, removal.kind) == (str(row), rosa, kind)
    assert not type(row)._base_manager.filter(pk=row.pk).exists()
    assert exporting.markdown(draft) != EVERYWHERE
    assert removing.put_back(draft, removal.pk) == row
    assert rows() == before
    assert exporting.markdown(draft) == EVERYWHERE


def test_a_removed_line_goes_back_to_its_place(draft: Revision) -> None:
    part = first(draft, "list")
    removal = removing.remove(draft, "requirement", part.requirements.all()[0].pk, by=None)
    drafting.add(draft, "requirement", part.pk, {"name": "New"})
    removing.put_back(draft, removal.pk)
    assert list(part.requirements.values_list("name", flat=True)) == ["Git", "SQL", "New"]


def test_what_stood_in_something_removed_waits_for_it(draft: Revision) -> None:
    part = first(draft, "list")
    line = removing.remove(draft, "requirement", part.requirements.all()[0].pk, by=None)
    whole = removing.remove(draft, "level", part.level.pk, by=None)
    before = rows()
    with pytest.raises(removing.NotPutBack, match="Put that back first"):
        removing.put_back(draft, line.pk)
    assert rows() == before
    removing.put_back(draft, whole.pk)
    removing.put_back(draft, line.pk)
    assert exporting.markdown(draft) == EVERYWHERE


def test_a_taken_place_is_said(draft: Revision) -> None:
    removal = removing.remove(draft, "level", first(draft, "level").pk, by=None)
    drafting.add(draft, "level", None, {"name": "MID"})
    before = rows()
    with pytest.raises(removing.NotPutBack, match="something of its name is there now"):
        removing.put_back(draft, removal.pk)
    assert rows() == before


def test_a_line_whose_skill_was_deleted_finds_one(draft: Revision) -> None:
    part = first(draft, "list")
    row = drafting.add(draft, "requirement", part.pk, {"name": "Rust"})
    removal = removing.remove(draft, "requirement", row.pk, by=None)
    Skill.objects.get(name="Rust").delete()
    assert str(Requirement.objects.get(pk=removing.put_back(draft, removal.pk).pk).skill) == "Rust"


def test_a_line_whose_skill_was_merged_comes_back_about_the_successor(draft: Revision) -> None:
    row = first(draft, "requirement")
    into = Skill.objects.create(name="Version control", key="version control")
    removal = removing.remove(draft, "requirement", row.pk, by=None)
    merging.merge(row.skill, into=into, by=None)
    removing.put_back(draft, removal.pk)
    assert Requirement.objects.get(pk=row.pk).skill == into


def test_the_place_of_what_comes_back_is_its_own(draft: Revision) -> None:
    """The editor and the document agree on the order, whatever has been moved meanwhile."""
    level = first(draft, "level")
    asked, part = first(draft, "questions"), first(draft, "list")
    removal = removing.remove(draft, "list", part.pk, by=None)
    drafting.step(draft, "questions", asked.pk, by=1)
    removing.put_back(draft, removal.pk)
    shown = [node.name for node in draft_sheet(draft).levels[0].children]
    assert shown == [one.title for one in exporting.document_of(draft).levels[0].parts]
    assert sorted(one.position for one in in_order(part)) == [1, 2, 3]
    assert level.name == "Mid"


def test_questions_are_numbered_without_what_is_removed_and_with_what_is_back(draft: Revision) -> None:
    asked = first(draft, "questions")
    why = asked.questions.get(prompt="Why?")
    drafting.add(draft, "question", asked.pk, {"prompt": "How?"})
    removal = removing.remove(draft, "question", why.pk, by=None)
    assert list(asked.questions.values_list("number", "prompt")) == [(1, "Who?"), (2, "How?")]
    drafting.step(draft, "question", asked.questions.get(prompt="How?").pk, by=-1)
    removing.put_back(draft, removal.pk)
    assert list(asked.questions.values_list("number", flat=True)) == [1, 2, 3]


def test_questions_elsewhere_that_go_with_their_level_are_named(draft: Revision) -> None:
    lead = drafting.add(draft, "level", None, {"name": "Lead"})
    asked = first(draft, "questions")
    drafting.change(draft, "questions", asked.pk, {"about": lead}, seen=fingerprint(asked))
    removal = removing.remove(draft, "level", lead.pk, by=None)
    assert removal.label == "Lead, with “HR Questions” of Mid"
    assert not QuestionSet.objects.filter(pk=asked.pk).exists()
    removing.put_back(draft, removal.pk)
    assert QuestionSet.objects.get(pk=asked.pk).questions.count() == 2


def test_only_what_was_removed_from_this_draft_is_put_back(draft: Revision) -> None:
    other = publishing.begin_role(title="Other", by=None)
    path = GrowthPath.objects.create(revision=other, from_name="Mid", to_name="Senior")
    removal = removing.remove(other, "path", path.pk, by=None)
    with pytest.raises(drafting.ElementGone):
        removing.put_back(draft, removal.pk)
    assert Removal.objects.get() == removal


def test_nothing_comes_back_into_what_is_published(draft: Revision) -> None:
    removal = removing.remove(draft, "requirement", first(draft, "requirement").pk, by=None)
    publishing.publish(Revision.objects.get(pk=draft.pk), by=None)
    with pytest.raises(RevisionPublished):
        removing.put_back(draft, removal.pk)
    with pytest.raises(RevisionPublished):
        removing.remove(draft, "level", draft.levels.get().pk, by=None)
