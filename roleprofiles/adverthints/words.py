"""The words of a text and how they follow each other, and phrases to be found among them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
TOKEN = re.compile(r"\S+")
_CAPITALS = 4  # letters: a word of so many in capitals is a name (HIS), a longer one may be stressed
_JOINTS = frozenset("-‐‑–/.&")  # between two words of a phrase, without a space
T = TypeVar("T")


@dataclass(frozen=True)
class Words:
    """A text, and of each of its words: how it is compared, where it stands, what stands before it."""

    text: str

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        return [found.span() for found in _WORD.finditer(self.text)]

    @cached_property
    def folded(self) -> list[str]:
        return [self.text[start:end].casefold().replace("’", "'") for start, end in self.spans]

    @cached_property
    def gaps(self) -> list[str]:
        """What stands before each word, and at last what stands behind all."""
        ends = [0, *(end for _, end in self.spans)]
        starts = [*(start for start, _ in self.spans), len(self.text)]
        return [self.text[end:start] for end, start in zip(ends, starts, strict=True)]

    @cached_property
    def follows(self) -> list[bool]:
        """Whether a word may go on with the phrase that the word before it is of."""
        return [gap in _JOINTS or (gap.isspace() and gap.count("\n") < 2) for gap in self.gaps[:-1]]

    @cached_property
    def bracketed(self) -> list[bool]:
        depth, said = 0, []
        for gap in self.gaps[:-1]:
            depth = max(depth + gap.count("(") - gap.count(")"), 0)
            said.append(depth > 0)
        return said

    @cached_property
    def is_shouted(self) -> bool:
        """All in capitals: then capitals mean nothing."""
        return len(self.spans) > 1 and self.text.isupper()

    def span(self, first: int, last: int) -> tuple[int, int]:
        return self.spans[first][0], self.spans[last][1]

    def written(self, first: int, last: int) -> str:
        start, end = self.span(first, last)
        return self.text[start:end]


@dataclass(frozen=True)
class Match(Generic[T]):
    """The first and the last word of a phrase that was found, and what the phrase is to somebody."""

    first: int
    last: int
    meaning: T

    @property
    def length(self) -> int:
        return self.last - self.first + 1


def parts(phrase: str) -> tuple[str, ...]:
    """Its words: a joint is as good as a space; ``word*`` is any word that begins so, ``?`` any word."""
    spaced = "".join(" " if character in _JOINTS else character for character in phrase)
    return tuple(spaced.casefold().replace("’", "'").split())


class Phrases(Generic[T]):
    """Phrases to be found in one walk over the words, whatever their number: by how they begin."""

    def __init__(self, said: Iterable[tuple[str, T]]) -> None:
        self.beginning: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, meaning in said:
            first, *rest = parts(phrase)
            self.beginning.setdefault(first, []).append((tuple(rest), meaning))
        for starting in self.beginning.values():
            starting.sort(key=lambda one: -len(one[0]))
        stems = [first[:-1] for first in self.beginning if first.endswith("*")]
        self.lengths = sorted(set(map(len, stems)))
        self.heads = {stem[: self.lengths[0]] for stem in stems}  # most words begin like none of them

    def at(self, words: Words, first: int) -> Match[T] | None:
        """The longest phrase that begins with this word."""
        best: Match[T] | None = None
        for starting in self._starting(words.folded[first]):
            for rest, meaning in starting:
                if best and len(rest) < best.length:
                    break
                if _goes_on(words, first, rest):
                    best = Match(first=first, last=first + len(rest), meaning=meaning)
                    break
        return best

    def within(self, words: Words) -> Iterator[Match[T]]:
        """All, also where one begins within another."""
        return (found for first in range(len(words.spans)) if (found := self.at(words, first)))

    def _starting(self, word: str) -> Iterator[list[tuple[tuple[str, ...], T]]]:
        if word in self.beginning:
            yield self.beginning[word]
        if self.heads and word[: self.lengths[0]] in self.heads:
            for length in self.lengths:
                if length <= len(word) and (stem := f"{word[:length]}*") in self.beginning:
                    yield self.beginning[stem]


def _goes_on(words: Words, first: int, rest: tuple[str, ...]) -> bool:
    if first + len(rest) >= len(words.spans):
        return False
    return all(
        words.follows[at] and _is_word(words.folded[at], asked) for at, asked in enumerate(rest, first + 1)
    )


def _is_word(word: str, asked: str) -> bool:
    return asked in (word, "?") or (asked.endswith("*") and word.startswith(asked[:-1]))


def spoken_of(words: Words, phrases: Phrases[T], plain: Phrases[None]) -> Iterator[Match[T]]:
    """Phrases that do not overlap, without those in a plain phrase that is as long as they are or longer."""
    silenced: dict[int, int] = {}  # by word: the longest plain phrase it is of
    for silent in plain.within(words):
        for at in range(silent.first, silent.last + 1):
            silenced[at] = max(silenced.get(at, 0), silent.length)
    free = 0
    for match in phrases.within(words):
        covered = max(silenced.get(at, 0) for at in range(match.first, match.last + 1))
        if match.first < free or covered >= match.length or _is_name(words, match):
            continue
        free = match.last + 1
        yield match


def _is_name(words: Words, match: Match[T]) -> bool:
    """HIS is a hospital's information system."""
    written = words.written(match.first, match.last)
    return written.isupper() and 1 < len(written) <= _CAPITALS and not words.is_shouted
