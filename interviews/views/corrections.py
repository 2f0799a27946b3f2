"""Amending a submitted rating, recusing oneself, reopening a scorecard."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import UserRequest, administrator_required
from interviews import correcting, scoring
from interviews.forms.corrections import AmendmentForm, ReasonForm
from interviews.models import (
    AlreadyDecided,
    ChangedElsewhere,
    FirstSight,
    Rating,
    Scorecard,
    ScorecardLocked,
    ScorecardNotLocked,
)

CONFLICT = 409
UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def rating_amend(request: UserRequest, pk: int, rating_pk: int) -> HttpResponse:
    """A second rating beside the one that was submitted."""
    mine = Rating.objects.filter(scorecard=pk, scorecard__interviewer=request.user).with_amendments()
    rating = get_object_or_404(mine, pk=rating_pk)
    card = rating.scorecard
    number = len(rating.amendments.all()) + 1
    form = AmendmentForm(request.POST or None, initial={"evidence": rating.evidence, "number": number})
    status = 200
    if not card.is_submitted:
        messages.error(request, "A scorecard is amended once it is submitted.")
        return redirect(card)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("evidence", "reason", "number")}
        try:
            correcting.amend(pk, rating_pk, form.mark, by=request.user, **said)
        except (ChangedElsewhere, ScorecardNotLocked):
            form.add_error(None, "This rating was amended elsewhere meanwhile. See below, then save again.")
            again = request.POST.copy()
            again["number"] = str(number)
            form.data = again
            status = CONFLICT
        else:
            messages.success(request, "Amended. Your first rating stays beside it.")
            return redirect(card)
    elif form.errors:
        status = UNPROCESSABLE
    sight = FirstSight.objects.filter(application=card.interview.application_id, person=request.user)
    context = {"scorecard": card, "rating": rating, "form": form, "had_seen_others": sight.exists()}
    return render(request, "interviews/scorecards/amend.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def scorecard_recuse(request: UserRequest, pk: int) -> HttpResponse:
    """Take oneself out of an interview, with a reason."""
    card = get_object_or_404(Scorecard.objects.for_interviewer(request.user).with_place(), pk=pk)
    if card.is_locked:
        return redirect(card)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            scoring.recuse(pk, by=request.user, reason=form.cleaned_data["reason"])
        except ScorecardLocked as locked:
            messages.error(request, str(locked))
        else:
            messages.success(request, "You are out of this interview. What you entered counts nowhere.")
        return redirect(card)
    context = {"scorecard": card, "form": form}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "interviews/scorecards/recuse.html", context, status=status)


@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
def scorecard_reopen(request: UserRequest, pk: int) -> HttpResponse:
    """An administrator makes a draft of it again; what it says stays closed to them."""
    card = Scorecard.objects.with_place().filter(pk=pk).first()
    if card is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            correcting.reopen(pk, by=request.user, reason=form.cleaned_data["reason"])
        except (ScorecardNotLocked, AlreadyDecided) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{card.interviewer} can change this scorecard again.")
            return redirect(card.interview.application)
    context = {"scorecard": card, "form": form}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "interviews/scorecards/reopen.html", context, status=status)
