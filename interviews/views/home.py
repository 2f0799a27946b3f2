"""My work."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import UserRequest
from interviews.reports.openings import open_searches_of
from interviews.reports.work import work_of
from roleprofiles.models import ImportBatch, Revision

IMPORTS_SHOWN = 20


@require_safe
def home(request: UserRequest) -> HttpResponse:
    revisions = Revision.objects.drafts().filter(created_by=request.user).select_related("role")
    imports = ImportBatch.objects.visible_to(request.user).unfinished().with_progress()
    context = {
        "work": work_of(request.user, timezone.now()),
        "openings": open_searches_of(request.user.pk),
        "revisions": revisions if request.user.may_edit_roles else [],
        "imports": imports[:IMPORTS_SHOWN],
    }
    return render(request, "interviews/home/detail.html", context)
