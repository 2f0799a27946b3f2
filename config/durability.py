"""`manage.py check --database default`, and with it every `migrate`: is what was acknowledged also kept?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

SQLITE = {"journal_mode": {"wal"}, "synchronous": {"2", "3"}, "foreign_keys": {"1"}}
POSTGRESQL = {
    "fsync": {"on"},
    "full_page_writes": {"on"},
    "synchronous_commit": {"local", "remote_write", "on", "remote_apply"},  # all of them flush here
}


def check(*, databases: Iterable[str] | None = None, **_: Any) -> list[CheckMessage]:
    """An error for each setting with which a crash could take back what people were told is saved."""
    return [error for alias in databases or () for error in _errors(connections[alias])]


def _errors(database: BaseDatabaseWrapper) -> list[CheckMessage]:
    is_sqlite = database.vendor == "sqlite"
    wanted, statement = (SQLITE, "PRAGMA {}") if is_sqlite else (POSTGRESQL, "SHOW {}")
    found = {}
    with database.cursor() as cursor:
        for name in wanted:
            cursor.execute(statement.format(name))
            found[name] = str(cursor.fetchone()[0])
    if is_sqlite:
        wanted = {**wanted, "transaction_mode": {"IMMEDIATE"}}
        found["transaction_mode"] = str(vars(database).get("transaction_mode"))
    return [
        Error(
            f"The database “{database.alias}” runs with {name}={found[name]}.",
            hint=f"Set it to {' or '.join(sorted(values))}: a crash may lose what was acknowledged.",
            id="rolecard.E001",
        )
        for name, values in wanted.items()
        if found[name] not in values
    ]
