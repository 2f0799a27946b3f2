"""A file as it was uploaded: its kind by what is in it, and whether its name agrees."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from interviews.choices import ResumeKind
from interviews.resumes.refusal import ResumeRefused
from interviews.resumes.texts import text_of
from interviews.resumes.words import check_docx

SIZE_LIMIT = 5_000_000  # bytes
SUFFIXES = {f".{kind.value}": kind for kind in ResumeKind}
KINDS = "PDF, Word (.docx) and plain text (.txt)"
# Endings that say what a file is. Before the last one they say something else than it does.
_ENDINGS = re.compile(
    r"app|apk|asp|aspx|bat|bin|cmd|com|cpl|dll|docm?|docx|dotm?|eml|exe|gif|hta|html?|iso|jar|jpe?g|jse?|jsp|lnk"
    r"|mht|mhtml|msi|odt|pages|pdf|php|phtml|pl|png|ps1?|py|rar|rtf|scr|sh|shtml|svgz?|swf|txt|url|vb[es]?|wsf"
    r"|xhtml|xl[as][mx]?|xml|xsl|zip|7z"
)
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|script|svg|iframe|object|embed|meta)\b", re.IGNORECASE)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # a new one with a password looks like this too
_HEAD = 1024  # bytes in which programs look for what a file is
_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_ACTIVE = re.compile(rb"/(?:JavaScript|Launch)\b")


@dataclass(frozen=True, kw_only=True)
class Document:
    """What is stored of an upload. Its own name is not."""

    kind: ResumeKind
    data: bytes


def read(name: str, data: bytes) -> Document:
    """Raises ResumeRefused."""
    said = _said_by_name(name)
    if not data:
        raise ResumeRefused("The file is empty.")
    if len(data) > SIZE_LIMIT:
        raise ResumeRefused(f"The file is larger than {SIZE_LIMIT // 1_000_000} MB.")
    if data.startswith(_OLD_OFFICE):
        raise ResumeRefused("This Office file is locked or of an old kind. Save it as PDF and upload that.")
    found = _found_in(data)
    if found != said:
        raise ResumeRefused(f"The name ends in .{said.value}, but what is in the file is {_named(found)}.")
    match found:
        case ResumeKind.PDF:
            _check_pdf(data)
        case ResumeKind.DOCX:
            check_docx(data)
        case ResumeKind.TXT:
            return Document(kind=found, data=text_of(data))
    return Document(kind=found, data=data)


def _said_by_name(name: str) -> ResumeKind:
    if any(unicodedata.category(one) in ("Cc", "Cf", "Cs") for one in name):
        raise ResumeRefused("The name of the file has characters that nobody can see. Give it another one.")
    stem, _, ending = name.strip().rpartition(".")
    kind = SUFFIXES.get(f".{ending.lower()}") if stem else None
    if kind is None:
        raise ResumeRefused(f"A file of this kind is not taken: {KINDS} are.")
    before = stem.rpartition(".")[2].strip().lower() if "." in stem else ""
    if _ENDINGS.fullmatch(before):
        raise ResumeRefused(f"The name has two endings, .{before} and .{kind.value}. Rename the file first.")
    return kind


def _found_in(data: bytes) -> ResumeKind | None:
    if data.startswith(b"%PDF-"):
        return ResumeKind.PDF
    if data.startswith(b"PK"):
        return ResumeKind.DOCX
    return (
        None if b"\0" in data[:_HEAD] and not data.startswith((b"\xff\xfe", b"\xfe\xff")) else ResumeKind.TXT
    )


def _named(kind: ResumeKind | None) -> str:
    return {
        ResumeKind.PDF: "a PDF",
        ResumeKind.DOCX: "a zip or Office file",
        ResumeKind.TXT: "plain text or something else",
        None: "something else",
    }[kind]


def _check_pdf(data: bytes) -> None:
    end = data.rfind(b"%%EOF")
    if end < 0 or b"startxref" not in data:
        raise ResumeRefused("This PDF is damaged or cut short. Save it anew and upload that.")
    if data[end + 5 :].strip(b"\r\n\t \0") or b"PK\x05\x06" in data[-66_000:] or _MARKUP.search(data[:_HEAD]):
        raise ResumeRefused("There is something else in this PDF beside the document. Print it to a new PDF.")
    if _ENCRYPTED.search(data):
        raise ResumeRefused("This PDF is locked. Save it without a password and upload that.")
    if _ACTIVE.search(data):
        raise ResumeRefused("This PDF would run a program when it is opened. Print it to a new PDF.")
