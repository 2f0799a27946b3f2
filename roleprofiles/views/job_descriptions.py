"""Job descriptions: of a level, drafted from the role; the list of those that are edited; their files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import UserRequest, advert_writer_required
from accounts.pages import Pages
from roleprofiles import advertising, following, wording
from roleprofiles.adverts.formats import FORMS
from roleprofiles.choices import AdvertState
from roleprofiles.forms.job_descriptions import NewJobForm
from roleprofiles.models import JobDescription, Level
from roleprofiles.typesetting import Unprintable
from roleprofiles.views.job_editor import CONFLICT, UNPROCESSABLE, on_job
from roleprofiles.views.roles import file_answer

PAGE_SIZE = 50


@require_safe
def job_description_detail(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    level = _level(request, slug, pk)
    context: dict[str, Any] = {"level": level, "revision": level.revision, "role": level.revision.role}
    context |= {"advert": advertising.draft(level), "jobs": _jobs_of(request, level)}
    return render(request, "roleprofiles/job_descriptions/detail.html", context)


@require_safe
def job_description_export(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    level = _level(request, slug, pk)
    return file_answer(advertising.markdown(advertising.draft(level)), f"{slug}-job-description-{pk}.md")


@require_safe
@advert_writer_required
def job_description_list(request: UserRequest) -> HttpResponse:
    words, state, level = (request.GET.get(name, "") for name in ("q", "state", "level"))
    jobs = known = JobDescription.objects.visible_to(request.user)
    jobs = jobs.search(words)
    if state:
        jobs = jobs.in_state(AdvertState(state)) if state in AdvertState else jobs.none()
    if level:
        jobs = jobs.filter(level__name=level) if "\0" not in level else jobs.none()
    page = Pages(jobs.with_level().with_publication(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "words": words, "state": state, "level": level, "states": AdvertState}
    template = "roleprofiles/job_descriptions/list.html"
    if request.htmx:
        return render(request, f"{template}#results", context)
    names = known.order_by("level__name").values_list("level__name", flat=True).distinct()
    return render(request, template, context | {"levels": names})


@require_http_methods(["GET", "HEAD", "POST"])
@advert_writer_required
def job_description_create(request: UserRequest, level_pk: int) -> HttpResponse:
    levels = Level.objects.hireable().with_requirements()
    level = get_object_or_404(levels.select_related("revision__role__current"), pk=level_pk)
    form = NewJobForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        job = advertising.begin(level, by=request.user, **form.cleaned_data)
        messages.success(request, "The job description is begun with all that the role says.")
        return redirect(job)
    context = {"form": form, "level": level, "jobs": _jobs_of(request, level)}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "roleprofiles/job_descriptions/create.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@advert_writer_required
@on_job
def job_description_copy(request: UserRequest, job: JobDescription) -> HttpResponse:
    form = NewJobForm(request.POST if request.method == "POST" else None, initial={"language": job.language})
    if form.is_valid():
        made = wording.copy(job, by=request.user, **form.cleaned_data)
        messages.success(request, "This is the copy. What you change here leaves the other one as it is.")
        return redirect(made)
    status = UNPROCESSABLE if form.errors else 200
    return render(
        request, "roleprofiles/job_descriptions/copy.html", {"form": form, "job": job}, status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
@advert_writer_required
@on_job
def job_description_discard(request: UserRequest, job: JobDescription) -> HttpResponse:
    context = {"job": job, "is_kept": job.publications.exists()}
    template = "roleprofiles/job_descriptions/discard.html"
    if request.method != "POST":
        return render(request, template, context)
    try:
        wording.discard(job)
    except wording.AdvertKept:
        return render(request, template, context | {"is_kept": True}, status=CONFLICT)
    messages.success(request, f"{job} is discarded.")
    return redirect("roleprofiles:job_description_list")


@require_http_methods(["GET", "HEAD", "POST"])
@advert_writer_required
@on_job
def job_description_changes(request: UserRequest, job: JobDescription) -> HttpResponse:
    """What the role's newest revision changes; ``take`` or ``keep`` one change by its key, or all."""
    if request.method == "POST":
        is_taken = request.POST.get("do") == "take"
        seen, key = request.POST.get("seen", ""), request.POST.get("key", "")
        if key:
            following.decide(job, key, is_taken=is_taken, seen=seen)
        else:
            following.decide_all(job, is_taken=is_taken, seen=seen)
        messages.success(request, "Taken." if is_taken else "Kept as it is.")
        return redirect("roleprofiles:job_description_changes", job.pk)
    whole = JobDescription.objects.with_text().get(pk=job.pk)
    context = {"job": whole, "following": following.following(whole)}
    return render(request, "roleprofiles/job_descriptions/changes.html", context)


@require_safe
@advert_writer_required
@on_job
def job_description_file(request: UserRequest, job: JobDescription, suffix: str) -> HttpResponse:
    if suffix not in FORMS:
        raise Http404
    form = FORMS[suffix]
    try:
        said = form.write(advertising.written(JobDescription.objects.with_text().get(pk=job.pk)))
    except Unprintable as refusal:
        messages.error(request, f"There is no {form.name} of it: {refusal}")
        return redirect(job)
    headers = {"Content-Disposition": f'attachment; filename="{job.slug}.{suffix}"'}
    return HttpResponse(said, content_type=form.content_type, headers=headers)


def _jobs_of(request: UserRequest, level: Level) -> list[JobDescription]:
    """What there is for a level, in whichever revision."""
    jobs = JobDescription.objects.visible_to(request.user).with_level().with_publication()
    return list(jobs.filter(level__revision__role=level.revision.role, level__name__iexact=level.name))


def _level(request: UserRequest, slug: str, pk: int) -> Level:
    levels = (
        Level.objects.visible_to(request.user)
        .select_related("revision__role__current")
        .prefetch_related(
            "skill_lists__requirements", "revision__overview_lines", "revision__growth_paths__steps"
        )
    )
    return get_object_or_404(levels, pk=pk, revision__role__slug=slug)
