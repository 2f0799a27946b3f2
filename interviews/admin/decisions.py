"""Decisions, to those who may read what they rest on."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin import AnyAddress
from interviews.admin.access import FoundByCode, HiringStaffOnly, person
from interviews.models import Decision


@admin.register(Decision)
class DecisionAdmin(FoundByCode, HiringStaffOnly, AnyAddress, admin.ModelAdmin):  # type: ignore[type-arg]
    """A decision is made on the page of its application, and stays."""

    actions = None
    list_display = ["application", "outcome", "level", "by", "decided_at"]
    fields = ["application", "outcome", "level", "reason", "dissent", "by", "decided_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        readable = Decision.objects.readable_by(person(request))
        return readable.select_related("application__candidate", "application__opening", "level", "by")
