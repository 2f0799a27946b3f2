"""Arranging the rounds of an application."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import UserRequest
from interviews import arranging
from interviews.forms.interviews import InterviewForm
from interviews.models import AlreadyDecided, Application, Interview, Round

UNPROCESSABLE = 422


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
        except (AlreadyDecided, arranging.RoundGone) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{round_} is saved.")
            return redirect(application)
    context = {"application": application, "round": round_, "form": form}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "interviews/interviews/edit.html", context, status=status)
