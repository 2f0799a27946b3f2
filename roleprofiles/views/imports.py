"""A role document comes in: upload, plan, confirm."""

from __future__ import annotations

import base64

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import UserRequest, role_editor_required
from roleprofiles import importing
from roleprofiles.forms import ConfirmForm, DocumentForm

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@role_editor_required
def role_import(request: UserRequest) -> HttpResponse:
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return render(request, "roleprofiles/imports/upload.html", {"form": form})
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
        return _show_plan(request, content)
    if plan.is_unchanged:
        messages.info(request, "Nothing had changed, so no revision was made.")
    else:
        messages.success(request, f"Revision {plan.number} is published.")
    return redirect("roleprofiles:role_detail", plan.slug)


def _show_plan(request: UserRequest, content: bytes) -> HttpResponse:
    plan = importing.plan(content)
    confirm = ConfirmForm(
        initial={
            "content": base64.b64encode(content).decode(),
            "basis": plan.basis.pk if plan.basis else None,
        }
    )
    context = {"plan": plan, "confirm": confirm, "form": DocumentForm()}
    status = 200 if plan.is_importable else UNPROCESSABLE
    return render(request, "roleprofiles/imports/plan.html", context, status=status)
