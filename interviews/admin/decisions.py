"""Decisions, to those who may read what they rest on."""

from __future__ import annotations

from datetime import datetime

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin import AnyAddress
from interviews.admin.access import FoundByCode, HiringStaffOnly, person
from interviews.models import Decision


@admin.register(Decision)
class DecisionAdmin(FoundByCode, HiringStaffOnly, AnyAddress, admin.ModelAdmin):  # type: ignore[type-arg]
    """A decision is made on the page of its application, and stays, also where it was taken back."""

    actions = None
    list_display = ["application", "outcome", "level", "by", "decided_at", "taken_back"]
    fields = [
        *("application", "outcome", "level", "must_haves", "reason", "dissent", "by", "decided_at"),
        *("taken_back", "taken_back_by", "why_taken_back"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        readable = Decision.objects.readable_by(person(request)).with_what_it_rests_on()
        return readable.select_related(
            "application__candidate", "application__opening", "level", "by", "reopening__by"
        )

    @admin.display(empty_value="stands")
    def taken_back(self, decision: Decision) -> datetime | None:
        return decision.reopening.reopened_at if decision.is_taken_back else None

    @admin.display
    def taken_back_by(self, decision: Decision) -> str:
        return str(decision.reopening.by) if decision.is_taken_back else ""

    @admin.display
    def why_taken_back(self, decision: Decision) -> str:
        return decision.reopening.reason if decision.is_taken_back else ""
