"""That two entries of the library were said to be one skill, and why such a thing is refused."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models

from roleprofiles.models.skills import Skill


class LibraryRefusal(Exception):
    """The library cannot be changed so; the message says why, in words for people."""


class SkillGone(LibraryRefusal):
    def __init__(self) -> None:
        super().__init__("This skill is no longer in the library.")


class NameTaken(LibraryRefusal):
    """A skill has the name already, or an alias has; ``holder`` is the skill."""

    def __init__(self, name: str, holder: Skill) -> None:
        self.holder = holder
        super().__init__(
            f"“{holder}” has this name already." if holder.name == name else f"This is a name of “{holder}”."
        )


class MergedIntoItself(LibraryRefusal):
    def __init__(self) -> None:
        super().__init__("A skill cannot be merged into itself. Choose another one.")


class AlreadyMerged(LibraryRefusal):
    def __init__(self, skill: Skill) -> None:
        super().__init__(f"“{skill}” has been merged already. Undo that first.")


class SuccessorMerged(LibraryRefusal):
    """What somebody wanted to merge into has itself been merged."""

    def __init__(self, into: Skill) -> None:
        super().__init__(f"“{into}” has been merged into another skill. Choose that one instead.")


class MergeUndone(LibraryRefusal):
    def __init__(self) -> None:
        super().__init__("This merge has been undone already.")


class MergeOvertaken(LibraryRefusal):
    """A later merge has moved the skill on."""

    def __init__(self, merge: SkillMerge) -> None:
        super().__init__(
            f"“{merge.into}” has been merged into another skill since. Undo the later merge first."
        )


class SkillMergeQuerySet(models.QuerySet["SkillMerge"]):
    def about(self, skill: Skill) -> Self:
        """Merges of a skill and into it, the newest first, with the skills and the people."""
        return self.filter(models.Q(skill=skill) | models.Q(into=skill)).select_related(
            "skill", "into", "merged_by", "undone_by"
        )


class SkillMerge(models.Model):
    """That two entries of the library were said to be one skill, with what undoing it needs."""

    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="merges")
    into = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="absorbed")
    # Lines of drafts that were moved, and skills merged before that now point further: lists of pks.
    moved_requirements: models.JSONField[list[int]] = models.JSONField(default=list)
    repointed_skills: models.JSONField[list[int]] = models.JSONField(default=list)
    merged_at = models.DateTimeField(auto_now_add=True)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = SkillMergeQuerySet.as_manager()

    class Meta:
        ordering = ["-merged_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.skill} → {self.into}"
