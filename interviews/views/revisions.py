"""What a newer revision of the role would change in a search, and resting the search on it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import UserRequest
from interviews import repinning, replanning
from interviews.forms.plans import ReasonForm
from interviews.models import Opening
from interviews.repinning import Repin
from interviews.views.plans import opening_of, say

CONFLICT = 409
UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def opening_repin(request: UserRequest, pk: int) -> HttpResponse:
    opening = opening_of(request, pk)
    shown = repinning.proposal(opening)
    if shown is None:
        return _nothing_newer(request, opening)
    form = ReasonForm(request.POST or None) if replanning.is_frozen(opening) else None
    if request.method != "POST" or (form and not form.is_valid()):
        return _shown(request, opening, shown, form, status=UNPROCESSABLE if form and form.errors else 200)
    reason = form.cleaned_data["reason"] if form else ""
    try:
        saved = repinning.repin(opening.pk, seen=request.POST.get("seen", ""), reason=reason, by=request.user)
    except replanning.ReasonMissing:  # somebody has begun to rate since the page was made
        return _shown(request, opening, shown, ReasonForm(request.POST), status=UNPROCESSABLE)
    except repinning.RevisionMoved:
        messages.error(request, "Not done: the role or the plan was changed. This is what it means now.")
        now = repinning.proposal(opening)
        return (
            _shown(request, opening, now, form, status=CONFLICT) if now else _nothing_newer(request, opening)
        )
    say(request, saved)
    return redirect("interviews:plan_edit", opening.pk)


def _nothing_newer(request: UserRequest, opening: Opening) -> HttpResponse:
    messages.info(request, "The role has no newer revision with a level of this name.")
    return redirect("interviews:plan_edit", opening.pk)


def _shown(
    request: UserRequest, opening: Opening, shown: Repin, form: ReasonForm | None, *, status: int
) -> HttpResponse:
    context = {"opening": opening, "shown": shown, "form": form}
    return render(request, "interviews/openings/repin.html", context, status=status)
