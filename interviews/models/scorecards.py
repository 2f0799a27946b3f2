"""What one interviewer records of one interview."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import (
    Case,
    Count,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Now

from accounts.links import link_to
from accounts.models import User
from interviews.choices import CriterionKind
from interviews.models.candidates import Application, FirstSight
from interviews.models.panels import UNTIL_DUE, Interview, end_of
from interviews.models.ratings import Rating
from roleprofiles.models import Level


class ScorecardLocked(Exception):
    """A submitted or recused scorecard was about to be changed."""


class ChangedElsewhere(Exception):
    """Something was changed since the page was made; ``row`` is what is stored now."""

    def __init__(self, row: Rating | Scorecard) -> None:
        self.row = row
        super().__init__("This was changed elsewhere.")


class KeyUsed(Exception):
    """A key that stands for one entry came with another one."""


class RatingsMissing(Exception):
    """A scorecard cannot be submitted yet; ``gaps`` are the ratings that lack something."""

    def __init__(self, gaps: list[Rating]) -> None:
        self.gaps = gaps
        super().__init__("Some criteria are not complete.")


class ScorecardNotLocked(Exception):
    """A draft was about to be amended or reopened."""


class ScorecardQuerySet(models.QuerySet["Scorecard"]):
    def for_interviewer(self, user: User | int) -> ScorecardQuerySet:
        return self.filter(interviewer=user)

    def drafts(self) -> ScorecardQuerySet:
        return self.filter(submitted_at__isnull=True, recused_at__isnull=True)

    def drafts_or_submitted_since(self, moment: datetime) -> ScorecardQuerySet:
        return self.filter(
            Q(submitted_at__isnull=True) | Q(submitted_at__gte=moment), recused_at__isnull=True
        )

    def begun(self) -> ScorecardQuerySet:
        """Those with entries, and submitted ones. See also Scorecard.has_entries.

        Who takes themselves out before they have written anything has begun nothing.
        """
        entered = Exists(Rating.objects.begun().filter(scorecard=OuterRef("pk")))
        return self.filter(Q(submitted_at__isnull=False) | Q(handover_version__gt=0) | entered)

    def of_opening(self, opening_pk: int) -> ScorecardQuerySet:
        return self.filter(interview__application__opening=opening_pk)

    def submitted(self) -> ScorecardQuerySet:
        return self.filter(submitted_at__isnull=False)

    def with_due(self, now: datetime) -> ScorecardQuerySet:
        """Load when a card is due, None where its interview has no time or is cancelled; and whether a
        draft is due by now and waited for. See also Interview.due_at and is_due."""
        due_at = ExpressionWrapper(end_of("interview__") + Value(UNTIL_DUE), output_field=DateTimeField())
        live = Q(interview__cancelled_at__isnull=True)
        cards = self.annotate(due_at=Case(When(live, then=due_at), output_field=DateTimeField()))
        is_due = Q(due_at__lte=now, interview__application__decision__isnull=True)
        return cards.annotate(is_due=Case(When(is_due, then=True), default=False))

    def due(self, now: datetime) -> ScorecardQuerySet:
        """Drafts whose time has come; those of a decided application are not waited for any more."""
        return self.drafts().with_due(now).filter(Q(is_due=True))

    def chased(self, now: datetime) -> ScorecardQuerySet:
        """Those that are due and whose interviewers want to be reminded."""
        return self.due(now).filter(reminders_off_at__isnull=True, interviewer__is_active=True)

    def readable_by(self, user: User) -> ScorecardQuerySet:
        """One's own, and submitted ones where ``Application.objects.evidence_open_to`` the person."""
        open_to_them = Application.objects.evidence_open_to(user).filter(
            pk=OuterRef("interview__application")
        )
        return self.filter(Q(interviewer=user) | Q(Exists(open_to_them), submitted_at__isnull=False))

    def handed_on(self, application: int, position: int) -> ScorecardQuerySet:
        """Those of the application whose rounds come before and say something to the next interviewers.
        What they rate is for ``readable_by``."""
        place = "interview__round__position"
        before = self.filter(
            interview__application=application, recused_at__isnull=True, **{f"{place}__lt": position}
        )
        said = before.exclude(handover="").select_related("interviewer", "interview__round")
        return said.order_by(place, "pk")

    def with_place(self) -> ScorecardQuerySet:
        """Load the interviewer, the round, the candidate and the opening that a card belongs to."""
        application = "interview__application"
        return self.select_related(
            "interviewer", "interview__round", f"{application}__candidate", f"{application}__opening"
        )

    def for_a_list(self) -> ScorecardQuerySet:
        """Load what a line of a list says, and no more."""
        own, application = ("submitted_at", "reminders_off_at"), "interview__application"
        held = (
            "starts_at",
            "minutes",
            "time_zone",
            "place",
            "cancelled_at",
            "round__title",
            "round__minutes",
        )
        named = ("decision", "candidate__number", "candidate__name", "opening__title")
        cards = self.select_related(
            "interview__round", f"{application}__candidate", f"{application}__opening"
        )
        return cards.only(
            *own, *(f"interview__{name}" for name in held), *(f"{application}__{name}" for name in named)
        )

    def with_level(self) -> ScorecardQuerySet:
        """Load the level that is rated, and the name of the one that comes after it."""
        level = "interview__application__opening__level"
        higher = Level.objects.filter(
            revision=OuterRef(f"{level}__revision"), position__gt=OuterRef(f"{level}__position")
        )
        above = Subquery(higher.values("name")[:1])
        revision = f"{level}__revision"
        return self.select_related(revision).defer(f"{revision}__source").annotate(level_above=above)

    def with_sight(self) -> ScorecardQuerySet:
        """Load whether the interviewer had seen others' ratings before submitting their own."""
        sight = FirstSight.objects.filter(
            application=OuterRef("interview__application"), person=OuterRef("interviewer")
        )
        return self.annotate(
            had_seen_others=Exists(sight.filter(seen_at__lt=Coalesce(OuterRef("submitted_at"), Now())))
        )

    def with_reopening(self) -> ScorecardQuerySet:
        """Load whether a card was ever made a draft again."""
        again = Scorecard.objects.filter(pk=OuterRef("pk"), reopenings__isnull=False)
        return self.annotate(was_reopened=Exists(again))

    def with_progress(self) -> ScorecardQuerySet:
        """Load how many criteria of the level there are on a card, and how many are rated."""
        of_the_level = ~Q(ratings__criterion__kind=CriterionKind.NEXT_LEVEL)
        done = Q(ratings__value__isnull=False) | Q(ratings__is_not_assessed=True)
        return self.annotate(
            ratings_count=Count("ratings", filter=of_the_level),
            rated_count=Count("ratings", filter=of_the_level & done),
        )


class Scorecard(models.Model):
    """One interviewer's record of one interview: a draft, then submitted and locked."""

    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="scorecards")
    interviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="scorecards"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Makes the digest of the submitted ratings, which events keep for ever, say nothing once it is erased.
    digest_salt = models.CharField(max_length=32, blank=True, editable=False)
    recused_at = models.DateTimeField(null=True, blank=True, editable=False)
    recusal_reason = models.TextField(blank=True, editable=False)
    # The plan that its criteria come from.
    plan_version = models.PositiveIntegerField(default=1, editable=False)
    reminders_off_at = models.DateTimeField(null=True, blank=True, editable=False)
    reminders_off_reason = models.TextField(blank=True, editable=False)
    handover = models.TextField("note for the next interviewer", blank=True)
    handover_version = models.PositiveIntegerField(default=0, editable=False)
    handover_key = models.CharField(max_length=64, blank=True, editable=False)
    handover_saved_at = models.DateTimeField(null=True, editable=False)

    objects = ScorecardQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "interviewer"], name="scorecard_one_an_interviewer_and_interview"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | Q(recused_at__isnull=True),
                name="scorecard_submitted_or_recused_never_both",
            ),
            models.CheckConstraint(
                condition=Q(recused_at__isnull=True) | ~Q(recusal_reason=""),
                name="scorecard_recused_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(reminders_off_at__isnull=True) | ~Q(reminders_off_reason=""),
                name="scorecard_reminders_off_with_a_reason",
            ),
        ]
        # Few among many: what a person has to do, and what reminders look for every minute.
        indexes = [
            models.Index(
                fields=["interviewer"],
                condition=Q(submitted_at__isnull=True, recused_at__isnull=True),
                name="scorecard_drafts",
            )
        ]

    def __str__(self) -> str:
        return f"Scorecard {self.pk}"

    def get_absolute_url(self) -> str:
        return link_to("interviews:scorecard_edit", self.pk)

    @property
    def is_locked(self) -> bool:
        """Not a draft any more. See also ScorecardQuerySet.drafts."""
        return self.is_submitted or self.is_recused

    @property
    def is_submitted(self) -> bool:
        """See also ScorecardQuerySet.submitted."""
        return self.submitted_at is not None

    @property
    def is_recused(self) -> bool:
        return self.recused_at is not None

    @property
    def has_entries(self) -> bool:
        """Whether its author has written anything in it, in one query."""
        return self.handover_version > 0 or self.ratings.begun().exists()
