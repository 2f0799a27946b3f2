"""Who may open which hiring case in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse

from accounts.models import Event, User
from interviews.models import Candidate

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    Admin = ModelAdmin[Any]
else:
    Admin = object


def person(request: HttpRequest) -> User:
    """The admin site lets nobody else in."""
    return cast(User, request.user)


def may_arrange_all(request: HttpRequest) -> bool:
    return person(request).may_administer or person(request).may_coordinate


class HiringStaffOnly:
    """For model admins and inlines: to look at, for those who arrange or decide.

    Which rows they see is for ``get_queryset``; what may be changed, each admin says itself.
    """

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _takes_part(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _takes_part(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ViewingIsRecorded(Admin):
    """Whose page is shown, with whatever form, is an event first."""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if row := context["original"]:
            Event.objects.viewed(row, by=person(request))
        return super().render_change_form(request, context, *args, **kwargs)


class FoundByCode:
    """Rows of an application are found by whom it is of ("C-1042" too) and by what it is for."""

    to_application = "application__"
    search_fields: Any = ["pk"]  # the box is there; what it looks for is said below
    search_help_text: Any = "Name, email or code of the candidate, or title of the opening"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not (words := search_term.strip()):
            return queryset, False
        of_candidate = Q(
            **{f"{self.to_application}candidate__in": Candidate.objects.search(words, by=person(request))}
        )
        return queryset.filter(
            of_candidate | Q(**{f"{self.to_application}opening__title__icontains": words})
        ), False


def _takes_part(request: HttpRequest) -> bool:
    user = request.user
    return isinstance(user, User) and (user.may_administer or user.may_coordinate or user.may_hire)
