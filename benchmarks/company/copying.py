"""Rows on their way into tables: by COPY on PostgreSQL, by one prepared INSERT on SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

Write = Callable[[Any], Any]


class Table:
    """The rows of a model, with primary keys that are known before they are written.

    ``fields`` are attribute names in the order in which ``add`` gets their values; every other field has
    its default. Nothing is written before ``write``.
    """

    def __init__(self, model: type[models.Model], *fields: str) -> None:
        self.model = model
        self.count = 0
        self.rows: list[tuple[Any, ...]] = []
        key = model._meta.pk
        assert key is not None
        self.last = model._default_manager.aggregate(last=models.Max(key.attname))["last"] or 0
        known = {one.attname: one for one in model._meta.concrete_fields}
        chosen = [key, *(known.pop(name) for name in fields if name != key.attname)]
        rest = [one for one in known.values() if one is not key]
        self.columns = [str(one.column) for one in (*chosen, *rest)]
        self.defaults = tuple(_stored(one, one.get_default()) for one in rest)
        self.writes = [(place, write) for place, one in enumerate(chosen) if (write := _writer(one))]

    def add(self, *values: Any) -> int:
        """The primary key of the new row."""
        self.count += 1
        self.last += 1
        row = [self.last, *values]
        for place, write in self.writes:
            row[place] = write(row[place])
        self.rows.append((*row, *self.defaults))
        return self.last

    def write(self) -> None:
        if self.rows:
            (_copy if connection.vendor == "postgresql" else _insert)(self, self.rows)
            self.rows = []


def finish(tables: Iterable[Table]) -> None:
    """The next row made by the application gets the next key, and the database knows how full it is."""
    models_ = [table.model for table in tables]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models_):
            cursor.execute(statement)


def _insert(table: Table, rows: list[tuple[Any, ...]]) -> None:
    places = ", ".join(["%s"] * len(table.columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {_into(table)} VALUES ({places})", rows)  # noqa: S608 - our own names


def _copy(table: Table, rows: list[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {_into(table)} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _into(table: Table) -> str:
    quote = connection.ops.quote_name
    return f"{quote(table.model._meta.db_table)} ({', '.join(quote(one) for one in table.columns)})"


def _stored(field: models.Field[Any, Any], value: Any) -> Any:
    return field.get_db_prep_save(value, connection)


def _writer(field: models.Field[Any, Any]) -> Write | None:
    """What has to be done to a value of this field; None where the database's driver knows it."""
    if connection.vendor == "sqlite" and isinstance(field, models.DateTimeField):
        return _as_text
    if isinstance(field, models.UUIDField | models.JSONField):
        return lambda value: _stored(field, value)
    return None


def _as_text(value: datetime | None) -> str | None:
    """As Django stores a moment in UTC on SQLite."""
    return None if value is None else str(value.replace(tzinfo=None))
