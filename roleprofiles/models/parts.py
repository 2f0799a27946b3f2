"""What every row of a revision has in common: once the revision is published, it never changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self, TypeVar

from django.db import models

from roleprofiles.choices import RevisionState


class RevisionPublished(Exception):
    """A published revision, or a row of one, was about to be changed."""

    def __init__(self) -> None:
        super().__init__("A published revision does not change. Start a draft and publish the next one.")


Part = TypeVar("Part", bound="RevisionPart")


class RevisionPartQuerySet(models.QuerySet[Part]):
    """Refuses to change rows of published revisions, however many rows it holds."""

    def published(self) -> Self:
        return self.filter(**{self.model.state_lookup: RevisionState.PUBLISHED})

    def update(self, **values: Any) -> int:
        self._refuse_published(parents=[values.get(self.model.parent_field)])
        return super().update(**values)

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        self._refuse_published()
        return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[Part], *args: Any, **kwargs: Any) -> list[Part]:
        rows = list(objs)
        if self.model.parent_field:
            refuse_published({getattr(row, self.model.parent_field) for row in rows})
        return super().bulk_create(rows, *args, **kwargs)

    def _refuse_published(self, parents: Iterable[Any] = ()) -> None:
        refuse_published(parent for parent in parents if isinstance(parent, RevisionPart))
        if self.published().exists():
            raise RevisionPublished


class RevisionPart(models.Model):
    """A row that belongs to a revision.

    ``parent_field`` names the field that leads to the revision, ``""`` for the revision itself;
    ``state_lookup`` leads to the revision's state.
    """

    parent_field: ClassVar[str] = "revision"
    state_lookup: ClassVar[str] = "revision__state"

    wording = models.TextField(
        blank=True,
        editable=False,
        help_text="The line as the document words it, where that differs from the house form.",
    )
    blank_before = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        # The one guard that has to sit in save(): a row must not change by any road.
        self.refuse_if_published()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self.refuse_if_published()
        return super().delete(*args, **kwargs)

    def refuse_if_published(self) -> None:
        """Asks the database, since the state in memory may be old."""
        rows = [self, getattr(self, self.parent_field)] if self.parent_field else [self]
        refuse_published(rows)


def refuse_published(rows: Iterable[RevisionPart]) -> None:
    """Raise RevisionPublished if one of the rows is in a published revision; one query a model."""
    pks_of: dict[type[RevisionPart], set[int]] = {}
    for row in rows:
        if row.pk is not None:
            pks_of.setdefault(type(row), set()).add(row.pk)
    for model, pks in pks_of.items():
        stored = model._base_manager.filter(pk__in=pks, **{model.state_lookup: RevisionState.PUBLISHED})
        if stored.exists():
            raise RevisionPublished
