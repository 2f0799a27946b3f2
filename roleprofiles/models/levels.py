"""What a revision asks for: levels, their skill lists, and the requirements in them."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Lower

from accounts.links import link_to
from accounts.models import User
from roleprofiles.choices import ANCHOR_VALUES, RequirementForm, RequirementKind, RevisionState
from roleprofiles.models.parts import RevisionPart, RevisionPartQuerySet
from roleprofiles.models.roles import Revision
from roleprofiles.models.skills import Skill


class LevelQuerySet(RevisionPartQuerySet["Level"]):
    def visible_to(self, user: User) -> Self:
        return self if user.may_edit_roles else self.published()

    def hireable(self) -> Self:
        """Levels of the revisions that roles stand at now: an opening can be made for them."""
        return self.filter(revision__current_of__isnull=False, revision__state=RevisionState.PUBLISHED)

    def with_requirements(self) -> Self:
        levels = self.select_related("revision__role").defer("revision__source")
        return levels.prefetch_related("skill_lists__requirements")

    def line_rows(self) -> models.QuerySet[Level, tuple[int, str, uuid.UUID | None, str, str, int]]:
        """In the order of the document a row a line of a list, and one for a level without any: number and
        name of the level; key, kind, name and skill of the line.

        The skill is the successor where the line's own was merged into another.
        """
        line = "skill_lists__requirements"
        skill = Coalesce(f"{line}__skill__merged_into", f"{line}__skill")
        rows = self.order_by(
            "position", "pk", "skill_lists__position", "skill_lists", f"{line}__position", line
        )
        return rows.values_list("pk", "name", f"{line}__key", "skill_lists__kind", f"{line}__name", skill)


class Level(RevisionPart):
    """A level of the role. Without an upper bound it is "and more years"; both may be unsaid."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="levels")
    name = models.CharField(max_length=100)
    min_years = models.PositiveSmallIntegerField("years from", null=True, blank=True)
    max_years = models.PositiveSmallIntegerField("years to", null=True, blank=True)
    position = models.PositiveIntegerField(default=0, db_index=True)

    objects = LevelQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                "revision",
                Lower("name"),
                name="level_name_unique_in_revision",
                violation_error_message="This revision has a level of that name already.",
            ),
            models.CheckConstraint(
                condition=Q(max_years__isnull=True)
                | Q(min_years__isnull=False, max_years__gte=F("min_years")),
                name="level_years_in_order",
                violation_error_message="The upper bound must not be below the lower one.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{self.revision.get_absolute_url()}#level-{self.pk}"

    def get_job_description_url(self) -> str:
        return link_to("roleprofiles:job_description_detail", self.revision.role.slug, self.pk)

    def is_same_as(self, other: Level) -> bool:
        """Also across the revisions of a role, in each of which a name stands once."""
        return self.name.lower() == other.name.lower()

    @property
    def years(self) -> str:
        """``2–4 years``, ``4+ years``, or nothing where the document says none."""
        if self.min_years is None:
            return ""
        return (
            f"{self.min_years}+ years"
            if self.max_years is None
            else f"{self.min_years}–{self.max_years} years"
        )

    @property
    def with_years(self) -> str:
        """``Mid (2–4 years)``"""
        years = self.years
        return f"{self.name} ({years})" if years else self.name

    def must_haves(self) -> list[Requirement]:
        """In the order of the document; no query where ``with_requirements`` has loaded them."""
        lists = [s for s in self.skill_lists.all() if s.kind == RequirementKind.MUST_HAVE]
        return [requirement for skill_list in lists for requirement in skill_list.requirements.all()]


class SkillList(RevisionPart):
    """``#### **Must-Have:**`` of a level; each kind is shown as what it is."""

    parent_field: ClassVar[str] = "level"
    state_lookup: ClassVar[str] = "level__revision__state"

    level = models.ForeignKey(Level, on_delete=models.CASCADE, related_name="skill_lists")
    kind = models.CharField(max_length=20, choices=RequirementKind)
    title = models.CharField(max_length=300)
    position = models.PositiveIntegerField(default=0, db_index=True)

    objects = RevisionPartQuerySet["SkillList"].as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class RequirementQuerySet(RevisionPartQuerySet["Requirement"]):
    def of(self, revision: Revision) -> Self:
        return self.filter(skill_list__level__revision=revision)

    def in_use(self) -> Self:
        """Lines of the revisions that roles stand at now."""
        return self.filter(_IN_USE)

    def in_use_or_draft(self) -> Self:
        return self.filter(_IN_USE | Q(skill_list__level__revision__state=RevisionState.DRAFT))

    def about(self, skill: Skill) -> Self:
        """Lines about a skill, or about one that has been merged into it."""
        return self.filter(skill__in=Skill.objects.filter(Q(pk=skill.pk) | Q(merged_into=skill)))

    def with_place(self) -> Self:
        """By role and level, as a document has them."""
        revision = "skill_list__level__revision"
        rows = self.select_related("skill_list", f"{revision}__role", "skill").defer(f"{revision}__source")
        return rows.order_by(
            f"{revision}__title_key", f"{revision}", "skill_list__level__position", "skill_list__level",
            "skill_list__position", "position", "pk",
        )  # fmt: skip


_IN_USE = Q(skill_list__level__revision__current_of__isnull=False)


class Requirement(RevisionPart):
    """One line of a skill list. Its key survives revisions: openings and differences refer by it."""

    parent_field: ClassVar[str] = "skill_list"
    state_lookup: ClassVar[str] = "skill_list__level__revision__state"

    skill_list = models.ForeignKey(SkillList, on_delete=models.CASCADE, related_name="requirements")
    key = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="requirements")
    name = models.CharField("name as worded", max_length=300)
    form = models.CharField(
        max_length=1, choices=RequirementForm, blank=True, default=RequirementForm.NAME_ONLY
    )
    text = models.TextField("category or detail", blank=True)
    position = models.PositiveIntegerField(default=0, db_index=True)

    objects = RequirementQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class Anchor(RevisionPart):
    """What a rating value looks like for a requirement; where it has none, the default texts hold."""

    parent_field: ClassVar[str] = "requirement"
    state_lookup: ClassVar[str] = "requirement__skill_list__level__revision__state"

    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="anchors")
    value = models.PositiveSmallIntegerField(choices=[(value, str(value)) for value in ANCHOR_VALUES])
    text = models.TextField()

    objects = RevisionPartQuerySet["Anchor"].as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["value", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["requirement", "value"],
                name="anchor_of_a_value_once_in_requirement",
                violation_error_message="This requirement has an anchor of that value already.",
            ),
            models.CheckConstraint(
                condition=Q(value__in=ANCHOR_VALUES),
                name="anchor_value_on_the_scale",
                violation_error_message="A rating value is 1, 2, 3 or 4.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value}: {self.text[:80]}"
