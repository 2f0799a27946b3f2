"""Acronyms that nothing in the advert explains."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from roleprofiles.adverthints.data import known_acronyms
from roleprofiles.adverthints.shapes import Code, Found
from roleprofiles.adverthints.words import Words

_ACRONYM = re.compile(r"[A-Z][A-Z0-9]{1,4}s?")
_LONGEST = 5  # characters of an acronym; a longer word in capitals is stressed
_LETTERS = 40  # of a word that explains; more are no word
_SHOUTED_RUN = 3  # so many words in capitals in a row are stressed, no acronyms


def explained(texts: Iterable[Words]) -> frozenset[str]:
    """As in "Service Level Objective (SLO)" or "SLO (Service Level Objective)", anywhere in the advert."""
    return frozenset(
        acronym for words in texts for at, acronym in _acronyms(words) if _is_explained(words, at, acronym)
    )


def unexplained(words: Words, known: set[str]) -> Iterator[Found]:
    """What this text has that is not in ``known``, each once: it is added there."""
    if words.is_shouted:
        return
    for at, acronym in _acronyms(words):
        if acronym in known or acronym in known_acronyms() or _in_shouted_run(words, at):
            continue
        known.add(acronym)
        start, end = words.spans[at]
        yield Found(
            code=Code.ACRONYM,
            start=start,
            end=end,
            text=f"“{acronym}” is not explained here; say it in full once, with “({acronym})” behind it.",
            reason="Somebody who does the same work elsewhere may know it by another name.",
        )


def _acronyms(words: Words) -> Iterator[tuple[int, str]]:
    """Which word it is, and the acronym without a plural s."""
    for at in range(len(words.spans)):
        if acronym := _acronym(words, at):
            yield at, acronym


def _acronym(words: Words, at: int) -> str:
    start, end = words.spans[at]
    if not 2 <= end - start <= _LONGEST + 1 or not _ACRONYM.fullmatch(words.text, start, end):
        return ""
    return words.text[start:end].removesuffix("s")


def _in_shouted_run(words: Words, at: int) -> bool:
    first = last = at
    while first > 0 and at - first < _SHOUTED_RUN and words.follows[first] and _acronym(words, first - 1):
        first -= 1
    while (
        last + 1 < len(words.spans)
        and last - at < _SHOUTED_RUN
        and words.follows[last + 1]
        and _acronym(words, last + 1)
    ):
        last += 1
    return last - first + 1 >= _SHOUTED_RUN


def _is_explained(words: Words, at: int, acronym: str) -> bool:
    before, after = words.gaps[at].rstrip(), words.gaps[at + 1]
    most = 2 * len(acronym)  # words, since small ones between do not count
    if before.endswith("(") and after.startswith(")"):
        said = words.folded[max(at - most, 0) : at]
        return any(_spells(said[-count:], acronym) for count in range(2, len(said) + 1))
    if after.strip() == "(":
        said = words.folded[at + 1 : at + 1 + most]
        gaps = words.gaps[at + 2 : at + 2 + len(said)]
        closed = next((count for count, gap in enumerate(gaps, 1) if ")" in gap), 0)
        return closed > 1 and _spells(said[:closed], acronym)
    return False


def _spells(said: list[str], acronym: str) -> bool:
    """Whether the acronym's characters come in this order in the words, the first at their beginning."""
    letters = iter("".join(word[:_LETTERS] for word in said))
    return said[0][0] == acronym[0].lower() and all(letter in letters for letter in acronym.lower())
