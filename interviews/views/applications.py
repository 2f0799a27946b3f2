"""One application: its interviews, the debrief, the decision."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import UserRequest
from accounts.models import Event
from interviews import arranging, deciding, reports
from interviews.forms.interviews import DecisionForm, InterviewForm
from interviews.models import AlreadyDecided, Application, EvidenceNotIn, Interview, Round

UNPROCESSABLE = 422


@require_safe
def application_detail(request: UserRequest, pk: int) -> HttpResponse:
    return _debrief(request, _application(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def decision_make(request: UserRequest, pk: int) -> HttpResponse:
    if request.method != "POST":  # from signing in on the way, or from the address bar
        return redirect("interviews:application_detail", pk)
    decided = Application.objects.decided_by(request.user).with_case()
    application = get_object_or_404(decided, pk=pk)
    shown = reports.debrief(application, request.user)
    form = _decision_form(application, shown, request.POST)
    try:
        deciding.refuse(application, by=request.user)  # before anything is said of the form
        if not form.is_valid():
            return _debrief(request, application, form, status=UNPROCESSABLE)
        deciding.decide(application, by=request.user, **form.cleaned_data)
    except (EvidenceNotIn, AlreadyDecided) as refusal:
        messages.error(request, str(refusal))
        return _debrief(request, _application(request, pk), form, status=409)
    messages.success(request, "The decision is recorded.")
    return redirect(application)


@require_http_methods(["GET", "HEAD", "POST"])
def interview_edit(request: UserRequest, pk: int, round_pk: int) -> HttpResponse:
    application = get_object_or_404(Application.objects.arranged_by(request.user).with_case(), pk=pk)
    round_ = get_object_or_404(Round, pk=round_pk, opening=application.opening_id)
    interview = Interview.objects.filter(application=application, round=round_).first()
    form = InterviewForm(
        request.POST or None, instance=interview or Interview(application=application, round=round_)
    )
    if request.method == "POST" and form.is_valid():
        try:
            arranging.arrange(application, round_, **form.cleaned_data)
        except arranging.ScorecardBegun as refusal:
            form.add_error("interviewers", str(refusal))
        except AlreadyDecided as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{round_} is saved.")
            return redirect(application)
    context = {"application": application, "round": round_, "form": form}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "interviews/interviews/edit.html", context, status=status)


def _application(request: UserRequest, pk: int) -> Application:
    applications = Application.objects.visible_to(request.user).with_case()
    return get_object_or_404(applications, pk=pk)


def _decision_form(
    application: Application, shown: reports.Debrief, data: QueryDict | None = None
) -> DecisionForm:
    return DecisionForm(data, application=application, gaps=shown.gaps, evidence=bool(shown.columns))


def _debrief(
    request: UserRequest, application: Application, form: DecisionForm | None = None, *, status: int = 200
) -> HttpResponse:
    shown = reports.debrief(application, request.user)
    if not shown.is_closed:
        reports.note_first_sight(application, request.user, shown)
    may_decide = shown.standing.is_manager and not shown.is_closed and not application.is_decided
    context = {
        "application": application,
        "debrief": shown,
        "rounds": application.opening.rounds.with_interview_of(application.pk),
        "may_arrange": shown.standing.is_manager
        or request.user.may_coordinate
        or request.user.may_administer,
        "form": (form or _decision_form(application, shown)) if may_decide else None,
        "refused": form if form and not may_decide else None,
    }
    page = render(request, "interviews/applications/detail.html", context, status=status)
    Event.objects.viewed(application, by=request.user)
    return page
