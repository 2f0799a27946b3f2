"""Word documents: a zip of XML, within bounds, with nothing in it that runs or fetches."""

from __future__ import annotations

import re
from io import BytesIO

from interviews.resumes.refusal import ResumeRefused
from roleprofiles.documents.archives import ArchiveRefused, Packed, unpack

MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_LIST = "[Content_Types].xml"
_END = b"PK\x05\x06"
_END_SIZE = 22  # bytes, without a comment
_RUNS = re.compile(r"vba|activex|\.(?:bin|exe|dll|com|js|vbs|hta|html?|mht)$", re.IGNORECASE)
_HARMLESS = re.compile(r"printersettings\d*\.bin$", re.IGNORECASE)
_AWAY = re.compile(r"\.\.|[\0\\:]|^/")
_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_OTHER_TEXT = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["'](?!utf-8|us-ascii)""", re.IGNORECASE)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_FETCHED = re.compile(rb"""TargetMode\s*=\s*["']External""", re.IGNORECASE)
# A link waits for a click, and a template on the writer's own disk, which many documents name, leads nowhere.
_WAITS = re.compile(
    rb"""Type\s*=\s*["'][^"']*/hyperlink["']|Target\s*=\s*["'](?:file:///[A-Za-z]:|[^"':/\\]*["'])"""
)
_HOLDS = re.compile(rb"""Type\s*=\s*["'][^"']*/(?:aFChunk|oleObject|control|vbaProject)["']""")

DAMAGED = "This Word document is damaged, or was made to do harm. Save it as PDF and upload that."
NO_WORD = "This is no Word document (.docx). Save it as PDF and upload that."
RUNS = "This Word document holds macros, controls or other files. Save it as PDF and upload that."
FETCHES = "This Word document fetches something when it is opened. Save it as PDF and upload that."


def check_docx(data: bytes) -> None:
    """Raises ResumeRefused. No more is unpacked at once than one file of the zip."""
    if data[-_END_SIZE:][:4] != _END or b"%PDF-" in data[:1024]:
        raise ResumeRefused(DAMAGED)  # something stands behind the zip, or it is a PDF too
    try:
        names = [_checked(part) for part in unpack(BytesIO(data), hidden=True)]
    except ArchiveRefused as refusal:
        raise ResumeRefused(DAMAGED) from refusal
    if len({name.casefold() for name in names}) != len(names):
        raise ResumeRefused(DAMAGED)  # programs would not agree on which of the two to read
    if _LIST not in names or not any(name.startswith("word/") for name in names):
        raise ResumeRefused(NO_WORD)


def _checked(part: Packed) -> str:
    """The name of a part that is as it should be."""
    if part.problem or _AWAY.search(part.name):
        raise ResumeRefused(DAMAGED)
    if _RUNS.search(part.name) and not _HARMLESS.search(part.name):
        raise ResumeRefused(RUNS)
    if part.name.lower().endswith((".xml", ".rels")):
        _check_xml(part)
    return part.name


def _check_xml(part: Packed) -> None:
    data = part.data.removeprefix(b"\xef\xbb\xbf")
    if b"\0" in data or _ENTITIES.search(data) or _OTHER_TEXT.search(data[:200]):
        raise ResumeRefused(DAMAGED)
    if part.name == _LIST:
        if b"macroEnabled" in data:
            raise ResumeRefused(RUNS)
        if MAIN not in data:
            raise ResumeRefused(NO_WORD)
    for relation in _RELATION.findall(data) if part.name.lower().endswith(".rels") else ():
        if _HOLDS.search(relation):
            raise ResumeRefused(RUNS)
        if _FETCHED.search(relation) and not _WAITS.search(relation):
            raise ResumeRefused(FETCHES)
