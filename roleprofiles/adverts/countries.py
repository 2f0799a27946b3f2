"""The countries of ISO 3166, by their usual English names; the list is the public one of the tz database."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_LIST = Path(__file__).parent.parent / "data" / "iso3166.tab"


@cache
def countries() -> dict[str, str]:
    """Names by code, in the order of the names."""
    lines = (line.split("\t") for line in _LIST.read_text().splitlines() if not line.startswith("#"))
    return dict(sorted(((code, name) for code, name in lines), key=lambda said: said[1]))
