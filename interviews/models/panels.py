"""Who meets an applicant when."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from interviews.models.candidates import Application
from interviews.models.openings import Round


class Interview(models.Model):
    """A round held with one application. Its interviewers are those who have a scorecard for it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="interviews")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="interviews")
    starts_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField("place or link", max_length=300, blank=True)
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
        ]

    def __str__(self) -> str:
        return f"{self.round} with {self.application.candidate.code}"
