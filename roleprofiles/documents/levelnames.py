"""Levels named within other text: "HR Questions for Mid Level"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from roleprofiles.documents import headings
from roleprofiles.documents.headings import LevelHead

_WORD = re.compile(r"[^\W_]+[+#]*")
_PIECE = re.compile(r"[^,;→(]+(?:\([^()]*\)?)?")
_WORD_LIMIT = 10  # a longer name is not looked for


class LevelNames:
    def __init__(self, names: Iterable[str] = ()) -> None:
        self.by_words = {
            words: name for name in names if len(words := _words(name)) in range(1, _WORD_LIMIT + 1)
        }
        self.lengths = sorted({len(words) for words in self.by_words}, reverse=True)

    def first_in(self, text: str) -> str:
        """The name that stands first in the text, the longest if there are several; "" if none does."""
        words = _words(text)
        for start in range(len(words)):
            for length in self.lengths:
                if name := self.by_words.get(words[start : start + length]):
                    return name
        return ""


def listed_levels(text: str) -> list[LevelHead]:
    """The levels of ``Mid (2-4 years), Experienced (4+ years)``."""
    heads = [headings.level_head(piece) for piece in _PIECE.findall(text)]
    return [head for head in heads if head.name]


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))
