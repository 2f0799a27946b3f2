"""Scoring: the sheet, submitting it, and its paper."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import UserRequest
from accounts.models import Event
from interviews import scoring
from interviews.choices import DEFAULT_ANCHORS, SCALE, NotAssessedReason
from interviews.forms.scorecards import Sheet
from interviews.models import ChangedElsewhere, RatingsMissing, ScorecardLocked
from interviews.papers import scorecards as papers
from interviews.reports import scorecards as reports
from interviews.reports.questions import asked_in

PAGE = "interviews/scorecards/edit.html"
CONFIRM = "interviews/scorecards/submit.html"
CONFLICT = 409
UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def scorecard_edit(request: UserRequest, pk: int) -> HttpResponse:
    """The sheet; a POST saves all of it, and goes on to submitting if it says so."""
    page = _scoring(request, pk)
    if request.method != "POST":
        return _page(request, page, Sheet(page.card, page.ratings))
    sheet = Sheet(page.card, page.ratings, request.POST)
    if refusal := _save(request, page, sheet):
        return refusal
    if request.POST.get("then") == "submit":
        return redirect("interviews:scorecard_submit", pk)
    messages.success(request, "Saved.")
    return redirect(page.card)


@require_http_methods(["GET", "HEAD", "POST"])
def scorecard_submit(request: UserRequest, pk: int) -> HttpResponse:
    """Everything once more, and the question whether to lock it; or the sheet with what is missing."""
    page = _scoring(request, pk)
    if page.card.is_locked:
        return redirect(page.card)
    if request.method != "POST":
        return _gaps(request, page) or render(
            request, CONFIRM, _context(page, Sheet(page.card, page.ratings))
        )
    try:
        scoring.submit(pk, by=request.user, seen=request.POST.get("seen", ""))
    except ScorecardLocked as locked:
        messages.error(request, str(locked))
        return redirect(page.card)
    except RatingsMissing:
        page = _scoring(request, pk)
        return _gaps(request, page) or redirect("interviews:scorecard_submit", pk)
    except ChangedElsewhere:
        page = _scoring(request, pk)
        context = {**_context(page, Sheet(page.card, page.ratings)), "is_changed": True}
        return _gaps(request, page) or render(request, CONFIRM, context, status=CONFLICT)
    messages.success(request, "Submitted and locked.")
    return redirect(page.card.interview.application)


@require_safe
def scorecard_pdf(request: UserRequest, pk: int) -> HttpResponse:
    """One's own card on paper, whatever its state."""
    page = _scoring(request, pk)
    headers = {"Content-Disposition": f'attachment; filename="{papers.file_name(page.card)}"'}
    paper = papers.pdf(page)
    Event.objects.exported(page.card, by=request.user)
    return HttpResponse(paper, content_type="application/pdf", headers=headers)


def _scoring(request: UserRequest, pk: int) -> reports.Scoring:
    page = reports.scoring_page(pk, request.user)
    if page is None:
        raise Http404
    return page


def _save(request: UserRequest, page: reports.Scoring, sheet: Sheet) -> HttpResponse | None:
    """Store a posted sheet; a page if that was refused, with everything on it that was typed."""
    if not sheet.is_valid():
        return _page(request, page, sheet, status=UNPROCESSABLE)
    try:
        scoring.save_sheet(page.card.pk, sheet.entries, by=request.user)
    except ScorecardLocked as locked:
        messages.error(request, str(locked))
        return redirect(page.card)
    except ChangedElsewhere:
        page = _scoring(request, page.card.pk)  # the plan may have become another one too
        sheet = Sheet(page.card, page.ratings, request.POST)
        if sheet.is_valid():
            sheet.mark_conflicts(page.card, page.ratings)
        return _page(request, page, sheet, status=CONFLICT)
    return None


def _gaps(request: UserRequest, page: reports.Scoring) -> HttpResponse | None:
    """The sheet with what is missing on top, where anything is."""
    if not (gaps := [rating for rating in page.ratings if rating.gap]):
        return None
    sheet = Sheet(page.card, page.ratings)
    sheet.mark_gaps(gaps)
    return _page(request, page, sheet, status=UNPROCESSABLE)


def _page(request: UserRequest, page: reports.Scoring, sheet: Sheet, *, status: int = 200) -> HttpResponse:
    interview = page.card.interview
    questions = asked_in(interview.round_id, interview.application.opening.level_id)
    return render(request, PAGE, {**_context(page, sheet), "questions": questions}, status=status)


def _context(page: reports.Scoring, sheet: Sheet) -> dict[str, object]:
    application = page.card.interview.application
    return {
        "sheet": sheet,
        "scorecard": page.card,
        "interview": page.card.interview,
        "application": application,
        "level": application.opening.level,
        "handovers": page.handovers,
        "progress": reports.Progress(page.ratings),
        "anchors": DEFAULT_ANCHORS,
        "scale": SCALE,
        "reasons": NotAssessedReason.choices,
    }
