"""The guards at the door of a view, and the request that has passed one.

They answer who may come in at all. Which rows somebody may see is answered by the querysets.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django_htmx.middleware import HtmxDetails

from accounts.models import User

View = Callable[..., HttpResponseBase]


class UserRequest(HttpRequest):
    """A request that has passed a guard or the sign-in middleware: ``user`` is never anonymous."""

    user: User
    htmx: HtmxDetails


def address_of(request: HttpRequest) -> str:
    """Where a request comes from: what our own proxy saw, never what the client says.

    Of an IPv6 address the network, since one person has all addresses in it.
    """
    seen: str = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        seen = request.headers.get("X-Forwarded-For", seen).rpartition(",")[2].strip()
    try:
        address = ip_address(seen)
    except ValueError:
        return seen
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, 64), strict=False))
    return str(address)


def guard(allows: Callable[[User], bool]) -> Callable[[View], View]:
    """A decorator that answers 403 to signed-in people whom ``allows`` refuses."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not allows(cast(User, request.user)):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


role_editor_required = guard(lambda user: user.may_edit_roles)
hiring_manager_required = guard(lambda user: user.may_hire)
advert_writer_required = guard(lambda user: user.may_edit_roles or user.may_hire)
administrator_required = guard(lambda user: user.may_administer)
candidate_reader_required = guard(lambda user: user.may_coordinate or user.may_hire)


def asks_for_data(request: HttpRequest) -> bool:
    """A script asks, for what it can read: a redirect to a page is no answer."""
    return "application/json" in request.headers.get("Accept", "")


def person_of_the_page_required(view: View) -> View:
    """A decorator that answers 401 where somebody else has signed in since the page was made.

    What one person has entered must never be sent in the name of another.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = request.POST.get("person")
        if person is not None and person != cast(User, request.user).outbox_id:
            return JsonResponse({"reason": "another-person"}, status=401)
        return view(request, *args, **kwargs)

    return guarded
