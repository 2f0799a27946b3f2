"""What is saved as one goes: a click, a note. Asked by scripts; the answers are JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, JsonResponse
from django.utils import timezone
from django.utils.formats import time_format
from django.views.decorators.http import require_POST

from accounts.access import UserRequest, person_of_the_page_required
from interviews import scoring
from interviews.forms.scorecards import RatingForm, Slot, TextForm
from interviews.models import ChangedElsewhere, KeyUsed, Rating, Scorecard, ScorecardLocked
from interviews.scoring import Entry, Evidence, Handover, Mark

CONFLICT = 409
UNPROCESSABLE = 422
Said = Mark | Evidence | Handover


@require_POST
@person_of_the_page_required
def rating_set(request: UserRequest, pk: int, rating_pk: int) -> JsonResponse:
    form = RatingForm(request.POST)
    return _enter(request, pk, rating_pk, form, lambda: form.mark)


@require_POST
@person_of_the_page_required
def evidence_set(request: UserRequest, pk: int, rating_pk: int) -> JsonResponse:
    form = TextForm(request.POST)
    return _enter(request, pk, rating_pk, form, lambda: Evidence(evidence=form.cleaned_data["text"]))


@require_POST
@person_of_the_page_required
def handover_set(request: UserRequest, pk: int) -> JsonResponse:
    form = TextForm(request.POST)
    return _enter(request, pk, None, form, lambda: Handover(handover=form.cleaned_data["text"]))


def _enter(
    request: UserRequest, pk: int, rating_pk: int | None, form: Slot, said: Callable[[], Said]
) -> JsonResponse:
    if not form.is_valid():
        return _refused(request, pk, rating_pk, form)
    seen = form.cleaned_data
    entry = Entry(said=said(), version=seen["version"], key=seen["key"], rating_pk=rating_pk)
    try:
        row = scoring.enter(pk, entry, by=request.user)
    except (Rating.DoesNotExist, Scorecard.DoesNotExist) as stranger:
        raise Http404 from stranger
    except ScorecardLocked as locked:
        return JsonResponse({"locked": str(locked)}, status=CONFLICT)
    except ChangedElsewhere as changed:
        theirs = {**_content(changed.row, entry.said), **_acknowledged(changed.row, entry.said)}
        return JsonResponse({"theirs": theirs}, status=CONFLICT)
    except KeyUsed as used:
        return JsonResponse({"errors": [str(used)]}, status=UNPROCESSABLE)
    return JsonResponse(_acknowledged(row, entry.said))


def _acknowledged(row: Rating | Scorecard, said: Said) -> dict[str, Any]:
    """The version to go on from, and when that was stored."""
    version, _, saved_at = said.columns
    moment = getattr(row, saved_at)
    when = time_format(timezone.localtime(moment), "H:i") if moment else ""
    return {"version": getattr(row, version), "saved_at": when}


def _content(row: Rating | Scorecard, said: Said) -> dict[str, str]:
    if isinstance(row, Scorecard):
        return {"text": row.handover}
    if isinstance(said, Evidence):
        return {"text": row.evidence}
    return {"value": row.choice, "reason": row.not_assessed_reason}


def _refused(request: UserRequest, pk: int, rating_pk: int | None, form: Slot) -> JsonResponse:
    """What is wrong with an entry, for its author only."""
    mine = Scorecard.objects.for_interviewer(request.user).filter(pk=pk)
    if not (mine if rating_pk is None else mine.filter(ratings__pk=rating_pk)).exists():
        raise Http404
    errors = [str(error) for errors in form.errors.values() for error in errors]
    return JsonResponse({"errors": errors}, status=UNPROCESSABLE)
