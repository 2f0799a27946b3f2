"""Documents for tests: good ones, and one for each way to be bad."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import docx

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = f'<Types><Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>'
BODY = "<document>Ten years of Python</document>"
PDF = (
    b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"trailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
)


def word(text: str = "Ten years of Python") -> bytes:
    """As Word writes it, near enough."""
    document = docx.Document()
    document.add_paragraph(text)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def zipped(parts: Mapping[str, str | bytes] | None = None, *, types: str = TYPES) -> bytes:
    """A small Word document with further parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("word/document.xml", BODY)
        for name, data in (parts or {}).items():
            archive.writestr(name, data)
    return made.getvalue()


def relation(kind: str, target: str, *, mode: str = "External") -> dict[str, str | bytes]:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    said = f'<Relationship Id="rId9" Type="{base}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return {"word/_rels/document.xml.rels": f"<Relationships>{said}</Relationships>"}


def many_entries(count: int) -> bytes:
    """Empty files: some 50,000 of them fit in an upload."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        for n in range(count):
            archive.writestr(f"{n:x}", "")
    return made.getvalue()


def locked_entry() -> bytes:
    """The flag of a password at the first file of the zip, in both places where it stands."""
    data = bytearray(zipped())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    return bytes(data)


def lying_bomb() -> bytes:
    """50 MB of one letter, said to be small."""
    data = bytearray(zipped({"word/media/a.xml": b"a" * 20_000_000}))
    first = data.rindex(b"PK\x01\x02")
    data[first + 24 : first + 28] = (1_000).to_bytes(4, "little")
    return bytes(data)
