"""What to say of a question, in the order of its text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from roleprofiles.adverthints.words import Words, spoken_of
from roleprofiles.askhints.topics import Topic, phrases, plain


@dataclass(frozen=True, kw_only=True)
class Hint:
    """``quote`` are the words it is about, ``where`` ends "not to be asked …", ``instead`` is a sentence."""

    topic: str
    quote: str
    where: str
    instead: str
    source: str

    @property
    def text(self) -> str:
        return f"“{self.quote}” touches {self.topic}: not to be asked {self.where}. {self.instead}"


def hints(*texts: str) -> tuple[Hint, ...]:
    """One a topic, for the prompt of a question and whatever else is asked with it."""
    found: dict[str, Hint] = {}
    for text in texts:
        for hint in _of_text(Words(text.replace("U.S.", "US"))):  # a full stop ends a phrase
            found.setdefault(hint.topic, hint)
    return tuple(found.values())


def _of_text(words: Words) -> Iterator[Hint]:
    for match in spoken_of(words, phrases(), plain()):
        topic: Topic = match.meaning
        yield Hint(
            topic=topic.name,
            quote=" ".join(words.written(match.first, match.last).split()),
            where=topic.where or "anywhere",
            instead=topic.instead,
            source=topic.source,
        )
