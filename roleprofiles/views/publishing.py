"""The last look at a draft, and publishing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import UserRequest, role_editor_required
from roleprofiles import dependents, publishing
from roleprofiles.forms.revisions import PublishForm
from roleprofiles.models import Revision, RevisionPublished, Role

CONFLICT, UNPROCESSABLE = 409, 422


@require_http_methods(["GET", "HEAD", "POST"])
@role_editor_required
def draft_publish(request: UserRequest, slug: str) -> HttpResponse:
    drafts = Revision.objects.drafts().select_related("role__current", "created_by")
    draft = drafts.defer("source", "role__current__source").filter(role__slug=slug).first()
    if request.method != "POST":
        if draft is None:
            raise Http404
        return _show(request, draft, PublishForm(initial={"change_note": draft.change_note}))
    form = PublishForm(request.POST)
    is_valid = form.is_valid()
    if draft is None:
        return _gone(request, slug, form)
    if not is_valid:
        return _show(request, draft, form, status=UNPROCESSABLE)
    note, fingerprint = form.cleaned_data["change_note"], form.cleaned_data["fingerprint"]
    try:
        publishing.publish_as_shown(draft, by=request.user, change_note=note, fingerprint=fingerprint)
    except (publishing.DraftChanged, publishing.NothingToPublish) as refusal:
        return _show(request, draft, form, refusal=str(refusal), status=CONFLICT)
    except RevisionPublished:
        return _gone(request, slug, form)
    messages.success(request, f"Revision {draft.number} is published: it is what the role asks for now.")
    return redirect("roleprofiles:role_detail", slug)


def _show(
    request: UserRequest, draft: Revision, form: PublishForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    try:
        proposal = publishing.propose(draft)
    except RevisionPublished:  # at this moment
        return _gone(request, draft.role.slug, form)
    current = draft.role.current
    context = {
        "draft": draft,
        "role": draft.role,
        "current": current,
        "old_name": f"Revision {current.number}" if current else "Nothing before",
        "new_name": "This draft",
        "proposal": proposal,
        "found": proposal.differences,
        "resting": dependents.resting_on(draft.role_id, request.user),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "roleprofiles/drafts/publish.html", context, status=status)


def _gone(request: UserRequest, slug: str, form: PublishForm) -> HttpResponse:
    """There is no draft any more: says who has published it, and shows the note, which nothing keeps."""
    role = get_object_or_404(Role.objects.with_current(), slug=slug)
    number = form.cleaned_data.get("number") if form.is_bound else None
    published = role.revisions.published().select_related("published_by").defer("source")
    context = {
        "role": role,
        "published": published.filter(number=number or 0).first(),
        "note": form["change_note"].value(),
    }
    return render(request, "roleprofiles/drafts/gone.html", context, status=CONFLICT)
