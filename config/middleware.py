"""What holds for every answer of the site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, has_vary_header, patch_vary_headers

from config import outages
from config.errors import unavailable
from config.health import healthz
from config.turns import Turns

GetResponse = Callable[[HttpRequest], HttpResponse]


class PrivatePages:
    """Keeps pages out of every cache, but for those whose view says that they are public.

    Pages hold what people wrote about people, and a page and its fragment may share an address. What has
    looked at a cookie, or set one, is private whatever its view says.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _is_public(response):
            if not response.cookies and not has_vary_header(response, "Cookie"):
                return response
            del response.headers["Cache-Control"]
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        patch_vary_headers(response, ["HX-Request", "Cookie"])
        return response


def _is_public(response: HttpResponse) -> bool:
    said = response.headers.get("Cache-Control", "")
    return "public" in (directive.strip() for directive in said.split(","))


class BoundedRequests:
    """Refuses what is too large before any of it is read; config.errors says so in words."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length: str = request.META.get("CONTENT_LENGTH") or "0"
        if len(length) > len(str(settings.REQUEST_LIMIT)) or int(length) > settings.REQUEST_LIMIT:
            raise RequestDataTooBig(f"{length[:20]} bytes")
        return self.get_response(request)


class TakingTurns:
    """Lets no more requests in than can be worked on in time, and tells the others when to come back.

    Static files are answered before it. The check for load balancers is about the database, not about how
    much there is to do: a server that is busy must not be taken for a dead one.
    """

    PATIENCE = 1.0  # seconds

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.healthz = reverse(healthz)
        self.turns = Turns(
            at_once=settings.REQUESTS_AT_ONCE, waiting=settings.REQUESTS_WAITING, seconds=self.PATIENCE
        )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == self.healthz:
            return self.get_response(request)
        if not self.turns.take():
            return unavailable(request, outages.Outage.BUSY, reason="too many requests at once", who="Server")
        try:
            return self.get_response(request)
        finally:
            self.turns.give_back()


class QuickRefusals:
    """While no connection to the database can be had, says so at once, but for one request now and then."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> HttpResponse | None:
        if outages.pause.is_on and view is not healthz:
            return unavailable(request, outages.Outage.AWAY, reason="nobody got a connection just now")
        return None
