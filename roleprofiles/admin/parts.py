"""What the pages of a revision and of its rows have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from adminsortable2.admin import CustomInlineFormSet, SortableAdminBase, SortableTabularInline
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from roleprofiles.admin.access import FrozenWhenPublished, PublishedMeanwhile, is_frozen, revision_of
from roleprofiles.lines import validate_folded, validate_line, validate_text
from roleprofiles.models import Role

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
else:
    ModelForm = forms.ModelForm


class LineForm(ModelForm):
    """A row that is a line of a role document: each of its texts is one line, but for ``texts``.

    What an import brought is only looked at when somebody changes it.
    """

    texts: ClassVar[tuple[str, ...]] = ()
    is_heading: ClassVar[bool] = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_heading and self.instance._state.adding:
            self.instance.blank_before = True

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name in self.changed_data:
            value = self.cleaned_data.get(name)
            # Choices are strings too, but no texts.
            field = self.fields[name]
            if isinstance(value, str) and isinstance(field, forms.CharField):
                try:
                    (validate_text if name in self.texts else validate_line)(value)
                    validate_folded(value, field.max_length)
                except ValidationError as error:
                    self.add_error(name, error)
        return cleaned


class HeadingForm(LineForm):
    """A row that is a heading: an empty line stands before it."""

    is_heading = True


class PartAdmin(SortableAdminBase, FrozenWhenPublished, PublishedMeanwhile, admin.ModelAdmin):  # type: ignore[misc,type-arg]
    """The page of a revision or of one of its rows. Nothing is done to many rows at once."""

    actions = None
    form = LineForm

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        if (row := context.get("original")) and is_frozen(row):
            role = revision_of(row).role
            context["frozen"] = revision_of(row)
            context["start_draft_url"] = reverse("admin:roleprofiles_role_start_draft", args=[role.pk])
        return super().render_change_form(request, context, *args, **kwargs)

    def get_inline_formsets(self, *args: Any, **kwargs: Any) -> list[Any]:
        """Rows that cannot be moved are not draggable."""
        formsets: list[Any] = super().get_inline_formsets(*args, **kwargs)
        for formset in formsets:
            if not formset.has_change_permission:
                formset.classes = " ".join(word for word in formset.classes.split() if word != "sortable")
        return formsets


class PartInline(FrozenWhenPublished, SortableTabularInline):  # type: ignore[misc]
    """Rows of a revision, in an order that people drag them into."""

    extra = 1
    form = LineForm
    view_on_site = False
    sizes: ClassVar[dict[str, int]] = {}  # how many characters of a text there is room for

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if size := self.sizes.get(db_field.name):
            kwargs["widget"] = forms.TextInput(attrs={"size": size})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fields: list[str] = super().get_fields(request, obj)
        return fields if self.has_change_permission(request, obj) else [f for f in fields if f != "position"]


class DistinctNames(CustomInlineFormSet):  # type: ignore[misc]
    """Refuses two rows of one ``name``, which no row can see alone."""

    def clean(self) -> None:
        super().clean()
        seen: set[str] = set()
        for form in self.forms:
            name = (getattr(form, "cleaned_data", {}).get("name") or "").casefold()
            if not name or form in self.deleted_forms:
                continue
            if name in seen:
                form.add_error("name", "This name stands here twice.")
            seen.add(name)


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


def link_to(row: models.Model | None) -> str:
    """A link to the admin page of a row."""
    if row is None or row.pk is None:
        return "–"
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return format_html('<a href="{}">{}</a>', reverse(name, args=[row.pk]), row)
