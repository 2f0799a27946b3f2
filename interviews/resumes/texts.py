"""Plain text, as UTF-8 whatever it came as."""

from __future__ import annotations

import codecs
import re

from interviews.resumes.refusal import ResumeRefused

_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x9f\ud800-\udfff]")
# What other programs would take for theirs: pages, pictures, scripts, mails and documents written as text.
_BEGINS = ("{\\rtf", "%!ps", "%pdf", "#!", "gif8", "mime-version:", "content-type:", "begin:vcard")
_MARKUP = re.compile(
    r"<(?:!doctype|\?xml|\?php|html|head|body|script|svg|iframe|object|embed|meta|style|title|table|img)\b"
    r"|<!--|^\s*<[!?a-z/]",
    re.IGNORECASE,
)
_HEAD = 1024  # characters in which programs look for what a file is


def text_of(data: bytes) -> bytes:
    """Raises ResumeRefused for what is no plain text."""
    text = _decoded(data)
    if text is None or _NO_TEXT.search(text):
        raise ResumeRefused("This is no plain text. Save it as PDF and upload that.")
    if not text.strip():
        raise ResumeRefused("The file is empty.")
    head = text[:_HEAD]
    if head.lstrip().lower().startswith(_BEGINS) or _MARKUP.search(head):
        raise ResumeRefused(
            "This looks like a page or a program and not like plain text. Save it as PDF and upload that."
        )
    return text.encode()


def _decoded(data: bytes) -> str | None:
    said = next((name for bom, name in _BOMS.items() if data.startswith(bom)), "")
    for encoding in [said] if said else ["utf-8", "cp1252"]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
