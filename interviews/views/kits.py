"""Preparing an interview: the kit as a page and on paper."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import UserRequest
from accounts.models import Event
from interviews.choices import DEFAULT_ANCHORS
from interviews.papers import kits as papers
from interviews.reports import kits as reports


@require_safe
def interview_kit(request: UserRequest, pk: int) -> HttpResponse:
    kit = _kit(request, pk)
    application = kit.interview.application
    context = {
        "kit": kit,
        "interview": kit.interview,
        "application": application,
        "level": application.opening.level,
        "anchors": DEFAULT_ANCHORS,
        "closing_minutes": reports.CLOSING_MINUTES,
    }
    page = render(request, "interviews/interviews/kit.html", context)
    Event.objects.viewed(kit.interview, by=request.user)
    return page


@require_safe
def interview_kit_pdf(request: UserRequest, pk: int) -> HttpResponse:
    kit = _kit(request, pk)
    headers = {"Content-Disposition": f'attachment; filename="{papers.file_name(kit)}"'}
    paper = papers.pdf(kit)
    Event.objects.exported(kit.interview, by=request.user)
    return HttpResponse(paper, content_type="application/pdf", headers=headers)


def _kit(request: UserRequest, pk: int) -> reports.Kit:
    kit = reports.kit(pk, request.user)
    if kit is None:
        raise Http404
    return kit
