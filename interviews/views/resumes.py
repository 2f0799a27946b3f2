"""The document that a candidate sent: filing it, and the one address from which it is read."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import UserRequest
from accounts.models import Event
from interviews import filing
from interviews.choices import ResumeKind
from interviews.forms.resumes import ResumeForm
from interviews.models import AlreadyDecided, Application, Resume

CONFLICT, UNPROCESSABLE = 409, 422
CONTENT_TYPES = {
    ResumeKind.PDF: "application/pdf",
    ResumeKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ResumeKind.TXT: "text/plain; charset=utf-8",
}
# Should a browser show it all the same, it shows it alone and lets it do nothing.
ALONE = "sandbox; default-src 'none'"


@require_http_methods(["GET", "HEAD", "POST"])
def resume_edit(request: UserRequest, pk: int) -> HttpResponse:
    application = _arranged(request, pk)
    if request.method != "POST":
        return _page(request, application, ResumeForm())
    form = ResumeForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, application, form, status=UNPROCESSABLE)
    try:
        filing.file_resume(application, form.cleaned_data["document"], by=request.user)
    except AlreadyDecided as refusal:
        form.add_error(None, str(refusal))
        return _page(request, application, form, status=CONFLICT)
    messages.success(request, "The document is filed.")
    return redirect("interviews:resume_edit", pk)


@require_POST
def resume_remove(request: UserRequest, pk: int) -> HttpResponse:
    was_there = filing.remove_resume(_arranged(request, pk), by=request.user)
    messages.success(request, "The document is removed." if was_there else "There is no document any more.")
    return redirect("interviews:resume_edit", pk)


@require_safe
def resume_file(request: UserRequest, pk: int) -> HttpResponse:
    """The document to keep or open elsewhere, under a name of ours."""
    resumes = Resume.objects.visible_to(request.user).select_related("application__candidate")
    resume = get_object_or_404(resumes, application__pk=pk)
    headers = {
        "Content-Disposition": f'attachment; filename="{resume.file_name}"',
        "Content-Security-Policy": ALONE,
        "X-Content-Type-Options": "nosniff",
    }
    kind = CONTENT_TYPES[ResumeKind(resume.kind)]
    response = HttpResponse(bytes(resume.data), content_type=kind, headers=headers)
    Event.objects.exported(resume, by=request.user)
    return response


def _arranged(request: UserRequest, pk: int) -> Application:
    arranged = Application.objects.arranged_by(request.user)
    return get_object_or_404(arranged.select_related("candidate", "opening"), pk=pk)


def _page(
    request: UserRequest, application: Application, form: ResumeForm, *, status: int = 200
) -> HttpResponse:
    resume = Resume.objects.without_data().select_related("uploaded_by").filter(application=application)
    context = {"application": application, "resume": resume.first(), "form": form}
    return render(request, "interviews/applications/resume.html", context, status=status)
