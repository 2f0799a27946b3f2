"""What the pages of a revision and of its rows have in common."""

from __future__ import annotations

from typing import Any, ClassVar

from adminsortable2.admin import SortableAdminBase, SortableTabularInline
from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from accounts.admin import AnyAddress
from roleprofiles.admin.access import (
    FrozenWhenPublished,
    PublishedMeanwhile,
    RoleEditorsOnly,
    is_frozen,
    revision_of,
)
from roleprofiles.admin.deleting import CappedDeletion
from roleprofiles.admin.lines import SHOWN, LineForm, LineFormSet, SortedLineFormSet
from roleprofiles.models import GrowthPath, Level, QuestionSet, Requirement, RevisionPart, SkillList
from roleprofiles.models.elements import ELEMENTS

HIDDEN = {SHOWN, "position"}  # fields for the form's own use


class PartAdmin(
    SortableAdminBase,  # type: ignore[misc]
    FrozenWhenPublished,
    PublishedMeanwhile,
    CappedDeletion,
    AnyAddress,
    admin.ModelAdmin,  # type: ignore[type-arg]
):
    """The page of a revision or of one of its rows. Nothing is done to many rows at once."""

    actions = None
    form = LineForm

    def view_on_site(self, row: RevisionPart) -> str:
        return place_of(row)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        if (row := context.get("original")) and is_frozen(row):
            role = revision_of(row).role
            context["frozen"] = revision_of(row)
            context["start_draft_url"] = reverse("admin:roleprofiles_role_start_draft", args=[role.pk])
        return super().render_change_form(request, context, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        response = super().response_change(request, obj)
        if "_continue" in request.POST:  # at the same rows of a long list
            response["Location"] = request.get_full_path()
        return response

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = list(super().get_fields(request, obj))
        return [*fields, SHOWN] if self.has_change_permission(request, obj) else fields

    def get_inline_formsets(
        self, request: HttpRequest, formsets: Any, *args: Any, **kwargs: Any
    ) -> list[Any]:
        for formset in formsets:
            if formset.is_bound:
                # Somebody may have added rows meanwhile: those that are shown are those that were posted.
                formset._queryset = [form.instance for form in formset.initial_forms]
        shown: list[Any] = super().get_inline_formsets(request, formsets, *args, **kwargs)
        for formset in shown:
            if not formset.has_change_permission:  # rows that cannot be moved are not draggable
                formset.classes = " ".join(word for word in formset.classes.split() if word != "sortable")
        return shown


class LinesInline(RoleEditorsOnly, admin.TabularInline):  # type: ignore[type-arg]
    """Rows below the row of a page; ``per_page`` at a time, since a request may have so many fields only."""

    template = "admin/roleprofiles/tabular.html"
    form = LineForm
    formset = LineFormSet
    view_on_site = False
    per_page: ClassVar[int] = 100
    sizes: ClassVar[dict[str, int]] = {}  # how many characters of a text there is room for

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if size := self.sizes.get(db_field.name):
            kwargs["widget"] = forms.TextInput(attrs={"size": size})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = [*super().get_fields(request, obj), SHOWN]
        return fields if self.has_change_permission(request, obj) else [f for f in fields if f not in HIDDEN]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        for name, field in formset.form.base_fields.items():
            # A column's head is not tied to the fields below it.
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs["aria-label"] = str(field.label or name)
        formset.per_page = self.per_page
        formset.page_asked = request.GET.get(f"{formset.get_default_prefix()}-page")
        return formset


class PartInline(FrozenWhenPublished, LinesInline, SortableTabularInline):  # type: ignore[misc]
    """Rows of a revision, in an order that people drag them into."""

    extra = 1
    formset = SortedLineFormSet


def link_to(row: models.Model | None) -> str:
    """A link to the admin page of a row."""
    if row is None or row.pk is None:
        return "–"
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return format_html('<a href="{}">{}</a>', reverse(name, args=[row.pk]), row)


def place_of(row: RevisionPart) -> str:
    """Where the site says what a row says: a draft's in its editor, other rows on the page of the role."""
    revision = revision_of(row)
    if not revision.is_published:
        kinds = [kind for kind, element in ELEMENTS.items() if isinstance(row, element.model)]
        return f"{revision.get_edit_url()}#row-{kinds[0]}-{row.pk}" if kinds else revision.get_edit_url()
    if isinstance(row, Requirement):
        return f"{revision.get_absolute_url()}#requirement-{row.key}"
    if isinstance(row, SkillList):
        return row.level.get_absolute_url()
    if isinstance(row, Level):
        return row.get_absolute_url()
    place = {GrowthPath: "#growth", QuestionSet: "#questions-title"}.get(type(row), "")
    return f"{revision.get_absolute_url()}{place}"
