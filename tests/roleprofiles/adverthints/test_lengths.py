"""Long sentences, long on average, long adverts; in any language with spaces between words."""

from __future__ import annotations

import pytest

from roleprofiles.adverthints import Code, Kind, hints
from roleprofiles.adverthints.lengths import sentences
from tests.roleprofiles.adverthints.adverts import of_one, passage


def words(count: int, word: str = "word") -> str:
    return " ".join([word] * count)


SENTENCES = {
    "One. Two! Three? Four": ["One.", "Two!", "Three?", "Four"],
    "It is 3.5 times as fast in Node.js as before.": ["It is 3.5 times as fast in Node.js as before."],
    "Tools, e.g. a linter, and so on. Next": ["Tools, e.g. a linter, and so on.", "Next"],
    "He said “yes.” They said (no.) Done…": ["He said “yes.”", "They said (no.)", "Done…"],
    "A heading\n\nA text\nover lines": ["A heading", "A text\nover lines"],
    "You will:\n- build\n- run\n* mend": ["You will:", "build", "run", "mend"],
    "  . . . ": [],
    " a - b ": ["a - b"],
    "你好。再见": ["你好。再见"],
    "": [],
}


@pytest.mark.parametrize("text", SENTENCES)
def test_sentences(text: str) -> None:
    assert [text[sentence.start : sentence.end] for sentence in sentences(text)] == SENTENCES[text]


@pytest.mark.parametrize("language", ["en", "en-GB", "EN_us", "de", "pt-BR", ""])
@pytest.mark.parametrize("kind", Kind)
def test_a_sentence_over_thirty_words(kind: Kind, language: str) -> None:
    text = f"Short.  Wörter {words(30)}. {words(30).capitalize()}."
    said = hints([passage(text, kind)], language=language)
    long = f"Wörter {words(30)}."
    assert [(hint.code, hint.start, hint.quote, hint.swap) for hint in said if hint.start is not None] == (
        [] if kind is Kind.HEADING else [(Code.SENTENCE, 8, long, "")]
    )


def test_a_long_sentence_says_why() -> None:
    (hint,) = of_one(words(31))
    assert (hint.text, hint.reason) == (
        "This sentence has 31 words; two shorter ones may be easier to follow.",
        "Many people read adverts on a phone or in a second language, and lose a long thread.",
    )


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([20, 20, 20], ""),
        ([20, 20, 21], "Sentences have 20.3 words on average; 20 or fewer read more easily."),
        ([30, 30, 2], "Sentences have 20.7 words on average; 20 or fewer read more easily."),
        ([30, 30], ""),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_sentences_over_twenty_words_on_average(counts: list[int], said: str, language: str) -> None:
    prose = [passage(f"{words(count)}.".capitalize(), place=str(n)) for n, count in enumerate(counts)]
    others = [passage("Heading", Kind.HEADING), passage(words(25), Kind.MUST_HAVE)]
    found = hints([*others, *prose], language=language)
    assert [(hint.code, hint.text) for hint in found] == ([(Code.AVERAGE, said)] if said else [])


@pytest.mark.parametrize(("count", "is_said"), [(700, False), (701, True)])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_advert_over_seven_hundred_words(count: int, language: str, is_said: bool) -> None:
    kinds = [*Kind] * 10
    passages = [passage("Ten words stand in each of these 70 short passages", kind) for kind in kinds[:70]]
    passages.append(passage(words(count - 700), Kind.OTHER))
    found = hints(passages, language=language)
    assert [hint.text for hint in found if hint.code is Code.LENGTH] == (
        ["The advert has 701 words; 700 are mostly enough, and details can wait."] if is_said else []
    )


def test_only_lengths_in_another_language() -> None:
    text = "A driven ninja with XQZ, 5 years of Webpack, nice to have. " + words(31)
    musts = [passage(text, Kind.MUST_HAVE_DETAIL, place=str(n)) for n in range(9)]
    german = {hint.code for hint in hints(musts, language="de")}
    assert german == {Code.MANY, Code.SENTENCE, Code.AVERAGE}
    assert {hint.code for hint in hints(musts)} == german | {
        *(Code.YEARS, Code.NICE, Code.CODED, Code.TERM, Code.ACRONYM, Code.TOOL),
    }
