"""Who may open which hiring case in the admin."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest

from accounts.models import User


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


def _takes_part(request: HttpRequest) -> bool:
    user = request.user
    return isinstance(user, User) and (user.may_administer or user.may_coordinate or user.may_hire)
