"""People who apply."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import UserRequest, candidate_reader_required
from accounts.models import Event
from interviews.models import Application, Candidate
from interviews.stretches import stretch

PAGE_SIZE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@candidate_reader_required
def candidate_list(request: UserRequest) -> HttpResponse:
    """A search is posted, although it changes nothing: addresses and logs carry no names."""
    words = request.POST.get("q", "")
    candidates = Candidate.objects.visible_to(request.user).search(words, by=request.user).with_place()
    openings = Application.objects.visible_to(request.user).select_related("opening")
    own = Prefetch("applications", openings.only("candidate", "opening__title"), to_attr="visible")
    field, before = ("place", None) if words.strip() else ("number", request.GET.get("before"))
    found = stretch(candidates.prefetch_related(own), PAGE_SIZE, field=field, before=before)
    template = "interviews/candidates/list.html"
    context = {"stretch": found, "words": words}
    return render(request, f"{template}#results" if request.htmx else template, context)


@require_safe
@candidate_reader_required
def candidate_detail(request: UserRequest, pk: int) -> HttpResponse:
    candidate = get_object_or_404(Candidate.objects.visible_to(request.user), pk=pk)
    applications = (
        Application.objects.visible_to(request.user)
        .filter(candidate=candidate)
        .select_related("candidate", "opening", "decision")
        .with_progress()
        .order_by("-pk")
    )
    context = {"candidate": candidate, "applications": applications}
    page = render(request, "interviews/candidates/detail.html", context)
    Event.objects.viewed(candidate, by=request.user)
    return page
