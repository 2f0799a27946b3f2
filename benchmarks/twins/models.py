"""Sheets of sixty lines."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

LINES = 60


class Sheet(models.Model):
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)

    objects: ClassVar[models.Manager[Sheet]] = models.Manager()

    def __str__(self) -> str:
        return self.title


class Line(models.Model):
    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="lines")
    name = models.CharField(max_length=200)
    detail = models.TextField()
    value = models.PositiveSmallIntegerField(null=True)
    saved_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[Line]] = models.Manager()

    def __str__(self) -> str:
        return self.name
