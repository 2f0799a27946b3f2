"""Who meets an applicant when."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from interviews.models.candidates import Application
from interviews.models.openings import Round


class Interview(models.Model):
    """A round held with one application. Its interviewers are those who have a scorecard for it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="interviews")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="interviews")
    starts_at = models.DateTimeField(null=True, blank=True)
    # How long, where it is not what the plan says; and the zone that its time was said in.
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    place = models.CharField("place or link", max_length=300, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancel_reason = models.TextField(blank=True, editable=False)
    # What calendars know it by, and how often it was changed since they were told first.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    interviewers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Scorecard", related_name="interviews"
    )

    class Meta:
        ordering = ["round__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "round"],
                name="interview_once_a_round_in_application",
                violation_error_message="This round is arranged already.",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | ~Q(cancel_reason=""),
                name="interview_cancelled_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} with {self.application.candidate.code}"
