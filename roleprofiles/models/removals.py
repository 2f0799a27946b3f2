"""What was taken out of a draft, kept so that it can be put back."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from roleprofiles.models.roles import Revision


class Removal(models.Model):
    """An element that somebody removed from a draft, with all that stood below it.

    It is no part of the revision: nothing reads it but putting the element back, and publishing
    deletes it. ``saved`` holds the rows' values as the act of removing wrote them.
    """

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="removals")
    kind = models.CharField(max_length=30)  # the kind of element, as the draft editor's addresses name it
    label = models.CharField(max_length=300)
    saved: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    removed_at = models.DateTimeField(auto_now_add=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-removed_at", "-pk"]

    def __str__(self) -> str:
        return self.label
