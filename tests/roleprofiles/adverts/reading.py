"""The words of each form read back by other programs than those that wrote them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise

import docx
from docx.table import Table
from markdown_it import MarkdownIt
from markdown_it.token import Token
from pypdf import PdfReader

from roleprofiles.adverts import Advert

Said = list[tuple[str, str]]  # what it is (title, label, fact, heading, text, item), and its one line

_HTML = {"h1": "title", "dt": "label", "dd": "fact", "h2": "heading", "p": "text", "li": "item"}
_AROUND = {"html", "head", "meta", "title", "body", "main", "dl", "section", "ul", "a"}
_WORD = {"Title": "title", "Heading 1": "heading", "List Bullet": "item", "Normal": "text"}


def expected(advert: Advert) -> Said:
    """All that the advert says, in order. For texts without lists and blank lines in them."""
    said = [("title", advert.title)]
    for fact in advert.facts:
        said += [("label", fact.label), ("fact", fact.text)]
    for section in advert.sections:
        said.append(("heading", section.heading))
        said += [("item", line.text) for line in section.lines] or [("text", section.text)]
    return [(what, " ".join(text.split())) for what, text in said]


def words(said: Said) -> list[str]:
    return [word for _, line in said for word in line.split()]


def of_markdown(text: str) -> Said:
    return list(_of_tokens(MarkdownIt("commonmark").parse(text)))


def _of_tokens(tokens: list[Token]) -> Iterator[tuple[str, str]]:
    for before, token in pairwise(tokens):
        if token.type != "inline":
            assert token.type.endswith(("_open", "_close")), token  # no code, no rules, no HTML
            continue
        children = token.children or []
        if token.level == 1:
            yield {"h1": "title", "h2": "heading"}.get(before.tag, "text"), _text(children)
        elif ends := [n for n, child in enumerate(children) if child.type == "strong_close"]:
            begin = next(n for n, child in enumerate(children) if child.type == "strong_open")
            assert not _text(children[:begin])
            yield "label", _text(children[begin + 1 : ends[0]]).removesuffix(":")
            yield "fact", _text(children[ends[0] + 1 :])
        else:
            yield "item", _text(children)


def _text(children: list[Token]) -> str:
    assert {child.type for child in children} <= {"text", "text_special", "link_open", "link_close"}
    return "".join(child.content for child in children).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: Said = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _HTML or tag in _AROUND, tag
        names = {name for name, _ in attrs}
        assert names <= {"lang", "charset", "dir", "href"} or tag == "meta", attrs
        if tag in _HTML:
            self.said.append((_HTML[tag], ""))
        if tag != "meta":
            self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.tags.pop() == tag

    def handle_data(self, data: str) -> None:
        if "title" not in self.tags and data.strip():
            what, text = self.said.pop()
            self.said.append((what, text + data))


def of_html(text: str) -> Said:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.tags == []
    return reader.said


def of_word(made: bytes) -> Said:
    return list(_of_document(made))


def _of_document(made: bytes) -> Iterator[tuple[str, str]]:
    for one in docx.Document(io.BytesIO(made)).iter_inner_content():
        if isinstance(one, Table):
            for row in one.rows:
                label, text = row.cells
                yield "label", label.text
                yield "fact", text.text
        else:
            assert one.style is not None
            yield _WORD[str(one.style.name)], one.text


def text_of_paper(made: bytes) -> str:
    """Without the numbers of the pages."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]
    if len(pages) == 1:
        return pages[0]
    return "\n".join(page.rstrip().rpartition("\n")[0] for page in pages)


def of_paper(made: bytes) -> list[str]:
    """Its words; the bullets are no words."""
    return [word for word in text_of_paper(made).split() if word != "•"]
