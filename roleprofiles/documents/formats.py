"""The formats in which a role document comes in and goes out, each to the same plain values."""

from __future__ import annotations

from pathlib import PurePath

from roleprofiles.choices import DocumentFormat
from roleprofiles.documents import reading, spreadsheet, structured, writing
from roleprofiles.documents.shapes import Reading, RoleDocument

# The first of a format is the one that files get.
SUFFIXES = {
    ".md": DocumentFormat.MARKDOWN,
    ".markdown": DocumentFormat.MARKDOWN,
    ".txt": DocumentFormat.MARKDOWN,
    ".yaml": DocumentFormat.YAML,
    ".yml": DocumentFormat.YAML,
    ".json": DocumentFormat.JSON,
    ".csv": DocumentFormat.CSV,
}
CONTENT_TYPES = {
    DocumentFormat.MARKDOWN: "text/markdown",
    DocumentFormat.YAML: "application/yaml",
    DocumentFormat.JSON: "application/json",
    DocumentFormat.CSV: "text/csv",
}
TITLE_SHOWN = 100  # characters


def format_of(name: str) -> DocumentFormat | None:
    """The format of a file by the end of its name; None for others."""
    return SUFFIXES.get(PurePath(name.lower()).suffix)


def suffix_of(form: DocumentFormat) -> str:
    return next(suffix for suffix, found in SUFFIXES.items() if found == form)


def read(data: bytes, form: DocumentFormat = DocumentFormat.MARKDOWN) -> Reading:
    """What a document of this format says, never an exception whatever the bytes are.

    A table says a part of its role only: ``overlay.laid_over`` makes the whole.
    """
    match form:
        case DocumentFormat.MARKDOWN:
            return reading.read(data)
        case DocumentFormat.CSV:
            return spreadsheet.read(data)
        case _:
            return structured.read(data, form)


def write(document: RoleDocument, form: DocumentFormat = DocumentFormat.MARKDOWN) -> str:
    match form:
        case DocumentFormat.MARKDOWN:
            return writing.write(document)
        case DocumentFormat.CSV:
            return spreadsheet.write(document)
        case _:
            return structured.write(document, form)


def split(name: str, data: bytes) -> list[tuple[str, DocumentFormat, bytes]]:
    """The documents of one file, by name: a table may be about several roles. Nothing for other files."""
    form = format_of(name)
    if form is None:
        return []
    tables = spreadsheet.split(data) if form == DocumentFormat.CSV else []
    stem, suffix = PurePath(name).stem, PurePath(name).suffix
    parts = [(f"{stem} ({title[:TITLE_SHOWN]}){suffix}", form, table) for title, table in tables]
    return parts or [(name, form, data)]
