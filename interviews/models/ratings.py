"""What an interviewer says of one criterion."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from interviews.choices import (
    VALUES_THAT_MEET,
    VALUES_THAT_NEED_EVIDENCE,
    CriterionKind,
    NotAssessedReason,
    RatingValue,
)
from interviews.models.openings import Criterion


class RatingQuerySet(models.QuerySet["Rating"]):
    def begun(self) -> RatingQuerySet:
        """Those in which something was ever said, even if it was taken back."""
        return self.filter(Q(version__gt=0) | Q(evidence_version__gt=0))

    def of_opening(self, opening_pk: int) -> RatingQuerySet:
        return self.filter(scorecard__interview__application__opening=opening_pk)

    def in_order(self) -> RatingQuerySet:
        """With their criteria, in the order of the sheet: what is of the next level after its criterion."""
        above = "criterion__beneath"
        return self.select_related("criterion").order_by(
            Coalesce(f"{above}__position", "criterion__position"),
            Coalesce(above, "criterion"),
            F(above).asc(nulls_first=True),
            "criterion__position",
            "criterion",
        )

    def of_the_level(self) -> RatingQuerySet:
        """Without those of the next level, which are offered after a 3 or 4."""
        return self.exclude(criterion__kind=CriterionKind.NEXT_LEVEL)

    def with_amendments(self) -> RatingQuerySet:
        """Load what was said after submitting, and the card and its place."""
        place = "scorecard__interview__application"
        cards = ("scorecard__interview__round", f"{place}__candidate", f"{place}__opening")
        return self.select_related("criterion", *cards).prefetch_related("amendments")


class Rating(models.Model):
    """What an interviewer says of one criterion. A draft's may be incomplete in any way."""

    scorecard = models.ForeignKey("Scorecard", on_delete=models.CASCADE, related_name="ratings")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="ratings")
    value = models.PositiveSmallIntegerField(choices=RatingValue, null=True, blank=True)
    is_not_assessed = models.BooleanField("not assessed", default=False)
    not_assessed_reason = models.CharField("reason", max_length=30, choices=NotAssessedReason, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    last_key = models.CharField(max_length=64, blank=True, editable=False)
    saved_at = models.DateTimeField(null=True, editable=False)
    # What is typed is saved on its own, so that a click does not have to send it again.
    evidence = models.TextField(blank=True)
    evidence_version = models.PositiveIntegerField(default=0, editable=False)
    evidence_key = models.CharField(max_length=64, blank=True, editable=False)
    evidence_saved_at = models.DateTimeField(null=True, editable=False)

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
    def has_entry(self) -> bool:
        return self.is_done or bool(self.evidence)

    @property
    def reaches_the_level(self) -> bool:
        """A 3 or 4: it is met at lower levels too, and the same skill may be rated for the next one."""
        return self.value in VALUES_THAT_MEET

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
        """What is missing before submitting, in words; nothing when it is complete, or optional."""
        if self.criterion.is_next_level:
            return ""
        if not self.is_done:
            return "rate it, or say that it was not assessed"
        if self.needs_reason:
            return "say why it was not assessed"
        return f"say what they said or did (needed for a {self.value})" if self.needs_evidence else ""
