"""My work."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import UserRequest
from interviews.models import Opening
from interviews.reports.work import work_of
from roleprofiles.models import ImportBatch, Revision

IMPORTS_SHOWN = 20


@require_safe
def home(request: UserRequest) -> HttpResponse:
    openings = Opening.objects.filter(managers=request.user).open().for_a_list().order_by("-pk")
    revisions = Revision.objects.drafts().filter(created_by=request.user).select_related("role")
    imports = ImportBatch.objects.visible_to(request.user).unfinished().with_progress()
    context = {
        "work": work_of(request.user, timezone.now()),
        "openings": openings,
        "revisions": revisions if request.user.may_edit_roles else [],
        "imports": imports[:IMPORTS_SHOWN],
    }
    return render(request, "interviews/home/detail.html", context)
