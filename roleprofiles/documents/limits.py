"""What every role document keeps to. Markdown is held to it while it is read; other formats when they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from itertools import pairwise

from roleprofiles.choices import ANCHOR_VALUES
from roleprofiles.documents.headings import ICON_LIMIT
from roleprofiles.documents.levels import LEVEL_LIMIT, LEVEL_NAME_LIMIT, NAME_LIMIT, REQUIREMENT_LIMIT
from roleprofiles.documents.reading import SECTION_TITLE_LIMIT, TITLE_LIMIT
from roleprofiles.documents.remarks import name_problem
from roleprofiles.documents.shapes import (
    Anchor,
    GrowthPath,
    Level,
    Note,
    OverviewLine,
    Question,
    QuestionSet,
    RoleDocument,
    SkillList,
)

YEARS_LIMIT = 99
NUMBER_LIMIT = 999_999_999  # of questions and of places: Markdown has nine digits

Path = tuple[str | int, ...]  # the fields and places that lead to a value: ("levels", 0, "name")
Fault = tuple[Path, str]


def faults(document: RoleDocument) -> Iterator[Fault]:
    """Everything that keeps the document from being imported, and where."""
    yield from _named(("title",), "This role", document.title, TITLE_LIMIT)
    if len(document.icon) > ICON_LIMIT:
        yield ("icon",), f"The icon has more than {ICON_LIMIT} characters."
    yield from _sections(document)
    for n, line in enumerate(document.overview):
        yield from _overview(("overview", n), line)
    yield from counts(document)
    yield from _levels(document)
    for n, path in enumerate(document.growth_paths):
        yield from _growth_path(("growth_paths", n), path)
    yield from _broken_lines(document, ())


def counts(document: RoleDocument) -> Iterator[Fault]:
    """More than any role has."""
    if len(document.levels) > LEVEL_LIMIT:
        yield ("levels", LEVEL_LIMIT), f"There are more than {LEVEL_LIMIT} levels."
    lines: list[Path] = [
        ("levels", n, "parts", m, "requirements", k)
        for n, level in enumerate(document.levels)
        for m, part in enumerate(level.parts)
        if isinstance(part, SkillList)
        for k in range(len(part.requirements))
    ]
    if len(lines) > REQUIREMENT_LIMIT:
        yield lines[REQUIREMENT_LIMIT], f"There are more than {REQUIREMENT_LIMIT:,} requirements."


def _named(path: Path, what: str, name: str, limit: int) -> Iterator[Fault]:
    if problem := name_problem(what, name, limit):
        yield path, problem


def _sections(document: RoleDocument) -> Iterator[Fault]:
    known: set[str] = set()
    for n, section in enumerate(document.sections):
        yield from _named(("sections", n, "title"), "This section", section.title, SECTION_TITLE_LIMIT)
        if section.kind in known:
            yield ("sections", n), f"This is a second section of the kind “{section.kind.label}”."
        known.add(section.kind)
        yield from _places(("sections", n), section.notes)
    yield from _places((), document.notes)


def _overview(path: Path, line: OverviewLine) -> Iterator[Fault]:
    if line.label:
        yield from _named((*path, "label"), "This line", line.label, TITLE_LIMIT)


def _levels(document: RoleDocument) -> Iterator[Fault]:
    known: set[str] = set()
    for n, level in enumerate(document.levels):
        path: Path = ("levels", n)
        yield from _named((*path, "name"), "This level", level.name, LEVEL_NAME_LIMIT)
        if level.name.casefold() in known:
            yield (*path, "name"), f"There are two levels of the name “{level.name}”."
        known.add(level.name.casefold())
        yield from _years(path, level)
        yield from _places(path, level.notes)
    for n, level in enumerate(document.levels):
        for m, part in enumerate(level.parts):
            path = ("levels", n, "parts", m)
            yield from _named((*path, "title"), "This list", part.title, NAME_LIMIT)
            yield from _places(path, part.notes)
            if isinstance(part, SkillList):
                yield from _requirements(path, part)
            else:
                yield from _questions(path, part, known)


def _years(path: Path, level: Level) -> Iterator[Fault]:
    lower, upper = level.min_years, level.max_years
    for name, years in (("min_years", lower), ("max_years", upper)):
        if years is not None and not 0 <= years <= YEARS_LIMIT:
            yield (*path, name), f"Years are whole numbers from 0 to {YEARS_LIMIT}."
    if upper is not None and lower is None:
        yield (*path, "max_years"), "This level has years to, but no years from: add “min_years”."
    elif upper is not None and lower is not None and upper < lower:
        yield (*path, "max_years"), f"The years are upside down: {lower} to {upper}."


def _requirements(path: Path, part: SkillList) -> Iterator[Fault]:
    for n, line in enumerate(part.requirements):
        at: Path = (*path, "requirements", n)
        yield from _named((*at, "name"), "This requirement", line.name, NAME_LIMIT)
        values = [anchor.value for anchor in line.anchors]
        for m, anchor in enumerate(line.anchors):
            yield from _anchor((*at, "anchors", m), anchor)
        if any(after <= before for before, after in pairwise(values)):
            yield (*at, "anchors"), "The anchors do not go upwards: each value at most once, 1 before 4."


def _anchor(path: Path, anchor: Anchor) -> Iterator[Fault]:
    if anchor.value not in ANCHOR_VALUES:
        yield (*path, "value"), "A rating value is 1, 2, 3 or 4."
    if not anchor.text:
        yield path, "This anchor has no text."


def _questions(path: Path, part: QuestionSet, levels: set[str]) -> Iterator[Fault]:
    if part.level_name.casefold() not in levels:
        yield (
            (*path, "level_name"),
            f"There is no level “{part.level_name}” that these could be questions for.",
        )
    for n, question in enumerate(part.questions):
        yield from _question((*path, "questions", n), question)


def _question(path: Path, question: Question) -> Iterator[Fault]:
    if not question.prompt:
        yield path, "This question has no text."
    if not 0 <= question.number <= NUMBER_LIMIT:
        yield (*path, "number"), f"The number of a question is from 0 to {NUMBER_LIMIT:,}."


def _growth_path(path: Path, said: GrowthPath) -> Iterator[Fault]:
    for field, name in (("from_name", said.from_name), ("to_name", said.to_name)):
        yield from _named((*path, field), "This path", name, TITLE_LIMIT)
    for n, step in enumerate(said.steps):
        if not step.text:
            yield (*path, "steps", n), "This step has no text."
    yield from _places(path, said.notes)


def _places(path: Path, notes: Iterable[Note]) -> Iterator[Fault]:
    for n, note in enumerate(notes):
        if not 0 <= note.after <= NUMBER_LIMIT:
            yield (*path, "notes", n, "after"), f"The place of a note is from 0 to {NUMBER_LIMIT:,}."


def _broken_lines(value: object, path: Path) -> Iterator[Fault]:
    """Texts that would not stay one line of a document."""
    if isinstance(value, str):
        if "\n" in value or "\r" in value:
            yield path, "This has to be one line."
    elif isinstance(value, tuple):
        for n, one in enumerate(value):
            yield from _broken_lines(one, (*path, n))
    elif is_dataclass(value):
        for field in fields(value):
            if not (isinstance(value, Question) and field.name == "wording"):  # it has two lines
                yield from _broken_lines(getattr(value, field.name), (*path, field.name))
