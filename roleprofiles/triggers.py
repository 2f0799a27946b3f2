"""The database's own guard: rows of published revisions cannot change by raw SQL either.

``wanted`` says which triggers there have to be, ``install`` makes them so, ``lift`` takes them away.
They are lifted before migrations and installed after, every time: SQLite drops a table's triggers
when it rebuilds the table, and cannot rebuild it while another table's trigger speaks of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from roleprofiles.choices import RevisionState
from roleprofiles.models import Revision, RevisionPart

PREFIX = "rolecard_frozen_"
REFUSAL = "A published revision does not change."
EVENTS = ("INSERT", "UPDATE", "DELETE", "TRUNCATE")


@dataclass(frozen=True)
class Trigger:
    """``condition`` is SQL over OLD and NEW that is true where the statement must be refused.

    TRUNCATE, which only PostgreSQL has, knows neither: it is refused as soon as anything is published.
    """

    table: str
    event: str
    condition: str

    @property
    def name(self) -> str:
        return f"{PREFIX}{self.table}_{self.event.lower()}"


def parts() -> list[type[RevisionPart]]:
    """Every model whose rows are frozen with their revision."""
    known = apps.get_app_config(Revision._meta.app_label).get_models()
    return [model for model in known if issubclass(model, RevisionPart)]


def wanted(vendor: str) -> list[Trigger]:
    """The triggers that guard every part of a revision in a database of this kind, in a fixed order."""
    return [
        Trigger(model._meta.db_table, event, condition)
        for model in parts()
        for event in EVENTS
        if (event != "TRUNCATE" or vendor == "postgresql") and (condition := _condition(model, event))
    ]


def installed(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of our triggers that the database has now."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE %s",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query, [f"{PREFIX}%"])
        return {name for (name,) in cursor.fetchall()}


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the database's triggers those that are wanted; doing it again changes nothing."""
    lift(connection)
    with connection.cursor() as cursor:
        for trigger in wanted(connection.vendor):
            _create(cursor, connection.vendor, trigger)


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take our triggers away, those of earlier versions too."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in sorted(installed(connection)):
                cursor.execute(f'DROP TRIGGER "{name}"')
            return
        cursor.execute(
            "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal AND tgname LIKE %s",
            [f"{PREFIX}%"],
        )
        for name, table in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')
            cursor.execute(f'DROP FUNCTION IF EXISTS "{name}"()')


def _create(cursor: CursorWrapper, vendor: str, trigger: Trigger) -> None:
    if vendor == "sqlite":
        cursor.execute(
            f'CREATE TRIGGER "{trigger.name}" BEFORE {trigger.event} ON "{trigger.table}" '
            f"WHEN {trigger.condition} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
        return
    kept = {"DELETE": "OLD", "TRUNCATE": "NULL"}.get(trigger.event, "NEW")
    each = "STATEMENT" if trigger.event == "TRUNCATE" else "ROW"
    cursor.execute(
        f'CREATE OR REPLACE FUNCTION "{trigger.name}"() RETURNS trigger LANGUAGE plpgsql AS $body$ '
        f"BEGIN IF {trigger.condition} THEN "
        f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; "
        f"END IF; RETURN {kept}; END $body$"
    )
    cursor.execute(
        f'CREATE TRIGGER "{trigger.name}" BEFORE {trigger.event} ON "{trigger.table}" '
        f'FOR EACH {each} EXECUTE FUNCTION "{trigger.name}"()'
    )


def _condition(model: type[RevisionPart], event: str) -> str:
    """The old row's revision is published, or the one that the new row would be in."""
    if event == "TRUNCATE":
        table = Revision._meta.db_table
        return f"EXISTS (SELECT FROM \"{table}\" WHERE state = '{RevisionState.PUBLISHED.value}')"
    rows = {"INSERT": ["NEW"], "UPDATE": ["OLD", "NEW"], "DELETE": ["OLD"]}[event]
    if model is Revision:
        # The step from draft to published is the one that makes the rest unchangeable.
        return f"OLD.state = '{RevisionState.PUBLISHED.value}'" if "OLD" in rows else ""
    field = _parent(model)
    states = [_state_of(field.related_model, f"{row}.{field.column}") for row in rows]
    return " OR ".join(f"{state} = '{RevisionState.PUBLISHED.value}'" for state in states)


def _state_of(model: Any, pk: str) -> str:
    """SQL for the state of the revision that the row of a model with this key belongs to."""
    if model is Revision:
        return f'(SELECT state FROM "{Revision._meta.db_table}" WHERE id = {pk})'  # noqa: S608 - our own names
    field = _parent(model)
    parent = f'(SELECT "{field.column}" FROM "{model._meta.db_table}" WHERE id = {pk})'  # noqa: S608
    return _state_of(field.related_model, parent)


def _parent(model: type[RevisionPart]) -> models.ForeignKey[Any, Any]:
    field = model._meta.get_field(model.parent_field)
    assert isinstance(field, models.ForeignKey)  # noqa: S101 - parent_field names one
    return field
