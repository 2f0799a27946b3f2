"""The rules as the files in ``data/`` say them; each file explains its fields, source and licence."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from roleprofiles.adverthints.words import Phrases

DATA = Path(__file__).parent.parent / "data"


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What to say of a phrase: why, a wording to take over or "", and advice where there is none or ""."""

    reason: str
    swap: str = ""
    instead: str = ""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Phrases to speak of, and those in which the same words are meant as they stand."""

    phrases: Phrases[Wording]
    plain: Phrases[None]


@dataclass(frozen=True, kw_only=True)
class Tools:
    phrases: Phrases[str]  # with the ability that lasts
    examples: Phrases[None]


def said(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"advert_{name}.toml").read_text(encoding="utf-8"))


CODED_REASONS = {
    "masculine": (
        "In studies, adverts with many words like this one appealed less to women, who could do the job but "
        "did not see themselves there."
    ),
    "feminine": (
        "In studies it was taken as a hint at women, with little effect on who applies, so this matters only "
        "where a plain word says more."
    ),
}


@cache
def coded() -> Rule:
    tables = [(side, table) for side in CODED_REASONS for table in said("coded_words")[side]]
    return Rule(phrases=Phrases(_coded(tables)), plain=_plain(table for _, table in tables))


def _coded(tables: Iterable[tuple[str, Mapping[str, Any]]]) -> Iterator[tuple[str, Wording]]:
    for side, table in tables:
        reason, instead = CODED_REASONS[side], table["instead"]
        for phrase, swap in table.get("swaps", {}).items():
            yield phrase, Wording(reason=reason, swap=swap, instead=instead)
        for stem in table["stems"]:
            yield f"{stem}*", Wording(reason=reason, instead=instead)


@cache
def terms() -> Rule:
    tables = [table for part in said("terms")["list"] for table in part["term"]]
    phrases = (
        (phrase, Wording(reason=table["reason"], swap=swap))
        for table in tables
        for phrase, swap in table["words"].items()
    )
    return Rule(phrases=Phrases(phrases), plain=_plain(tables))


@cache
def nice_to_haves() -> Rule:
    table = said("nice_to_haves")
    wording = Wording(
        reason="Readers cannot tell what is really needed, and clear lists bring more people who qualify."
    )
    return Rule(phrases=Phrases((phrase, wording) for phrase in table["words"]), plain=_plain([table]))


@cache
def tools() -> Tools:
    table = said("tools")
    return Tools(
        phrases=Phrases((tool, kind["ability"]) for kind in table["kind"] for tool in kind["tools"]),
        examples=Phrases((phrase, None) for phrase in table["examples"]),
    )


@cache
def known_acronyms() -> frozenset[str]:
    table = said("acronyms")
    return frozenset([*table["technical"].split(), *table["everyday"].split()])


def _plain(tables: Iterable[Mapping[str, Any]]) -> Phrases[None]:
    return Phrases((phrase, None) for table in tables for phrase in table.get("plain", ()))
