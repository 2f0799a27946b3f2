"""Documents come in together: the upload, how far they have come, and going on with them."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import UserRequest, role_editor_required
from accounts.pages import Pages
from roleprofiles import uploading
from roleprofiles.choices import DocumentState
from roleprofiles.documents.archives import ArchiveRefused
from roleprofiles.forms.imports import UploadForm
from roleprofiles.models import ImportBatch, ImportDocument

UNPROCESSABLE = 422
PAGE_SIZE = 50
BATCHES_SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
@role_editor_required
def role_import(request: UserRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        try:
            batch = uploading.upload(form.arrivals(), by=request.user)
        except (ArchiveRefused, uploading.UploadRefused) as refusal:
            form.add_error("documents" if request.FILES else "text", str(refusal))
        else:
            uploading.work(batch, uploading.read_next)
            _leave_out_instead(request, form.cleaned_data["instead"])
            several = batch.documents.defer("data")[:2]
            return redirect(several[0] if len(several) == 1 else batch)
    unfinished = ImportBatch.objects.visible_to(request.user).unfinished().with_progress()
    page = {"form": form, "unfinished": unfinished[:BATCHES_SHOWN]}
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "roleprofiles/imports/upload.html", page, status=status)


@require_safe
@role_editor_required
def import_detail(request: UserRequest, batch_pk: int) -> HttpResponse:
    batch = _batch(request, batch_pk)
    template = "roleprofiles/imports/detail.html"
    template = f"{template}#work" if request.htmx else template
    return render(request, template, _page(request, batch))


@require_POST
@role_editor_required
def import_work(request: UserRequest, batch_pk: int) -> HttpResponse:
    """Go on for about a second, then say how far it has come."""
    batch, act = _batch(request, batch_pk), request.POST.get("act", "read")
    if act == "again":
        uploading.read_again(batch)
    if act == "leave_out":
        batch.documents.leave_out()
    uploading.work(batch, _step(request, act))
    if not request.htmx:
        return redirect(batch)
    return render(request, "roleprofiles/imports/detail.html#work", _page(request, batch, act=act))


@require_POST
@role_editor_required
def import_discard(request: UserRequest, batch_pk: int) -> HttpResponse:
    _batch(request, batch_pk).delete()
    messages.success(request, "The import is discarded. What was published from it stays.")
    return redirect("roleprofiles:role_import")


def _leave_out_instead(request: UserRequest, pk: int | None) -> None:
    """A pasted text that was mended has come in again: what it was before is done with."""
    if pk is not None:
        ImportDocument.objects.visible_to(request.user).filter(pk=pk).leave_out()


def _batch(request: UserRequest, pk: int) -> ImportBatch:
    return get_object_or_404(ImportBatch.objects.visible_to(request.user), pk=pk)


def _step(request: UserRequest, act: str) -> uploading.Step:
    return partial(uploading.import_next, by=request.user) if act == "import" else uploading.read_next


def _page(request: UserRequest, batch: ImportBatch, *, act: str = "") -> dict[str, object]:
    """What the page of an import prints, in a fixed number of queries; ``act`` is what it was at."""
    counts = batch.documents.counts()
    state = request.GET.get("state", "")
    shown = batch.documents.select_related("revision__role").defer("data", "revision__source")
    documents = shown.filter(state=state) if state in counts else shown
    ready, waiting = counts.get(DocumentState.READY, 0), counts.get(DocumentState.WAITING, 0)
    imported = counts.get(DocumentState.IMPORTED, 0)
    total = sum(counts.values())
    is_importing = act == "import" and ready > 0
    return {
        "batch": batch,
        "counts": counts,
        "total": total,
        "page": Pages(documents, PAGE_SIZE).get_page(request.GET.get("page")),
        "state": state if state in counts else "",
        "going_on": "import" if is_importing else "read" if waiting else "",
        "done": (imported, imported + ready) if is_importing else (total - waiting, total),
        "ready": ready,
        "unfinished": ready + waiting + counts.get(DocumentState.PROBLEM, 0),
        "again": batch.documents.problems().with_plan().exists(),
    }
