"""Answers to requests that no view could take."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template import loader
from django.views import defaults

TOO_LARGE = 413


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Django calls everything that cannot be read a bad request; what is too large can be told apart."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return HttpResponse(loader.render_to_string("413.html"), status=TOO_LARGE)
    return defaults.bad_request(request, exception)
