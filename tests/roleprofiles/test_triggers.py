"""Raw SQL meets the database's own guard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from roleprofiles import publishing, triggers
from roleprofiles.models import Anchor, Requirement, Revision, RevisionPart
from tests.factories import make_role

pytestmark = pytest.mark.django_db

PARTS = triggers.parts()


def assert_refused(sql: str, *values: str | int) -> None:
    """The database refuses a statement, which then changes nothing."""
    with pytest.raises(DatabaseError, match=triggers.REFUSAL), transaction.atomic():
        connection.cursor().execute(sql, values)


def filled(model: type[RevisionPart]) -> RevisionPart:
    """A published row of any kind; the document of the tests has no note, so one is drafted."""
    role = make_role()
    assert role.current
    row = model._base_manager.filter(**{model.state_lookup: "published"}).first()
    if row is None:
        draft = publishing.start_draft(role, by=None)
        row = FILL[model.__name__](draft)
        publishing.publish(draft, by=None)
    return row


FILL: dict[str, Callable[[Revision], RevisionPart]] = {
    "Anchor": lambda draft: Anchor.objects.create(
        requirement=Requirement.objects.of(draft)[0], value=3, text="Merges alone"
    ),
    "Note": lambda draft: draft.notes.create(text="By the way"),
    "GrowthPath": lambda draft: draft.growth_paths.create(from_name="Mid", to_name="Senior"),
    "GrowthStep": lambda draft: draft.growth_paths.create(from_name="Mid", to_name="Senior").steps.create(
        text="Learn"
    ),
}


def test_installed_are_exactly_the_wanted_ones() -> None:
    assert triggers.installed(connection) == {trigger.name for trigger in triggers.wanted()}
    assert len(triggers.wanted()) == 3 * len(PARTS) - 1  # a revision may be inserted


def test_installing_again_changes_nothing() -> None:
    before = triggers.installed(connection)
    triggers.install(connection)
    assert triggers.installed(connection) == before


def test_lifting_takes_all_away() -> None:
    triggers.lift(connection)
    assert triggers.installed(connection) == set()
    triggers.install(connection)


@pytest.mark.parametrize("model", PARTS, ids=lambda model: model.__name__)
def test_published_rows_are_neither_updated_nor_deleted(model: type[RevisionPart]) -> None:
    row = filled(model)
    table = model._meta.db_table

    assert_refused(f'UPDATE "{table}" SET wording = %s WHERE id = %s', "changed", row.pk)  # noqa: S608
    assert_refused(f'DELETE FROM "{table}" WHERE id = %s', row.pk)  # noqa: S608
    assert model._base_manager.get(pk=row.pk).wording == row.wording


@pytest.mark.parametrize("model", [m for m in PARTS if m is not Revision], ids=lambda model: model.__name__)
def test_no_row_is_added_to_a_published_revision(model: type[RevisionPart]) -> None:
    row = filled(model)
    columns = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    names = ", ".join(f'"{column}"' for column in columns)
    table = f'"{model._meta.db_table}"'
    copy = f"INSERT INTO {table} ({names}) SELECT {names} FROM {table}"  # noqa: S608

    assert_refused(f"{copy} WHERE id = %s", row.pk)


def test_a_row_of_a_draft_is_not_moved_into_a_published_revision() -> None:
    role = make_role()
    draft = publishing.start_draft(role, by=None)
    assert role.current
    level = draft.levels.first()
    assert level

    assert_refused(
        'UPDATE "roleprofiles_level" SET revision_id = %s WHERE id = %s', role.current.pk, level.pk
    )


def test_drafts_stay_free_and_can_be_published() -> None:
    role = make_role()
    draft = publishing.start_draft(role, by=None)
    draft.levels.update(wording="reworded")
    draft.levels.filter(name="Senior").delete()
    assert publishing.publish(draft, by=None).is_published
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE roleprofiles_revision SET state = 'draft' WHERE id = %s", [draft.pk])


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_every_migrate_puts_them_back() -> None:
    triggers.lift(connection)
    call_command("migrate", verbosity=0)
    assert triggers.installed(connection) == {trigger.name for trigger in triggers.wanted()}
