"""An advert as Markdown (CommonMark): whatever its texts are, they are read as text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roleprofiles.adverts.shapes import Advert, Fact
from roleprofiles.adverts.sheet import Block, sheet

_MARKS = re.compile(
    r"[\\`*\[\]<>|~]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # between two letters it is no mark
    r"|&(?=#?\w+;)"
    r"|(?:^|(?<=\s))#"  # opens a heading, or closes one
    r"|^[-+=](?!\w)|^-(?=-)|^[-+=]+$"
)
_NUMBER = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")


def write(advert: Advert) -> str:
    said = sheet(advert)
    parts = [f"# {_escaped(said.title)}", "\n".join(map(_fact, said.facts))]
    for part in said.parts:
        parts += [part.heading and f"## {_escaped(part.heading)}", *_blocks(part.blocks)]
    return "\n\n".join(filter(None, parts)) + "\n"


def _fact(fact: Fact) -> str:
    return f"- **{_escaped(fact.label)}:** {f'<{fact.text}>' if fact.href else _escaped(fact.text)}"


def _blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        yield "\n".join(f"- {_escaped(item)}" for item in block.items) or _escaped(block.text)


def _escaped(line: str) -> str:
    return _NUMBER.sub(r"\1\\\2", _MARKS.sub(r"\\\g<0>", line))
