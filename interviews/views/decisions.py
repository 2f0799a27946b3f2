"""Deciding on an application, and taking a decision back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import UserRequest
from accounts.models import Event
from interviews import deciding
from interviews.forms.decisions import ReopeningForm
from interviews.models import AlreadyDecided, Application, DecisionIncomplete, EvidenceNotIn, NotDecided
from interviews.reports import debriefs
from interviews.views.applications import application_of, debrief_page, decision_form

CONFLICT = 409
UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def decision_make(request: UserRequest, pk: int) -> HttpResponse:
    if request.method != "POST":  # from signing in on the way, or from the address bar
        return redirect("interviews:application_detail", pk)
    decided = Application.objects.decided_by(request.user).with_case()
    application = get_object_or_404(decided, pk=pk)
    shown = debriefs.debrief(application, request.user)
    form = decision_form(application, shown, request.POST)
    try:
        deciding.refuse(application, by=request.user)  # before anything is said of the form
        if not form.is_valid():
            return debrief_page(request, application, form, status=UNPROCESSABLE)
        deciding.decide(application, by=request.user, **form.cleaned_data)
    except (EvidenceNotIn, AlreadyDecided, DecisionIncomplete) as refusal:
        messages.error(request, str(refusal))
        return debrief_page(request, application_of(request, pk), form, status=CONFLICT)
    messages.success(request, "The decision is recorded, and the application is closed.")
    return redirect(application)


@require_http_methods(["GET", "HEAD", "POST"])
def decision_reopen(request: UserRequest, pk: int) -> HttpResponse:
    """Take back the decision that was on the page."""
    decided = Application.objects.decided_by(request.user).evidence_open_to(request.user)
    application = get_object_or_404(decided.with_case(), pk=pk)
    if request.method != "POST" and not application.is_decided:
        return redirect(application)
    form = ReopeningForm(request.POST or None, initial={"decision": application.decision_id})
    status = UNPROCESSABLE if form.errors else 200
    if form.is_valid():
        said = form.cleaned_data
        try:
            deciding.reopen(application, seen=said["decision"], by=request.user, reason=said["reason"])
        except NotDecided as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
        else:
            messages.success(request, "The application is open again. The earlier decision stays below.")
            return redirect(application)
    context = {"application": application, "form": form}
    page = render(request, "interviews/applications/reopen.html", context, status=status)
    Event.objects.viewed(application, by=request.user)
    return page
