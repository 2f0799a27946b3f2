"""What every template may read. No query belongs here."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def csrf_cookie(request: HttpRequest) -> dict[str, str]:
    """The name of the cookie from which scripts read the CSRF token at the moment of sending."""
    return {"csrf_cookie_name": settings.CSRF_COOKIE_NAME}
