"""What every form of an advert says, in its order and in exactly these words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from roleprofiles.adverts.shapes import Advert, Fact, Section

_BLANK_LINE = re.compile(r"\n\s*\n")
_BULLET = re.compile(r"[-*•][ \t]+(?=\S)")
_KEPT = frozenset("\t\n\r\v\f\x1c\x1d\x1e\x85")  # all of them part words


@dataclass(frozen=True, kw_only=True)
class Block:
    """A paragraph, or the items of a list; never both."""

    text: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Part:
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Every text is one line, without characters that files cannot hold; none is empty."""

    title: str
    language: str
    facts: tuple[Fact, ...]
    parts: tuple[Part, ...]


def sheet(advert: Advert) -> Sheet:
    facts = (Fact(label=fact.label, text=one_line(fact.text)) for fact in advert.facts)
    parts = (Part(heading=one_line(one.heading), blocks=blocks(one)) for one in advert.sections)
    return Sheet(
        title=one_line(advert.title),
        language=advert.language,
        facts=tuple(fact for fact in facts if fact.text),
        parts=tuple(part for part in parts if part.blocks),
    )


def blocks(section: Section) -> tuple[Block, ...]:
    """Lines are a list; so is a paragraph of a text in which every line begins with ``-``, ``*`` or ``•``."""
    items = _lines(line.text for line in section.lines)
    return (Block(items=items),) if items else tuple(_of_text(section.text))


def one_line(text: str) -> str:
    """One space between words, and no characters that XML, a font or an accessible PDF cannot hold."""
    return " ".join("".join(filter(_is_kept, text)).split())


def _of_text(text: str) -> Iterator[Block]:
    for part in _BLANK_LINE.split(text.replace("\r\n", "\n")):
        lines = [said for line in part.split("\n") if (said := line.strip())]
        bullets = [_BULLET.match(line) for line in lines]
        if lines and all(bullets):
            items = _lines(line[found.end() :] for line, found in zip(lines, bullets, strict=True) if found)
            if items:
                yield Block(items=items)
        elif said := one_line(part):
            yield Block(text=said)


def _lines(texts: Iterator[str]) -> tuple[str, ...]:
    return tuple(filter(None, map(one_line, texts)))


def _is_kept(character: str) -> bool:
    if character in _KEPT:
        return True
    if character == "\ufeff":  # the mark at the beginning of a file, from pasted text
        return False
    return unicodedata.category(character) not in {"Cc", "Cs"} and ord(character) & 0xFFFE != 0xFFFE
