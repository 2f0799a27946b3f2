"""Notes of a debrief, and two candidates side by side."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import UserRequest
from accounts.models import Event
from interviews import debriefing, deciding
from interviews.forms.debriefs import ComparisonForm, NoteForm
from interviews.models import (
    AlreadyDecided,
    Application,
    Criterion,
    EvidenceNotIn,
    NoteChanged,
    Opening,
)
from interviews.reports import comparisons, debriefs
from interviews.views.applications import application_of, debrief_page

SAVED = "interviews/applications/note_saved.jinja"
REFUSED = "interviews/applications/note_refused.jinja"
CONFLICT = 409
UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def debrief_note_set(request: UserRequest, pk: int, criterion_pk: int) -> HttpResponse:
    if request.method != "POST":  # from signing in on the way, or from the address bar
        return redirect("interviews:application_detail", pk)
    application = get_object_or_404(Application.objects.decided_by(request.user).with_case(), pk=pk)
    criteria = Criterion.objects.of_the_level().filter(opening=application.opening_id)
    criterion = get_object_or_404(criteria, pk=criterion_pk)
    form = NoteForm(request.POST, criterion_pk=criterion.pk)
    try:
        deciding.refuse(application, by=request.user)  # before anything is said of the form
        if not form.is_valid():
            form.stored = application.debrief_notes.select_related("by").filter(criterion=criterion).first()
            return _not_saved(request, application, criterion, form, status=UNPROCESSABLE)
        note = debriefing.note(application, criterion.pk, **form.cleaned_data, by=request.user)
    except (EvidenceNotIn, AlreadyDecided, NoteChanged) as refusal:
        form.refuse(refusal)
        return _not_saved(request, application, criterion, form, status=CONFLICT)
    if request.htmx:
        return render(request, SAVED, {"note": note, "criterion": criterion})
    messages.success(request, "The note is saved.")
    return redirect(f"{application.get_absolute_url()}#criterion-{criterion.pk}")


def _not_saved(
    request: UserRequest, application: Application, criterion: Criterion, form: NoteForm, *, status: int
) -> HttpResponse:
    """What was typed stays: in the field where a script has sent it, else on the page that is made anew."""
    if request.htmx:
        context = {"not_saved": form, "criterion": criterion}
        return render(request, REFUSED, context, status=status)
    return debrief_page(request, application_of(request, application.pk), note=form, status=status)


@require_safe
def application_compare(request: UserRequest, pk: int) -> HttpResponse:
    """Two applications whose evidence is open to a manager of the opening."""
    opening = get_object_or_404(Opening.objects.decided_by(request.user).with_level(), pk=pk)
    readable = list(
        opening.applications.comparable_by(request.user).with_case().order_by("candidate__number")
    )
    form = ComparisonForm(_chosen(request, readable), applications=readable)
    shown = None
    if form.is_bound and form.is_valid():
        shown = comparisons.compare(form.chosen, request.user)
        for side in shown.sides:
            debriefs.note_first_sight(side.application, request.user, side.debrief)
    context = {"opening": opening, "form": form, "shown": shown}
    status = UNPROCESSABLE if form.errors else 200
    page = render(request, "interviews/applications/compare.html", context, status=status)
    for side in shown.sides if shown else ():
        Event.objects.viewed(side.application, by=request.user)
    return page


def _chosen(request: UserRequest, readable: list[Application]) -> dict[str, str] | None:
    """What was asked for; where there are just two, those, by code."""
    if "a" in request.GET or "b" in request.GET:
        return {name: request.GET.get(name, "") for name in ("a", "b")}
    if len(readable) == 2:
        return {name: str(one.pk) for name, one in zip(("a", "b"), readable, strict=True)}
    return None
