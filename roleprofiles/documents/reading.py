"""Reading of role documents: bytes to a ``RoleDocument`` with what there is to say about them."""

from __future__ import annotations

from collections.abc import Sequence

from roleprofiles.choices import SectionKind
from roleprofiles.documents import bullets, headings
from roleprofiles.documents.encoding import decode
from roleprofiles.documents.headings import LevelHead
from roleprofiles.documents.levelnames import listed_levels
from roleprofiles.documents.levels import LevelReader
from roleprofiles.documents.lines import Line, lines_of, open_fence, split_at
from roleprofiles.documents.remarks import Remarks, in_order
from roleprofiles.documents.shapes import (
    GrowthPath,
    GrowthStep,
    Level,
    Note,
    OverviewLine,
    Reading,
    RoleDocument,
    Section,
)

TITLE_LIMIT = 200  # characters; also of an overview label and of the names of a growth path
SECTION_TITLE_LIMIT = 300  # characters
_LEVEL_LABELS = ("experience levels", "experience level", "levels")

Blocks = dict[SectionKind, list[Line]]  # of each kind of section, its heading and the lines below it


def read(data: bytes) -> Reading:
    decoded = decode(data)
    if decoded.problems:
        return Reading(document=None, problems=decoded.problems)
    remarks = Remarks()
    document = _document(lines_of(decoded.text), remarks)
    return Reading(
        document=document,
        problems=in_order(remarks.problems),
        warnings=in_order(remarks.warnings),
        mends=decoded.mends,
    )


def _document(lines: Sequence[Line], remarks: Remarks) -> RoleDocument | None:
    at = next((index for index, line in enumerate(lines) if line.depth == 1), None)
    if at is None:
        remarks.problem(1, _no_title(lines))
        return None
    title = headings.parse_title(lines[at].text) or headings.Title("", "")
    remarks.check_name(lines[at], "This role", title.title, TITLE_LIMIT)
    if fence := open_fence(lines):
        remarks.warning(fence.number, "This code block never ends: all lines below it are kept as notes.")
    blocks, notes = _sections(lines[at + 1 :], remarks)
    return _whole(title, lines[at], blocks, [*(line.as_note(0) for line in lines[:at]), *notes], remarks)


def _no_title(lines: Sequence[Line]) -> str:
    expected = "a role document begins with a title such as “# Machine Learning Engineer”."
    return f"There is no title: {expected}" if lines else f"The file is empty: {expected}"


def _sections(lines: Sequence[Line], remarks: Remarks) -> tuple[Blocks, list[Note]]:
    """The sections that are read, in order; all other lines as notes of the document."""
    before, blocks = split_at(lines, (2,))
    notes = [line.as_note(1) for line in before]
    found: Blocks = {}
    for block in blocks:
        kinds = headings.section_kinds(block[0].heading)
        kind = next((kind for kind in kinds if kind not in found), None)
        if kind:
            found[kind] = block
            continue
        notes += [line.as_note(1 + len(found)) for line in block]
        if kinds:
            message = f"This is a second section of the kind “{kinds[0].label}”: it is kept as notes."
            remarks.warning(block[0].number, message)
    return found, notes


def _whole(
    title: headings.Title, line: Line, blocks: Blocks, notes: Sequence[Note], remarks: Remarks
) -> RoleDocument:
    overview, overview_notes = _overview(blocks.get(SectionKind.OVERVIEW, [])[1:], remarks)
    number, named = _named_levels(blocks.get(SectionKind.OVERVIEW, []))
    reader = LevelReader(remarks, {head.name.casefold() for head in named})
    levels, level_notes = reader.read(blocks.get(SectionKind.REQUIREMENTS, [])[1:])
    paths, path_notes = _growth(blocks.get(SectionKind.GROWTH, [])[1:], remarks)
    _check_levels(blocks, levels, remarks)
    _compare_levels(number, named, levels, remarks)
    notes_of = {
        SectionKind.OVERVIEW: overview_notes,
        SectionKind.REQUIREMENTS: level_notes,
        SectionKind.GROWTH: path_notes,
    }
    return RoleDocument(
        title=title.title,
        icon=title.icon,
        sections=tuple(_section(kind, block[0], notes_of[kind], remarks) for kind, block in blocks.items()),
        overview=overview,
        levels=levels,
        growth_paths=paths,
        notes=tuple(notes),
        wording=line.wording(headings.title_line(title)),
        blank_before=line.blank_before,
    )


def _section(kind: SectionKind, line: Line, notes: tuple[Note, ...], remarks: Remarks) -> Section:
    title = line.heading
    remarks.check_name(line, "This section", title, SECTION_TITLE_LIMIT)
    wording = line.wording(headings.section_line(title))
    return Section(kind=kind, title=title, notes=notes, wording=wording, blank_before=line.blank_before)


def _overview(lines: Sequence[Line], remarks: Remarks) -> tuple[tuple[OverviewLine, ...], tuple[Note, ...]]:
    found: list[OverviewLine] = []
    notes: list[Note] = []
    for line in lines:
        said = bullets.parse_overview(line.markup)
        if said is None:
            notes.append(line.as_note(len(found)))
            continue
        if said.label:
            remarks.check_name(line, "This line", said.label, TITLE_LIMIT)
        wording = line.wording(bullets.overview_line(said))
        found.append(OverviewLine(**said._asdict(), wording=wording, blank_before=line.blank_before))
    return tuple(found), tuple(notes)


def _growth(lines: Sequence[Line], remarks: Remarks) -> tuple[tuple[GrowthPath, ...], tuple[Note, ...]]:
    before, blocks = split_at(lines, (3,))
    notes = [line.as_note(0) for line in before]
    paths: list[GrowthPath] = []
    for block in blocks:
        way = headings.parse_path(block[0].text)
        if way is None:
            notes += [line.as_note(len(paths)) for line in block]
            continue
        for name in way:
            remarks.check_name(block[0], "This path", name, TITLE_LIMIT)
        paths.append(_path(way, block))
    return tuple(paths), tuple(notes)


def _path(way: headings.Way, block: Sequence[Line]) -> GrowthPath:
    line, *below = block
    steps: list[GrowthStep] = []
    notes: list[Note] = []
    for step in below:
        text = bullets.parse_step(step.markup)
        if text is None:
            notes.append(step.as_note(len(steps)))
            continue
        wording = step.wording(bullets.step_line(text))
        steps.append(GrowthStep(text=text, wording=wording, blank_before=step.blank_before))
    return GrowthPath(
        **way._asdict(),
        steps=tuple(steps),
        notes=tuple(notes),
        wording=line.wording(headings.path_line(way)),
        blank_before=line.blank_before,
    )


def _named_levels(lines: Sequence[Line]) -> tuple[int, list[LevelHead]]:
    """The levels that the overview names, and the number of the line which does."""
    for line in lines:
        said = bullets.parse_overview(line.markup)
        if said and said.label.casefold() in _LEVEL_LABELS:
            return line.number, listed_levels(said.text)
    return 1, []


def _check_levels(blocks: Blocks, levels: Sequence[Level], remarks: Remarks) -> None:
    block = blocks.get(SectionKind.REQUIREMENTS)
    if block is None:
        expected = "“## Tech Stack Requirements by Experience Level”"
        remarks.problem(1, f"There is no section of requirements by level: a heading such as {expected}.")
    elif not levels:
        expected = "“### **Mid Level (2-4 years)**”"
        remarks.problem(block[0].number, f"This section has no level: a heading such as {expected}.")


def _compare_levels(
    number: int, named: Sequence[LevelHead], levels: Sequence[Level], remarks: Remarks
) -> None:
    years = {level.name.casefold(): (level.min_years, level.max_years) for level in levels}
    if named and levels and {head.name.casefold() for head in named} != set(years):
        names, headed = ", ".join(head.name for head in named), ", ".join(level.name for level in levels)
        remarks.warning(number, f"The overview names the levels {names}; the headings name {headed}.")
    for head in named:
        said, other = (head.min_years, head.max_years), years.get(head.name.casefold())
        if said != (None, None) and other not in (None, (None, None), said):
            remarks.warning(number, f"The overview gives {head.name} other years than its heading does.")
