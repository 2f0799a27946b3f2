"""Who meets an applicant when."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, IntegerField, Q, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from accounts.links import link_to
from accounts.models import User
from interviews import clocks
from interviews.models.candidates import Application
from interviews.models.openings import Round

# A scorecard is due so long after its interview has ended.
UNTIL_DUE = timedelta(hours=1)


def end_of(interview: str = "") -> ExpressionWrapper[CombinedExpression]:
    """When an interview ends, for annotations; ``interview`` is the way to it, as in ``interview__``."""
    minutes = Cast(Coalesce(f"{interview}minutes", f"{interview}round__minutes"), IntegerField())
    length = ExpressionWrapper(
        minutes * Value(timedelta(minutes=1), output_field=DurationField()), output_field=DurationField()
    )
    return ExpressionWrapper(F(f"{interview}starts_at") + length, output_field=DateTimeField())


class InterviewQuerySet(models.QuerySet["Interview"]):
    def live(self) -> InterviewQuerySet:
        """Those with a time that are not cancelled: what calendars show."""
        return self.filter(starts_at__isnull=False, cancelled_at__isnull=True)

    def with_place(self) -> InterviewQuerySet:
        return self.select_related("round", "application__candidate", "application__opening")

    def visible_to(self, user: User) -> InterviewQuerySet:
        """Those of one's own scorecards, unless one has stepped out, and those that one may arrange."""
        own = Interview.objects.filter(scorecards__interviewer=user, scorecards__recused_at__isnull=True)
        arranged = Application.objects.arranged_by(user)
        return self.filter(Q(pk__in=own.values("pk")) | Q(application__in=arranged.values("pk")))

    def held_in(self, round_pk: int) -> InterviewQuerySet:
        """Those of a round that have begun: their time has come, or somebody has submitted."""
        begun = Q(starts_at__lte=timezone.now(), cancelled_at__isnull=True)
        submitted = Q(scorecards__submitted_at__isnull=False)
        return self.filter(begun | submitted, round=round_pk).distinct()

    def with_case(self) -> InterviewQuerySet:
        """Load the round, the candidate and the level that an interview belongs to."""
        level = "application__opening__level__revision"
        case = self.select_related("round", "application__candidate", f"{level}__role")
        return case.defer(f"{level}__source")


class Interview(models.Model):
    """A round held with one application. Its interviewers are those who have a scorecard for it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="interviews")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="interviews")
    starts_at = models.DateTimeField(null=True, blank=True)
    # How long, once there is a time: what the plan said then, or else; and the zone that it was said in.
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

    def get_calendar_url(self) -> str:
        return link_to("interviews:interview_calendar", self.pk)

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_live(self) -> bool:
        """See also InterviewQuerySet.live."""
        return self.starts_at is not None and not self.is_cancelled

    @property
    def zone(self) -> str:
        """In which its time is told: where it was said in none that clocks know, the organisation's own."""
        return clocks.known(self.time_zone)

    @property
    def length(self) -> int:
        """In minutes."""
        return self.round.minutes if self.minutes is None else self.minutes

    @property
    def ends_at(self) -> datetime | None:
        return self.starts_at and self.starts_at + timedelta(minutes=self.length)

    @property
    def due_at(self) -> datetime | None:
        """When its scorecards are; None where it has no time or is cancelled. See also with_due."""
        return None if self.is_cancelled or self.ends_at is None else self.ends_at + UNTIL_DUE

    def is_due(self, now: datetime) -> bool:
        """Whether drafts are waited for by now: those of a decided application are not any more."""
        return self.due_at is not None and self.due_at <= now and not self.application.is_decided
