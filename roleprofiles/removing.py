"""Act: take an element out of a draft so that it can be put back, whole and with its keys."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, cast

from django.contrib.admin.utils import NestedObjects
from django.core import serializers
from django.db import IntegrityError, models, router, transaction

from accounts.models import User
from roleprofiles import noting
from roleprofiles.drafting import ElementGone, hold, number, number_questions, row_in
from roleprofiles.models import (
    Level,
    Note,
    Question,
    QuestionSet,
    Removal,
    Requirement,
    Revision,
    RevisionPart,
    Skill,
    skill_key,
)
from roleprofiles.models.elements import in_order


class NotPutBack(Exception):
    """What was removed has no place to go back to, or its place is taken; the message says which."""


@transaction.atomic
def remove(draft: Revision, kind: str, pk: int, *, by: User | None) -> Removal:
    """Take an element out with all that stands below it; nothing of it is lost before publishing."""
    hold(draft)
    row = row_in(draft, kind, pk)
    was, notes = in_order(row), noting.beside(row)
    left = [one for one in was if one != row]
    parts = noting.parts_of(row, was, notes)
    below = [note.pk for note in noting.directly_below(row, was, notes)]
    saved = {
        "rows": json.loads(serializers.serialize("json", [*_with_all_below(row), *parts])),
        "notes": below,
    }
    removal = Removal.objects.create(revision=draft, kind=kind, label=_label(row), saved=saved, removed_by=by)
    Note.objects.filter(pk__in=[note.pk for note in parts]).delete()
    row.delete()
    noting.settle([note for note in notes if note not in parts], was, left)
    if isinstance(row, Question):
        number_questions(row.question_set, first=was[0].number)
    return removal


@transaction.atomic
def put_back(draft: Revision, removal_pk: int) -> RevisionPart:
    """What was removed, where it was, with its keys and everything below it."""
    hold(draft)
    removal = draft.removals.filter(pk=removal_pk).first()
    if removal is None:
        raise ElementGone
    rows = [found.object for found in serializers.deserialize("python", removal.saved["rows"])]
    _refuse_homeless([row for row in rows if isinstance(row, RevisionPart)], removal)
    _find_skills([row for row in rows if isinstance(row, Requirement)])
    groups: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        groups.setdefault(type(row), []).append(row)
    try:
        with transaction.atomic():
            for model, group in groups.items():
                model._base_manager.bulk_create(group)
    except IntegrityError as error:
        raise NotPutBack(f"“{removal}” was not put back: something of its name is there now.") from error
    removal.delete()
    back = cast(RevisionPart, rows[0])
    _settle(back, removal)
    return back


def _settle(back: RevisionPart, removal: Removal) -> None:
    """Among those that have come, moved and gone meanwhile."""
    now = in_order(back)
    below = dict.fromkeys(removal.saved.get("notes", ()), back)
    noting.settle(noting.beside(back), [one for one in now if one != back], now, below=below)
    number(now)
    if isinstance(back, Question):
        number_questions(back.question_set)


def _label(row: RevisionPart) -> str:
    """What goes with a level although it stands below another is said: the questions about it."""
    elsewhere = (
        QuestionSet.objects.filter(about=row.pk).exclude(level=row.pk) if isinstance(row, Level) else ()
    )
    return ", with ".join([str(row), *(f"“{asked}” of {asked.level}" for asked in elsewhere)])[:300]


def _with_all_below(row: RevisionPart) -> list[models.Model]:
    """A row, then every row that goes with it."""
    collector = NestedObjects(using=router.db_for_write(type(row), instance=row))
    collector.collect([row])
    return [row, *(one for group in collector.data.values() for one in group if one != row)]


def _refuse_homeless(rows: Sequence[RevisionPart], removal: Removal) -> None:
    """Every row has to find what it stands in: in the draft, or among those that come back with it."""
    back = {(type(row), row.pk) for row in rows}
    needed: dict[Any, set[int]] = {}
    for row in rows:
        for field in type(row).holders():
            pk = getattr(row, field.attname)
            if pk is not None and (field.related_model, pk) not in back:
                needed.setdefault(field.related_model, set()).add(pk)
    for model, pks in needed.items():
        if model._base_manager.filter(pk__in=pks).count() < len(pks):
            message = "what it stood in has been removed. Put that back first."
            raise NotPutBack(f"“{removal}” was not put back: {message}")


def _find_skills(lines: Sequence[Requirement]) -> None:
    """A line comes back about the successor of a skill that was merged meanwhile; about the library's
    skill of its name if its own was deleted.
    """
    there = Skill.objects.select_related("merged_into").in_bulk({line.skill_id for line in lines})
    named: dict[str, Skill] = {}
    for line in lines:
        if skill := there.get(line.skill_id):
            line.skill = skill.merged_into or skill
        elif (key := skill_key(line.name)) in named:
            line.skill = named[key]
        else:
            line.skill = named[key] = Skill.objects.for_name(line.name)
