"""Act: a role document's plain values to the rows of a draft revision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Any
from uuid import uuid4

from django.db import transaction

from roleprofiles.documents import shapes
from roleprofiles.models import (
    Anchor,
    GrowthPath,
    GrowthStep,
    Level,
    Note,
    OverviewLine,
    Question,
    QuestionSet,
    Requirement,
    Revision,
    RevisionPart,
    Section,
    Skill,
    SkillList,
    skill_key,
)

Containers = list[tuple[str, RevisionPart | None, Iterable[shapes.Note]]]


@transaction.atomic(savepoint=False)  # whoever records a part of more fails as a whole
def record(
    document: shapes.RoleDocument, revision: Revision, *, known: dict[str, Skill] | None = None
) -> None:
    """Write everything below an empty draft, in a fixed number of statements whatever the length.

    ``known`` are the library's skills for the document's names, where they have just been looked up.
    """
    skills = _skills(document, known)
    containers: Containers = [("", None, document.notes)]

    sections = Section.objects.bulk_create(
        Section(revision=revision, kind=said.kind, title=said.title, **_line(said, n))
        for n, said in enumerate(document.sections, 1)
    )
    containers += [
        ("section", row, said.notes) for row, said in zip(sections, document.sections, strict=True)
    ]
    OverviewLine.objects.bulk_create(
        OverviewLine(revision=revision, label=said.label, text=said.text, **_line(said, n))
        for n, said in enumerate(document.overview, 1)
    )
    containers += _levels(document, revision, skills)
    containers += _growth_paths(document, revision)
    Note.objects.bulk_create(_notes(revision, containers))


def _line(said: Any, position: int) -> dict[str, Any]:
    return {"wording": said.wording, "blank_before": said.blank_before, "position": position}


def _levels(document: shapes.RoleDocument, revision: Revision, skills: dict[str, Skill]) -> Containers:
    levels = Level.objects.bulk_create(
        Level(
            revision=revision,
            name=said.name,
            min_years=said.min_years,
            max_years=said.max_years,
            **_line(said, n),
        )
        for n, said in enumerate(document.levels, 1)
    )
    by_name = {level.name.casefold(): level for level in levels}
    placed = [
        (level, part, n)
        for level, said in zip(levels, document.levels, strict=True)
        for n, part in enumerate(said.parts, 1)
    ]
    lists = [(level, part, n) for level, part, n in placed if isinstance(part, shapes.SkillList)]
    asked = [(level, part, n) for level, part, n in placed if isinstance(part, shapes.QuestionSet)]
    list_rows = SkillList.objects.bulk_create(
        SkillList(level=level, kind=part.kind, title=part.title, **_line(part, n)) for level, part, n in lists
    )
    set_rows = QuestionSet.objects.bulk_create(
        QuestionSet(
            level=level,
            about=by_name.get(part.level_name.casefold(), level),
            title=part.title,
            **_line(part, n),
        )
        for level, part, n in asked
    )
    requirements = Requirement.objects.bulk_create(
        Requirement(
            skill_list=row,
            key=said.key or uuid4(),
            skill=skills[skill_key(said.name)],
            name=said.name,
            form=said.form,
            text=said.text,
            **_line(said, n),
        )
        for row, (_, part, _) in zip(list_rows, lists, strict=True)
        for n, said in enumerate(part.requirements, 1)
    )
    lines = [said for _, part, _ in lists for said in part.requirements]
    Anchor.objects.bulk_create(
        Anchor(
            requirement=row,
            value=anchor.value,
            text=anchor.text,
            wording=anchor.wording,
            blank_before=anchor.blank_before,
        )
        for row, said in zip(requirements, lines, strict=True)
        for anchor in said.anchors
    )
    Question.objects.bulk_create(
        Question(
            question_set=row, number=said.number, prompt=said.prompt, look_for=said.look_for, **_line(said, n)
        )
        for row, (_, part, _) in zip(set_rows, asked, strict=True)
        for n, said in enumerate(part.questions, 1)
    )
    return [
        *(("level", row, said.notes) for row, said in zip(levels, document.levels, strict=True)),
        *(("skill_list", row, part.notes) for row, (_, part, _) in zip(list_rows, lists, strict=True)),
        *(("question_set", row, part.notes) for row, (_, part, _) in zip(set_rows, asked, strict=True)),
    ]


def _growth_paths(document: shapes.RoleDocument, revision: Revision) -> Containers:
    paths = GrowthPath.objects.bulk_create(
        GrowthPath(revision=revision, from_name=said.from_name, to_name=said.to_name, **_line(said, n))
        for n, said in enumerate(document.growth_paths, 1)
    )
    GrowthStep.objects.bulk_create(
        GrowthStep(growth_path=path, text=step.text, **_line(step, n))
        for path, said in zip(paths, document.growth_paths, strict=True)
        for n, step in enumerate(said.steps, 1)
    )
    return [
        ("growth_path", path, said.notes) for path, said in zip(paths, document.growth_paths, strict=True)
    ]


def _notes(revision: Revision, containers: Containers) -> Iterator[Note]:
    for name, row, notes in containers:
        holder = {name: row} if row else {}
        for n, said in enumerate(notes, 1):
            yield Note(
                revision=revision,
                text=said.text,
                after=said.after,
                blank_before=said.blank_before,
                position=n,
                **holder,
            )


def new_skills(document: shapes.RoleDocument, known: dict[str, Skill]) -> list[Skill]:
    """What a document adds to the library, not saved yet: names of its lines that ``named`` did not know."""
    new: dict[str, Skill] = {}
    for line in lines_of(document):
        if skill_key(line.name) not in known:
            skill = Skill.of_name(line.name, category=line.text if line.form == "-" else "")
            new.setdefault(skill.key, skill)
    return list(new.values())


def lines_of(document: shapes.RoleDocument) -> list[shapes.Requirement]:
    return [line for level in document.levels for part in level.lists for line in part.requirements]


def _skills(document: shapes.RoleDocument, known: dict[str, Skill] | None) -> dict[str, Skill]:
    """The library's skill for each name of the document by ``skill_key``; new names become skills."""
    names = {line.name for line in lines_of(document)}
    if known is None:
        known = Skill.objects.named(names)
    if not (new := new_skills(document, known)):
        return known
    # Somebody else may add the same name at this moment: theirs is as good as ours. In one order, so that
    # two who add the same names wait for each other and not in a circle.
    Skill.objects.bulk_create(sorted(new, key=attrgetter("key")), ignore_conflicts=True)
    return known | Skill.objects.named({name for name in names if skill_key(name) not in known})
