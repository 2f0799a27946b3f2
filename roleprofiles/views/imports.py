"""A role document comes in: upload, plan, confirm."""

from __future__ import annotations

import base64

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import UserRequest, role_editor_required
from roleprofiles import importing
from roleprofiles.forms.imports import ConfirmForm, DocumentForm

CONFLICT, UNPROCESSABLE = 409, 422
REMARKS_SHOWN = 50  # a page of thousands of lines helps nobody; the command names all of them


@require_http_methods(["GET", "HEAD", "POST"])
@role_editor_required
def role_import(request: UserRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "roleprofiles/imports/upload.html", {"form": DocumentForm()})
    form = DocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "roleprofiles/imports/upload.html", {"form": form}, status=UNPROCESSABLE)
    return _show_plan(request, form.cleaned_data["document"].read())


@require_POST
@role_editor_required
def role_import_confirm(request: UserRequest) -> HttpResponse:
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        messages.error(request, "The document did not arrive whole. Upload it again.")
        return redirect("roleprofiles:role_import")
    content = form.cleaned_data["content"]
    try:
        plan = importing.import_document(
            content, by=request.user, basis=form.cleaned_data["basis"], check_basis=True
        )
    except importing.ImportRefused as refusal:
        messages.error(request, str(refusal))
        return _show_plan(request, content, status=CONFLICT)
    if plan.is_unchanged:
        messages.info(request, "Nothing had changed, so no revision was made.")
    else:
        messages.success(request, f"Revision {plan.number} is published.")
    return redirect("roleprofiles:role_detail", plan.slug)


def _show_plan(request: UserRequest, content: bytes, *, status: int = 200) -> HttpResponse:
    plan = importing.plan(content)
    confirm = ConfirmForm(
        initial={
            "content": base64.b64encode(content).decode(),
            "basis": plan.basis.pk if plan.basis else None,
        }
    )
    remarks = {"problems": plan.problems, "warnings": plan.reading.warnings, "mends": plan.reading.mends}
    context: dict[str, object] = {"plan": plan, "confirm": confirm}
    for name, found in remarks.items():
        context[name] = found[:REMARKS_SHOWN]
        context[f"more_{name}"] = max(len(found) - REMARKS_SHOWN, 0)
    status = status if plan.is_importable else UNPROCESSABLE
    return render(request, "roleprofiles/imports/plan.html", context, status=status)
