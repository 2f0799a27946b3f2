"""Revisions: the draft that is edited, and publishing it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from roleprofiles import publishing
from roleprofiles.admin.filters import RoleFilter
from roleprofiles.admin.levels import LevelForm
from roleprofiles.admin.lines import DistinctNames, HeadingForm, LineForm
from roleprofiles.admin.parts import PartAdmin, PartInline, link_to
from roleprofiles.forms.lines import TitleForm
from roleprofiles.models import GrowthPath, Level, OverviewLine, Revision


class RevisionForm(LineForm, TitleForm):
    texts = ("change_note",)

    class Meta:
        widgets = {"change_note": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})}


class PartOfRevisionInline(PartInline):
    per_page = 40  # three of them stand on one page


class OverviewLineInline(PartOfRevisionInline):
    model = OverviewLine
    fields = ["label", "text"]
    sizes = {"label": 24, "text": 70}


class LevelInline(PartOfRevisionInline):
    model = Level
    form = LevelForm
    formset = DistinctNames
    fields = ["name", "min_years", "max_years"]
    show_change_link = True
    verbose_name_plural = "levels (save a new one, then open it to fill its lists)"


class GrowthPathInline(PartOfRevisionInline):
    model = GrowthPath
    form = HeadingForm
    fields = ["from_name", "to_name"]
    show_change_link = True
    verbose_name_plural = "growth paths (open one for its steps)"


@admin.register(Revision)
class RevisionAdmin(PartAdmin):
    """A draft can be edited and published; a published revision can be read."""

    form = RevisionForm
    list_display = ["title", "number", "state", "published_at", "published_by", "created_by"]
    list_filter = ["state", RoleFilter]
    list_select_related = ["published_by", "created_by"]
    search_fields = ["title", "role__slug"]
    fields = [
        "role_link",
        "number",
        "state",
        "title",
        "icon",
        "change_note",
        "created_by",
        "published_at",
        "published_by",
    ]
    readonly_fields = ["role_link", "number", "state", "created_by", "published_at", "published_by"]
    inlines = [OverviewLineInline, LevelInline, GrowthPathInline]

    @admin.display(description="role")
    def role_link(self, revision: Revision) -> str:
        return link_to(revision.role)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # a draft is started from its role

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        publishing.add_missing_sections(form.instance)

    def response_change(self, request: HttpRequest, obj: Revision) -> HttpResponse:
        if "_publish" in request.POST:
            return HttpResponseRedirect(reverse("roleprofiles:draft_publish", args=[obj.role.slug]))
        return super().response_change(request, obj)
