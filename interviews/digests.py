"""A short proof of what a scorecard said when it was submitted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass


@dataclass(frozen=True, kw_only=True)
class Said:
    """One criterion of a submitted scorecard."""

    criterion: int
    value: int | None
    is_not_assessed: bool
    not_assessed_reason: str
    evidence: str


def of_ratings(salt: str, said: Iterable[Said]) -> str:
    """64 hex digits: SHA-256 over a salt and all ratings in the order of their criteria.

    The salt is kept with the card: without it nobody can try out which short notes give this digest.
    """
    ordered = sorted(said, key=lambda one: one.criterion)
    text = json.dumps([salt, *map(astuple, ordered)], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
