"""A letter as a Word document, or as text. Its file is named for the candidate's code only."""

from __future__ import annotations

import io
import re

from interviews.models import Application
from roleprofiles.adverts.word import add, describe

NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def file_name(application: Application, ending: str) -> str:
    return f"letter-{application.candidate.code}.{ending}"


def docx(text: str, *, title: str) -> bytes:
    """Paragraphs and lists, as ``letters.draft`` marks them. Word cannot hold control characters."""
    import docx  # noqa: PLC0415 - slow to load, and needed for few requests

    document = docx.Document()
    describe(document, title=title, language="en")
    for paragraph in NOT_IN_XML.sub("", text).strip().split("\n\n"):
        lines = paragraph.split("\n")
        if all(line.startswith("- ") for line in lines):
            for line in lines:
                add(document, line.removeprefix("- "), "ListBullet")
        else:
            document.add_paragraph(paragraph.strip("\n"))
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
