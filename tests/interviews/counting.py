"""How many queries a request takes; what opens and ends transactions is not counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


@contextmanager
def queries(number: int) -> Iterator[None]:
    """Exactly this number: session and user included."""
    with CaptureQueriesContext(connection) as captured:
        yield
    said = [one["sql"][:300] for one in captured if not one["sql"].startswith(TRANSACTION)]
    assert len(said) == number, "\n".join([f"{len(said)} queries instead of {number}", *said])
