"""Searches: the list, a new one from a level, one with its plan and its applications."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import UserRequest, hiring_manager_required
from interviews import arranging, coverage, deciding, planning
from interviews.forms.openings import ApplicationForm, OpeningForm
from interviews.models import Opening
from interviews.reports.chasing import due_in_opening
from interviews.reports.openings import newest_openings, opening_page
from interviews.reports.plans import patterns_for
from roleprofiles.lines import whole_number
from roleprofiles.models import Level

PAGE_SIZE = 50
UNPROCESSABLE = 422


@require_safe
def opening_list(request: UserRequest) -> HttpResponse:
    found = newest_openings(request.user, PAGE_SIZE, request.GET.get("before"))
    return render(request, "interviews/openings/list.html", {"stretch": found})


@require_safe
@hiring_manager_required
def opening_new(request: UserRequest) -> HttpResponse:
    levels = Level.objects.hireable().select_related("revision__role").defer("revision__source")
    levels = levels.order_by("revision__title", "position")
    return render(request, "interviews/openings/new.html", {"levels": levels})


@require_http_methods(["GET", "HEAD", "POST"])
@hiring_manager_required
def opening_create(request: UserRequest, level_pk: int) -> HttpResponse:
    level = get_object_or_404(Level.objects.hireable().with_requirements(), pk=level_pk)
    patterns = patterns_for(level, request.user)
    chosen = whole_number((request.POST or request.GET).get("start_from", ""))
    start_from = next((one for one in patterns if one.pk == chosen), None)
    titled = {"title": f"{level.revision.title}, {level.name}"}
    form = OpeningForm(request.POST or None, by=request.user, initial=titled)
    try:
        shown = planning.preview(level, start_from=start_from)
    except planning.NoMustHaves as refusal:
        messages.error(request, str(refusal))
        return redirect("interviews:opening_new")
    if request.method == "POST" and form.is_valid():
        opening = planning.open_search(level, **form.cleaned_data, by=request.user, start_from=start_from)
        messages.success(request, "The opening is created. Look at its plan, then add the first candidate.")
        return redirect(opening)
    context = {
        "shown": shown,
        "plan": shown.plan,
        "form": form,
        "patterns": patterns,
        "start_from": start_from,
    }
    context |= {"warnings": coverage.warnings(shown.plan), "explanation": coverage.explanation(shown.plan)}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "interviews/openings/create.html", context, status=status)


@require_safe
def opening_detail(request: UserRequest, pk: int) -> HttpResponse:
    opening = get_object_or_404(Opening.objects.visible_to(request.user).with_level(), pk=pk)
    page = opening_page(opening, request.user, request.GET.get("before"))
    context = {"page": page, "outs": due_in_opening(opening, request.user)}
    return render(request, "interviews/openings/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def application_create(request: UserRequest, pk: int) -> HttpResponse:
    opening = get_object_or_404(Opening.objects.visible_to(request.user).open().with_level(), pk=pk)
    form = ApplicationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            application = arranging.register(opening, **form.cleaned_data)
        except arranging.AlreadyInSearch as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, f"{application.candidate.code} is added. Arrange the interviews.")
            return redirect(application)
    status = UNPROCESSABLE if form.errors else 200
    return render(
        request, "interviews/applications/create.html", {"opening": opening, "form": form}, status=status
    )


@require_POST
def opening_close(request: UserRequest, pk: int) -> HttpResponse:
    opening = get_object_or_404(Opening.objects.managed_by(request.user), pk=pk)
    deciding.close(opening, by=request.user)
    messages.success(request, "The opening is closed. Its records stay.")
    return redirect(opening)
