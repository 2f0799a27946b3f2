"""The whole: order, offsets, keys, and time in proportion to the text."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roleprofiles.adverthints import Code, Hint, Kind, Passage, hints
from roleprofiles.adverthints.data import said
from tests.roleprofiles.adverthints.adverts import passage

# --- order and offsets ---


def test_hints_stand_in_the_order_of_the_text() -> None:
    musts = [passage(f"Ability {n}", Kind.MUST_HAVE, f"must {n}") for n in range(8)]
    text = "Ideally 🦄 a  driven\u00a0ninja with an XQZ and 5 years of Go"
    found = hints(
        [
            passage("A guru", Kind.HEADING, "title"),
            *musts,
            passage(text, Kind.MUST_HAVE_DETAIL, "detail"),
            passage("5 years of Go", Kind.MUST_HAVE, "last"),
        ]
    )
    assert [(hint.code, hint.place, hint.start, hint.quote, hint.swap) for hint in found] == [
        (Code.MANY, "", None, "", ""),
        (Code.TERM, "title", 0, "A guru", "An expert"),
        (Code.NICE, "detail", 0, "Ideally", ""),
        (Code.CODED, "detail", 13, "driven", "motivated"),
        (Code.TERM, "detail", 20, "ninja", "expert"),
        (Code.ACRONYM, "detail", 34, "XQZ", ""),
        (Code.YEARS, "detail", 42, "5 years", ""),
        (Code.YEARS, "last", 0, "5 years of Go", "Has done real work with Go"),
    ]


def test_an_advert_of_nothing() -> None:
    assert hints([]) == hints([passage("")]) == hints([passage(" \n\t", Kind.MUST_HAVE)]) == ()


# --- keys ---


def keys(*passages: Passage) -> list[str]:
    return [hint.key for hint in hints(passages)]


def test_a_key_lasts_while_other_texts_change() -> None:
    text = "A driven ninja, driven by more"
    before = keys(passage(text, place="a"), passage("A young team", place="b"))
    assert len(set(before)) == len(before) == 4
    assert keys(passage("An agreeable guru", place="b"), passage(f"So: {text}!", place="a"))[2:] == before[:3]
    assert keys(passage("driven", place="a")) == before[:1]
    assert keys(passage("Driven", place="a")) == before[:1]
    assert keys(passage("driven", place="c")) != before[:1]


@given(st.lists(st.sampled_from(["driven", "ninja", "Go", "young"]), max_size=8), st.sampled_from("ab"))
def test_no_key_is_twice(words: list[str], place: str) -> None:
    found = keys(
        passage(" ".join(words)), passage(" ".join(words), place=place), passage("driven", place="b")
    )
    assert len(set(found)) == len(found)


# --- any text ---

PIECES = [
    *["5+", "years", "driven", "ninja", "(nice to have)", "SLO", "(Service Level", "Objective)", "(SLO)"],
    *["a plus", ".", ",", "!", "Webpack", "an"],
    *[
        "ambitious",
        "He",
        "his",
        "A",
        "\n",
        "\n\n",
        "-",
        "\u00a0",
        "’",
        "ſ",
        "İ",
        "🦄",
        "e\u0301",
        "\ud800",
        "\0",
        "Ⅷ",
        "ß",
    ],
    *["work hard", "play hard", "Active", "Directory", "lead", "young", "native", "speaker", "master/slave"],
    "word " * 31,
]
texts = st.one_of(
    st.text(max_size=60),
    st.text(st.characters(), max_size=30),
    st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
)
passages = st.builds(
    Passage, place=st.sampled_from(["a", "b", "", "\ud800"]), kind=st.sampled_from(Kind), text=texts
)


@given(st.lists(passages, max_size=12), st.sampled_from(["en", "en-GB", "de", "", "-", "x" * 99]))
@settings(deadline=None)
def test_any_advert_has_its_hints(said: list[Passage], language: str) -> None:
    found = hints(said, language=language)
    assert found == hints(said, language=language)
    for hint in found:
        assert isinstance(hint, Hint)
        assert hint.text.endswith(".")
        assert hint.reason.endswith(".")
        if hint.start is None or hint.end is None:
            assert (hint.start, hint.end, hint.place, hint.quote, hint.swap) == (None, None, "", "", "")
        else:
            assert 0 <= hint.start < hint.end
            assert hint.quote in [one.text[hint.start : hint.end] for one in said if one.place == hint.place]
            assert hint.swap != hint.quote
    assert len({hint.key for hint in found}) == len(found)
    if not language.startswith("en"):
        assert {hint.code for hint in found} <= {Code.MANY, Code.LENGTH, Code.AVERAGE, Code.SENTENCE}


@given(texts, st.sampled_from(Kind))
@settings(deadline=None)
def test_the_offsets_quote_exactly_and_in_order(text: str, kind: Kind) -> None:
    places = [hint for hint in hints([passage(text, kind)]) if hint.start is not None]
    assert [text[hint.start : hint.end] for hint in places] == [hint.quote for hint in places]
    starts = [hint.start or 0 for hint in places]
    assert starts == sorted(starts)


@given(st.text(" \n\t\u00a0", min_size=1, max_size=3), st.text(max_size=10))
def test_space_before_a_text_moves_its_hints(space: str, rest: str) -> None:
    text = f"driven ninja,\n\n{rest}"
    near, far = (hints([passage(said)]) for said in (text, space + text))
    assert [(hint.quote, hint.key) for hint in near] == [(hint.quote, hint.key) for hint in far]
    assert [hint.start for hint in far] == [(hint.start or 0) + len(space) for hint in near]


# --- time ---

LISTS = [phrase for table in said("terms")["list"] for term in table["term"] for phrase in term["words"]]
ATTACKS = [
    *[
        " ",
        "a",
        "a ",
        "A",
        "A ",
        "(",
        ")",
        "()",
        "(A",
        "AB ",
        "AB (",
        "(AB) ",
        "ab (AB) ",
        "A-",
        "'",
        "a'",
        ".",
    ],
    *[". ", "!)", "5 ", "5 years ", "at least ", "2-", "years of ", "driven", "driven ", "lead a ", "lead "],
    *[
        "self-",
        "ninja (",
        "\n",
        "\n- ",
        "work hard ",
        "he or ",
        "active ",
        "Webpack ",
        "Webpack (",
        "such as ",
    ],
    *["nice to ", "“", "🦄", "\0", "e\u0301", "AB", "AB/"],
]
LONG = [piece for piece in ATTACKS if len(piece) < 3 or piece in ("5 years ", "lead ", "Webpack (")]
KINDS = (Kind.PROSE, Kind.MUST_HAVE, Kind.MUST_HAVE_DETAIL)
SIZE = 50_000


def calls(act: Callable[[], object]) -> int:
    """How many functions are called: time without a clock."""
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        act()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("piece", ATTACKS, ids=repr)
def test_the_work_grows_with_the_text_and_no_faster(piece: str) -> None:
    def of_size(size: int) -> int:
        return calls(lambda: hints([passage(piece * (size // len(piece)), kind) for kind in KINDS]))

    of_size(100)  # the files are read
    assert of_size(2_000) < 2.3 * of_size(1_000)


@pytest.mark.parametrize("piece", LONG, ids=repr)
def test_fifty_thousand_characters(piece: str) -> None:
    """They are done within the suite's patience; what is quadratic takes minutes here."""
    text = piece * (SIZE // len(piece))
    found = hints([passage(text, Kind.MUST_HAVE_DETAIL)])
    placed = [hint for hint in found if hint.start is not None]
    assert [hint.quote for hint in placed] == [text[hint.start : hint.end] for hint in placed]


def test_all_terms_in_one_text() -> None:
    found = [hint for hint in hints([passage(", ".join(LISTS))]) if hint.code is Code.TERM]
    assert [hint.quote for hint in found] == LISTS
