"""Candidates and their applications. What is logged of them carries the code only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin import AnyAddress
from interviews.admin.access import (
    FoundByCode,
    HiringStaffOnly,
    ViewingIsRecorded,
    may_arrange_all,
    person,
)
from interviews.models import Application, Candidate, Interview, Opening


@admin.register(Candidate)
class CandidateAdmin(ViewingIsRecorded, HiringStaffOnly, AnyAddress, admin.ModelAdmin):  # type: ignore[type-arg]
    actions = None
    list_display = ["code", "name", "created_at"]
    search_fields = ["name", "email"]
    search_help_text = "Name, email or code"
    readonly_fields = ["code", "created_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Candidate]:
        return Candidate.objects.visible_to(person(request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Candidate], bool]:
        return Candidate.objects.search(search_term, by=person(request)).filter(
            pk__in=queryset.values("pk")
        ), False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["code", "name", *(["email"] if may_arrange_all(request) else []), "created_at"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_arrange_all(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_arrange_all(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only somebody who was put in by mistake."""
        return may_arrange_all(request) and obj is not None and not obj.applications.exists()

    def save_model(self, request: HttpRequest, obj: Candidate, form: Any, change: bool) -> None:
        if not change:
            list(Candidate.objects.select_for_update().order_by("-number")[:1])  # one number at a time
            obj.number = Candidate.objects.all().next_number()
        super().save_model(request, obj, form, change)

    @admin.display(ordering="number")
    def code(self, candidate: Candidate) -> str:
        return candidate.code if candidate.pk else "–"


class InterviewInline(HiringStaffOnly, admin.TabularInline):  # type: ignore[type-arg]
    """The interviews of an application, to go to."""

    model = Interview
    fields = ["round", "starts_at", "place"]
    readonly_fields = ["round", "starts_at", "place"]
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Interview]:
        return super().get_queryset(request).select_related("round", "application__candidate")


@admin.register(Application)
class ApplicationAdmin(
    ViewingIsRecorded,
    FoundByCode,
    HiringStaffOnly,
    AnyAddress,
    admin.ModelAdmin,  # type: ignore[type-arg]
):
    """An application is added or taken back; what happens to it happens elsewhere."""

    actions = None
    list_display = ["code", "name", "opening", "created_at", "submitted"]
    ordering = ["-created_at", "-pk"]
    to_application = ""
    autocomplete_fields = ["candidate", "opening"]
    fields = ["candidate", "opening", "created_at"]
    readonly_fields = ["created_at"]
    inlines = [InterviewInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Application]:
        visible = Application.objects.visible_to(person(request))
        return visible.select_related("candidate", "opening").with_progress()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_arrange_all(request) or person(request).may_hire

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing may have been arranged with it."""
        if obj is None or obj.interviews.exists() or obj.is_decided:
            return False
        return Application.objects.arranged_by(person(request)).filter(pk=obj.pk).exists()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        user = person(request)
        if db_field.name == "candidate":
            kwargs["queryset"] = Candidate.objects.visible_to(user)
        if db_field.name == "opening":
            openings = Opening.objects.all() if may_arrange_all(request) else Opening.objects.managed_by(user)
            kwargs["queryset"] = openings.open()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else []

    @admin.display(ordering="candidate__number")
    def code(self, application: Application) -> str:
        return application.candidate.code

    @admin.display(ordering="candidate__name")
    def name(self, application: Application) -> str:
        return application.candidate.name

    @admin.display(description="scorecards in")
    def submitted(self, application: Application) -> str:
        counted: Any = application
        return f"{counted.submitted_count} of {counted.scorecards_count}"
