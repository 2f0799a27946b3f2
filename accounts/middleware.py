"""Nobody comes in without signing in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from accounts.access import asks_for_data


class SignInRequired(LoginRequiredMiddleware):
    """Django's middleware, and 401 for fragments and scripts: no sign-in page may land inside a page.

    Where nobody has to sign in, it is not asked who is there: such a page may be the same for everybody.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> HttpResponseBase:  # type: ignore[override]
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401, headers={"HX-Trigger": "session-expired"})
        if asks_for_data(request):
            return JsonResponse({"reason": "signed-out"}, status=401)
        return super().handle_no_permission(request, view_func)
