"""Scoring: the sheet, one rating, submitting."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import UserRequest
from interviews import reports, scoring
from interviews.choices import DEFAULT_ANCHORS, NotAssessedReason
from interviews.forms.scorecards import RatingForm, Sheet
from interviews.models import Rating, RatingConflict, RatingsMissing, Scorecard, ScorecardLocked
from roleprofiles.models import Question

PAGE = "interviews/scorecards/edit.html"
CONFLICT = 409
UNPROCESSABLE = 422
KEY = re.compile(r"[0-9a-f]{1,64}")


@require_http_methods(["GET", "HEAD", "POST"])
def scorecard_edit(request: UserRequest, pk: int) -> HttpResponse:
    """The sheet; a POST saves all of it, for browsers without JavaScript."""
    sheet = _sheet(request, pk)
    if request.method != "POST":
        return _page(request, sheet)
    if refusal := _save(request, sheet):
        return refusal
    messages.success(request, "Saved.")
    return redirect(sheet.scorecard)


@require_http_methods(["GET", "HEAD", "POST"])
def scorecard_submit(request: UserRequest, pk: int) -> HttpResponse:
    """Save what was posted with it, then lock the card if nothing is missing."""
    if request.method != "POST":  # from signing in on the way, or from the address bar
        return redirect("interviews:scorecard_edit", pk)
    if refusal := _save(request, _sheet(request, pk)):
        return refusal
    try:
        scoring.submit(pk, by=request.user)
    except ScorecardLocked as locked:
        messages.error(request, str(locked))
        return redirect("interviews:scorecard_edit", pk)
    except RatingsMissing as missing:
        sheet = Sheet(_card(request, pk))
        sheet.mark_gaps(missing.gaps)
        return _page(request, sheet, status=UNPROCESSABLE)
    messages.success(request, "Submitted and locked.")
    return redirect(_card(request, pk).interview.application)


@require_POST
def rating_set(request: UserRequest, pk: int, rating_pk: int) -> HttpResponse:
    """One criterion's click or note. The answer replaces words and the hidden version, no control."""
    form = RatingForm(request.POST, prefix=str(rating_pk))
    if not form.is_valid():
        return _refused(request, pk, rating_pk, form)
    entry = scoring.Entry(rating_pk=rating_pk, mark=form.mark, version=form.cleaned_data["version"])
    try:
        rating = scoring.rate(pk, entry, by=request.user, key=_key(request))
    except Rating.DoesNotExist as stranger:
        raise Http404 from stranger
    except ScorecardLocked as locked:
        return render(request, f"{PAGE}#rating-refused", {"reasons": [str(locked)]}, status=CONFLICT)
    except RatingConflict as conflict:
        return render(request, f"{PAGE}#rating-conflict", {"rating": conflict.rating}, status=CONFLICT)
    return render(request, f"{PAGE}#rating-saved", {"rating": rating, "progress": reports.progress(pk)})


def _key(request: UserRequest) -> str:
    """The key that the page made for this act of rating; without one, no request is a repeat."""
    key = request.POST.get("key", "")
    return key if KEY.fullmatch(key) else ""


def _card(request: UserRequest, pk: int) -> Scorecard:
    return get_object_or_404(Scorecard.objects.for_interviewer(request.user).with_sheet(), pk=pk)


def _sheet(request: UserRequest, pk: int) -> Sheet:
    return Sheet(_card(request, pk), request.POST if request.method == "POST" else None)


def _save(request: UserRequest, sheet: Sheet) -> HttpResponse | None:
    """Store a posted sheet; a page if that was refused, with everything on it that was typed."""
    if not sheet.is_valid():
        return _page(request, sheet, status=UNPROCESSABLE)
    try:
        scoring.save_sheet(sheet.scorecard.pk, sheet.entries, by=request.user)
    except ScorecardLocked as locked:
        messages.error(request, str(locked))
        return redirect(sheet.scorecard)
    except RatingConflict:
        sheet.mark_conflicts(_card(request, sheet.scorecard.pk).ratings.all())
        return _page(request, sheet, status=CONFLICT)
    return None


def _page(request: UserRequest, sheet: Sheet, *, status: int = 200) -> HttpResponse:
    application = sheet.scorecard.interview.application
    context = {
        "sheet": sheet,
        "scorecard": sheet.scorecard,
        "interview": sheet.scorecard.interview,
        "application": application,
        "level": application.opening.level,
        "progress": reports.Progress(tuple(line.rating for line in sheet.lines)),
        "questions": Question.objects.about(application.opening.level_id),
        "anchors": DEFAULT_ANCHORS,
        "reasons": NotAssessedReason,
    }
    return render(request, PAGE, context, status=status)


def _refused(request: UserRequest, pk: int, rating_pk: int, form: RatingForm) -> HttpResponse:
    """What is wrong with a posted rating, for its author only."""
    mine = Rating.objects.filter(scorecard__pk=pk, scorecard__interviewer=request.user)
    get_object_or_404(mine, pk=rating_pk)
    reasons = [error for errors in form.errors.values() for error in errors]
    return render(request, f"{PAGE}#rating-refused", {"reasons": reasons}, status=UNPROCESSABLE)
