"""What an advert is made of here, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """A requirement's name keeps the role's words, so that only its detail is judged for wording."""

    HEADING = "heading"
    PROSE = "prose"
    MUST_HAVE = "must_have"
    MUST_HAVE_DETAIL = "must_have_detail"
    GOOD_TO_HAVE = "good_to_have"
    GOOD_TO_HAVE_DETAIL = "good_to_have_detail"
    OTHER = "other"
    OTHER_DETAIL = "other_detail"

    @property
    def is_must(self) -> bool:
        return self in (Kind.MUST_HAVE, Kind.MUST_HAVE_DETAIL)

    @property
    def is_name(self) -> bool:
        return self in (Kind.MUST_HAVE, Kind.GOOD_TO_HAVE, Kind.OTHER)


class Code(StrEnum):
    """What a hint is about; those of one place in the text stand in this order."""

    MANY = "many"
    LENGTH = "length"
    AVERAGE = "average"
    SENTENCE = "sentence"
    YEARS = "years"
    NICE = "nice_to_have"
    CODED = "coded"
    TERM = "term"
    ACRONYM = "acronym"
    TOOL = "tool"


@dataclass(frozen=True, kw_only=True)
class Passage:
    """``place`` is the caller's own name of it. A detail stands right behind its requirement's name.

    A line that is one text without a name is a detail.
    """

    place: str
    kind: Kind
    text: str


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a rule found at ``text[start:end]`` of a passage: what to say, why, and what could stand there."""

    code: Code
    start: int
    end: int
    text: str
    reason: str
    swap: str = ""


@dataclass(frozen=True, kw_only=True)
class Hint:
    """``text`` and ``reason`` are a sentence each; ``swap`` could replace ``quote``, or is "".

    ``start`` and ``end`` count characters (code points) of the passage; both are None, and ``place`` and
    ``quote`` "", where the hint is about the whole advert. ``key`` stays while other passages change.
    """

    code: Code
    place: str
    start: int | None
    end: int | None
    quote: str
    text: str
    reason: str
    swap: str
    key: str
