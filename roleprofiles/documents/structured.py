"""Role documents as JSON and YAML: every field of the shapes, under its own name.

What a file need not say is left out when it is written, and filled in when it is read: defaults, the
form of a requirement with a plain category, the number of a question in its place, the level that
questions stand under. Lines may be given as plain texts, and sections need not be given at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from roleprofiles.choices import DocumentFormat, RequirementForm
from roleprofiles.documents import jsontext, ladders, limits, shapes, yamltext
from roleprofiles.documents.encoding import as_received
from roleprofiles.documents.fitting import adapter_for, fitted, is_question_set
from roleprofiles.documents.headings import list_kind
from roleprofiles.documents.nodes import Broken, Entries, Node, number_at, value
from roleprofiles.documents.remarks import Remarks, in_order
from roleprofiles.documents.sections import with_sections
from roleprofiles.documents.shapes import Reading, Remark, RoleDocument
from roleprofiles.documents.words import FORM_WORDS, FORMS, kind_of, told_form

SCHEMA_VERSION = 1
ABOUT_THE_FILE = ("schema_version", "locale", "$schema")
# Lines that may be given as plain texts, each with the field that such a text is.
SHORT = {"requirements": "name", "steps": "text", "questions": "prompt"}
NAMES = frozenset(
    field.name
    for shape in (
        shapes.RoleDocument, shapes.Section, shapes.OverviewLine, shapes.Level, shapes.SkillList,
        shapes.Requirement, shapes.Anchor, shapes.QuestionSet, shapes.Question, shapes.GrowthPath,
        shapes.GrowthStep, shapes.Note,
    )
    for field in fields(shape)
) | {*ABOUT_THE_FILE}  # fmt: skip
_READERS: dict[DocumentFormat, Callable[[str], Node | None]] = {
    DocumentFormat.JSON: jsontext.read,
    DocumentFormat.YAML: yamltext.read,
}
_WRITERS: dict[DocumentFormat, Callable[[Any], str]] = {
    DocumentFormat.JSON: jsontext.write,
    DocumentFormat.YAML: yamltext.write,
}
_TITLES = {
    DocumentFormat.JSON: '“{"title": "Machine Learning Engineer"}”',
    DocumentFormat.YAML: "“title: Machine Learning Engineer”",
}

Values = dict[str, Any]


@cache
def adapter() -> TypeAdapter[list[RoleDocument]]:
    return adapter_for(RoleDocument, extra="forbid")


def write(document: RoleDocument, form: DocumentFormat) -> str:
    said: Values = adapter().dump_python([document], mode="json", exclude_defaults=True)[0]
    for level in said.get("levels", ()):
        for part in level.get("parts", ()):
            _leave_out(part, level)
    return _WRITERS[form]({"schema_version": SCHEMA_VERSION, **said})


def read(data: bytes, form: DocumentFormat) -> Reading:
    received = as_received(data)
    if received.problems:
        return Reading(document=None, problems=received.problems)
    try:
        root = _READERS[form](received.text)
    except Broken as broken:
        return Reading(document=None, problems=(broken.remark,))
    if not isinstance(root, Entries):
        lead = "The file is empty" if root is None else "There is no title"
        message = f"{lead}: a role document in {form.label} begins with a title such as {_TITLES[form]}."
        return Reading(document=None, problems=(Remark(line=1, message=message),))
    if ladders.is_family(root):
        return ladders.read_family(root)
    return _read_own(root)


def _read_own(root: Entries) -> Reading:
    remarks = Remarks()
    said: Values = value(root)
    _check_file(said, root, remarks)
    _fill_in(said)
    document = fitted(adapter(), said, root, remarks, NAMES)
    if document:
        document = with_sections(document)
        for path, message in limits.faults(document):
            remarks.problem(number_at(root, path), message)
        if not document.levels:
            message = "There is no section of requirements by level: “levels” with a name each is expected."
            remarks.problem(number_at(root, ("levels",)), message)
    return Reading(
        document=document, problems=in_order(remarks.problems), warnings=in_order(remarks.warnings)
    )


def _check_file(said: Values, root: Entries, remarks: Remarks) -> None:
    """What a file says of itself, which is no part of the document."""
    version, locale, _ = [said.pop(name, None) for name in ABOUT_THE_FILE]
    if version not in (None, str(SCHEMA_VERSION)):
        message = f"This version of the form is not known: only {SCHEMA_VERSION} is."
        remarks.problem(number_at(root, ("schema_version",)), message)
    if locale is not None:
        remarks.warning(number_at(root, ("locale",)), "The language of a document is not kept.")


def _leave_out(part: Values, level: Values) -> None:
    if "kind" in part:
        for line in part.get("requirements", ()):
            _word_form(line)
        return
    if part["level_name"] == level["name"]:
        del part["level_name"]
    for place, question in enumerate(part.setdefault("questions", []), 1):
        number = question.pop("number", 1)
        if number != place:
            question["number"] = number


def _word_form(line: Values) -> None:
    form = RequirementForm(line.get("form", ""))
    if form == told_form(line.get("text", "")):
        line.pop("form", None)
    else:
        line["form"] = FORM_WORDS[form]


def _fill_in(said: Values) -> None:
    """What is told by the rest; whatever does not fit is left as it is, and refused later."""
    for path in _entries(said, "growth_paths"):
        _lengthen(path)
    for level in _entries(said, "levels"):
        for part in _entries(level, "parts"):
            _lengthen(part)
            if is_question_set(part):
                part.setdefault("level_name", level.get("name", ""))
                for place, question in enumerate(_entries(part, "questions"), 1):
                    question.setdefault("number", place)
            else:
                _fill_in_list(part)


def _fill_in_list(part: Values) -> None:
    title, kind = part.get("title"), part.get("kind")
    if isinstance(kind, str):
        part["kind"] = known = kind_of(kind) or kind
        part.setdefault("title", getattr(known, "label", ""))
    elif kind is None:
        part["kind"] = list_kind(title if isinstance(title, str) else "")
    for line in _entries(part, "requirements"):
        form = line.get("form")
        if form is None:
            line["form"] = told_form(line.get("text", ""))
        elif isinstance(form, str):
            line["form"] = FORMS.get(form, form)


def _lengthen(holder: Values) -> None:
    """``- Git`` in a list is ``- name: Git``."""
    for name, field in SHORT.items():
        if isinstance(lines := holder.get(name), list):
            holder[name] = [{field: line} if isinstance(line, str) else line for line in lines]


def _entries(said: Values, name: str) -> Iterator[Values]:
    found = said.get(name)
    yield from (one for one in found if isinstance(one, dict)) if isinstance(found, list) else ()
