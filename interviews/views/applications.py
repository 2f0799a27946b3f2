"""One application: its interviews, the debrief, the decision."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import UserRequest
from accounts.models import Event
from interviews.choices import Agreed
from interviews.forms.debriefs import NoteForm
from interviews.forms.decisions import DecisionForm
from interviews.models import Application
from interviews.reports import debriefs, decisions, fits
from interviews.reports.chasing import out_of_application
from interviews.reports.clashes import clashes_of
from interviews.reports.panels import rounds_of


@require_safe
def application_detail(request: UserRequest, pk: int) -> HttpResponse:
    return debrief_page(request, application_of(request, pk))


def application_of(request: UserRequest, pk: int) -> Application:
    if not (application := debriefs.application_for(request.user, pk)):
        raise Http404
    return application


def decision_form(
    application: Application, shown: debriefs.Debrief, data: QueryDict | None = None
) -> DecisionForm:
    return DecisionForm(data, application=application, shown=shown)


def debrief_page(
    request: UserRequest,
    application: Application,
    form: DecisionForm | None = None,
    *,
    note: NoteForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """``form`` and ``note`` are what could not be recorded, to be shown again with what was typed."""
    shown = debriefs.debrief(application, request.user)
    if not shown.is_closed:
        debriefs.note_first_sight(application, request.user, shown)
    may_arrange = shown.standing.is_manager or request.user.may_coordinate or request.user.may_administer
    rounds, now = rounds_of(application), timezone.now()
    may_decide = shown.standing.is_manager and not shown.is_closed and not application.is_decided
    context = {
        "application": application,
        "debrief": shown,
        "decisions": decisions.of_application(application, shown),
        "fits": fits.fits_of(application, shown),
        "rounds": rounds,
        "may_arrange": may_arrange,
        "now": now,
        "clashes": clashes_of(application) if may_arrange and _is_any_ahead(rounds, now) else {},
        "outs": out_of_application(application, request.user) if may_arrange and shown.still_out else None,
        "form": (form or decision_form(application, shown)) if may_decide else None,
        "refused": form if form and not may_decide else None,
        "outcomes": Agreed.choices,
        "may_note": may_decide,
        "not_saved": note,
    }
    page = render(request, "interviews/applications/detail.html", context, status=status)
    Event.objects.viewed(application, by=request.user)
    return page


def _is_any_ahead(rounds: Iterable[Any], now: datetime) -> bool:
    """Whether an interview may still be going on or to be held: none is longer than a day."""
    return any(one.starts_at and one.starts_at > now - timedelta(days=1) for one in rounds)
