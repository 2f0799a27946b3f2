"""Job descriptions and the organisation's texts, to look up: they are edited where nothing unseen is lost."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from accounts.admin import AnyAddress
from roleprofiles.admin.access import person
from roleprofiles.admin.filters import LevelRoleFilter
from roleprofiles.choices import AdvertState
from roleprofiles.models import JobDescription, Publication, StandardText, StandardTextVersion

PUBLICATION_FIELDS = (
    *("number", "published_at", "published_by", "apply_by"),
    *("is_public", "withdrawn_at", "withdrawn_by"),
)
JOB_FIELDS = (
    *("editor", "title", "label", "level_name", "state", "language", "organisation", "employment"),
    *("workplace", "pay_min", "pay_max", "currency", "pay_unit", "other_pay", "collective_agreement"),
    *("apply_by", "apply_to", "accommodation_contact", "slug", "created_by", "created_at"),
)
VERSION_FIELDS = ("number", "text", "saved_at", "saved_by")
TEXT_FIELDS = ("editor", "kind", "language")


class ToRead:
    """For model admins and inlines: those who write adverts may look, and nobody changes anything here."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return person(request).may_edit_roles or person(request).may_hire

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class StateFilter(admin.SimpleListFilter):
    title = parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return list(AdvertState.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if not value:
            return queryset
        if value not in AdvertState:
            return queryset.none()
        return queryset.filter(pk__in=JobDescription.objects.in_state(AdvertState(value)).values("pk"))


class AdvertLevelFilter(admin.SimpleListFilter):
    """By the name of the level, whatever the role."""

    title = parameter_name = "level"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        names = JobDescription.objects.order_by("level__name").values_list("level__name", flat=True)
        return [(name, name) for name in names.distinct()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(level__name=self.value()) if self.value() else queryset


class PublicationInline(ToRead, admin.TabularInline):  # type: ignore[type-arg]
    model = Publication
    fields = readonly_fields = PUBLICATION_FIELDS
    view_on_site = False


@admin.register(JobDescription)
class JobDescriptionAdmin(ToRead, AnyAddress, admin.ModelAdmin):  # type: ignore[type-arg]
    actions = None
    list_display = ["__str__", "level_name", "language", "state", "created_by", "created_at"]
    list_filter = [StateFilter, LevelRoleFilter, AdvertLevelFilter, "language"]
    search_fields = ["title"]  # how it is found: see get_search_results
    fields = readonly_fields = JOB_FIELDS
    inlines = [PublicationInline]

    def view_on_site(self, job: JobDescription) -> str:
        return job.get_absolute_url()

    def get_queryset(self, request: HttpRequest) -> QuerySet[JobDescription]:
        return JobDescription.objects.with_level().with_publication()

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[QuerySet[JobDescription], bool]:
        return queryset.search(search_term), False

    @admin.display(description="role and level")
    def level_name(self, job: JobDescription) -> str:
        return f"{job.level.revision}, {job.level}"

    @admin.display(description="state")
    def state(self, job: JobDescription) -> str:
        return job.state.label

    @admin.display(description="to edit it")
    def editor(self, job: JobDescription) -> str:
        return _editor(job)


class StandardTextVersionInline(ToRead, admin.TabularInline):  # type: ignore[type-arg]
    model = StandardTextVersion
    fields = readonly_fields = VERSION_FIELDS

    def get_queryset(self, request: HttpRequest) -> QuerySet[StandardTextVersion]:
        return super().get_queryset(request).select_related("saved_by")


@admin.register(StandardText)
class StandardTextAdmin(ToRead, AnyAddress, admin.ModelAdmin):  # type: ignore[type-arg]
    actions = None
    list_display = ["__str__", "kind", "language", "version", "usage"]
    list_filter = ["kind", "language"]
    search_fields = ["versions__text"]
    fields = readonly_fields = TEXT_FIELDS
    inlines = [StandardTextVersionInline]

    def view_on_site(self, text: StandardText) -> str:
        return text.get_absolute_url()

    def get_queryset(self, request: HttpRequest) -> QuerySet[StandardText]:
        return StandardText.objects.with_versions().with_usage()

    @admin.display(description="in use")
    def version(self, text: StandardText) -> str:
        return str(text.current or "–")

    @admin.display(description="job descriptions")
    def usage(self, text: StandardText) -> int:
        return int(getattr(text, "usage", 0))

    @admin.display(description="to edit it")
    def editor(self, text: StandardText) -> str:
        return _editor(text)


def _editor(row: JobDescription | StandardText) -> str:
    return format_html(
        '<a href="{}">Open the editor, which keeps what others write</a>', row.get_absolute_url()
    )
