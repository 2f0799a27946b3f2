"""What a person decided."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import User, digest_of
from interviews.choices import Agreed, Outcome
from interviews.models.candidates import Application
from interviews.models.openings import Criterion
from roleprofiles.models import Level


class EvidenceNotIn(Exception):
    """A decision was tried before the person may read the ratings it has to rest on."""


class AlreadyDecided(Exception):
    """An application that has a decision was about to be changed."""


class DecisionIncomplete(Exception):
    """A decision lacks something; ``gaps`` say what, in words, by the field that would give it."""

    def __init__(self, gaps: dict[str, str]) -> None:
        self.gaps = gaps
        super().__init__(" ".join(gaps.values()))


class NotDecided(Exception):
    """A decision that does not stand, or not any more, was about to be taken back."""


class NoteChanged(Exception):
    """A debrief note was changed since the page was made; ``note`` is what is stored now, if anything."""

    def __init__(self, note: DebriefNote | None) -> None:
        self.note = note
        super().__init__("This note was changed elsewhere.")


class DecisionQuerySet(models.QuerySet["Decision"]):
    def readable_by(self, user: User) -> DecisionQuerySet:
        """Those where the evidence that they rest on is open to the person."""
        return self.filter(application__in=Application.objects.evidence_open_to(user).values("pk"))

    def with_what_it_rests_on(self) -> DecisionQuerySet:
        """Load its must-haves, who made it, and who took it back."""
        return self.select_related("level", "by", "reopening__by").prefetch_related("must_haves")


class Decision(models.Model):
    """A person's act on an application, with a reason tied to must-haves. There is no default."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=20, choices=Outcome)
    level = models.ForeignKey(
        Level,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="level decided",
        help_text="May differ from the level applied for.",
    )
    must_haves = models.ManyToManyField(
        Criterion, blank=True, related_name="+", verbose_name="must-haves this rests on"
    )
    reason = models.TextField(
        blank=True, help_text="What was said or done, and why that leads to this decision."
    )
    dissent = models.TextField(
        blank=True, help_text="Who saw it differently, and why. Kept with the decision."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=Outcome.HIRE, level__isnull=False)
                | (~Q(outcome=Outcome.HIRE) & Q(level__isnull=True)),
                name="decision_level_with_a_hire_and_only_then",
                violation_error_message="A hire names the level; other outcomes name none.",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.HIRE) | ~Q(reason=""),
                name="decision_hire_with_a_reason",
                violation_error_message="A hire has a written reason.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()

    @property
    def is_taken_back(self) -> bool:
        return hasattr(self, "reopening")

    @property
    def digest(self) -> str:
        """Stands for all that was decided. The reason keeps it from being guessed from three outcomes.

        Decisions without must-haves have the digest that they had before there were any.
        """
        said = (self.application_id, self.outcome, self.level_id, self.reason, self.dissent, self.by_id)
        rests_on = sorted(criterion.pk for criterion in self.must_haves.all())
        return digest_of((*said, rests_on) if rests_on else said)


class DecisionReopening(models.Model):
    """Somebody took a decision back, and said why. The decision stays; the application may get another."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="reopening")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    reopened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["reopened_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="decision_reopening_with_a_reason")
        ]

    def __str__(self) -> str:
        return f"Reopening of decision {self.decision_id}"

    @property
    def digest(self) -> str:
        return digest_of((self.decision_id, self.reason, self.by_id))


class DebriefNote(models.Model):
    """What a debrief said about one criterion, and what it came to. It stands beside the ratings."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="debrief_notes")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="debrief_notes")
    text = models.TextField("note", blank=True)
    agreed = models.CharField("outcome", max_length=20, choices=Agreed, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["criterion__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "criterion"], name="debrief_note_one_a_criterion_and_application"
            ),
        ]

    def __str__(self) -> str:
        return f"Note on {self.criterion_id} in {self.application_id}"

    @property
    def says_something(self) -> bool:
        """One that was emptied stays, for its version."""
        return bool(self.text or self.agreed)
