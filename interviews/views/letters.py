"""The letter that tells a candidate what was decided."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from accounts.access import UserRequest
from accounts.models import Event
from interviews.forms.decisions import LetterForm
from interviews.letters import draft
from interviews.models import Application, Decision
from interviews.papers import letters as papers
from interviews.reports import debriefs
from interviews.reports.letters import facts_of

TYPES = {
    "txt": "text/plain; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def decision_letter(request: UserRequest, pk: int) -> HttpResponse:
    """A draft from the facts; what the writer has made of it is sent back as a file."""
    mine = Application.objects.decided_by(request.user).evidence_open_to(request.user)
    application = get_object_or_404(mine.with_case(), pk=pk)
    decision = application.decision
    if decision is None:
        raise Http404
    if request.method != "POST":
        form = _drafted(request, application, decision)
    elif (form := LetterForm(request.POST)).is_valid():
        return _file(request, application, decision, form)
    context = {"application": application, "form": form}
    status = UNPROCESSABLE if form.errors else 200
    page = render(request, "interviews/applications/letter.html", context, status=status)
    Event.objects.viewed(application, by=request.user)
    return page


def _drafted(request: UserRequest, application: Application, decision: Decision) -> LetterForm:
    shown = debriefs.debrief(application, request.user)
    debriefs.note_first_sight(application, request.user, shown)
    return LetterForm(initial={"text": draft(facts_of(application, decision, shown))})


def _file(
    request: UserRequest, application: Application, decision: Decision, form: LetterForm
) -> HttpResponse:
    text, ending = form.cleaned_data["text"], form.cleaned_data["ending"]
    title = f"Letter to {application.candidate.code}"
    body = papers.docx(text, title=title) if ending == "docx" else text.encode()
    name = papers.file_name(application, ending)
    Event.objects.exported(decision, by=request.user)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=TYPES[ending], headers=headers)
