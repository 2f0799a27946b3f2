"""The library of skills that requirements speak of."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from roleprofiles.lines import is_searchable

NAME_LIMIT = 300  # characters
NAME_TAKEN = "The library has a skill or an alias of this name already."


def skill_key(name: str) -> str:
    """What two spellings of one name have in common: case and spaces do not count."""
    # Putting case aside can make a name longer than its column: "ß" becomes "ss".
    return " ".join(name.split()).casefold()[:NAME_LIMIT]


class SkillQuerySet(models.QuerySet["Skill"]):
    def named(self, names: set[str]) -> dict[str, Skill]:
        """Known skills by ``skill_key`` of their name or an alias; a merged skill gives its successor."""
        keys = {skill_key(name) for name in names}
        found = {skill.key: skill for skill in self.filter(key__in=keys).select_related("merged_into")}
        aliases = SkillAlias.objects.filter(key__in=keys).select_related("skill__merged_into")
        known = {alias.key: alias.skill for alias in aliases} | found
        return {key: skill.merged_into or skill for key, skill in known.items()}

    def like(self, names: set[str]) -> dict[str, Skill]:
        """For names the library does not know: the known skill that each may mean, for a person to say."""
        return {}

    def for_name(self, name: str, *, category: str = "") -> Skill:
        """The library's skill of a name or alias; a new one where it has none."""
        key = skill_key(name)
        known = self.named({name}).get(key)
        return known or self.create(name=" ".join(name.split()), key=key, category=category[:300])

    def search(self, words: str) -> SkillQuerySet:
        """Skills whose name, category, description or alias has the words."""
        if not (words := words.strip()):
            return self
        if not is_searchable(words):
            return self.none()
        hit = (
            Q(name__icontains=words)
            | Q(category__icontains=words)
            | Q(description__icontains=words)
            | Q(aliases__name__icontains=words)
        )
        return self.filter(hit).distinct()


class Skill(models.Model):
    """An entry of the library. A merged skill stays and points to its successor."""

    name = models.CharField(max_length=NAME_LIMIT)
    key = models.CharField(max_length=NAME_LIMIT, unique=True, editable=False)
    category = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", editable=False
    )
    # Null until a person has said that it is a skill of its own: until then it may be proposed for a merge.
    reviewed_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)

    objects = SkillQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("pk")), name="skill_never_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.name = " ".join(self.name.split())
        self.key = skill_key(self.name)
        clash = Skill.objects.filter(key=self.key).exclude(pk=self.pk)
        if clash.exists() or SkillAlias.objects.filter(key=self.key).exists():
            raise ValidationError({"name": NAME_TAKEN})


class SkillAlias(models.Model):
    """Another name by which documents call a skill."""

    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=NAME_LIMIT)
    key = models.CharField(max_length=NAME_LIMIT, unique=True, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "skill aliases"

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.name = " ".join(self.name.split())
        self.key = skill_key(self.name)
        clash = SkillAlias.objects.filter(key=self.key).exclude(pk=self.pk)
        if clash.exists() or Skill.objects.filter(key=self.key).exists():
            raise ValidationError({"name": NAME_TAKEN})


class SkillMerge(models.Model):
    """That two entries of the library were said to be one skill, with what undoing it needs."""

    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="merges")
    into = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="absorbed")
    # Lines of drafts that were moved, and skills merged before that now point further: lists of pks.
    moved_requirements = models.JSONField(default=list)
    repointed_skills = models.JSONField(default=list)
    merged_at = models.DateTimeField(auto_now_add=True)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-merged_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.skill} → {self.into}"
