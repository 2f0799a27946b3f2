"""Adverts of a few passages."""

from __future__ import annotations

from roleprofiles.adverthints import Code, Hint, Kind, Passage, hints


def passage(text: str, kind: Kind = Kind.PROSE, place: str = "1") -> Passage:
    return Passage(place=place, kind=kind, text=text)


def of_one(text: str, kind: Kind = Kind.PROSE) -> tuple[Hint, ...]:
    return hints([passage(text, kind)])


def found(text: str, code: Code, kind: Kind = Kind.PROSE) -> list[tuple[str, str]]:
    """What is quoted and what could stand there; no other rule may say anything."""
    said = of_one(text, kind)
    assert {hint.code for hint in said} <= {code}, said
    return [(hint.quote, hint.swap) for hint in said]
