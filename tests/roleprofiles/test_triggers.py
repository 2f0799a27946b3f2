"""Raw SQL meets the database's own guard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import DatabaseError, connection, transaction

from accounts import triggers
from roleprofiles import publishing
from roleprofiles.models import Anchor, Requirement, Revision, RevisionPart
from roleprofiles.triggers import ADVERT_REFUSAL, REFUSAL, parts
from tests.factories import make_role

pytestmark = pytest.mark.django_db

PARTS = parts()
WANTED = {trigger.name for trigger in triggers.wanted(connection.vendor)}
TABLES = "revision section overviewline note level skilllist requirement anchor questionset question "
TABLES += "growthpath growthstep"


def assert_refused(sql: str, *values: str | int) -> None:
    """The database refuses a statement, which then changes nothing."""
    with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
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
    assert triggers.installed(connection) == WANTED
    names = {f"roleprofiles_{name}" for name in TABLES.split()}
    events = ["update", "delete"] + ["truncate"] * (connection.vendor == "postgresql")
    expected = {f"rolecard_frozen_{name}_{event}" for name in names for event in events}
    inserted = {f"rolecard_frozen_{name}_insert" for name in names - {"roleprofiles_revision"}}
    # A revision may be inserted; of published adverts, see test_posting.
    adverts = {one.name for one in triggers.wanted(connection.vendor) if one.refusal == ADVERT_REFUSAL}
    assert len(adverts) == len(events) + 1
    assert expected | inserted | adverts == {
        name for name in WANTED if name.startswith("rolecard_frozen_roleprofiles")
    }


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
    assert triggers.installed(connection) == WANTED


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_migration_that_rebuilds_a_table_keeps_them() -> None:
    role = make_role()
    field = Requirement._meta.get_field("wording")
    nullable = field.clone()
    nullable.null = True
    nullable.set_attributes_from_name("wording")

    emit_pre_migrate_signal(verbosity=0, interactive=False, db="default")
    for old, new in ((field, nullable), (nullable, field)):
        with connection.schema_editor() as editor:
            editor.alter_field(Requirement, old, new)
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")

    assert triggers.installed(connection) == WANTED
    line = Requirement.objects.filter(skill_list__level__revision=role.current).first()
    assert line
    assert_refused("UPDATE roleprofiles_requirement SET text = 'x' WHERE id = %s", line.pk)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has TRUNCATE")
@pytest.mark.parametrize("model", PARTS, ids=lambda model: model.__name__)
def test_no_table_with_published_rows_is_emptied(model: type[RevisionPart]) -> None:
    table = model._meta.db_table
    draft = publishing.begin_role(title="Never published", by=None)
    with transaction.atomic(), connection.cursor() as cursor:
        connection.check_constraints()
        cursor.execute(f'TRUNCATE "{table}" CASCADE')
        transaction.set_rollback(True)
    make_role()
    connection.check_constraints()  # PostgreSQL truncates nothing that waits to be checked
    assert_refused(f'TRUNCATE "{table}" CASCADE')
    assert (Revision.objects.count(), draft.sections.count()) == (2, 3)
