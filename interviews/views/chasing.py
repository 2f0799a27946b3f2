"""Reminders of scorecards that are out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import UserRequest
from interviews import chasing
from interviews.forms.corrections import ReasonForm
from interviews.models import Scorecard, ScorecardLocked

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def reminder_dismiss(request: UserRequest, pk: int) -> HttpResponse:
    """No more reminders of one's own scorecard, with a reason."""
    card = get_object_or_404(Scorecard.objects.for_interviewer(request.user).with_place(), pk=pk)
    form = ReasonForm(request.POST or None)
    if not Scorecard.objects.chased(timezone.now()).filter(pk=pk).exists():
        messages.info(request, "You are not reminded of this scorecard.")
        return redirect("interviews:home")
    if request.method == "POST" and form.is_valid():
        try:
            chasing.dismiss(pk, by=request.user, reason=form.cleaned_data["reason"])
        except (ScorecardLocked, chasing.NotReminded) as refusal:
            messages.info(request, str(refusal))
        else:
            messages.success(request, "You are not reminded of this scorecard any more. It stays due.")
        return redirect("interviews:home")
    context = {"scorecard": card, "form": form}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "interviews/scorecards/reminders.html", context, status=status)
