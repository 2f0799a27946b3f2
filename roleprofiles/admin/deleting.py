"""What deleting a row takes with it: counted by kind, and named as far as anybody would read."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.contrib.admin.utils import NestedObjects
from django.db import router
from django.http import HttpRequest
from django.utils.text import capfirst

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    Admin = ModelAdmin[Any]
else:
    Admin = object

NAMED = 50  # rows that a page names; the rest it only counts


class CappedDeletion(Admin):
    """Asks for the same few queries however many rows there are, and names the first of them."""

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        collector = NestedObjects(using=router.db_for_write(self.model), origin=objs)
        collector.collect(objs)
        found: dict[Any, set[Any]] = collector.model_objs
        counts = {str(model._meta.verbose_name_plural): len(rows) for model, rows in found.items()}
        # Whoever may delete a row may delete what stands below it; protected rows are what refuses.
        return _named(collector), counts, set(), _some(sorted(map(_name, collector.protected)))


def _named(collector: NestedObjects) -> list[Any]:
    """The nested list of names, cut off after the first."""
    left = iter(range(NAMED))
    total = sum(len(rows) for rows in collector.model_objs.values())

    def cut(rows: Iterable[Any]) -> list[Any]:
        kept: list[Any] = []
        for row in rows:
            if isinstance(row, list):
                if below := cut(row):
                    kept.append(below)
            elif next(left, None) is not None:
                kept.append(_name(row))
        return kept

    named = cut(collector.nested())
    return [*named, f"… and {total - NAMED:,} more"] if total > NAMED else named


def _some(names: list[str]) -> list[str]:
    kept = list(islice(names, NAMED))
    return [*kept, f"… and {len(names) - NAMED:,} more"] if len(names) > NAMED else kept


def _name(row: Any) -> str:
    return f"{capfirst(row._meta.verbose_name)}: {row}"
