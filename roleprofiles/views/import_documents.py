"""One document of an import: its plan, and the two things to do with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.access import UserRequest, role_editor_required
from roleprofiles import importing, uploading
from roleprofiles.choices import DocumentFormat
from roleprofiles.documents.arrivals import PASTED
from roleprofiles.forms.imports import ConfirmForm
from roleprofiles.importing import Plan
from roleprofiles.models import ImportDocument
from roleprofiles.views import plans

CONFLICT, UNPROCESSABLE = 409, 422
DONE = "Nothing is left to import here."


@require_safe
@role_editor_required
def import_document_detail(request: UserRequest, batch_pk: int, document_pk: int) -> HttpResponse:
    document = _document(request, batch_pk, document_pk)
    return _page(request, document, _plan(document) if document.has_plan else None)


@require_POST
@role_editor_required
def import_document_import(request: UserRequest, batch_pk: int, document_pk: int) -> HttpResponse:
    document = _document(request, batch_pk, document_pk)
    try:
        made = _imported(request, document)
    except uploading.DocumentGone:
        messages.info(request, DONE)
        return redirect(document)
    except importing.ImportRefused as refusal:
        messages.error(request, str(refusal))
        plan = _plan(document)
        return _page(request, document, plan, status=CONFLICT if plan.is_importable else UNPROCESSABLE)
    several = _is_one_of_several(document)
    if made.is_unchanged:
        messages.info(request, "Nothing had changed, so no revision was made.")
    else:
        of = f"{document.title or document.name}: " if several else ""
        messages.success(request, f"{of}Revision {made.number} is published.")
    return redirect(document.batch) if several else redirect("roleprofiles:role_detail", made.slug)


@require_POST
@role_editor_required
def import_document_skip(request: UserRequest, batch_pk: int, document_pk: int) -> HttpResponse:
    document = _document(request, batch_pk, document_pk)
    is_left_out = ImportDocument.objects.filter(pk=document.pk).leave_out()
    messages.info(request, f"{document.name} is left out." if is_left_out else DONE)
    return redirect(document.batch) if _is_one_of_several(document) else redirect("roleprofiles:role_import")


def _imported(request: UserRequest, document: ImportDocument) -> Plan:
    if not document.has_plan:
        raise uploading.DocumentGone
    form = ConfirmForm(request.POST, alike=plans.alike(_plan(document)))
    if not form.is_valid():
        raise importing.ImportRefused(importing.CHANGED_MEANWHILE)
    basis = form.cleaned_data["basis"]
    return uploading.import_one(document, by=request.user, basis=basis, same=form.said_same())


def _document(request: UserRequest, batch_pk: int, document_pk: int) -> ImportDocument:
    documents = ImportDocument.objects.visible_to(request.user).select_related("batch", "revision__role")
    return get_object_or_404(documents.defer("revision__source"), batch__pk=batch_pk, pk=document_pk)


def _is_one_of_several(document: ImportDocument) -> bool:
    return document.batch.documents.exclude(pk=document.pk).exists()


def _plan(document: ImportDocument) -> Plan:
    return importing.plan(bytes(document.data), form=DocumentFormat(document.format))


def _typed(document: ImportDocument) -> str:
    """A pasted text stands in no file where it could be mended; "" for what was a file."""
    is_pasted = document.name.startswith(PASTED)
    return bytes(document.data).decode(errors="replace") if is_pasted else ""


def _page(
    request: UserRequest, document: ImportDocument, plan: Plan | None, *, status: int = 200
) -> HttpResponse:
    page: dict[str, object] = {"document": document, "several": _is_one_of_several(document)}
    if plan:
        basis = plan.basis.pk if plan.basis else None
        seen = {"basis": basis, "same": request.POST.getlist("same")}
        page |= {**plans.shown(plan), "confirm": ConfirmForm(initial=seen, alike=plans.alike(plan))}
        page["typed"] = _typed(document) if plan.problems and not plan.draft else ""
    return render(request, "roleprofiles/imports/document.html", page, status=status)
