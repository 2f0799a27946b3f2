"""Plain: which words of a text changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

COMPARED = 200  # words; comparing takes the square of them
ALIKE = 0.3  # below this share of common words, two texts are read better one after the other


@dataclass(frozen=True)
class Piece:
    """Words that stand together in a text, and whether only this side has them."""

    text: str
    is_changed: bool = False


Pieces = tuple[Piece, ...]


def marked(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Both texts in pieces; texts that are not alike, or long ones, are one piece each."""
    old, new = _words(before), _words(after)
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    was, now = old[start : len(old) - end], new[start : len(new) - end]
    blocks = [(0, 0, 0)]
    if len(was) <= COMPARED and len(now) <= COMPARED:
        blocks = list(SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks())
    same = start + end + sum(size for _, _, size in blocks)
    if same < ALIKE * max(len(old), len(new)):
        return (Piece(before, True),), (Piece(after, True),)
    spans = [(0, 0, start), *((start + i, start + j, size) for i, j, size in blocks)]
    spans.append((len(old) - end, len(new) - end, end))
    return (
        _pieces(old, [(i, size) for i, _, size in spans]),
        _pieces(new, [(j, size) for _, j, size in spans]),
    )


def differing_lines(before: str, after: str) -> tuple[str, str]:
    """Of two texts of several lines, such as overviews, the lines that only one of them has in that place."""
    old, new = before.split("\n"), after.split("\n")
    if len(old) == 1 or len(new) == 1:
        return before, after
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    apart = [(i, j, k, m) for what, i, j, k, m in steps if what != "equal"]
    return (
        "\n".join(line for i, j, _, _ in apart for line in old[i:j]),
        "\n".join(line for _, _, k, m in apart for line in new[k:m]),
    )


def _words(text: str) -> list[str]:
    """The ends of lines are words too: what is in two lines is shown in two."""
    return re.findall(r"\n|\S+", text)


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words two texts begin with together."""
    return next(
        (n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )


def _pieces(words: Sequence[str], kept: Sequence[tuple[int, int]]) -> Pieces:
    """``kept`` are where words stand that both sides have, and how many, from left to right."""
    found: list[Piece] = []
    done = 0
    for place, size in kept:
        found += [Piece(" ".join(words[done:place]), True), Piece(" ".join(words[place : place + size]))]
        done = place + size
    return tuple(piece for piece in found if piece.text)
