"""Reading of the section of requirements by level: its levels, their lists and their questions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from roleprofiles.documents import bullets, headings
from roleprofiles.documents.bullets import Asked
from roleprofiles.documents.headings import LevelHead
from roleprofiles.documents.levelnames import LevelNames
from roleprofiles.documents.lines import Line, split_at
from roleprofiles.documents.remarks import Remarks
from roleprofiles.documents.shapes import Anchor, Level, Note, Question, QuestionSet, Requirement, SkillList

REQUIREMENT_LIMIT = 2000
LEVEL_LIMIT = 30  # real roles have two to five
NAME_LIMIT = 300  # characters of a requirement's name or of a list's title
LEVEL_NAME_LIMIT = 100  # characters


class LevelReader:
    """Reads the section's lines; ``overview_names`` (casefolded) are the levels the overview names."""

    def __init__(self, remarks: Remarks, overview_names: Collection[str]) -> None:
        self.remarks = remarks
        self.overview_names = overview_names
        self.names = LevelNames()
        self.requirement_lines: list[int] = []

    def read(self, lines: Sequence[Line]) -> tuple[tuple[Level, ...], tuple[Note, ...]]:
        """The levels, and the notes of the section."""
        groups, notes = self._grouped(lines)
        heads = [headings.level_head(group[0][0].heading) for group in groups]
        self._check_heads([group[0][0] for group in groups], heads)
        self.names = LevelNames(head.name for head in heads)
        levels = tuple(self._level(head, group) for head, group in zip(heads, groups, strict=True))
        self._check_count()
        return levels, notes

    def _grouped(self, lines: Sequence[Line]) -> tuple[list[list[list[Line]]], tuple[Note, ...]]:
        """For every level its own block of lines and those of its parts; and the notes of the section."""
        before, blocks = split_at(lines, (3, 4))
        notes = [line.as_note(0) for line in before]
        groups: list[list[list[Line]]] = []
        is_open = False
        for position, block in enumerate(blocks):
            head, is_part = block[0], _is_part(block[0])
            has_list = any(below[0].depth == 4 for below in blocks[position + 1 : position + 2])
            if not is_part and self._is_level(head, has_list=has_list):
                groups.append([block])
                is_open = True
            elif is_part and is_open:
                groups[-1].append(block)
            else:
                is_open = False
                notes += [line.as_note(len(groups)) for line in block]
                self._warn_if_stray(head)
        return groups, tuple(notes)

    def _is_level(self, head: Line, *, has_list: bool) -> bool:
        said = headings.level_head(head.heading)
        is_named = said.name.casefold() in self.overview_names
        return has_list or said.min_years is not None or is_named or headings.says_level(head.heading)

    def _level(self, head: LevelHead, blocks: Sequence[Sequence[Line]]) -> Level:
        line, *below = blocks[0]
        return Level(
            name=head.name,
            min_years=head.min_years,
            max_years=head.max_years,
            parts=tuple(self._part(block, head.name) for block in blocks[1:]),
            notes=tuple(line.as_note(0) for line in below),
            wording=line.wording(headings.level_line(head)),
            blank_before=line.blank_before,
        )

    def _part(self, block: Sequence[Line], level_name: str) -> SkillList | QuestionSet:
        line = block[0]
        title = headings.parse_part(line.text) or ""
        self.remarks.check_name(line, "This list", title, NAME_LIMIT)
        if headings.says_questions(line.heading):
            return _question_set(block, title, self.names.first_in(title[:NAME_LIMIT]) or level_name)
        return self._skill_list(block, title)

    def _skill_list(self, block: Sequence[Line], title: str) -> SkillList:
        requirements: list[Requirement] = []
        notes: list[Note] = []
        for line in block[1:]:
            item = bullets.parse_requirement(line.markup)
            if item is None:
                is_under_it = requirements and (not notes or notes[-1].after < len(requirements))
                anchor = _anchor(line, requirements[-1].anchors) if is_under_it else None
                if anchor:
                    below = requirements[-1]
                    requirements[-1] = replace(below, anchors=(*below.anchors, anchor))
                else:
                    notes.append(line.as_note(len(requirements)))
                continue
            self.remarks.check_name(line, "This requirement", item.name, NAME_LIMIT)
            self.requirement_lines.append(line.number)
            wording = line.wording(bullets.requirement_line(item))
            requirements.append(
                Requirement(**item._asdict(), wording=wording, blank_before=line.blank_before)
            )
        return SkillList(
            kind=headings.list_kind(title),
            title=title,
            requirements=tuple(requirements),
            notes=tuple(notes),
            wording=block[0].wording(headings.part_line(title)),
            blank_before=block[0].blank_before,
        )

    def _check_heads(self, lines: Sequence[Line], heads: Sequence[LevelHead]) -> None:
        if len(lines) > LEVEL_LIMIT:
            self.remarks.problem(lines[LEVEL_LIMIT].number, f"There are more than {LEVEL_LIMIT} levels.")
        known: set[str] = set()
        for line, head in zip(lines, heads, strict=True):
            self.remarks.check_name(line, "This level", head.name, LEVEL_NAME_LIMIT)
            if head.name.casefold() in known:
                self.remarks.problem(line.number, f"There are two levels of the name “{head.name}”.")
            known.add(head.name.casefold())
            if head.min_years is not None and head.max_years is not None and head.max_years < head.min_years:
                self.remarks.problem(
                    line.number, f"The years are upside down: {head.min_years} to {head.max_years}."
                )

    def _check_count(self) -> None:
        if len(self.requirement_lines) > REQUIREMENT_LIMIT:
            number = self.requirement_lines[REQUIREMENT_LIMIT]
            self.remarks.problem(number, f"There are more than {REQUIREMENT_LIMIT:,} requirements.")

    def _warn_if_stray(self, head: Line) -> None:
        if _is_part(head):
            self.remarks.warning(head.number, "This list stands under no level: it is kept as notes.")


def _is_part(head: Line) -> bool:
    return head.depth == 4 or headings.says_questions(head.heading)


def _anchor(line: Line, before: Sequence[Anchor]) -> Anchor | None:
    """The line as the next anchor of a requirement: values go upwards, so that their order is theirs."""
    said = bullets.parse_anchor(line.markup)
    if said is None or (before and said.value <= before[-1].value):
        return None
    wording = line.wording(bullets.anchor_line(said))
    return Anchor(**said._asdict(), wording=wording, blank_before=line.blank_before)


def _question_set(block: Sequence[Line], title: str, level_name: str) -> QuestionSet:
    questions: list[Question] = []
    notes: list[Note] = []
    lines = list(reversed(block[1:]))
    while lines:
        line = lines.pop()
        prompt = bullets.parse_prompt(line.markup)
        if prompt is None:
            notes.append(line.as_note(len(questions)))
            continue
        look_for = bullets.parse_look_for(lines[-1].markup) if lines else None
        below = lines.pop() if look_for else None
        questions.append(_question(Asked(*prompt, look_for or ""), line, below))
    return QuestionSet(
        title=title,
        level_name=level_name,
        questions=tuple(questions),
        notes=tuple(notes),
        wording=block[0].wording(headings.part_line(title)),
        blank_before=block[0].blank_before,
    )


def _question(said: Asked, line: Line, below: Line | None) -> Question:
    wording = line.text
    if below:
        wording += f"\n\n{below.text}" if below.blank_before else f"\n{below.text}"
    return Question(
        **said._asdict(),
        wording="" if bullets.question_line(said) == wording else wording,
        blank_before=line.blank_before,
    )
