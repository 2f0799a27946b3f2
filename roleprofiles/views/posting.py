"""The last look at an advert, publishing and withdrawing it, and the copies that were published."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import UserRequest, advert_writer_required
from roleprofiles import posting
from roleprofiles.adverts.jurisdictions import FIELDS
from roleprofiles.adverts.sheet import sheet
from roleprofiles.forms.posting import PostForm, WithdrawForm
from roleprofiles.models import JobDescription
from roleprofiles.views.job_editor import CONFLICT, UNPROCESSABLE, on_job


@require_http_methods(["GET", "HEAD", "POST"])
@advert_writer_required
@on_job
def job_description_publish(request: UserRequest, job: JobDescription) -> HttpResponse:
    if request.method != "POST":
        return _show(request, job)
    form = PostForm(request.POST)
    form.is_valid()  # anything in it is a choice or a fingerprint of nothing
    seen, is_public = form.cleaned_data.get("fingerprint", ""), form.cleaned_data["is_public"]
    try:
        copy = posting.publish(job, by=request.user, seen=seen, is_public=is_public)
    except (posting.LawNotMet, posting.PageNotFilled) as refusal:
        return _show(request, job, form, refusal=str(refusal), status=UNPROCESSABLE)
    except (posting.AdvertChanged, posting.NothingToPublish) as refusal:
        return _show(request, job, form, refusal=str(refusal), status=CONFLICT)
    where = "open to everybody at its public page" if is_public else "kept here, and not on the public page"
    messages.success(request, f"{copy} is published: it is {where}.")
    return redirect(copy)


def _show(
    request: UserRequest,
    job: JobDescription,
    form: PostForm | None = None,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """The last look; at first the copy goes where the one before it was."""
    proposal = posting.propose(job)
    was_public = proposal.last is not None and proposal.last.is_public
    context = {
        "job": job,
        "proposal": proposal,
        "missing": [(one, FIELDS[one.field]) for one in proposal.missing],
        "page_needs": [(field, posting.PAGE_NEEDS[field]) for field in proposal.unsaid],
        "last": proposal.last,
        "old_name": str(proposal.last),
        "advert": sheet(proposal.advert),
        "form": form or PostForm(initial={"is_public": was_public}),
        "refusal": refusal,
    }
    return render(request, "roleprofiles/job_descriptions/publish.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@advert_writer_required
@on_job
def job_description_withdraw(request: UserRequest, job: JobDescription) -> HttpResponse:
    refusal = ""
    if request.method == "POST":
        form = WithdrawForm(request.POST)
        form.is_valid()
        try:
            copy = posting.withdraw(job, by=request.user, number=form.cleaned_data.get("number") or 0)
        except (posting.AdvertChanged, posting.NotPublished) as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"{copy} is withdrawn. It stays in the list of published versions.")
            return redirect("roleprofiles:publication_list", job.pk)
    copies = job.publications.filter(withdrawn_at__isnull=True).select_related("published_by")
    context = {"job": job, "copy": copies.first(), "refusal": refusal}
    status = CONFLICT if refusal else 200
    return render(request, "roleprofiles/job_descriptions/withdraw.html", context, status=status)


@require_safe
@advert_writer_required
@on_job
def publication_list(request: UserRequest, job: JobDescription) -> HttpResponse:
    copies = job.publications.with_people().defer("advert", "json_ld")
    return render(request, "roleprofiles/publications/list.html", {"job": job, "copies": copies})


@require_safe
@advert_writer_required
@on_job
def publication_detail(request: UserRequest, job: JobDescription, number: int) -> HttpResponse:
    copy = get_object_or_404(job.publications.with_people(), number=number)
    context = {"job": job, "copy": copy, "advert": sheet(copy.said)}
    return render(request, "roleprofiles/publications/detail.html", context)
