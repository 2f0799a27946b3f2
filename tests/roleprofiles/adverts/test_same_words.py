"""Every form of an advert says the same, whatever its texts are made of."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from roleprofiles import advertising, typesetting
from roleprofiles.adverts import Advert, html, markdown, paper, word
from roleprofiles.models import JobDescription
from tests.factories import level_of, make_seed_role
from tests.roleprofiles.adverts import reading
from tests.roleprofiles.adverts.examples import BARE, FULL, saying

GOLDEN = Path(__file__).parent / "golden"
DATA = Path(__file__).parents[2] / "data"

HOSTILE = {
    "markdown": "# *a* **b** _c_ __d__ `e` ~~f~~ [g](h) ![i](j) <https://k> | l | m \\ > n - o + p &#35;",
    "rules": "--- *** ___ === ```",
    "a number": "1. first",
    "a bracket": "12) twelfth",
    "a bullet": "+ plus",
    "a heading": "## heading ##",
    "a link": "[text]: https://example.org 'title'",
    "entities": "&lt;b&gt; &nbsp; &#x41; AT&T &copy",
    "typst": "#let x = 1; #read(\"/etc/passwd\") $a^2$ @ref <a> // b /* c */ \\u{41} ~ -- ... 'q' \"q\"",
    "template": "{{ advert }} {% now 'Y' %} {# note #}",
    "script": "</title></script><script>alert('x')</script><img src=x onerror=alert(1)><!-- &",
    "word": "\u201cquoted\u201d \u2013 {MERGEFIELD} ]]> <w:p/> %n",
    "spaces": "  two  spaces\tand\u00a0more ",
    "code": "    four",
    "long": "word " * 2_000 + "end",
    "long word": "x" * 500,
    "address": f"https://example.org/{'a_b/' * 60}?q=1&r=2",
    "script address": "javascript:alert(1)",
    "accents": "Łódź Ångström ČŽŠ Ελλάδα Привет naïve ﬁ ½ € ≥ → ✓",
}  # fmt: skip
FROM_RIGHT = {"hebrew": "שלום עולם", "arabic": "مرحبا بالعالم", "mixed": "abc שלום def"}

UNSURE = st.text(alphabet="ab1 .#*_-+=~`[]()<>!&;:|\\/\"'$@{}%^?,é→", max_size=60)
BULLET = re.compile(r"\s*([-*]\s|$)")


def in_all_forms(advert: Advert) -> list[str]:
    """The words on paper, after the other three said the same lines and nothing else."""
    expected = reading.expected(advert)
    assert reading.of_markdown(markdown.write(advert)) == expected
    assert reading.of_html(html.write(advert)) == expected
    assert reading.of_word(word.write(advert)) == expected
    return reading.of_paper(paper.write(advert))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Mid", "Experienced"])
def test_of_each_level_of_the_seed(name: str) -> None:
    job = advertising.begin(level_of(make_seed_role(), name), by=None)
    advert = advertising.written(JobDescription.objects.with_text().get(pk=job.pk))
    assert len(advert.sections) >= 3
    assert in_all_forms(advert) == reading.words(reading.expected(advert))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_of_hostile_texts(text: str) -> None:
    advert = saying(text)
    # Within a long word paper goes on in the next line.
    assert "".join(in_all_forms(advert)) == "".join(reading.words(reading.expected(advert)))


@pytest.mark.parametrize("text", FROM_RIGHT.values(), ids=FROM_RIGHT)
def test_of_texts_that_run_from_right_to_left(text: str) -> None:
    """What a reader of PDF takes from a line is in the order of the page: the same letters, then."""
    advert = saying(text)
    letters = "".join(reading.words(reading.expected(advert)))
    assert sorted("".join(in_all_forms(advert))) == sorted(letters)


def test_of_a_writing_that_joins_letters() -> None:
    """What a reader of PDF makes of joined letters is not our doing: it is written, and nothing is lost."""
    advert = saying("हिन्दी")
    assert set("".join(in_all_forms(advert))) == set("".join(reading.words(reading.expected(advert))))


def test_of_known_attacks() -> None:
    payloads = json.loads((DATA / "xss-payloads.json").read_text())
    lines = [line for line in payloads if line.replace("\n", "").isprintable() and line.strip()]
    assert len(lines) > 15
    advert = replace(saying("x"), sections=tuple(s for line in lines for s in saying(line).sections[1:]))
    assert "".join(in_all_forms(advert)) == "".join(reading.words(reading.expected(advert)))


def test_emoji_are_left_out_on_paper_only() -> None:
    drawn = "🚀 Ship ✈️ fast 👩‍💻👍🏽 🇩🇪 and 1️⃣ calm 🏴󠁧󠁢󠁥󠁮󠁧󠁿 end ✨"
    plain = "Ship ✈ fast and 1 calm end"
    assert in_all_forms(saying(drawn)) == reading.words(reading.expected(saying(plain)))


def test_control_characters_are_left_out_everywhere() -> None:
    advert = saying("a\x00b\x07c\x1b[0m \ufffe\ud800d")
    clean = reading.expected(saying("abc[0m d"))
    assert reading.of_markdown(markdown.write(advert)) == clean
    assert reading.of_html(html.write(advert)) == clean
    assert reading.of_word(word.write(advert)) == clean
    assert reading.of_paper(paper.write(advert)) == reading.words(clean)


@settings(max_examples=150, deadline=None)
@given(UNSURE)
@example("1.")
@example("-")
@example("a #")
@example("<a@b.c>")
def test_marks_of_any_kind_stay_text(text: str) -> None:
    lines = [line for line in (text, f"{text}a", f"a {text}") if not BULLET.match(line)] or ["a"]
    advert = saying(lines[0])
    for line in lines:
        advert = replace(advert, sections=(*advert.sections, *saying(line).sections))
    expected = reading.expected(advert)
    assert reading.of_markdown(markdown.write(advert)) == expected
    assert reading.of_html(html.write(advert)) == expected


@settings(max_examples=25, deadline=None)
@given(UNSURE)
def test_marks_of_any_kind_stay_text_on_paper_and_in_word(text: str) -> None:
    advert = saying(text)
    if not BULLET.match(text):
        expected = reading.expected(advert)
        assert reading.of_word(word.write(advert)) == expected
        assert "".join(reading.of_paper(paper.write(advert))) == "".join(reading.words(expected))


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=20))
@example("a\ufeffb")
@example("a\u202eb")
@example("\u0301" * 20)
def test_any_text_can_be_written_or_is_refused_for_want_of_a_font(text: str) -> None:
    advert = saying(f"a{text}")
    assert reading.of_word(word.write(advert)) == reading.of_markdown(markdown.write(advert))
    with suppress(typesetting.Unprintable):
        assert paper.write(advert).startswith(b"%PDF")


def test_of_an_advert_with_every_field() -> None:
    """Byte for byte as it was approved; see the files."""
    document = word.write(FULL)
    lines = "".join(f"{what}: {line}\n" for what, line in reading.of_word(document))
    assert markdown.write(FULL) == (GOLDEN / "full.md").read_text()
    assert html.write(FULL) == (GOLDEN / "full.html").read_text()
    assert lines == (GOLDEN / "full.docx.txt").read_text()
    assert reading.text_of_paper(paper.write(FULL)) == (GOLDEN / "full.pdf.txt").read_text().rstrip("\n")


def test_of_an_advert_with_every_field_are_the_same() -> None:
    from_word = reading.of_word(word.write(FULL))
    assert reading.of_markdown(markdown.write(FULL)) == from_word
    assert reading.of_html(html.write(FULL)) == from_word
    assert reading.of_paper(paper.write(FULL)) == reading.words(from_word)
    said = " ".join(reading.words(from_word))
    for line in (line.text for section in FULL.sections for line in section.lines):
        assert line in said


def test_of_an_advert_that_says_next_to_nothing() -> None:
    assert in_all_forms(BARE) == ["Analyst", "Employment", "Part", "time", "Workplace", "On", "site"]
