"""Who meets an applicant when."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import User
from interviews.models.candidates import Application
from interviews.models.openings import Round


class InterviewQuerySet(models.QuerySet["Interview"]):
    def visible_to(self, user: User) -> InterviewQuerySet:
        """Those of one's own scorecards, unless one has stepped out, and those that one may arrange."""
        own = Interview.objects.filter(scorecards__interviewer=user, scorecards__recused_at__isnull=True)
        arranged = Application.objects.arranged_by(user)
        return self.filter(Q(pk__in=own.values("pk")) | Q(application__in=arranged.values("pk")))

    def with_case(self) -> InterviewQuerySet:
        """Load the round, the candidate and the level that an interview belongs to."""
        return self.select_related(
            "round", "application__candidate", "application__opening__level__revision__role"
        )


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

    objects = InterviewQuerySet.as_manager()

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
