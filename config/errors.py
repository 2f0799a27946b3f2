"""Answers to requests that no view could take."""

from __future__ import annotations

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template import loader
from django.utils.log import log_response
from django.views import defaults

from accounts.access import asks_for_data
from config import outages
from config.outages import Outage

TOO_LARGE = 413
UNAVAILABLE = 503


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Django calls everything that cannot be read a bad request; what is too large can be told apart."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return HttpResponse(loader.render_to_string("413.html"), status=TOO_LARGE)
    return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """503 when the database will answer later, 500 when the fault is in the program.

    Here and not in a middleware: Django turns an exception into an answer at the layer that raised it.
    Views, the guards before them, sessions and the pages of other errors all read the database, and
    only this handler is asked for every one of them, with the exception still being handled.
    """
    error = sys.exception()
    if outage := outages.of(error):
        outages.pause.notice(error)
        return unavailable(request, outage, reason=next(iter(str(error).splitlines()), ""))
    return defaults.server_error(request)


def unavailable(request: HttpRequest, outage: Outage, *, reason: str, who: str = "Database") -> HttpResponse:
    """503 as a page, or for a script; nothing for a fragment, which must not land inside a page."""
    answer: HttpResponse
    if asks_for_data(request):
        answer = JsonResponse({"reason": outage.value}, status=UNAVAILABLE)
    elif request.headers.get("HX-Request"):
        answer = HttpResponse(status=UNAVAILABLE)
    else:
        answer = HttpResponse(loader.render_to_string("503.html", {"outage": outage}), status=UNAVAILABLE)
    answer.headers["Content-Length"] = str(len(answer.content))
    answer.headers["Retry-After"] = str(outage.retry_after)
    words = (who, outage.value, request.method, request.path, reason)
    log_response("%s %s: %s %s: %s", *words, response=answer, request=request)
    return answer
