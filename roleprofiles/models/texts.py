"""Texts of the organisation that its job descriptions share."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Prefetch, Q

from accounts.links import link_to
from roleprofiles.choices import STANDARD_PARTS, AdvertPart, language_name


class StandardTextQuerySet(models.QuerySet["StandardText"]):
    def with_versions(self) -> Self:
        """Load what each says now, and what it said before, with who said so."""
        versions = StandardTextVersion.objects.select_related("saved_by")
        return self.prefetch_related(Prefetch("versions", queryset=versions))

    def with_usage(self) -> Self:
        """Load by how many job descriptions each is shared, as ``usage``."""
        return self.annotate(usage=Count("sections__job_description", distinct=True))


class StandardText(models.Model):
    """About us, benefits, how to apply, equal opportunity: one for each language."""

    kind = models.CharField(max_length=20, choices=[(one.value, one.label) for one in STANDARD_PARTS])
    language = models.CharField(max_length=10, default="en")

    objects = StandardTextQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language"],
                name="standard_text_once_a_kind_and_language",
                violation_error_message="There is a text of this kind in this language already.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in STANDARD_PARTS]),
                name="standard_text_of_a_shared_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{AdvertPart(self.kind).label} ({language_name(self.language)})"

    def get_absolute_url(self) -> str:
        return link_to("roleprofiles:standard_text_edit", self.pk)

    @property
    def current(self) -> StandardTextVersion | None:
        """No query where the versions are loaded."""
        return next(iter(self.versions.all()), None)

    @property
    def current_text(self) -> str:
        return self.current.text if self.current else ""


class StandardTextVersion(models.Model):
    """What a text said from one moment on. Rows are only ever added."""

    standard_text = models.ForeignKey(StandardText, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    saved_at = models.DateTimeField(auto_now_add=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["standard_text", "number"], name="standard_text_version_numbers_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"
