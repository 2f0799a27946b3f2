"""Files and pasted text on their way in, as role documents: a zip and a table may hold several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from os import SEEK_END
from typing import IO

from roleprofiles.choices import DocumentFormat
from roleprofiles.documents import formats
from roleprofiles.documents.archives import FILE_LIMIT, too_large, unpack
from roleprofiles.documents.encoding import SIZE_LIMIT
from roleprofiles.documents.filenames import shown_name

ZIP = ".zip"
PASTED = "Pasted text"
SUFFIXES = (*formats.SUFFIXES, ZIP)
LINE_LIMIT = 50_000  # a role of 2,000 requirements with all their anchors has fewer in every format
_UNNAMED = "A file without a name"
_KEY = re.compile(r"[\"']?[\w-]+[\"']?:(?:\s|$)")


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """A document as it came, or, with a problem, a file that is none. ``name`` is for people."""

    name: str
    format: DocumentFormat | None = None
    data: bytes = b""
    problem: str = ""


def arrivals(name: str, file: IO[bytes]) -> Iterator[Arrival]:
    """The documents of a file; archives.ArchiveRefused for a zip that is not opened."""
    if not name.lower().endswith(ZIP):
        size = file.seek(0, SEEK_END)
        file.seek(0)
        yield from _documents(name, file.read(FILE_LIMIT), size)
        return
    for packed in unpack(file):
        shown = shown_name(packed.name) or _UNNAMED
        if packed.problem:
            yield Arrival(name=shown, problem=packed.problem)
        elif shown.lower().endswith(ZIP):
            yield Arrival(name=shown, problem="A zip within a zip is not opened: upload it by itself.")
        else:
            yield from _documents(packed.name, packed.data, len(packed.data))


def pasted(text: str, form: DocumentFormat | None = None) -> Iterator[Arrival]:
    """The documents of a pasted text; without a format the text says itself which one it has."""
    form = form or format_of_text(text)
    suffix = next(suffix for suffix, known in formats.SUFFIXES.items() if known == form)
    data = text.encode(errors="replace")
    yield from _documents(f"{PASTED}{suffix}", data, len(data))


def format_of_text(text: str) -> DocumentFormat:
    """The format that a text looks like; Markdown where nothing else shows."""
    lines = [line for line in text.split("\n") if line.strip()]
    said = next((line for line in lines if not line.startswith("#")), "").strip()
    is_markdown = any(line.startswith("## ") for line in lines)
    looks = {
        DocumentFormat.JSON: said.startswith(("{", "[")),
        DocumentFormat.YAML: not is_markdown and (said == "---" or bool(_KEY.match(said))),
        DocumentFormat.CSV: not is_markdown and {"role", "level"} <= set(re.split(r"\W+", said.casefold())),
    }
    known = formats.SUFFIXES.values()
    return next((form for form, fits in looks.items() if fits and form in known), DocumentFormat.MARKDOWN)


def _documents(name: str, data: bytes, size: int) -> Iterator[Arrival]:
    shown = shown_name(name) or _UNNAMED
    form = formats.format_of(shown)
    limit = FILE_LIMIT if form == DocumentFormat.CSV else SIZE_LIMIT  # a table may be about many roles
    if form is None:
        yield Arrival(
            name=shown, problem=f"A file of this kind is not read. Expected: {', '.join(SUFFIXES)}."
        )
    elif size > limit:
        yield Arrival(name=shown, problem=too_large(size, limit))
    elif max(data.count(b"\n"), data.count(b"\r")) > LINE_LIMIT:
        yield Arrival(name=shown, problem=f"The file has more than {LINE_LIMIT:,} lines.")
    else:
        for part, form, said in formats.split(shown, data):
            yield Arrival(name=part, format=form, data=said)
