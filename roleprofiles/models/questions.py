"""Questions that a role document gives for a level."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models

from roleprofiles.models.levels import Level
from roleprofiles.models.parts import RevisionPart, RevisionPartQuerySet


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
