"""Small role documents to read a few lines in."""

from __future__ import annotations

from roleprofiles.documents import normalise, read, write
from roleprofiles.documents.encoding import decode
from roleprofiles.documents.shapes import Level, QuestionSet, RoleDocument, SkillList

HEAD = "# Role\n## Skills by Level\n"
LEVEL = f"{HEAD}### **Mid Level**\n"
LIST = f"{LEVEL}#### **Must-Have:**\n"
QUESTIONS = f"{LEVEL}#### **HR Questions:**\n"


def document_of(text: str) -> RoleDocument:
    reading = read(text.encode())
    assert reading.problems == ()
    assert reading.document is not None
    assert write(reading.document) == normalise(decode(text.encode()).text)
    return reading.document


def levels_of(text: str) -> tuple[Level, ...]:
    return document_of(HEAD + text).levels


def list_of(text: str) -> SkillList:
    return document_of(LIST + text).levels[0].lists[0]


def questions_of(text: str) -> QuestionSet:
    return document_of(QUESTIONS + text).levels[0].question_sets[0]
