"""The formats in which a role document comes in and goes out, each to the same plain values."""

from __future__ import annotations

from pathlib import PurePath

from roleprofiles.choices import DocumentFormat
from roleprofiles.documents.reading import read as read_markdown
from roleprofiles.documents.shapes import Reading, RoleDocument
from roleprofiles.documents.writing import write as write_markdown

SUFFIXES = {
    ".md": DocumentFormat.MARKDOWN,
    ".markdown": DocumentFormat.MARKDOWN,
    ".txt": DocumentFormat.MARKDOWN,
}
CONTENT_TYPES = {DocumentFormat.MARKDOWN: "text/markdown"}


def format_of(name: str) -> DocumentFormat | None:
    """The format of a file by the end of its name; None for others."""
    return SUFFIXES.get(PurePath(name.lower()).suffix)


def read(data: bytes, form: DocumentFormat = DocumentFormat.MARKDOWN) -> Reading:
    """What a document of this format says, never an exception whatever the bytes are."""
    return read_markdown(data)


def write(document: RoleDocument, form: DocumentFormat = DocumentFormat.MARKDOWN) -> str:
    return write_markdown(document)


def split(name: str, data: bytes) -> list[tuple[str, DocumentFormat, bytes]]:
    """The documents of one file, by name: a table may be about several roles. Nothing for other files."""
    form = format_of(name)
    return [(name, form, data)] if form else []
