"""Arranging the rounds of an application, calling them off, and taking them to a calendar."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Max
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import UserRequest
from accounts.models import Event, User
from interviews import arranging, calendars, mailing
from interviews.forms.interviews import CancelForm, InterviewForm
from interviews.models import AlreadyDecided, Application, Interview, Mail, Round, Scorecard
from interviews.reports.clashes import Clash, Slot, clashes

CONFLICT = 409
UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def interview_edit(request: UserRequest, pk: int, round_pk: int) -> HttpResponse:
    application = get_object_or_404(Application.objects.arranged_by(request.user).with_case(), pk=pk)
    round_ = get_object_or_404(Round, pk=round_pk, opening=application.opening_id)
    held = Interview.objects.filter(application=application, round=round_)
    interview = held.select_related("round").first() or Interview(application=application, round=round_)
    form = InterviewForm(request.POST or None, interview=interview)
    found: list[Clash] = []
    status = UNPROCESSABLE if form.errors else 200
    if request.method == "POST" and form.is_valid():
        found = [] if "anyway" in request.POST else clashes(_slots(form, interview))
        if not found and _arrange(form, interview, by=request.user):
            messages.success(request, f"{round_} is saved.{_mailed(form)}")
            return redirect(application)
        status = CONFLICT if found or form.is_outdated else UNPROCESSABLE
    context = {
        "application": application,
        "round": round_,
        "interview": interview,
        "form": form,
        "clashes": found,
    }
    return render(request, "interviews/interviews/edit.html", context, status=status)


def _arrange(form: InterviewForm, interview: Interview, *, by: User) -> bool:
    """Whether it is done; else the form says why not."""
    try:
        arranging.arrange(interview.application, interview.round, by=by, **form.arrangement)
    except arranging.ScorecardBegun as refusal:
        form.add_error("interviewers", str(refusal))
    except arranging.InterviewChanged:
        form.see_again()
    except arranging.TimeTakenBack as refusal:
        form.add_error("day", str(refusal))
    except (AlreadyDecided, arranging.RoundGone) as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()


def _slots(form: InterviewForm, interview: Interview) -> list[Slot]:
    """What the form asks for: one where it has a time."""
    said = form.arrangement
    if said["starts_at"] is None:
        return []
    return [
        Slot(
            interview_pk=interview.pk,
            candidate_pk=interview.application.candidate_id,
            starts_at=said["starts_at"],
            minutes=said["minutes"] or interview.round.minutes,
            people={person.pk: str(person) for person in said["interviewers"]},
        )
    ]


def _mailed(form: InterviewForm) -> str:
    told = form.arrangement["starts_at"] and form.arrangement["interviewers"]
    return " Everybody whose calendar changes gets a mail." if told else ""


@require_http_methods(["GET", "HEAD", "POST"])
def interview_cancel(request: UserRequest, pk: int) -> HttpResponse:
    arranged = Interview.objects.filter(application__in=Application.objects.arranged_by(request.user))
    interview = get_object_or_404(arranged.with_place(), pk=pk)
    application = interview.application
    form = CancelForm(request.POST or None)
    if interview.is_cancelled:
        messages.info(request, f"{interview.round} is cancelled already.")
        return redirect(application)
    if request.method == "POST" and form.is_valid():
        try:
            arranging.cancel(pk, by=request.user, reason=form.cleaned_data["reason"])
        except arranging.AlreadyCancelled as refusal:
            messages.info(request, str(refusal))
        else:
            messages.success(request, f"{interview.round} is cancelled.")
        return redirect(application)
    status = UNPROCESSABLE if form.errors else 200
    return render(
        request, "interviews/interviews/cancel.html", {"interview": interview, "form": form}, status=status
    )


@require_safe
def interview_calendar(request: UserRequest, pk: int) -> HttpResponse:
    """The event as a file; an interviewer's leads to their own scorecard."""
    interview = get_object_or_404(Interview.objects.visible_to(request.user).with_place(), pk=pk)
    if interview.starts_at is None:
        raise Http404
    card = Scorecard.objects.for_interviewer(request.user).filter(interview=pk).first()
    link = (card or interview.application).get_absolute_url()
    said_at = Mail.objects.filter(interview=pk).aggregate(last=Max("created_at"))["last"]
    event = mailing.event_of(
        interview, link=mailing.absolute(link), sequence=interview.sequence, made_at=said_at or timezone.now()
    )
    method = calendars.CANCEL if interview.is_cancelled else calendars.PUBLISH
    content = event.as_bytes(method)
    Event.objects.exported(interview, by=request.user)
    name = f"{interview.application.candidate.code}-interview.ics"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(
        content, content_type=f"text/calendar; charset=utf-8; method={method}", headers=headers
    )
