"""Deciding on an application."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from accounts.access import UserRequest
from interviews import deciding
from interviews.models import AlreadyDecided, Application, EvidenceNotIn
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
    except (EvidenceNotIn, AlreadyDecided) as refusal:
        messages.error(request, str(refusal))
        return debrief_page(request, application_of(request, pk), form, status=CONFLICT)
    messages.success(request, "The decision is recorded.")
    return redirect(application)
