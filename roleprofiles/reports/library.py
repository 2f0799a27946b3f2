"""The library of skills as one looks through it: slices of it for pages, and what is in which category."""

from __future__ import annotations

from functools import cached_property, lru_cache

from django.db.models import Count, QuerySet

from accounts.models import User
from accounts.prepared import Prepared
from roleprofiles.models import Skill
from roleprofiles.models.skills import SkillQuerySet

MOST_CATEGORIES = 100  # to choose from
PARTS = 100  # whose SQL is kept


class Library:
    """The live skills that a person may see, by name, with their usage and other names."""

    def __init__(self, user: User) -> None:
        self.has_drafts = user.may_edit_roles  # see Skill.objects.visible_to

    def __len__(self) -> int:
        return sum(self.counts.values())

    def __getitem__(self, part: slice) -> list[Skill]:
        return _part(self.has_drafts, part.start, part.stop)() if part.start < part.stop else []

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many are in each category, in one query; "" is none."""
        return dict(_all_counts() if self.has_drafts else _public_counts())

    @property
    def categories(self) -> list[str]:
        """Those that most skills have, in order."""
        named = sorted(filter(None, self.counts), key=lambda one: (-self.counts[one], one))
        return sorted(named[:MOST_CATEGORIES], key=str.casefold)


@lru_cache(PARTS)
def _part(has_drafts: bool, start: int, stop: int) -> Prepared[Skill]:
    skills = Skill.objects.live() if has_drafts else Skill.objects.live().asked_for_in_public()
    return Prepared(lambda: skills.search("").with_usage().with_other_names()[start:stop])


@Prepared
def _all_counts() -> QuerySet[Skill, tuple[str, int]]:
    return _by_category(Skill.objects.live())


@Prepared
def _public_counts() -> QuerySet[Skill, tuple[str, int]]:
    return _by_category(Skill.objects.live().asked_for_in_public())


def _by_category(skills: SkillQuerySet) -> QuerySet[Skill, tuple[str, int]]:
    return skills.order_by().values_list("category").annotate(Count("pk"))
