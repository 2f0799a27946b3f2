"""Writing of role documents: a ``RoleDocument`` as Markdown text."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from roleprofiles.choices import SectionKind
from roleprofiles.documents import bullets, headings
from roleprofiles.documents.lines import normalise
from roleprofiles.documents.shapes import (
    Anchor,
    GrowthPath,
    GrowthStep,
    Level,
    Note,
    OverviewLine,
    Question,
    QuestionSet,
    Requirement,
    RoleDocument,
    Section,
    SkillList,
)

Said = TypeVar("Said")


def write(document: RoleDocument) -> str:
    """The document as normalised text; what was edited since it was read is in the house form."""
    return normalise("\n".join(_woven(document.notes, _title_and_sections(document))))


def _woven(notes: Sequence[Note], elements: Iterable[Iterable[str]]) -> Iterator[str]:
    """The lines of the elements with the notes in their places; a note too far on comes last."""
    waiting = deque(sorted(notes, key=lambda note: note.after))
    for count, element in enumerate(elements):
        while waiting and waiting[0].after <= count:
            yield from _note(waiting.popleft())
        yield from element
    for note in waiting:
        yield from _note(note)


def _note(note: Note) -> Iterator[str]:
    return _placed(note.text, note.blank_before)


def _placed(text: str, blank_before: bool) -> Iterator[str]:
    if blank_before:
        yield ""
    yield text


def _worded(
    wording: str, parse: Callable[[str], Said | None], said: Said, house: Callable[[Said], str]
) -> str:
    """The wording while it still says the same, else the house form."""
    return wording if wording and parse(wording) == said else bullets.one_line(house(said))


def _title_and_sections(document: RoleDocument) -> Iterator[Iterable[str]]:
    said = headings.Title(document.icon, document.title)
    text = _worded(document.wording, headings.parse_title, said, headings.title_line)
    yield _placed(text, document.blank_before)
    for section in document.sections:
        yield _section(section, document)


def _section(section: Section, document: RoleDocument) -> Iterator[str]:
    text = _worded(section.wording, headings.parse_section, section.title, headings.section_line)
    yield from _placed(text, section.blank_before)
    yield from _woven(section.notes, _children(section.kind, document))


def _children(kind: SectionKind, document: RoleDocument) -> Iterator[Iterable[str]]:
    match kind:
        case SectionKind.OVERVIEW:
            yield from map(_overview_line, document.overview)
        case SectionKind.REQUIREMENTS:
            yield from map(_level, document.levels)
        case SectionKind.GROWTH:
            yield from map(_path, document.growth_paths)


def _overview_line(line: OverviewLine) -> Iterator[str]:
    said = bullets.Labelled(line.label, line.text)
    text = _worded(line.wording, bullets.parse_overview, said, bullets.overview_line)
    return _placed(text, line.blank_before)


def _level(level: Level) -> Iterator[str]:
    said = headings.LevelHead(level.name, level.min_years, level.max_years)
    yield from _placed(
        _worded(level.wording, headings.parse_level, said, headings.level_line), level.blank_before
    )
    yield from _woven(level.notes, map(_part, level.parts))


def _part(part: SkillList | QuestionSet) -> Iterator[str]:
    text = _worded(part.wording, headings.parse_part, part.title, headings.part_line)
    yield from _placed(text, part.blank_before)
    if isinstance(part, SkillList):
        yield from _woven(part.notes, map(_requirement, part.requirements))
    else:
        yield from _woven(part.notes, map(_question, part.questions))


def _requirement(requirement: Requirement) -> Iterator[str]:
    said = bullets.Item(requirement.name, requirement.text, requirement.form)
    text = _worded(requirement.wording, bullets.parse_requirement, said, bullets.requirement_line)
    yield from _placed(text, requirement.blank_before)
    for anchor in requirement.anchors:
        yield from _anchor(anchor)


def _anchor(anchor: Anchor) -> Iterator[str]:
    said = bullets.Anchored(anchor.value, anchor.text)
    text = _worded(anchor.wording, bullets.parse_anchor, said, bullets.anchor_line)
    return _placed(text, anchor.blank_before)


def _question(question: Question) -> Iterator[str]:
    said = bullets.Asked(question.number, question.prompt, question.look_for)
    is_as_worded = bullets.parse_question(question.wording) == said
    return _placed(question.wording if is_as_worded else bullets.question_line(said), question.blank_before)


def _path(path: GrowthPath) -> Iterator[str]:
    said = headings.Way(path.from_name, path.to_name)
    yield from _placed(
        _worded(path.wording, headings.parse_path, said, headings.path_line), path.blank_before
    )
    yield from _woven(path.notes, map(_step, path.steps))


def _step(step: GrowthStep) -> Iterator[str]:
    text = _worded(step.wording, bullets.parse_step, step.text, bullets.step_line)
    return _placed(text, step.blank_before)
