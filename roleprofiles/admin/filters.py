"""Filters of lists, each of one query."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from roleprofiles.models import Level, Requirement, Role, Skill


class RoleFilter(admin.SimpleListFilter):
    """By role, without a query a role."""

    title = "role"
    parameter_name = "role"
    role_lookup = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return sorted(
            ((role.pk, str(role)) for role in Role.objects.with_current()),
            key=lambda said: said[1].casefold(),
        )

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not (value := self.value()):
            return queryset
        known = {str(pk): pk for pk, _ in self.lookup_choices}
        return queryset.filter(**{self.role_lookup: known[value]}) if value in known else queryset.none()


class LevelRoleFilter(RoleFilter):
    role_lookup = "level__revision__role"


class RevisionRoleFilter(RoleFilter):
    role_lookup = "revision__role"


class RequirementRoleFilter(RoleFilter):
    role_lookup = "skill_list__level__revision__role"


class LevelNameFilter(admin.SimpleListFilter):
    """By the name of the level, whatever the role."""

    title = "level"
    parameter_name = "level"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        names = Level.objects.order_by("name").values_list("name", flat=True).distinct()
        return [(name, name) for name in names]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(skill_list__level__name=self.value()) if self.value() else queryset


class YesOrNo(admin.SimpleListFilter):
    """Whether something is so, in words for both."""

    yes: ClassVar[str]
    no: ClassVar[str]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return [("yes", self.yes), ("no", self.no)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(self.condition() if self.value() == "yes" else ~self.condition())

    def condition(self) -> Q | Exists:
        raise NotImplementedError


class MergedFilter(YesOrNo):
    title = parameter_name = "merged"
    yes, no = "Into another", "A skill of its own"

    def condition(self) -> Q | Exists:
        return Q(merged_into__isnull=False)


class ReviewedFilter(YesOrNo):
    title = parameter_name = "reviewed"
    yes, no = "By somebody", "Not yet"

    def condition(self) -> Q | Exists:
        return Q(reviewed_at__isnull=False)


class UsedFilter(YesOrNo):
    title = parameter_name = "used"
    yes, no = "By a current role", "By none"

    def condition(self) -> Q | Exists:
        same = Q(skill=OuterRef("pk")) | Q(skill__merged_into=OuterRef("pk"))
        return Exists(Requirement.objects.in_use().filter(same))


class CategoryFilter(admin.SimpleListFilter):
    """By the category of a skill; ``-`` is none."""

    title = parameter_name = "category"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        names = Skill.objects.order_by("category").values_list("category", flat=True).distinct()
        return [(name or "-", name or "None") for name in names]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return queryset.filter(category="" if value == "-" else value) if value else queryset
