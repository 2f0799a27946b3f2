"""How a person grows from a level."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from roleprofiles.models.parts import RevisionPart, RevisionPartQuerySet
from roleprofiles.models.roles import Revision


class GrowthPathQuerySet(RevisionPartQuerySet["GrowthPath"]):
    def step_rows(self) -> models.QuerySet[GrowthPath, tuple[int, str, str, str | None]]:
        """Paths and steps in one query: pk, from, to and text of each step; None for a path without."""
        in_order = self.order_by("position", "pk", "steps__position", "steps__pk")
        return in_order.values_list("pk", "from_name", "to_name", "steps__text")


class GrowthPath(RevisionPart):
    """From a level to the next or to a further title."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="growth_paths")
    from_name = models.CharField("from", max_length=200)
    to_name = models.CharField("to", max_length=200)
    position = models.PositiveIntegerField(default=0, db_index=True)

    objects = GrowthPathQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.from_name} → {self.to_name}"


class GrowthStep(RevisionPart):
    """One thing to learn or to do on the way."""

    parent_field: ClassVar[str] = "growth_path"
    state_lookup: ClassVar[str] = "growth_path__revision__state"

    growth_path = models.ForeignKey(GrowthPath, on_delete=models.CASCADE, related_name="steps")
    text = models.TextField()
    position = models.PositiveIntegerField(default=0, db_index=True)

    objects = RevisionPartQuerySet["GrowthStep"].as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text[:80]
