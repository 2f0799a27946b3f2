"""What one interviewer records of one interview."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Count, Prefetch, Q
from django.urls import reverse

from accounts.models import User
from interviews.choices import VALUES_THAT_NEED_EVIDENCE, NotAssessedReason, RatingValue
from interviews.models.candidates import Application
from interviews.models.openings import Criterion
from interviews.models.panels import Interview


class ScorecardLocked(Exception):
    """A submitted scorecard was about to be changed."""


class RatingConflict(Exception):
    """The rating was changed elsewhere since the page was made; ``rating`` is what is stored now."""

    def __init__(self, rating: Rating) -> None:
        self.rating = rating
        super().__init__("This rating was changed elsewhere.")


class RatingsMissing(Exception):
    """A scorecard cannot be submitted yet; ``gaps`` are the ratings that lack something."""

    def __init__(self, gaps: list[Rating]) -> None:
        self.gaps = gaps
        super().__init__("Some criteria are not complete.")


class ScorecardQuerySet(models.QuerySet["Scorecard"]):
    def for_interviewer(self, user: User) -> ScorecardQuerySet:
        return self.filter(interviewer=user)

    def drafts(self) -> ScorecardQuerySet:
        return self.filter(submitted_at__isnull=True)

    def submitted(self) -> ScorecardQuerySet:
        return self.filter(submitted_at__isnull=False)

    def readable_by(self, user: User) -> ScorecardQuerySet:
        """One's own, and submitted ones where ``Application.objects.evidence_open_to`` the person."""
        open_to_them = Application.objects.evidence_open_to(user).values("pk")
        return self.filter(
            Q(interviewer=user) | Q(submitted_at__isnull=False, interview__application__in=open_to_them)
        )

    def with_place(self) -> ScorecardQuerySet:
        """Load the interview, the round, the candidate and the level that a card belongs to."""
        return self.select_related(
            "interviewer",
            "interview__round",
            "interview__application__candidate",
            "interview__application__opening__level__revision__role",
        )

    def with_sheet(self) -> ScorecardQuerySet:
        """Load all that the scorecard page rates, in a fixed number of queries."""
        return self.with_place().prefetch_related(Prefetch("ratings", queryset=Rating.objects.in_order()))

    def with_progress(self) -> ScorecardQuerySet:
        done = Q(ratings__value__isnull=False) | Q(ratings__is_not_assessed=True)
        return self.annotate(ratings_count=Count("ratings"), rated_count=Count("ratings", filter=done))


class Scorecard(models.Model):
    """One interviewer's record of one interview: a draft, then submitted and locked."""

    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="scorecards")
    interviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="scorecards"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ScorecardQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "interviewer"], name="scorecard_one_an_interviewer_and_interview"
            ),
        ]

    def __str__(self) -> str:
        return f"Scorecard {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("interviews:scorecard_edit", args=[self.pk])

    @property
    def is_locked(self) -> bool:
        """See also ScorecardQuerySet.submitted."""
        return self.submitted_at is not None


class RatingQuerySet(models.QuerySet["Rating"]):
    def in_order(self) -> RatingQuerySet:
        """With their criteria, in the order of the sheet."""
        return self.select_related("criterion").order_by("criterion__position", "criterion")


class Rating(models.Model):
    """What an interviewer says of one criterion. A draft's may be incomplete in any way."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="ratings")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="ratings")
    value = models.PositiveSmallIntegerField(choices=RatingValue, null=True, blank=True)
    is_not_assessed = models.BooleanField("not assessed", default=False)
    not_assessed_reason = models.CharField("reason", max_length=30, choices=NotAssessedReason, blank=True)
    evidence = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    last_key = models.CharField(max_length=64, blank=True, editable=False)
    saved_at = models.DateTimeField(null=True, editable=False)

    objects = RatingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scorecard", "criterion"], name="rating_one_a_criterion_and_scorecard"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__in=RatingValue.values),
                name="rating_value_on_the_scale",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(is_not_assessed=False),
                name="rating_value_or_not_assessed_never_both",
                violation_error_message="A criterion has a value or is not assessed, never both.",
            ),
            models.CheckConstraint(
                condition=Q(not_assessed_reason="") | Q(is_not_assessed=True),
                name="rating_reason_only_with_not_assessed",
                violation_error_message="A reason belongs to a criterion that is not assessed.",
            ),
        ]

    def __str__(self) -> str:
        return f"Rating {self.pk}"

    @property
    def is_done(self) -> bool:
        return self.value is not None or self.is_not_assessed

    @property
    def choice(self) -> str:
        """What the radio buttons hold: "1" to "4", "na", or nothing yet."""
        return "na" if self.is_not_assessed else "" if self.value is None else str(self.value)

    @property
    def needs_evidence(self) -> bool:
        return self.value in VALUES_THAT_NEED_EVIDENCE and not self.evidence and self.criterion.is_must_have

    @property
    def needs_reason(self) -> bool:
        return self.is_not_assessed and not self.not_assessed_reason

    @property
    def gap(self) -> str:
        """What is missing before submitting, in words; nothing when it is complete."""
        if not self.is_done:
            return "rate it, or say that it was not assessed"
        if self.needs_reason:
            return "say why it was not assessed"
        return f"say what they said or did (needed for a {self.value})" if self.needs_evidence else ""
