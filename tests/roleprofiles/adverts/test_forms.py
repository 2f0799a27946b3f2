"""What each form of an advert is beside its words."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from roleprofiles import typesetting
from roleprofiles.adverts import Fact, html, markdown, paper, word
from roleprofiles.adverts.formats import FORMS
from roleprofiles.adverts.sheet import Block, sheet
from roleprofiles.choices import AdvertPart
from tests.roleprofiles.adverts import reading
from tests.roleprofiles.adverts.examples import BARE, FULL, listed, saying, told, with_


def test_by_the_ending_of_the_file() -> None:
    assert {ending: form.content_type.partition(";")[0] for ending, form in FORMS.items()} == {
        "md": "text/markdown",
        "html": "text/html",
        "pdf": "application/pdf",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
    made = {ending: form.write(FULL) for ending, form in FORMS.items()}
    assert made["md"] == markdown.write(FULL).encode()
    assert made["html"] == html.write(FULL).encode()
    assert made["pdf"] == paper.write(FULL)
    assert reading.of_word(made["docx"]) == reading.of_word(word.write(FULL))


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("one\ntwo", [Block(text="one two")]),
        ("one\r\n\r\ntwo\n \t\n\nthree", [Block(text="one"), Block(text="two"), Block(text="three")]),
        ("- one\n* two\n  • three", [Block(items=("one", "two", "three"))]),
        ("Get:\n- one\n- two", [Block(text="Get: - one - two")]),
        ("- one\nand more", [Block(text="- one and more")]),
        ("-one\n-two", [Block(text="-one -two")]),
        ("a\n\n- b\n\nc", [Block(text="a"), Block(items=("b",)), Block(text="c")]),
        ("-\n\n- \x07", [Block(text="-")]),
        (" \n\n\x07\n", []),
    ],
)
def test_paragraphs_and_lists_of_a_text(text: str, blocks: list[Block]) -> None:
    parts = sheet(replace(BARE, sections=(told(AdvertPart.BENEFITS, text),))).parts
    assert [block for part in parts for block in part.blocks] == blocks


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("http://example.org", "http://example.org"),
        ("jobs+c.d@example.co.uk", "mailto:jobs+c.d@example.co.uk"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("https://example.org and more", ""),
        ('https://example.org/"onclick="x', ""),
        ("https://example.org/<b>", ""),
        ("example.org", ""),
        ("a@b", ""),
        ("a@b.c?bcc=d@e.f", ""),
        ("Ask Ana", ""),
    ],
)
def test_where_an_address_leads(text: str, href: str) -> None:
    assert Fact(label="Apply at", text=text).href == href


# HTML


def test_html_to_stand_in_another_page_is_the_same_below_the_title() -> None:
    whole, body = html.write(FULL), html.body(FULL)
    assert body.startswith("<dl>\n<dt>Employer</dt>")
    assert whole.partition("</h1>\n")[2].removesuffix("</main>\n</body>\n</html>\n") == body


def test_a_language_that_is_none_does_no_harm() -> None:
    advert = with_(language='"><b>')
    assert '<html lang="&quot;&gt;&lt;b&gt;">' in html.write(advert)
    assert reading.of_word(word.write(advert)) == reading.of_word(word.write(FULL))
    assert catalogue(paper.write(advert))["/Lang"] == "en"


# PDF


def catalogue(made: bytes) -> Any:
    return PdfReader(io.BytesIO(made)).trailer["/Root"].get_object()


def tags(element: Any) -> list[str]:
    """The kinds of a tagged document's elements, from the top down."""
    element = element.get_object()
    if isinstance(element, list):
        return [kind for child in element for kind in tags(child)]
    if not isinstance(element, DictionaryObject):
        return []
    below = tags(element["/K"]) if "/K" in element else []
    return [str(element["/S"]), *below] if "/S" in element else below


def test_paper_is_tagged_and_says_that_it_is_accessible() -> None:
    root = catalogue(paper.write(FULL))
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en-GB", True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    found = tags(root["/StructTreeRoot"]["/K"])
    headings = [kind for kind in found if kind.startswith(("/H", "/Title"))]
    assert len(headings) == 1 + len(FULL.sections)
    assert found.count("/LI") == 11 + sum(len(section.lines) for section in FULL.sections) + 2
    assert found.count("/Link") == 2


def test_paper_names_nobody_and_no_moment() -> None:
    reader = PdfReader(io.BytesIO(paper.write(FULL)))
    assert reader.metadata is not None
    assert set(reader.metadata) == {"/Title", "/Creator"}
    assert reader.metadata.title == FULL.title
    assert str(reader.metadata.creator).startswith("Typst")


def test_equal_adverts_are_equal_bytes_on_paper() -> None:
    assert paper.write(FULL) == paper.write(with_())
    assert paper.write(FULL) != paper.write(with_(title="Another"))


def test_a_title_of_nothing_but_emoji_is_a_title_on_paper() -> None:
    advert = replace(
        BARE,
        title="🚀",
        organisation="✨",
        sections=(listed(AdvertPart.DUTIES, "🚀"), told(AdvertPart.OWN, "Words", heading="🚀")),
    )
    assert reading.text_of_paper(paper.write(advert)).split("\n") == [
        "Job description", "Employment Part time", "Workplace On site", "Words",
    ]  # fmt: skip


@pytest.mark.parametrize("character", ["\U00012000", "\u0378"])
def test_what_no_font_has_is_named_instead_of_printed_as_a_box(character: str) -> None:
    with pytest.raises(typesetting.Unprintable) as refused:
        paper.write(saying(f"a {character} b"))
    assert str(refused.value) == character


def test_a_broken_layout_is_no_question_of_fonts(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    layout = tmp_path / "paper.typ"
    layout.write_text("#nothing")
    monkeypatch.setattr(paper, "LAYOUT", layout)
    with pytest.raises(RuntimeError, match="unknown variable"):
        paper.write(FULL)


# Word


def test_word_has_the_styles_of_titles_headings_and_lists() -> None:
    document = docx.Document(io.BytesIO(word.write(FULL)))
    styles = [str(paragraph.style and paragraph.style.name) for paragraph in document.paragraphs]
    assert styles[0] == "Title"
    assert styles.count("Heading 1") == len(FULL.sections)
    assert styles.count("List Bullet") == sum(len(section.lines) for section in FULL.sections) + 2
    assert set(styles) == {"Title", "Heading 1", "List Bullet", "Normal"}
    assert len(document.tables) == 1
    links = {
        link.address for row in document.tables[0].rows for link in row.cells[1].paragraphs[0].hyperlinks
    }
    assert links == {FULL.apply_to, f"mailto:{FULL.accommodation_contact}"}


def test_word_names_nobody_and_no_moment() -> None:
    made = word.write(FULL)
    core = zipfile.ZipFile(io.BytesIO(made)).read("docProps/core.xml").decode()
    properties = docx.Document(io.BytesIO(made)).core_properties
    assert (properties.title, properties.language) == (FULL.title, "en-GB")
    assert core.count("</") == 3  # the two, and what holds them
    assert docx.Document(io.BytesIO(made)).styles.element.xpath("//w:lang/@w:val") == ["en-GB"]


@pytest.mark.parametrize(("language", "count"), [("ar", 1), ("he-IL", 1), ("en-GB", 0), ("arn", 0)])
def test_word_begins_at_the_right_where_the_language_does(language: str, count: int) -> None:
    document = docx.Document(io.BytesIO(word.write(with_(language=language))))
    assert len(document.styles["Normal"].element.xpath("./w:pPr/w:bidi")) == count


def test_word_takes_a_title_that_is_too_long_for_its_properties() -> None:
    advert = with_(title="x" * 10_000)
    assert reading.of_word(word.write(advert))[0] == ("title", "x" * 10_000)


def test_what_few_requests_need_is_not_loaded_for_all() -> None:
    """Each is slow to load."""
    code = "import sys; import roleprofiles.adverts.formats; print({'typst', 'docx'} & set(sys.modules))"
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert done.stdout == "set()\n"
