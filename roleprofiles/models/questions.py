"""Questions that a role document gives for a level, and the bank of questions about skills."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from roleprofiles.models.levels import Level
from roleprofiles.models.parts import RevisionPart, RevisionPartQuerySet
from roleprofiles.models.skills import Skill


class QuestionSet(RevisionPart):
    """``#### **HR Questions for Mid Level:**``, written under ``level`` and asking ``about`` a level.

    The two differ only in documents that gather the questions of all levels in one place.
    """

    parent_field: ClassVar[str] = "level"
    state_lookup: ClassVar[str] = "level__revision__state"

    level = models.ForeignKey(Level, on_delete=models.CASCADE, related_name="question_sets")
    about = models.ForeignKey(Level, on_delete=models.CASCADE, related_name="question_sets_about")
    title = models.CharField(max_length=300)
    position = models.PositiveIntegerField(default=0, db_index=True)

    objects = RevisionPartQuerySet["QuestionSet"].as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class QuestionQuerySet(RevisionPartQuerySet["Question"]):
    def about(self, level: Level | int) -> Self:
        """The questions for a level, in the order of the document."""
        return self.filter(question_set__about=level).order_by("question_set__position", "position", "pk")


class Question(RevisionPart):
    """A question to ask, and what to look for in the answer."""

    parent_field: ClassVar[str] = "question_set"
    state_lookup: ClassVar[str] = "question_set__level__revision__state"

    question_set = models.ForeignKey(QuestionSet, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveIntegerField(default=1)
    prompt = models.TextField()
    look_for = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0, db_index=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.prompt[:80]


class BankQuestionQuerySet(models.QuerySet["BankQuestion"]):
    def about(self, skills: Iterable[int]) -> BankQuestionQuerySet:
        """Those about any of these skills, by pk, or about one that has been merged into any of them."""
        pks = list(skills)
        return self.filter(Q(skill__in=pks) | Q(skill__merged_into__in=pks))

    def for_level(self, name: str) -> BankQuestionQuerySet:
        """Those for a level of this name, and those for any."""
        return self.filter(Q(level_name__iexact=name.strip()) | Q(level_name=""))


class BankQuestion(models.Model):
    """A question about a skill, for every role that asks for it: at one level, or without one at any."""

    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="questions")
    level_name = models.CharField("level", max_length=100, blank=True, help_text="Empty: for any level.")
    prompt = models.TextField()
    look_for = models.TextField(blank=True)
    probes = models.TextField(blank=True, help_text="What to ask next, a line each.")
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = BankQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["skill", "level_name", "pk"]

    def __str__(self) -> str:
        return self.prompt[:80]
