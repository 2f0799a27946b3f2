"""Decisions, to those who may read what they rest on."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from interviews.admin.access import FoundByCode, HiringStaffOnly, person
from interviews.models import Decision, Opening, Scorecard


@admin.register(Decision)
class DecisionAdmin(FoundByCode, HiringStaffOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """A decision is made on the page of its application, and stays."""

    actions = None
    list_display = ["application", "outcome", "level", "by", "decided_at"]
    fields = ["application", "outcome", "level", "reason", "dissent", "by", "decided_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        """Of applications that the person takes part in, with no card of their own still open."""
        user = person(request)
        own = Scorecard.objects.filter(interviewer=user, interview__application=OuterRef("application"))
        manages = Opening.objects.filter(pk=OuterRef("application__opening"), managers=user)
        takes_part = Q(Exists(own)) | Q(Exists(manages))
        readable = super().get_queryset(request).filter(takes_part, ~Exists(own.drafts()))
        return readable.select_related("application__candidate", "application__opening", "level", "by")
