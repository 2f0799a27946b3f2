"""A long list a stretch at a time, newest first: nothing is counted, and no page is slower than the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from roleprofiles.lines import whole_number


@dataclass(frozen=True)
class Stretch:
    """``older`` is what the next stretch comes before, None at the end; ``is_first`` has the newest."""

    rows: list[Any]
    older: int | None
    is_first: bool


def stretch(rows: QuerySet[Any], size: int, *, field: str, before: str | None = "") -> Stretch:
    """The ``size`` rows with the highest values of a unique field, or the highest below ``before``.

    What is no number is ignored, as in the address of somebody who guesses.
    """
    limit = whole_number(before or "")
    below = rows if limit is None else rows.filter(**{f"{field}__lt": limit})
    found = list(below.order_by(f"-{field}")[: size + 1])
    there, is_more = found[:size], len(found) > size
    return Stretch(there, getattr(there[-1], field) if is_more else None, is_first=limit is None)
