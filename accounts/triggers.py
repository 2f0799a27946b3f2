"""The database's own guard: what the acts never do, raw SQL cannot do either.

An app ``declare``s which triggers there have to be; ``install`` makes the database's so, ``lift`` takes
them away. They are lifted before migrations and installed after, every time: SQLite drops a table's
triggers when it rebuilds the table, and cannot rebuild it while another table's trigger speaks of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

PREFIX = "rolecard_frozen_"
EVENTS = ("INSERT", "UPDATE", "DELETE", "TRUNCATE")
ALWAYS = "TRUE"


@dataclass(frozen=True)
class Trigger:
    """``condition`` is SQL over OLD and NEW that is true where the statement must be refused.

    TRUNCATE, which only PostgreSQL has, knows neither. A table has one trigger for an event.
    """

    table: str
    event: str
    condition: str
    refusal: str

    @property
    def name(self) -> str:
        return f"{PREFIX}{self.table}_{self.event.lower()}"


Declaration = Callable[[], list[Trigger]]
_declared: list[Declaration] = []


def declare(triggers: Declaration) -> None:
    """Called by an app when it is ready; asked whenever triggers are installed."""
    _declared.append(triggers)


def insert_only(table: str, refusal: str) -> list[Trigger]:
    """The triggers of a table whose rows stay as they are, and stay."""
    return [Trigger(table, event, ALWAYS, refusal) for event in ("UPDATE", "DELETE", "TRUNCATE")]


def wanted(vendor: str) -> list[Trigger]:
    """What every app wants of a database of this kind, in a fixed order."""
    return [trigger for declaration in _declared for trigger in _known_to(vendor, declaration)]


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
    """Make the database's triggers those that are wanted; doing it again changes nothing.

    Where migrations have stopped half-way, an app has its triggers once it has all their tables.
    """
    lift(connection)
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for declaration in _declared:
            triggers = _known_to(connection.vendor, declaration)
            if {trigger.table for trigger in triggers} <= there:
                for trigger in triggers:
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


def _known_to(vendor: str, declaration: Declaration) -> list[Trigger]:
    return [trigger for trigger in declaration() if trigger.event != "TRUNCATE" or vendor == "postgresql"]


def _create(cursor: CursorWrapper, vendor: str, trigger: Trigger) -> None:
    refusal = trigger.refusal.replace("'", "''")
    if vendor == "sqlite":
        cursor.execute(
            f'CREATE TRIGGER "{trigger.name}" BEFORE {trigger.event} ON "{trigger.table}" '
            f"WHEN {trigger.condition} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        )
        return
    kept = {"DELETE": "OLD", "TRUNCATE": "NULL"}.get(trigger.event, "NEW")
    each = "STATEMENT" if trigger.event == "TRUNCATE" else "ROW"
    cursor.execute(
        f'CREATE OR REPLACE FUNCTION "{trigger.name}"() RETURNS trigger LANGUAGE plpgsql AS $body$ '
        f"BEGIN IF {trigger.condition} THEN "
        f"RAISE EXCEPTION USING MESSAGE = '{refusal}', ERRCODE = 'integrity_constraint_violation'; "
        f"END IF; RETURN {kept}; END $body$"
    )
    cursor.execute(
        f'CREATE TRIGGER "{trigger.name}" BEFORE {trigger.event} ON "{trigger.table}" '
        f'FOR EACH {each} EXECUTE FUNCTION "{trigger.name}"()'
    )
