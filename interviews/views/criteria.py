"""The criteria of a search: what they say, one more, one less."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import UserRequest
from interviews import replanning, rewording
from interviews.forms.criteria import CriterionForm, initial
from interviews.forms.plans import ReasonForm
from interviews.models import Criterion, Opening
from interviews.reports.spreads import newest_wordings
from interviews.views.plans import opening_of, say

CONFLICT = 409
UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def criterion_add(request: UserRequest, pk: int) -> HttpResponse:
    opening = opening_of(request, pk)
    said = {name: request.GET.get(name, "").replace("\0", "")[:300] for name in ("name", "detail")}
    is_frozen = replanning.is_frozen(opening)
    form = CriterionForm(request.POST or None, is_frozen=is_frozen, initial=said)
    if request.method == "POST" and form.is_valid():
        try:
            saved = rewording.add(opening, form.wording, reason=form.reason, by=request.user)
        except replanning.ReasonMissing:  # somebody has begun to rate since the page was made
            form = CriterionForm(request.POST, is_frozen=True)
        else:
            say(request, saved)
            return redirect("interviews:plan_edit", opening.pk)
    return _shown(request, opening, form)


@require_http_methods(["GET", "HEAD", "POST"])
def criterion_edit(request: UserRequest, pk: int, criterion_pk: int) -> HttpResponse:
    opening = opening_of(request, pk)
    find = _newest_of if request.method == "POST" else _criterion_of
    criterion = find(opening, criterion_pk)
    now = rewording.wording_of(criterion)
    is_frozen = replanning.is_frozen(opening)
    form = CriterionForm(request.POST or None, is_frozen=is_frozen, initial=initial(now))
    if request.method != "POST" or not form.is_valid():
        return _shown(request, opening, form, criterion)
    seen = request.POST.get("over") or request.POST.get("seen", "")
    try:
        saved = rewording.reword(criterion, form.wording, seen=seen, reason=form.reason, by=request.user)
    except replanning.ReasonMissing:
        return _shown(request, opening, CriterionForm(request.POST, is_frozen=True), criterion)
    except rewording.CriterionChanged:
        return _shown(request, opening, form, _newest_of(opening, criterion_pk), is_conflict=True)
    say(request, saved)
    return redirect("interviews:plan_edit", opening.pk)


@require_POST
def criterion_remove(request: UserRequest, pk: int, criterion_pk: int) -> HttpResponse:
    opening = opening_of(request, pk)
    criterion = _criterion_of(opening, criterion_pk)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        saved = rewording.remove(criterion, reason=reason, by=request.user)
    except replanning.ReasonMissing:
        messages.error(request, "Not removed: somebody has rated by this plan, so say why it changes.")
        return redirect("interviews:criterion_edit", opening.pk, criterion.pk)
    except rewording.NotAddedByHand as refusal:
        messages.error(request, str(refusal))
        return redirect("interviews:criterion_edit", opening.pk, criterion.pk)
    say(request, saved)
    return redirect("interviews:plan_edit", opening.pk)


def _criterion_of(opening: Opening, pk: int) -> Criterion:
    return get_object_or_404(opening.criteria.current().of_the_level(), pk=pk)


def _newest_of(opening: Opening, pk: int) -> Criterion:
    """Also where it was worded anew meanwhile, by a successor: what is typed is held against that."""
    newest = newest_wordings(opening.criteria.of_the_level()).get(pk)
    if newest is None or newest.retired_in is not None:
        raise Http404
    return newest


def _shown(
    request: UserRequest,
    opening: Opening,
    form: CriterionForm,
    criterion: Criterion | None = None,
    *,
    is_conflict: bool = False,
) -> HttpResponse:
    """``seen`` stays what the page has seen until its author says that theirs is to stand."""
    stored = rewording.wording_of(criterion) if criterion else None
    fingerprint = stored.fingerprint if stored else ""
    differing = rewording.differences(stored, form.wording) if is_conflict and stored else ()
    context = {
        "opening": opening,
        "criterion": criterion,
        "form": form,
        "seen": request.POST.get("seen", "") if form.is_bound else fingerprint,
        "over": fingerprint if is_conflict else "",
        "differing": differing,
    }
    status = CONFLICT if is_conflict else UNPROCESSABLE if form.errors else 200
    return render(request, "interviews/criteria/edit.html", context, status=status)
