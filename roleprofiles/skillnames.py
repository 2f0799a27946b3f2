"""Plain: what two names of skills have in common.

Likeness is a proposal for a person to accept or refuse. Nothing is ever merged because of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

LIKENESS = 0.8  # from here on, two names may mean one skill
NEARNESS = 0.75  # from here on, a word of a search may be a slip for a word of a name
COARSE = 75  # of 100: fuzz.ratio of any two names whose likeness is enough; lets most pairs go unread
CLOSEST = 20  # names that get more than a coarse look, even if all names are much the same
MOST_WORDS = 8  # of a search that is looked at for slips
BEGINNING = 5  # letters of a search that may be the beginning of a word

_BRACKETS = {")": "(", "]": "["}
_WORD = re.compile(r"[\w+#]+")  # C, C++ and C# are three words
_LIST = re.compile(r"[/,;&|]|\b(?:and|or)\b", re.IGNORECASE)  # what stands in any order
_DIGITS = re.compile(r"\d+")


def bracket_free(name: str) -> str:
    """``SQL (PostgreSQL, MySQL)`` without its examples: ``SQL``.

    A bracket that goes on as a word, ``(Micro)services``, is part of it, one that never closes is text,
    and a name that would have nothing left stays as it is.
    """
    text = " ".join(name.split())
    kept, at = [], 0
    for start, end in _brackets(text):
        if not text[end : end + 1].isalnum():
            kept.append(text[at:start].rstrip())
            at = end
    rest = "".join([*kept, text[at:]]).strip()
    return rest if any(map(str.isalnum, rest)) else text


def _brackets(text: str) -> list[tuple[int, int]]:
    """Where the outermost of the brackets that close begin and end."""
    opened: list[int] = []
    found: list[tuple[int, int]] = []
    for at, character in enumerate(text):
        if character in _BRACKETS.values():
            opened.append(at)
        elif opened and text[opened[-1]] == _BRACKETS.get(character):
            start = opened.pop()
            while found and found[-1][0] > start:
                found.pop()
            found.append((start, at + 1))
    return found


def likeness(one: str, other: str) -> float:
    """0 to 1, whatever brackets hold, and whatever the order of what is listed."""
    return _likeness(_Name.of(one), _Name.of(other))


@dataclass(frozen=True)
class _Name:
    """A name as it is compared: its words, and whether it lists several things (TensorFlow / PyTorch)."""

    words: tuple[str, ...]
    is_list: bool

    @classmethod
    def of(cls, name: str) -> _Name:
        bare = bracket_free(name)
        return cls(words=tuple(_words(_LIST.sub(" ", bare))), is_list=bool(_LIST.search(bare)))


class KnownNames:
    """The names of a library, made ready to be compared with many others."""

    def __init__(self, names: Iterable[tuple[int, str]]) -> None:
        """``names``: whose name it is, and the name."""
        known = [(owner, _Name.of(name)) for owner, name in sorted(names)]
        self.owners = [owner for owner, _ in known]
        self.names = [name for _, name in known]
        self.joined = ["".join(name.words) for name in self.names]
        self.ordered = [" ".join(sorted(name.words)) for name in self.names]

    def like(self, name: str) -> list[int]:
        """Whose names may mean the same as this one, the likeliest first."""
        asked = _Name.of(name)
        best: dict[int, float] = {}
        for place in self._coarsely_like(asked.words):
            owner, score = self.owners[place], _likeness(asked, self.names[place])
            if score >= LIKENESS:
                best[owner] = max(score, best.get(owner, 0))
        return sorted(best, key=lambda owner: (-best[owner], owner))

    def _coarsely_like(self, words: Sequence[str]) -> set[int]:
        asked = (("".join(words), self.joined), (" ".join(sorted(words)), self.ordered))
        closest = (
            process.extract(text, names, scorer=fuzz.ratio, score_cutoff=COARSE, limit=CLOSEST)
            for text, names in asked
        )
        return {place for found in closest for _, _, place in found}


def near(asked: str, names: Iterable[tuple[int, str]]) -> list[int]:
    """Whose names somebody may have meant who searched for this and mistyped, the nearest first."""
    wanted = _words(asked)
    if not 0 < len(wanted) <= MOST_WORDS:
        return []
    best: dict[int, float] = {}
    for owner, name in names:
        if (score := _nearness(wanted, _words(name))) >= NEARNESS:
            best[owner] = max(score, best.get(owner, 0))
    return sorted(best, key=lambda owner: (-best[owner], owner))


def _words(name: str) -> list[str]:
    return _WORD.findall(name.casefold())


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _likeness(one: _Name, other: _Name) -> float:
    """What is left of both when the words in common are set aside has to be the same but for slips.

    A plural is in common: REST API, REST APIs. So "SQL databases" and "NoSQL databases" are nothing alike,
    however long they are. The order of words is meant (System Design, Design Systems) but in lists. People
    rarely mistype the first letter (JUnit is not NUnit), and numbers are meant (Java 8, Java 11).
    """
    common, rest = _split(one.words, other.words)
    common_too, other_rest = _split(other.words, one.words)
    if common != common_too and not (one.is_list and other.is_list):
        return 0.0
    left, right = "".join(rest), "".join(other_rest)
    if left == right:
        return 1.0 if one.words else 0.0
    if left[:1] != right[:1] or _DIGITS.findall(left) != _DIGITS.findall(right):
        return 0.0
    return OSA.normalized_similarity(left, right)


def _split(words: Iterable[str], others: Iterable[str]) -> tuple[list[str], list[str]]:
    """The words in common, without plural, and the rest."""
    common = Counter(map(_singular, others))
    shared: list[str] = []
    rest: list[str] = []
    for word in words:
        if common[_singular(word)] > 0:
            common[_singular(word)] -= 1
            shared.append(_singular(word))
        else:
            rest.append(word)
    return shared, rest


def _nearness(wanted: Sequence[str], words: Sequence[str]) -> float:
    """Of the word that is farthest from every word of the name, or of all written as one."""
    one_by_one = min(max((_similar(asked, word) for word in words), default=0.0) for asked in wanted)
    return max(one_by_one, _similar("".join(wanted), "".join(words)))


def _similar(asked: str, word: str) -> float:
    """Of the whole word, or of its beginning: people search while they type."""
    similar = OSA.normalized_similarity(asked, word, score_cutoff=NEARNESS)
    if BEGINNING <= len(asked) < len(word):
        beginning = word[: len(asked)]
        similar = max(similar, OSA.normalized_similarity(asked, beginning, score_cutoff=NEARNESS))
    return similar
