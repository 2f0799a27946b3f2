"""Migrations may take as long as they need.

Requests may not, see DATABASE_STATEMENT_TIMEOUT. The limit on waiting for a lock stays: behind a
migration that waits for a table, everybody else waits for it too. It fails then, whole, and is run again.
"""

from __future__ import annotations

from typing import Any

from django.db import connections

LIMITS = ("statement_timeout", "idle_in_transaction_session_timeout")


def lift_limits(*, using: str, **_: Any) -> None:
    _execute(using, "SET {} = 0")


def restore_limits(*, using: str, **_: Any) -> None:
    _execute(using, "RESET {}")


def _execute(using: str, statement: str) -> None:
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            for name in LIMITS:
                cursor.execute(statement.format(name))
