"""What every row of a revision has in common: once the revision is published, it never changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self, TypeVar, cast

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
        self._refuse_published()
        fields = self.model.holders()
        held = {f.attname: values[name] for f in fields for name in (f.name, f.attname) if name in values}
        # Where an expression leads, only the database's own guard can tell.
        plain = {name: getattr(value, "pk", value) for name, value in held.items() if not _is_sql(value)}
        refuse_published([self.model(**plain)])
        return super().update(**values)

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        self._refuse_published()
        return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[Part], *args: Any, **kwargs: Any) -> list[Part]:
        rows = list(objs)
        refuse_published(rows)
        return super().bulk_create(rows, *args, **kwargs)

    def bulk_update(self, objs: Iterable[Part], *args: Any, **kwargs: Any) -> int:
        rows = list(objs)
        refuse_published(rows)
        return super().bulk_update(rows, *args, **kwargs)

    bulk_update.alters_data = True  # type: ignore[attr-defined]

    def _refuse_published(self) -> None:
        if self.published().exists():
            raise RevisionPublished


class RevisionPart(models.Model):
    """A row that belongs to a revision.

    ``parent_field`` names the field that leads to the revision, ``""`` for the revision itself;
    ``state_lookup`` leads to the revision's state. Each model names ``objects`` its base manager:
    related managers write through that one, and would go past the guard by another.
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
        refuse_published([self])

    @classmethod
    def holders(cls) -> list[models.ForeignKey[Any, Any]]:
        """The fields that tie a row to other rows of its revision."""
        return [
            field
            for field in cls._meta.concrete_fields
            if isinstance(field, models.ForeignKey) and issubclass(field.related_model, RevisionPart)
        ]


def _is_sql(value: object) -> bool:
    return hasattr(value, "resolve_expression")


def refuse_published(rows: Iterable[RevisionPart]) -> None:
    """Raise RevisionPublished if a row, or a row it is tied to, is in a published revision.

    One query a model, however many rows there are.
    """
    pks_of: dict[type[RevisionPart], set[int]] = {}
    for row in rows:
        pks_of.setdefault(type(row), set()).add(row.pk)
        for field in type(row).holders():
            held = field.get_cached_value(row, default=None)
            pk = held.pk if held else getattr(row, field.attname)
            pks_of.setdefault(cast(type[RevisionPart], field.related_model), set()).add(pk)
    for model, pks in pks_of.items():
        if not (known := pks - {None}):
            continue
        stored = model._base_manager.filter(pk__in=known, **{model.state_lookup: RevisionState.PUBLISHED})
        if stored.exists():
            raise RevisionPublished
