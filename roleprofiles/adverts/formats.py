"""The forms in which an advert goes out, by the ending of the file."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from roleprofiles.adverts import html, markdown, paper, word
from roleprofiles.adverts.shapes import Advert


class Form(NamedTuple):
    name: str
    content_type: str
    write: Callable[[Advert], bytes]


FORMS = {
    "md": Form("Markdown", "text/markdown; charset=utf-8", lambda advert: markdown.write(advert).encode()),
    "html": Form("HTML", "text/html; charset=utf-8", lambda advert: html.write(advert).encode()),
    "pdf": Form("PDF", "application/pdf", paper.write),  # raises typesetting.Unprintable
    "docx": Form(
        "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", word.write
    ),
}
