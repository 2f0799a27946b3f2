"""What must not be asked, as ``data/ask_topics.toml`` says it; the fields are explained there."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from roleprofiles.adverthints.words import Phrases

DATA = Path(__file__).parent.parent / "data" / "ask_topics.toml"


@dataclass(frozen=True, kw_only=True)
class Topic:
    name: str
    instead: str
    source: str
    phrases: tuple[str, ...]
    plain: tuple[str, ...] = ()
    where: str = ""


@cache
def topics() -> tuple[Topic, ...]:
    said = tomllib.loads(DATA.read_text(encoding="utf-8"))["topic"]
    return tuple(Topic(**table) for table in said)


@cache
def phrases() -> Phrases[Topic]:
    return Phrases((phrase, topic) for topic in topics() for phrase in topic.phrases)


@cache
def plain() -> Phrases[None]:
    return Phrases((phrase, None) for topic in topics() for phrase in topic.plain)
