"""What to say about an advert, in the order of its text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import zip_longest

from roleprofiles.adverthints.acronyms import explained, unexplained
from roleprofiles.adverthints.lengths import Sentence, long_sentences, of_the_whole, sentences
from roleprofiles.adverthints.shapes import Code, Found, Hint, Kind, Passage
from roleprofiles.adverthints.wording import coded_words, excluding_terms, nice_to_have_words, passing_tools
from roleprofiles.adverthints.words import Words
from roleprofiles.adverthints.years import years
from roleprofiles.hints.levels import MUST_HAVE_LIMIT

_ORDER = {code: place for place, code in enumerate(Code)}
_IN_THE_WHOLE = {Code.ACRONYM}  # said once: whoever does not mind it in one place does not in another


def hints(passages: Sequence[Passage], *, language: str = "en") -> tuple[Hint, ...]:
    """Those on the whole advert first; in any language but English only those on lengths.

    ``language`` is a tag such as ``en`` or ``en-GB``.
    """
    is_english = language.replace("_", "-").split("-")[0].lower() == "en"
    read = [list(sentences(passage.text)) for passage in passages]
    return (*_of_the_whole(passages, read), *_of_passages(passages, read, is_english=is_english))


def _of_the_whole(passages: Sequence[Passage], read: Sequence[list[Sentence]]) -> Iterator[Hint]:
    for code, text, reason in (*_many(passages), *of_the_whole(zip(passages, read, strict=True))):
        yield Hint(
            code=code,
            place="",
            start=None,
            end=None,
            quote="",
            text=text,
            reason=reason,
            swap="",
            key=_key(code),
        )


def _many(passages: Sequence[Passage]) -> Iterator[tuple[Code, str, str]]:
    musts = sum(
        passage.kind is Kind.MUST_HAVE or (passage.kind is Kind.MUST_HAVE_DETAIL and not name)
        for name, _, passage in _with_names(passages)
    )
    if musts > MUST_HAVE_LIMIT:
        yield (
            Code.MANY,
            f"The advert has {musts} must-haves; aim for 5 to 7, and see which could be good to have.",
            "A short list says what the work really needs, and clear lists bring more people who qualify.",
        )


def _with_names(passages: Sequence[Passage]) -> Iterator[tuple[str, str, Passage]]:
    """Each passage with the name and the detail of the requirement it is of, "" where it has none."""
    before: Passage | None = None
    for passage, after in zip_longest(passages, passages[1:]):
        if passage.kind.is_name:
            is_detail = after is not None and after.kind == f"{passage.kind}_detail"
            yield passage.text, after.text if after and is_detail else "", passage
        else:
            is_named = before is not None and passage.kind == f"{before.kind}_detail"
            yield before.text if before and is_named else "", passage.text, passage
        before = passage


def _of_passages(
    passages: Sequence[Passage], read: Sequence[list[Sentence]], *, is_english: bool
) -> Iterator[Hint]:
    seen: Counter[tuple[str, ...]] = Counter()
    texts = [Words(passage.text) for passage in passages] if is_english else []
    acronyms = set(explained(texts))
    for at, (name, detail, passage) in enumerate(_with_names(passages)):
        found = list(long_sentences(passage, read[at]))
        if is_english:
            found += _wording(texts[at], name, detail, passage)
            if not passage.kind.is_name:
                found += unexplained(texts[at], acronyms)
        for one in sorted(found, key=lambda one: (one.start, _ORDER[one.code], one.end)):
            quote = passage.text[one.start : one.end]
            whose = (quote,) if one.code in _IN_THE_WHOLE else (passage.place, quote.casefold())
            seen[one.code, *whose] += 1
            yield _hint(one, passage, quote, _key(one.code, *whose, str(seen[one.code, *whose])))


def _wording(words: Words, name: str, detail: str, passage: Passage) -> Iterator[Found]:
    if passage.kind.is_must:
        yield from (nice := list(nice_to_have_words(words)))
        # A line that is no must-have has to move first, and its words would stand in the new wording.
        if about_years := years(passage, name=name, detail=detail, may_reword=not nice):
            yield about_years
        if passage.kind.is_name or not name:
            yield from passing_tools(words)
    if not passage.kind.is_name:
        yield from coded_words(words)
        yield from excluding_terms(words)


def _hint(found: Found, passage: Passage, quote: str, key: str) -> Hint:
    return Hint(
        code=found.code,
        place=passage.place,
        start=found.start,
        end=found.end,
        quote=quote,
        text=found.text,
        reason=found.reason,
        swap=found.swap,
        key=key,
    )


def _key(code: Code, *whose: str) -> str:
    """Of what is said and of what: not of where in the advert, so that it lasts while other texts change."""
    return f"{code}-{blake2b(repr(whose).encode(), digest_size=8).hexdigest()}" if whose else str(code)
