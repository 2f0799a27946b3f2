"""How long sentences are, and the advert; in any language that puts spaces between words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from roleprofiles.adverthints.shapes import Code, Found, Kind, Passage
from roleprofiles.adverthints.words import TOKEN

SENTENCE_LIMIT = 30  # words, before the hint
AVERAGE_LIMIT = 20  # words a sentence
FEWEST_SENTENCES = 3  # fewer have no average worth a word
ADVERT_LIMIT = 700  # words

_ENDS = tuple(".!?…。！？")
_CLOSERS = "\"'”’»)]*_"
_BULLETS = frozenset({"-", "–", "•", "*", "·"})


@dataclass(frozen=True, kw_only=True)
class Sentence:
    start: int
    end: int
    words: int


def sentences(text: str) -> Iterator[Sentence]:
    """They end at a blank line, before a bullet, and at a full stop or the like before no small letter."""
    start = end = words = 0
    is_ended = False
    for token in TOKEN.finditer(text):
        said, lines = token[0], text.count("\n", end, token.start())
        is_new = lines > 1 or (lines and said in _BULLETS) or (is_ended and not said[0].islower())
        if words and is_new:
            yield Sentence(start=start, end=end, words=words)
            words = 0
        start = start if words else token.start()
        words += any(map(str.isalnum, said))
        end = token.end()
        is_ended = said.rstrip(_CLOSERS).endswith(_ENDS)
    if words:
        yield Sentence(start=start, end=end, words=words)


def long_sentences(passage: Passage, read: Iterable[Sentence]) -> Iterator[Found]:
    if passage.kind is Kind.HEADING:
        return
    for sentence in read:
        if sentence.words > SENTENCE_LIMIT:
            yield Found(
                code=Code.SENTENCE,
                start=sentence.start,
                end=sentence.end,
                text=f"This sentence has {sentence.words} words; two shorter ones may be easier to follow.",
                reason="Many people read adverts on a phone or in a second language, and lose a long thread.",
            )


def of_the_whole(passages: Iterable[tuple[Passage, Sequence[Sentence]]]) -> Iterator[tuple[Code, str, str]]:
    """A code, what to say, and why."""
    total, written = 0, []
    for passage, read in passages:
        total += sum(sentence.words for sentence in read)
        if passage.kind is not Kind.HEADING and not passage.kind.is_name:
            written += [sentence.words for sentence in read]
    if total > ADVERT_LIMIT:
        yield (
            Code.LENGTH,
            f"The advert has {total:,} words; {ADVERT_LIMIT} are mostly enough, and details can wait.",
            "People skim adverts, and what matters to them is easier to find in a short one.",
        )
    if len(written) >= FEWEST_SENTENCES and sum(written) > AVERAGE_LIMIT * len(written):
        average = sum(written) / len(written)
        yield (
            Code.AVERAGE,
            f"Sentences have {average:.1f} words on average; {AVERAGE_LIMIT} or fewer read more easily.",
            "Short sentences are understood at once, also by people who read in a second language.",
        )
