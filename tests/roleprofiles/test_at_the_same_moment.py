"""Acts on roles, drafts, the library and imports that meet: each is done or refused, and none half."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from roleprofiles import exporting, importing, merging, publishing, uploading
from roleprofiles.admin.skillacts import MergeSkills
from roleprofiles.choices import DocumentFormat, DocumentState
from roleprofiles.forms.roles import TITLE_TAKEN
from roleprofiles.importing import ImportRefused
from roleprofiles.models import ImportBatch, ImportDocument, Requirement, Revision, Role, Skill, SkillMerge
from roleprofiles.models.roles import RoleQuerySet
from tests.factories import make_import, make_role, role_document
from tests.interviews.threads import together

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

MOMENTS = pytest.mark.parametrize("moment", range(2))  # acts never meet twice in the same way


def skill(name: str) -> Skill:
    return Skill.objects.get(name=name)


def test_two_merges_into_one_skill_are_both_done() -> None:
    publishing.start_draft(make_role(), by=None)
    one, two, three = map(skill, ("Ability 1", "Ability 2", "Ability 3"))
    outcomes = together(
        lambda: merging.merge(one, into=three, by=None), lambda: merging.merge(two, into=three, by=None)
    )
    assert [type(outcome) for outcome in outcomes] == [SkillMerge] * 2
    assert three.merged.count() == 2
    assert three.requirements.filter(skill_list__level__revision__state="draft").count() == 6


def test_a_chain_of_merges_leads_to_its_end() -> None:
    make_role()
    one, two, three = map(skill, ("Ability 1", "Ability 2", "Ability 3"))
    together(lambda: merging.merge(one, into=two, by=None), lambda: merging.merge(two, into=three, by=None))
    merged = Skill.objects.filter(merged_into__isnull=False)
    # The first follows the second, or came too late.
    assert dict(merged.values_list("name", "merged_into__name")) in (
        {"Ability 1": "Ability 3", "Ability 2": "Ability 3"},
        {"Ability 2": "Ability 3"},
    )


@MOMENTS
def test_an_import_and_a_merge_are_both_done(moment: int) -> None:
    make_role()
    document = role_document("Data Engineer").encode()
    one, two = map(skill, ("Ability 1", "Ability 2"))
    outcomes = together(
        lambda: importing.import_document(document, by=None).number,
        lambda: merging.merge(one, into=two, by=None).pk,
    )
    assert [type(outcome) for outcome in outcomes] == [int, int]
    assert Role.objects.count() == 2
    assert skill("Ability 1").merged_into == two


@MOMENTS
@pytest.mark.parametrize("is_first", [True, False])
def test_two_imports_of_one_title_are_one_role(is_first: bool, moment: int) -> None:
    if not is_first:
        make_role("There already")
    texts = [role_document(must_haves=count).encode() for count in (4, 5)]
    outcomes = together(
        lambda: importing.import_document(texts[0], by=None).number,
        lambda: importing.import_document(texts[1], by=None).number,
    )
    role = Role.objects.titled("Data Analyst").get()
    numbers = sorted(outcome for outcome in outcomes if isinstance(outcome, int))
    refused = [outcome for outcome in outcomes if isinstance(outcome, ImportRefused)]
    assert len(numbers) + len(refused) == 2
    assert (
        numbers
        == sorted(role.revisions.published().values_list("number", flat=True))
        == [1, 2][: len(numbers)]
    )


@MOMENTS
def test_a_new_role_and_an_import_of_its_title_are_one_role(moment: int) -> None:
    make_role("There already")
    outcomes = together(
        lambda: publishing.begin_role(title="Data Analyst", by=None),
        lambda: importing.import_document(role_document().encode(), by=None),
    )
    kinds = [type(outcome) for outcome in outcomes]
    assert kinds in ([Revision, ImportRefused], [publishing.TitleTaken, importing.Plan])
    assert Role.objects.titled("Data Analyst").count() == 1


@pytest.mark.parametrize("is_first", [True, False])
def test_two_new_roles_of_one_title_are_one(is_first: bool) -> None:
    if not is_first:
        make_role("There already")
    outcomes = together(*[lambda: publishing.begin_role(title="Data Analyst", by=None)] * 2)
    # Where there is no role yet, no lock keeps the two apart, and the slug does.
    refusals = {type(outcome) for outcome in outcomes} - {Revision}
    assert refusals <= {publishing.TitleTaken, IntegrityError}
    assert len(refusals) == 1
    assert Role.objects.titled("Data Analyst").count() == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.parametrize("act", ["begin", "import"])
def test_a_title_that_is_taken_between_two_questions_is_not_given_again(
    act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    free_slug = RoleQuerySet.free_slug

    def taken_first(roles: RoleQuerySet, title: str) -> str:
        monkeypatch.undo()
        together(lambda: publishing.begin_role(title=title, by=None))
        return free_slug(roles, title)

    monkeypatch.setattr(RoleQuerySet, "free_slug", taken_first)
    acts: dict[str, Callable[[], object]] = {
        "begin": lambda: publishing.begin_role(title="Data Analyst", by=None),
        "import": lambda: importing.import_document(role_document("Data Analyst").encode(), by=None),
    }
    with pytest.raises((publishing.TitleTaken, ImportRefused)):
        acts[act]()
    assert Role.objects.titled("Data Analyst").count() == 1


def test_a_title_that_somebody_takes_while_a_role_is_added_in_the_admin(
    client: Client, rosa: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_role = publishing.begin_role

    def second(**said: Any) -> None:
        begin_role(**said)
        begin_role(**said)

    client.force_login(rosa)
    monkeypatch.setattr(publishing, "begin_role", second)
    response = client.post(reverse("admin:roleprofiles_role_add"), {"title": "Chef"})
    assert (response.status_code, response.context["form"].errors) == (200, {"title": [TITLE_TAKEN]})
    assert Role.objects.count() == 1


@MOMENTS
def test_an_import_and_a_draft_of_one_role(moment: int) -> None:
    role = make_role()
    text = role_document(must_haves=5).encode()
    drafted, imported = together(
        lambda: publishing.start_draft(role, by=None).number,
        lambda: importing.import_document(text, by=None).number,
    )
    assert isinstance(drafted, int)
    assert isinstance(imported, int | ImportRefused)
    states = list(role.revisions.order_by("number").values_list("number", "state"))
    there = [(1, "published"), (2, "published"), (3, "draft")]
    assert states == (there if isinstance(imported, int) else [there[0], (2, "draft")])


def test_an_export_during_imports_is_one_revision() -> None:
    role = make_role()
    texts = [role_document(must_haves=count) for count in (4, 5)]

    def imports() -> None:
        for n in range(8):
            importing.import_document(texts[(n + 1) % 2].encode(), by=None)

    def exports() -> set[str]:
        found = set()
        for _ in range(12):
            current = Role.objects.with_current().get(pk=role.pk).current
            assert current
            found.add(exporting.written(current, DocumentFormat.MARKDOWN))
        return found

    done, found = together(imports, exports)
    assert done is None
    assert isinstance(found, set)
    assert found <= set(texts)


def test_two_workers_on_one_import_and_somebody_who_leaves_out(rosa: User) -> None:
    make_role("There already")
    batch = make_import(*(role_document(f"Role {n}") for n in range(10)), by=rosa)

    def work() -> None:
        while uploading.read_next(batch):
            pass
        while uploading.import_next(batch, by=rosa):
            pass

    first, second, left = together(work, work, batch.documents.all().leave_out)
    assert (first, second) == (None, None)
    counts = batch.documents.counts()
    assert counts.get(DocumentState.SKIPPED, 0) == left
    assert sum(counts.values()) == 10
    assert set(counts) <= {DocumentState.SKIPPED, DocumentState.IMPORTED}
    assert Role.objects.count() == 1 + counts.get(DocumentState.IMPORTED, 0)


def test_an_import_is_discarded_while_it_is_read(rosa: User) -> None:
    batch = make_import(*(role_document(f"Role {n}") for n in range(10)), by=rosa)

    def read() -> None:
        while uploading.read_next(batch):
            pass

    outcomes = together(read, ImportBatch.objects.get(pk=batch.pk).delete)
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert ImportDocument.objects.count() == 0


def test_merging_many_takes_drafts_in_the_order_of_everybody_else(rosa: User) -> None:
    """Nobody holds the second draft and waits for one who holds the first and asks for the second."""
    drafts = [publishing.start_draft(make_role(f"Role {n}"), by=None) for n in (1, 2)]
    for draft, gone in zip(drafts, ("Ability 1", "Ability 2"), strict=True):
        # The skill that is merged first is in the second draft only.
        Requirement.objects.of(draft).filter(name=gone).delete()
    pks = [skill(name).pk for name in ("Ability 1", "Ability 2", "Ability 3")]
    is_held = threading.Event()

    def merge_all() -> str:
        with transaction.atomic():
            act = MergeSkills(pks)
            form = act.form({"stays": str(pks[2])})
            assert form.is_valid()
            act.rows = [row for row in act.rows if row.pk != pks[2]]
            is_held.wait(5)
            return act.carry_out(form, by=rosa)

    def hold_both() -> None:
        with transaction.atomic():
            for draft in drafts:
                list(Revision.objects.select_for_update().filter(pk=draft.pk))
                is_held.set()
                time.sleep(1 if connection.vendor == "postgresql" else 0)

    assert together(merge_all, hold_both) == ["2 skills merged into “Ability 3”.", None]
