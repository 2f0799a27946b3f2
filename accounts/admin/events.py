"""The record of what people did, for administrators to read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin.addresses import AnyAddress
from accounts.models import Event, User


class PersonFilter(admin.SimpleListFilter):
    """By person, all of them in one query; ``-`` is a command."""

    title, parameter_name = "person", "by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        people = [(str(person.pk), str(person)) for person in User.objects.order_by("display_name", "email")]
        return [("-", "A command"), *people]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value not in dict(self.lookup_choices):
            return queryset.none() if value else queryset
        return queryset.filter(by=None if value == "-" else value)


@admin.register(Event)
class EventAdmin(AnyAddress, admin.ModelAdmin):  # type: ignore[type-arg]
    actions = None
    list_display = ["number", "at", "person", "verb", "row"]
    list_filter = ["verb", "at", PersonFilter]
    list_select_related = ["by"]
    search_fields = ["row_pk"]  # the box is there; what it looks for is said below
    search_help_text = "What it was done to: “application 12”, “interviews.application”, or “12”"
    show_full_result_count = False
    fields = ["number", "at", "person", "verb", "row", "digest", "previous", "hash"]
    readonly_fields = ["person", "row"]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return isinstance(request.user, User) and request.user.may_administer

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        for word in search_term.lower().split():
            is_key = word.isascii() and word.isdigit()
            queryset = queryset.filter(**{"row_pk" if is_key else "row_model__contains": word})
        return queryset, False

    @admin.display(description="by", ordering="by__display_name")
    def person(self, event: Event) -> str:
        return str(event.by) if event.by else "A command"

    @admin.display(description="what it was done to", ordering="row_pk")
    def row(self, event: Event) -> str:
        return f"{event.row_model} {event.row_pk}"
