"""The twins."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import UserRequest
from benchmarks.twins.models import Line, Sheet


@login_not_required
@require_safe
def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Nothing.")


@require_safe
def page(request: UserRequest) -> HttpResponse:
    """Session, person, and four queries by an index; sixty rows."""
    sheets = Sheet.objects.filter(owner=request.user).order_by("pk")
    sheet = get_object_or_404(sheets, pk=request.GET.get("sheet"))
    lines = Line.objects.filter(sheet=sheet)
    context = {
        "sheet": sheet,
        "lines": lines.order_by("pk"),
        "others": sheets[:10],
        "done": lines.filter(value__isnull=False).count(),
    }
    return render(request, "twins/page.html", context)


class LineForm(forms.Form):
    line = forms.IntegerField()
    value = forms.IntegerField(min_value=1, max_value=4)


@require_POST
def form(request: UserRequest) -> JsonResponse:
    """Session, person, and one committed row."""
    said = LineForm(request.POST)
    if not said.is_valid():
        return JsonResponse({"errors": said.errors}, status=422)
    line, value = said.cleaned_data["line"], said.cleaned_data["value"]
    lines = Line.objects.filter(pk=line, sheet__owner=request.user)
    changed = lines.update(value=value, saved_at=timezone.now())
    return JsonResponse({"changed": changed})
