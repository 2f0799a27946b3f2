"""What happens to a scorecard after it was submitted. The ratings that were submitted stay."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from interviews.choices import NotAssessedReason, RatingValue
from interviews.models.ratings import Rating
from interviews.models.scorecards import Scorecard


class Amendment(models.Model):
    """A second rating, given after submitting. It is shown beside the first, which every reading uses.

    Rows are only ever added. ``number`` counts those of a rating: two at one moment cannot both be the next.
    """

    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    value = models.PositiveSmallIntegerField(choices=RatingValue, null=True, blank=True)
    is_not_assessed = models.BooleanField("not assessed", default=False)
    not_assessed_reason = models.CharField("reason", max_length=30, choices=NotAssessedReason, blank=True)
    evidence = models.TextField(blank=True)
    reason = models.TextField("why it changes")
    had_seen_others = models.BooleanField()
    amended_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["rating", "number"], name="amendment_numbers_once_a_rating"),
            models.CheckConstraint(
                condition=Q(value__isnull=False, is_not_assessed=False, not_assessed_reason="")
                | Q(value__isnull=True, is_not_assessed=True) & ~Q(not_assessed_reason=""),
                name="amendment_value_or_not_assessed_with_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__in=RatingValue.values),
                name="amendment_value_on_the_scale",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="amendment_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"Amendment {self.number} of rating {self.rating_id}"


class Reopening(models.Model):
    """An administrator made a draft of a submitted or recused scorecard again, and said why."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="reopenings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    reopened_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField("had been submitted", null=True, editable=False)

    class Meta:
        ordering = ["reopened_at"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="reopening_with_a_reason")]

    def __str__(self) -> str:
        return f"Reopening of scorecard {self.scorecard_id}"
