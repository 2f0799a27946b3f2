"""A search for one level of a role: its criteria and the rounds of its plan."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import (
    Case,
    Exists,
    F,
    FilteredRelation,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    When,
)

from accounts.links import link_to
from accounts.models import User
from accounts.models.events import digest_of
from interviews.choices import DEFAULT_ANCHORS, Anchor, CriterionKind, QuestionSource
from roleprofiles.models import Level

WRITTEN = ("prompt", "look_for", "probes", "minutes", "criterion_id")  # of a question


class OpeningQuerySet(models.QuerySet["Opening"]):
    def visible_to(self, user: User) -> OpeningQuerySet:
        """Its managers, coordinators and administrators. Interviewers see their interviews instead."""
        return self if user.may_administer or user.may_coordinate else self.filter(managers=user)

    def managed_by(self, user: User) -> OpeningQuerySet:
        return self if user.may_administer else self.filter(managers=user)

    def decided_by(self, user: User) -> OpeningQuerySet:
        """Those that this person manages; administrators are no exception."""
        return self.filter(managers=user)

    def open(self) -> OpeningQuerySet:
        return self.filter(closed_at__isnull=True)

    def with_level(self) -> OpeningQuerySet:
        """Load the level and its role, without the document that it came from."""
        return self.select_related("level__revision__role").defer("level__revision__source")

    def locked(self) -> OpeningQuerySet:
        """Whoever changes a plan, or gives out scorecards by it, holds the opening first."""
        return self.select_for_update(of=("self",), no_key=True)

    def of_role(self, role_pk: int) -> OpeningQuerySet:
        return self.filter(level__revision__role=role_pk)

    def for_a_list(self) -> OpeningQuerySet:
        """Load what a line of a list says, and no more."""
        said = ("title", "closed_at", "level__name", "level__revision__title")
        return self.select_related("level__revision").only(*said).with_counts()

    def with_counts(self) -> OpeningQuerySet:
        """Counted for the rows that are shown: joined, SQLite would count for every opening there is."""
        undecided = Case(When(decision__isnull=True, then="pk"))
        return self.annotate(applications_count=_counted(F("pk")), undecided_count=_counted(undecided))


def _counted(what: F | Case) -> Subquery:
    """Applications of each opening. COUNT as a function, because Django groups what it knows as a count;
    asked for in WHERE, SQLite would look at every undecided application there is."""
    applications = Opening.applications.rel.related_model._default_manager.order_by()
    mine = applications.filter(opening=OuterRef("pk"))
    count = Func(what, function="COUNT", output_field=IntegerField())
    return Subquery(mine.annotate(n=count).values("n"))


class Opening(models.Model):
    """One search for one level of a published revision; it owns its criteria and its plan."""

    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="openings")
    title = models.CharField(max_length=200)
    managers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="managed_openings", verbose_name="hiring managers"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    plan_version = models.PositiveIntegerField(default=1, editable=False)
    ready_at = models.DateTimeField("plan ready since", null=True, blank=True, editable=False)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return link_to("interviews:opening_detail", self.pk)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_ready(self) -> bool:
        """Somebody has said that interviews may begin by this plan."""
        return self.ready_at is not None


class PlanVersion(models.Model):
    """A change of a plan after its first rating; version 1 is what there was before, and has no row.

    ``changes`` says in words, a line each, what became different. Rows are only ever added.
    """

    opening = models.ForeignKey(Opening, on_delete=models.CASCADE, related_name="plan_versions")
    number = models.PositiveIntegerField()
    reason = models.TextField()
    changes = models.TextField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["opening", "number"], name="plan_version_numbers_once_an_opening"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="plan_version_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"Version {self.number} of the plan of {self.opening_id}"


class CriterionQuerySet(models.QuerySet["Criterion"]):
    def current(self) -> CriterionQuerySet:
        """Those of the plan as it is now; ratings of earlier ones stay."""
        return self.filter(retired_in__isnull=True)

    def assessed_in(self, interview: int, round_: int) -> CriterionQuerySet:
        """What an interview assesses at the opening's level: what stands on its scorecards, and where
        nobody has one yet, what the plan says of its round."""
        here = Q(ratings__scorecard__interview=interview, ratings__scorecard__recused_at__isnull=True)
        on_cards = Criterion.objects.filter(here).values("pk")
        planned = Q(rounds=round_, retired_in__isnull=True) & ~Q(Exists(on_cards.values("pk")))
        rows = Criterion.objects.filter(Q(pk__in=on_cards) | planned).values("pk")
        return self.of_the_level().filter(pk__in=rows)

    def of_the_level(self) -> CriterionQuerySet:
        """Without those of the next level, which are offered after a 3 or 4."""
        return self.exclude(kind=CriterionKind.NEXT_LEVEL)


class Criterion(models.Model):
    """A line to be rated, copied from a requirement and tied to it by key, or added by hand.

    One of the next level hangs beneath the criterion that is about the same skill at the opening's level.
    Once anything was rated, a line that has to say something else gets a successor, and is retired.
    """

    opening = models.ForeignKey(Opening, on_delete=models.CASCADE, related_name="criteria")
    requirement_key = models.UUIDField(null=True, editable=False)
    kind = models.CharField(max_length=20, choices=CriterionKind, default=CriterionKind.MUST_HAVE)
    name = models.CharField(max_length=300)
    detail = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)
    # What each value looks like here, by value as text; where there is none, the scale's own text holds.
    anchors = models.JSONField(default=dict, blank=True, editable=False)
    beneath = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, editable=False, related_name="next_level"
    )
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="replaced_by"
    )
    # Versions of the plan: the first that has it, and the first that has it no more.
    since = models.PositiveIntegerField(default=1, editable=False)
    retired_in = models.PositiveIntegerField(null=True, blank=True, editable=False)

    objects = CriterionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "criteria"
        constraints = [
            models.UniqueConstraint(
                fields=["opening", "requirement_key"],
                condition=Q(requirement_key__isnull=False, retired_in__isnull=True),
                name="criterion_once_a_requirement_in_opening",
            ),
            models.CheckConstraint(
                condition=Q(kind=CriterionKind.NEXT_LEVEL, beneath__isnull=False)
                | ~Q(kind=CriterionKind.NEXT_LEVEL) & Q(beneath__isnull=True),
                name="criterion_of_the_next_level_beneath_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, next level" if self.is_next_level else self.name

    @property
    def scale(self) -> list[Anchor]:
        """What each value looks like: the requirement's own words, or the scale's."""
        own = self.anchors
        return [
            replace(anchor, text=own[str(anchor.value)], is_own=True) if str(anchor.value) in own else anchor
            for anchor in DEFAULT_ANCHORS
        ]

    @property
    def is_must_have(self) -> bool:
        return self.kind == CriterionKind.MUST_HAVE

    @property
    def is_next_level(self) -> bool:
        return self.kind == CriterionKind.NEXT_LEVEL


class RoundQuerySet(models.QuerySet["Round"]):
    def current(self) -> RoundQuerySet:
        """Those of the plan as it is now; interviews of earlier ones stay."""
        return self.filter(retired_in__isnull=True)

    def questions_open_to(self, user: User) -> RoundQuerySet:
        """Those whose questions this person may see together and change: they manage the opening."""
        return self.filter(opening__in=Opening.objects.managed_by(user).values("pk"))

    def with_interview_of(self, application: int) -> RoundQuerySet:
        """Those of the plan or held with an application; when and where that is, in the same query."""
        held = FilteredRelation("interviews", condition=Q(interviews__application=application))
        rounds = self.annotate(
            held=held,
            interview_pk=F("held__pk"),
            starts_at=F("held__starts_at"),
            time_zone=F("held__time_zone"),
            place=F("held__place"),
            cancelled_at=F("held__cancelled_at"),
        )
        return rounds.filter(Q(retired_in__isnull=True) | Q(interview_pk__isnull=False))


class Round(models.Model):
    """One interview of the plan: what it assesses and how long it takes."""

    opening = models.ForeignKey(Opening, on_delete=models.CASCADE, related_name="rounds")
    title = models.CharField(max_length=200)
    minutes = models.PositiveSmallIntegerField(default=60)
    position = models.PositiveIntegerField(default=0)
    criteria = models.ManyToManyField(Criterion, related_name="rounds")
    note = models.TextField("note for the interviewer", blank=True)
    # Offered when an interview of this round is arranged; no part of what is frozen.
    interviewers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name="usual interviewers"
    )
    retired_in = models.PositiveIntegerField(null=True, blank=True, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class RoundQuestion(models.Model):
    """A question to ask in a round: taken from the role document or the bank, or written for the opening."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="questions")
    criterion = models.ForeignKey(
        Criterion, on_delete=models.SET_NULL, null=True, blank=True, related_name="questions"
    )
    source = models.CharField(max_length=20, choices=QuestionSource, editable=False)
    prompt = models.TextField()
    look_for = models.TextField(blank=True)
    probes = models.TextField(blank=True, help_text="What to ask next, a line each.")
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.prompt[:80]

    @property
    def said(self) -> dict[str, Any]:
        """All that people write of it, by field."""
        return {name: getattr(self, name) for name in WRITTEN}

    @property
    def fingerprint(self) -> str:
        """What somebody has seen who opened it."""
        return digest_of(self.said)
