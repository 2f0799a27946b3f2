"""Choosing people by what they may do, also for those who may not open the list of accounts."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.db.models import Q, QuerySet
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse

from accounts.models import User
from interviews.admin.access import HiringStaffOnly


class PeopleView(AutocompleteJsonView):
    """The names that have the typed words, of those with an ability."""

    ability = ""
    admin_site: Any = None

    def process_request(self, request: HttpRequest) -> tuple[str, Any, Any, str]:
        return request.GET.get("term", ""), self.admin_site.get_model_admin(User), None, "pk"

    def has_perm(self, request: HttpRequest, obj: Any = None) -> bool:
        return HiringStaffOnly().has_view_permission(request)

    def get_queryset(self) -> QuerySet[User]:
        words = self.term.strip()
        return User.objects.able_to(self.ability).filter(
            Q(display_name__icontains=words) | Q(email__icontains=words)
        )


class PeopleSelect(AutocompleteSelectMultiple):
    """Asks a PeopleView for its options."""

    def __init__(self, field: Any, admin_site: AdminSite, *, url_name: str) -> None:
        super().__init__(field, admin_site)
        self.people_url_name = url_name

    def get_url(self) -> str:
        return reverse(self.people_url_name)


def people_path(admin_site: AdminSite, ability: str, name: str) -> URLPattern:
    view = PeopleView.as_view(ability=ability, admin_site=admin_site)
    return path("people/", admin_site.admin_view(view), name=name)


def offer(field: Any, ability: str, chosen: QuerySet[User] | None = None) -> None:
    """Let a form field take the people with an ability, and those who are chosen already."""
    able = Q(pk__in=User.objects.able_to(ability).values("pk"))
    kept = Q(pk__in=chosen.values("pk")) if chosen is not None else Q(pk__in=[])
    cast("ModelMultipleChoiceField[User]", field).queryset = User.objects.filter(able | kept)
