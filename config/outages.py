"""Which errors of the database pass by themselves: the same request may be sent again a little later."""

from __future__ import annotations

import sqlite3
import time
from enum import StrEnum

from django.db import InternalError, OperationalError
from psycopg_pool import PoolTimeout

PRIMARY = 0xFF  # SQLite's extended codes keep the primary one in their last byte


class Outage(StrEnum):
    """What is wrong with the database. Statements that are wrong in themselves are none of these."""

    AWAY = "away"
    BUSY = "busy"
    FULL = "full"

    @property
    def retry_after(self) -> int:
        """Seconds. A full disk waits for a person."""
        return {Outage.AWAY: 2, Outage.BUSY: 1, Outage.FULL: 30}[self]


SQLITE = {
    sqlite3.SQLITE_BUSY: Outage.BUSY,
    sqlite3.SQLITE_LOCKED: Outage.BUSY,
    sqlite3.SQLITE_NOMEM: Outage.BUSY,
    sqlite3.SQLITE_FULL: Outage.FULL,
    sqlite3.SQLITE_IOERR: Outage.AWAY,
    sqlite3.SQLITE_CANTOPEN: Outage.AWAY,
    sqlite3.SQLITE_READONLY: Outage.AWAY,  # a disk that was remounted after an error
}
# By the beginning of the SQLSTATE, longest first (PostgreSQL's manual, appendix A).
POSTGRESQL = {
    "53100": Outage.FULL,
    "57014": Outage.BUSY,  # statement_timeout
    "55P03": Outage.BUSY,  # lock_timeout
    "40001": Outage.BUSY,
    "40P01": Outage.BUSY,  # a deadlock, of which this was the victim
    "25P03": Outage.BUSY,  # idle_in_transaction_session_timeout
    "25P04": Outage.BUSY,  # transaction_timeout
    "53": Outage.BUSY,  # connections, memory
    "57P": Outage.AWAY,  # it shuts down, has crashed, or is starting up
    "58": Outage.AWAY,  # its own disk fails it
    "08": Outage.AWAY,
}


def of(error: BaseException | None) -> Outage | None:
    """None for everything that would fail again."""
    said = error.__cause__ if isinstance(error, OperationalError | InternalError) else None
    if isinstance(said, sqlite3.Error):
        return SQLITE.get(getattr(said, "sqlite_errorcode", 0) & PRIMARY)
    if isinstance(error, OperationalError) and getattr(said, "sqlstate", "") is None:
        return Outage.AWAY  # no server said it: no connection, a lost one, or none free in the pool
    state = str(getattr(said, "sqlstate", ""))
    return next((outage for begin, outage in POSTGRESQL.items() if state.startswith(begin)), None)


class Pause:
    """After a request has waited in vain for a connection, the next ones of this process do not wait too.

    A process has few threads. If each of them waited for each request, a queue would build up behind
    them, and everybody would wait for everybody.
    """

    SECONDS = 0.5

    def __init__(self) -> None:
        self._ends_at = 0.0

    def notice(self, error: BaseException | None) -> None:
        if isinstance(error, OperationalError) and isinstance(error.__cause__, PoolTimeout):
            self._ends_at = time.monotonic() + self.SECONDS

    def end(self) -> None:
        self._ends_at = 0.0

    @property
    def is_on(self) -> bool:
        return time.monotonic() < self._ends_at


pause = Pause()
