"""Act: take an element out of a draft so that it can be put back, whole and with its keys."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.contrib.admin.utils import NestedObjects
from django.core import serializers
from django.db import IntegrityError, models, router, transaction

from accounts.models import User
from roleprofiles.drafting import ElementGone, hold, row_in
from roleprofiles.models import Removal, Requirement, Revision, RevisionPart, Skill


class NotPutBack(Exception):
    """What was removed has no place to go back to, or its place is taken; the message says which."""


@transaction.atomic
def remove(draft: Revision, kind: str, pk: int, *, by: User | None) -> Removal:
    """Take an element out with all that stands below it; nothing of it is lost before publishing."""
    hold(draft)
    row = row_in(draft, kind, pk)
    saved = {"rows": json.loads(serializers.serialize("json", _with_all_below(row)))}
    removal = Removal.objects.create(
        revision=draft, kind=kind, label=str(row)[:300], saved=saved, removed_by=by
    )
    row.delete()
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
    return cast(RevisionPart, rows[0])


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


def _find_skills(requirements: Iterable[Requirement]) -> None:
    """A skill that was deleted from the library meanwhile comes back by its line's name."""
    pks = {line.skill_id for line in requirements}
    there = set(Skill.objects.filter(pk__in=pks).values_list("pk", flat=True))
    for line in requirements:
        if line.skill_id not in there:
            line.skill = Skill.objects.for_name(line.name)
