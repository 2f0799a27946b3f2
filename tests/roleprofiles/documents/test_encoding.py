"""What is refused, and what is mended."""

from __future__ import annotations

from pathlib import Path

import ftfy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roleprofiles.documents.encoding import SIZE_LIMIT, decode, mend
from roleprofiles.documents.shapes import Mend

SEED = (Path(__file__).parents[3] / "fixtures/roles/machine-learning-engineer.md").read_bytes()


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"x" * (SIZE_LIMIT + 1), 1, "The file is larger than 1 MB (1,000,001 bytes)."),
        (
            "# Röle\n".encode("utf-16"),
            1,
            "The file is UTF-16, not UTF-8: save it again with the encoding UTF-8.",
        ),
        (
            "# Role\n".encode("utf-16-le"),
            1,
            "The file is UTF-16, not UTF-8: save it again with the encoding UTF-8.",
        ),
        (
            "# Role\n".encode("utf-16-be"),
            1,
            "The file is UTF-16, not UTF-8: save it again with the encoding UTF-8.",
        ),
        (b"# Role\nx\0", 2, "This line contains a NUL character: is the file really text?"),
        (
            b"# Role\r\rab\xff",
            3,
            "This line is not UTF-8 (byte 3 of the line): save the file again as UTF-8.",
        ),
        (
            "a\n\nb\u202e".encode(),
            3,
            "This line contains an invisible control for the direction of text (U+202E).",
        ),
        (
            "a\r\nb\u2066".encode(),
            2,
            "This line contains an invisible control for the direction of text (U+2066).",
        ),
    ],
    ids=["large", "utf-16", "utf-16-le", "utf-16-be", "nul", "not utf-8", "bidi embedding", "bidi isolate"],
)
def test_refusals(data: bytes, line: int, message: str) -> None:
    decoded = decode(data)
    assert [(problem.line, problem.message) for problem in decoded.problems] == [(line, message)]
    assert decoded.text == ""


def test_every_bad_line_is_named() -> None:
    assert [problem.line for problem in decode(b"a\n\xff\nb\n\0\n").problems] == [2, 4]


@pytest.mark.parametrize("control", ["\u202a", "\u202e", "\u2066", "\u2069"])
def test_a_control_that_only_mending_shows_is_refused(control: str) -> None:
    broken = f"{control}abc".encode().decode("mac_roman")
    assert control not in broken
    assert [problem.line for problem in decode(f"a\n{broken}".encode()).problems] == [2]


def test_the_limit_itself_is_not_refused() -> None:
    assert decode(b"x" * SIZE_LIMIT).problems == ()


@pytest.mark.parametrize("text", ["# Röle\n", "# Röle\r\n", "# Röle\r", "\ufeff# Röle\n"])
def test_line_ends_and_the_byte_order_mark_are_not_mends(text: str) -> None:
    decoded = decode(text.encode())
    assert (decoded.text, decoded.mends) == ("# Röle\n", ())


def test_a_byte_order_mark_within_the_text_is_mended() -> None:
    decoded = decode("# Röle\n\ufeff\n\ufeffÜ\ufeff\n".encode())
    assert decoded.text == "# Röle\n\nÜ\ufeff\n"
    assert [one.line for one in decoded.mends] == [2, 3]


def test_the_seed_is_mended_whole() -> None:
    broken = SEED.decode()
    decoded = decode(SEED)
    assert decoded.text == broken.encode("mac_roman").decode() == ftfy.fix_encoding(broken)
    assert len(decoded.mends) == 8
    assert decoded.mends[0] == Mend(
        line=1, before="# \uf8ffü§ñ Machine Learning Engineer", after="# 🤖 Machine Learning Engineer"
    )
    assert [one.line for one in decoded.mends] == [
        number for number, line in enumerate(broken.split("\n"), 1) if not line.isascii()
    ]


@pytest.mark.parametrize(
    ("broken", "good"),
    [
        ("ML Engineer ‚Üí Senior", "ML Engineer → Senior"),
        ("École and 日本 ‚Üí Senior", "École and 日本 → Senior"),
        ("🤖 good, \uf8ffü§ñ bad", "🤖 good, 🤖 bad"),
        ("2‚Äì4 years ‚Äî “Über”", "2–4 years — “Über”"),
    ],
)
def test_what_is_mended(broken: str, good: str) -> None:
    assert mend(broken) == good


@pytest.mark.parametrize(
    "text", ["École Émile", "„Über uns“", "A → B", "‚quoted‘", "C’est la vie – déjà vu", "日本"]
)
def test_what_is_left_alone(text: str) -> None:
    assert mend(text) == text


PIECES = st.sampled_from(
    [*"\ufeff‚Ü√í\uf8ffü§ñÔªøÃ©Â°â€™é→🤖Ôô \xa0\x85\x91\n", "‚Üí", "\uf8ffü§ñ", "Ã©", "â€™", "voilÃ  ", "À€"]
)
BROKEN = st.one_of(
    st.text(max_size=40),
    st.lists(PIECES, max_size=12).map("".join),
    st.text(st.sampled_from("→🤖éü–“”ß日 a\n"), max_size=20).map(
        lambda text: text.encode().decode("mac_roman")
    ),
    st.text(st.sampled_from("→🤖éü–“”ß日 a\n"), max_size=20).map(
        lambda text: text.encode().decode("latin-1")
    ),
)


@settings(max_examples=500, deadline=None)
@given(BROKEN)
def test_mending_twice_is_mending_once(text: str) -> None:
    mended = mend(text)
    assert mend(mended) == mended
    assert mended.count("\n") == text.count("\n")
    mended.encode()


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(), BROKEN.map(str.encode)))
def test_decoding_never_raises_and_names_every_changed_line(data: bytes) -> None:
    decoded = decode(data)
    if not decoded.problems:
        assert decode(decoded.text.encode()).mends == ()
        lines = decoded.text.split("\n")
        assert all(lines[one.line - 1] == one.after != one.before for one in decoded.mends)


def test_a_picture_is_refused_in_a_few_lines() -> None:
    decoded = decode(b"\x89PNG\n" * 39)

    assert [problem.line for problem in decoded.problems] == [1, 2, 3, 4, 5, 6]
    assert decoded.problems[-1].message.startswith("34 more lines like this.")
