"""Words that are better said otherwise: coded words, terms that exclude, good-to-haves, tools that pass."""

from __future__ import annotations

from collections.abc import Iterator

from roleprofiles.adverthints.data import Wording, coded, nice_to_haves, terms, tools
from roleprofiles.adverthints.shapes import Code, Found
from roleprofiles.adverthints.words import Match, Words, spoken_of

_VOWELS = frozenset("aeiou")


def coded_words(words: Words) -> Iterator[Found]:
    for match in spoken_of(words, coded().phrases, coded().plain):
        yield _found(words, match, Code.CODED, "“{0}” is read by some as a hint at one gender")


def excluding_terms(words: Words) -> Iterator[Found]:
    for match in spoken_of(words, terms().phrases, terms().plain):
        yield _found(words, match, Code.TERM, "“{0}” is better said otherwise")


def nice_to_have_words(words: Words) -> Iterator[Found]:
    for match in spoken_of(words, nice_to_haves().phrases, nice_to_haves().plain):
        start, end = words.span(match.first, match.last)
        said = f"“{words.text[start:end]}” stands in a must-have; it may belong among the good-to-haves."
        yield Found(code=Code.NICE, start=start, end=end, text=said, reason=match.meaning.reason)


def passing_tools(words: Words) -> Iterator[Found]:
    rule = tools()
    if not any(rule.phrases.within(words)) or any(rule.examples.within(words)):
        return
    for match in rule.phrases.within(words):
        if words.bracketed[match.first]:
            continue
        start, end = words.span(match.first, match.last)
        quote, ability = words.text[start:end], match.meaning
        instead = f"you could ask for {ability}, with it in brackets"
        yield Found(
            code=Code.TOOL,
            start=start,
            end=end,
            text=f"“{quote}” may pass before the work does; {instead}.",
            reason="Tools come and go, and somebody who knows a similar one mostly learns the next one soon.",
            swap=_begun(f"{ability} ({quote})", as_in="A" if match.first == 0 else "a"),
        )


def _found(words: Words, match: Match[Wording], code: Code, said: str) -> Found:
    (start, end), swap = words.span(match.first, match.last), match.meaning.swap
    text = said.format(words.text[start:end])
    if swap:
        text += f"; you could say “{swap}”"
        start, swap = _with_article(words, match.first, swap)
        swap = _begun(swap, as_in=words.text[start:end])
    elif match.meaning.instead:
        text += f"; perhaps {match.meaning.instead}"
    return Found(code=code, start=start, end=end, text=f"{text}.", reason=match.meaning.reason, swap=swap)


def _with_article(words: Words, first: int, swap: str) -> tuple[int, str]:
    """ "an ambitious" → "a motivated": where it begins, and the swap with its article if that changes."""
    before = words.folded[first - 1] if first and words.follows[first] else ""
    article = "an" if swap[0].lower() in _VOWELS else "a"
    if before not in ("a", "an") or before == article:
        return words.spans[first][0], swap
    return words.spans[first - 1][0], f"{article} {swap}"


def _begun(swap: str, *, as_in: str) -> str:
    """With a capital where the text has one."""
    return swap[0].upper() + swap[1:] if as_in[:1].isupper() else swap
