"""Act: rows of a revision to the role document they say."""

from __future__ import annotations

from collections import defaultdict
from operator import attrgetter
from typing import Any

from roleprofiles.choices import DocumentFormat, RequirementForm, RequirementKind, SectionKind
from roleprofiles.documents import formats, shapes
from roleprofiles.models import GrowthPath, Level, Note, QuestionSet, Revision, RevisionPart, SkillList

Notes = dict[tuple[str, int | None], list[shapes.Note]]


def markdown(revision: Revision) -> str:
    """The role document of a revision, written from its rows."""
    return written(revision, DocumentFormat.MARKDOWN)


def written(revision: Revision, form: DocumentFormat) -> str:
    """The same in any format."""
    return formats.write(document_of(revision), form)


def document_of(revision: Revision) -> shapes.RoleDocument:
    """A revision's rows as plain values, requirements with their keys; a fixed number of queries."""
    return said_by(Revision.objects.with_document().get(pk=revision.pk))


def said_by(revision: Revision) -> shapes.RoleDocument:
    """The same for a revision that ``with_document`` has loaded: no query."""
    notes = _notes_by_container(revision)
    return shapes.RoleDocument(
        title=revision.title,
        icon=revision.icon,
        sections=tuple(
            shapes.Section(
                kind=SectionKind(row.kind), title=row.title, notes=_of(notes, "section", row), **_line(row)
            )
            for row in revision.sections.all()
        ),
        overview=tuple(
            shapes.OverviewLine(label=row.label, text=row.text, **_line(row))
            for row in revision.overview_lines.all()
        ),
        levels=tuple(_level(row, notes) for row in revision.levels.all()),
        growth_paths=tuple(_growth_path(row, notes) for row in revision.growth_paths.all()),
        notes=tuple(notes["", None]),
        **_line(revision),
    )


def _line(row: RevisionPart) -> dict[str, Any]:
    return {"wording": row.wording, "blank_before": row.blank_before}


def _notes_by_container(revision: Revision) -> Notes:
    notes: Notes = defaultdict(list)
    for row in revision.notes.all():
        notes[_container(row)].append(
            shapes.Note(text=row.text, after=row.after, blank_before=row.blank_before)
        )
    return notes


def _container(note: Note) -> tuple[str, int | None]:
    for name in ("section", "level", "skill_list", "question_set", "growth_path"):
        if (pk := getattr(note, f"{name}_id")) is not None:
            return name, pk
    return "", None


def _of(notes: Notes, container: str, row: RevisionPart) -> tuple[shapes.Note, ...]:
    return tuple(notes.get((container, row.pk), ()))


def _level(row: Level, notes: Notes) -> shapes.Level:
    parts: list[SkillList | QuestionSet] = [*row.skill_lists.all(), *row.question_sets.all()]
    parts.sort(key=attrgetter("position"))
    return shapes.Level(
        name=row.name,
        min_years=row.min_years,
        max_years=row.max_years,
        parts=tuple(
            _skill_list(part, notes) if isinstance(part, SkillList) else _question_set(part, notes)
            for part in parts
        ),
        notes=_of(notes, "level", row),
        **_line(row),
    )


def _skill_list(row: SkillList, notes: Notes) -> shapes.SkillList:
    return shapes.SkillList(
        kind=RequirementKind(row.kind),
        title=row.title,
        requirements=tuple(
            shapes.Requirement(
                name=line.name,
                text=line.text,
                form=RequirementForm(line.form),
                key=line.key,
                anchors=tuple(
                    shapes.Anchor(value=anchor.value, text=anchor.text, **_line(anchor))
                    for anchor in line.anchors.all()
                ),
                **_line(line),
            )
            for line in row.requirements.all()
        ),
        notes=_of(notes, "skill_list", row),
        **_line(row),
    )


def _question_set(row: QuestionSet, notes: Notes) -> shapes.QuestionSet:
    return shapes.QuestionSet(
        title=row.title,
        level_name=row.about.name,
        questions=tuple(
            shapes.Question(prompt=line.prompt, look_for=line.look_for, number=line.number, **_line(line))
            for line in row.questions.all()
        ),
        notes=_of(notes, "question_set", row),
        **_line(row),
    )


def _growth_path(row: GrowthPath, notes: Notes) -> shapes.GrowthPath:
    return shapes.GrowthPath(
        from_name=row.from_name,
        to_name=row.to_name,
        steps=tuple(shapes.GrowthStep(text=step.text, **_line(step)) for step in row.steps.all()),
        notes=_of(notes, "growth_path", row),
        **_line(row),
    )
