"""Filters of lists, each of one query."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from roleprofiles.models import Role


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
        value = self.value() or ""
        return queryset.filter(**{self.role_lookup: int(value)}) if value.isdecimal() else queryset


class LevelRoleFilter(RoleFilter):
    role_lookup = "level__revision__role"


class RevisionRoleFilter(RoleFilter):
    role_lookup = "revision__role"
