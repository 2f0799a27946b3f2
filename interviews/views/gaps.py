"""The gap report: what lies between a candidate and the next level, on screen and on paper."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import UserRequest
from accounts.models import Event
from interviews.models import Application
from interviews.papers import gaps as papers
from interviews.reports import debriefs, gaps


@require_safe
def gap_report(request: UserRequest, pk: int) -> HttpResponse:
    application = _readable(request, pk)
    context = {"application": application, "report": _report(request, application)}
    page = render(request, "interviews/applications/gap.html", context)
    Event.objects.viewed(application, by=request.user)
    return page


@require_safe
def gap_report_pdf(request: UserRequest, pk: int) -> HttpResponse:
    application = _readable(request, pk)
    paper = papers.pdf(application, _report(request, application))
    Event.objects.exported(application, by=request.user)
    headers = {"Content-Disposition": f'attachment; filename="{papers.file_name(application)}"'}
    return HttpResponse(paper, content_type="application/pdf", headers=headers)


def _readable(request: UserRequest, pk: int) -> Application:
    open_to_them = Application.objects.evidence_open_to(request.user)
    return get_object_or_404(open_to_them.with_case(), pk=pk)


def _report(request: UserRequest, application: Application) -> gaps.GapReport:
    """It rests on others' ratings, so that whoever reads it has seen them."""
    shown = debriefs.debrief(application, request.user)
    debriefs.note_first_sight(application, request.user, shown)
    return gaps.gap_report(application, shown)
