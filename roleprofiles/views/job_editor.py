"""The editor of a job description: its page, and one address for each act on a part of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import reswap, trigger_client_event

from accounts.access import UserRequest, advert_writer_required
from roleprofiles import following, proofreading, wording
from roleprofiles.adverts.formats import FORMS as FILES
from roleprofiles.choices import AdvertPart
from roleprofiles.forms.job_descriptions import (
    FactsForm,
    LineTextForm,
    NewLineForm,
    NewSectionForm,
    SectionForm,
)
from roleprofiles.forms.lines import LineForm
from roleprofiles.lines import whole_number
from roleprofiles.models import JobDescription, JobLine, JobSection

PAGE, PART = "roleprofiles/job_descriptions/edit.html", "roleprofiles/job_descriptions/part.html"
CONFLICT, UNPROCESSABLE = 409, 422
REFUSALS = (wording.PartGone, wording.WordsChanged, following.OfferChanged)
FORMS: dict[str, type[LineForm]] = {"section": SectionForm, "line": LineTextForm}
KEY_LIMIT = 200  # characters of a hint's key
TYPED = ("heading", "text", "line", "label", "title", "other_pay")
View = Callable[..., HttpResponse]


def on_job(view: View) -> View:
    """Give a view the job description. What an act refuses is told to who acts, and what they typed too."""

    @wraps(view)
    def acting(request: UserRequest, pk: int, **rest: Any) -> HttpResponse:
        jobs = JobDescription.objects.visible_to(request.user).with_level()
        job = get_object_or_404(jobs, pk=pk)
        try:
            return view(request, job, **rest)
        except REFUSALS as refusal:
            return _refused(request, job, str(refusal))

    return acting


@require_safe
@advert_writer_required
@on_job
def job_description_edit(request: UserRequest, job: JobDescription) -> HttpResponse:
    return _page(request, job)


@require_http_methods(["GET", "HEAD", "POST"])
@advert_writer_required
@on_job
def job_facts(request: UserRequest, job: JobDescription) -> HttpResponse:
    if request.method != "POST":
        return _page(request, job, form=FactsForm(instance=job, rows=1))
    more = 1 if "more_places" in request.POST else 0
    form = FactsForm(request.POST, instance=_again(job), rows=more)
    seen = request.POST.get("over") or request.POST.get("seen", "")
    if not form.is_valid():
        return _facts(request, job, form, seen=seen, part="refused", status=UNPROCESSABLE)
    try:
        stored = wording.set_facts(job, form.cleaned_data, form.said_places, seen=_number(seen))
    except wording.WordsChanged:
        theirs = _again(job)
        context: dict[str, Any] = {"differing": _differing(form, theirs), "over": theirs.version}
        return _facts(request, theirs, form, seen=seen, part="conflict", status=CONFLICT, **context)
    if more and request.htmx:
        return _facts(
            request, stored, FactsForm(instance=stored, rows=1), seen=str(stored.version), whole=True
        )
    if request.htmx:
        return _facts(request, stored, form, seen=str(stored.version), part="saved")
    messages.success(request, "Saved.")
    place = (
        f"{reverse('roleprofiles:job_facts', args=[job.pk])}#places"
        if more
        else f"{job.get_absolute_url()}#facts"
    )
    return redirect(place)


@require_http_methods(["GET", "HEAD", "POST"])
@advert_writer_required
@on_job
def job_part(request: UserRequest, job: JobDescription, part: str, part_pk: int) -> HttpResponse:
    row = wording.part_in(job, part, part_pk)
    auto_id = f"{part}-{part_pk}-%s"
    if request.method != "POST":
        form = FORMS[part](instance=row, auto_id=auto_id)
        response = _part(request, job, part, row, form, seen=str(row.version))
        first = {"id": form[list(form.fields)[-1]].id_for_label}
        return trigger_client_event(response, "rolecard:focus", first, after="settle")
    form = FORMS[part](request.POST, instance=row, auto_id=auto_id)
    seen = request.POST.get("over") or request.POST.get("seen", "")
    if not form.is_valid():
        return _part(request, job, part, row, form, seen=seen, shown="refused", status=UNPROCESSABLE)
    try:
        now = wording.reword(job, part, part_pk, form.values, seen=_number(seen))
    except wording.WordsChanged:
        theirs = wording.part_in(job, part, part_pk)
        differing = form.differing(FORMS[part](instance=theirs))
        more: dict[str, Any] = {"differing": differing, "over": theirs.version, "shown": "conflict"}
        return _part(request, job, part, theirs, form, seen=seen, status=CONFLICT, **more)
    if not request.htmx or "done" in request.POST:
        return _changed(request, job, _section(now), focus=f"edit-{part}-{part_pk}", told=f"{now} saved")
    return _part(request, job, part, now, form, seen=str(now.version), shown="saved")


@require_POST
@advert_writer_required
@on_job
def job_line_add(request: UserRequest, job: JobDescription, part_pk: int) -> HttpResponse:
    form, focus = NewLineForm(request.POST), f"new-line-{part_pk}"
    section = wording.part_in(job, "section", part_pk)
    if not form.is_valid():
        return _changed(request, job, _section(section), new=form, focus=focus, status=UNPROCESSABLE)
    line = wording.add_line(job, part_pk, form.cleaned_data["line"])
    return _changed(request, job, line.section, focus=focus, told=f"{line} added")


@require_POST
@advert_writer_required
@on_job
def job_section_add(request: UserRequest, job: JobDescription) -> HttpResponse:
    form = NewSectionForm(request.POST)
    if not form.is_valid():
        return _changed(request, job, None, new=form, focus="new-section", status=UNPROCESSABLE)
    said = form.cleaned_data
    section = wording.add_section(job, said["line"], kind=AdvertPart(said["kind"]))
    focus = f"new-line-{section.pk}" if section.is_list else f"edit-section-{section.pk}"
    return _changed(request, job, None, focus=focus, told=f"{section} added")


@require_POST
@advert_writer_required
@on_job
def job_part_leave_out(
    request: UserRequest, job: JobDescription, part: str, part_pk: int, *, is_left_out: bool
) -> HttpResponse:
    row = wording.leave_out(job, part, part_pk, is_left_out=is_left_out)
    focus = f"{'put-back' if is_left_out else 'leave-out'}-{part}-{part_pk}"
    told = f"{row} {'is left out' if is_left_out else 'is put back'}"
    return _changed(request, job, _section(row), focus=focus, told=told)


@require_POST
@advert_writer_required
@on_job
def job_part_restore(request: UserRequest, job: JobDescription, part: str, part_pk: int) -> HttpResponse:
    row = wording.restore(job, part, part_pk, seen=_number(request.POST.get("seen", "")))
    focus = f"edit-{part}-{part_pk}"
    return _changed(request, job, _section(row), focus=focus, told=f"{row}: as the role says")


@require_POST
@advert_writer_required
@on_job
def job_part_delete(request: UserRequest, job: JobDescription, part: str, part_pk: int) -> HttpResponse:
    row = wording.part_in(job, part, part_pk)
    section = _section(row) if isinstance(row, JobLine) else None
    wording.delete(job, part, part_pk)
    focus = f"new-line-{section.pk}" if section else "new-section"
    return _changed(request, job, section, focus=focus, told=f"{row} deleted")


@require_POST
@advert_writer_required
@on_job
def job_part_place(request: UserRequest, job: JobDescription, part: str, part_pk: int) -> HttpResponse:
    """A step up or down, as the buttons say; or, dragged, ``before`` such as ``line-12``."""
    way = request.POST.get("step", "")
    if way in ("up", "down"):
        row = wording.step(job, part, part_pk, by=-1 if way == "up" else 1)
    else:
        other = request.POST.get("before", "").rpartition("-")[2]
        row = wording.place(job, part, part_pk, before=_number(other) if other else None)
    focus = f"{way}-{part}-{part_pk}" if way else ""
    section = _section(row) if isinstance(row, JobLine) else None
    return _changed(request, job, section, focus=focus, told=f"{row} moved")


@require_POST
@advert_writer_required
@on_job
def job_section_text(request: UserRequest, job: JobDescription, part_pk: int) -> HttpResponse:
    """``use`` says whose text the section has: own, or the organisation's."""
    is_own = request.POST.get("use") == "own"
    section = wording.use_text(job, part_pk, is_own=is_own)
    told = f"{section}: {'a text of its own' if is_own else 'the text of the organisation'}"
    return _changed(request, job, _section(section), focus=f"edit-section-{part_pk}", told=told)


@require_POST
@advert_writer_required
@on_job
def job_hint(request: UserRequest, job: JobDescription) -> HttpResponse:
    """``take`` a hint's wording, ``dismiss`` the hint by its key, or bring all that were dismissed back."""
    act, key = request.POST.get("do", ""), request.POST.get("key", "")
    if act == "take":
        row = proofreading.take_hint(job, key)
        kind = "section" if isinstance(row, JobSection) else "line"
        return _changed(request, job, _section(row), focus=f"edit-{kind}-{row.pk}", told=f"{row}: reworded")
    if act == "dismiss":
        wording.dismiss_hint(job, key[:KEY_LIMIT])
        return _changed(request, job, None, focus="hints-title", told="The hint is dismissed")
    wording.bring_back_hints(job)
    return _changed(request, job, None, focus="hints-title", told="All hints are shown again")


# What the views are made of


def _number(said: str) -> int:
    """A version or a row's number as a request says it; -1, which nothing has, where that is none."""
    found = whole_number(said)
    return -1 if found is None else found


def _again(job: JobDescription) -> JobDescription:
    """As it is stored: a form's instance takes what was typed."""
    return JobDescription.objects.with_level().get(pk=job.pk)


def _section(row: JobSection | JobLine) -> JobSection:
    return row if isinstance(row, JobSection) else row.section


def _differing(form: FactsForm, theirs: JobDescription) -> list[tuple[str, str, str]]:
    found = form.differing(FactsForm(instance=theirs))
    stored, mine = (form.place_words(one) for one in (wording.places_of(theirs), form.said_places))
    return found if stored == mine else [*found, ("Places", stored, mine)]


def _page(request: UserRequest, job: JobDescription, *, status: int = 200, **more: Any) -> HttpResponse:
    """The whole page; with HTMX the form of the facts only."""
    context = _context(job) | more
    context.setdefault("form", FactsForm(instance=context["job"]))
    context["is_asked"] = "form" in more
    return render(request, f"{PAGE}#facts" if request.htmx else PAGE, context, status=status)


def _context(job: JobDescription) -> dict[str, Any]:
    sheet = proofreading.job_sheet(job)
    address = reverse("roleprofiles:job_facts", args=[job.pk])
    return {
        "sheet": sheet,
        "job": sheet.job,
        "kind": "facts",
        "row": sheet.job,
        "address": address,
        "seen": sheet.job.version,
        "now": timezone.now(),
        "forms": FILES.items(),
    }


def _facts(
    request: UserRequest,
    job: JobDescription,
    form: FactsForm,
    *,
    seen: str,
    part: str = "form",
    whole: bool = False,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {**_context(job), "form": form, "seen": seen, "part": part, **more}
    if request.htmx and whole:
        response = reswap(render(request, f"{PAGE}#facts-anew", context), "none")
        last = {"id": f"facts-place-{len(form.places) - 1}-country"}
        return trigger_client_event(response, "rolecard:focus", last, after="settle")
    return render(request, f"{PART}#{part}" if request.htmx else PAGE, context, status=status)


def _part(
    request: UserRequest,
    job: JobDescription,
    part: str,
    row: JobSection | JobLine,
    form: Any,
    *,
    seen: str,
    shown: str = "form",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The form of a section or a line: a page of its own, or with HTMX the part of it that is asked for."""
    address = reverse("roleprofiles:job_part", args=[job.pk, part, row.pk])
    context = {"job": job, "kind": part, "row": row, "form": form, "seen": seen, "address": address}
    context |= {"is_leaf": part == "line", "now": timezone.now(), "part": shown, **more}
    if shown == "saved":
        context["sheet"] = sheet = proofreading.job_sheet(job)
        context["node"] = sheet.node(f"{part}-{row.pk}")
    return render(request, f"{PART}#{shown}" if request.htmx else PART, context, status=status)


def _changed(
    request: UserRequest,
    job: JobDescription,
    section: JobSection | None,
    *,
    new: Form | None = None,
    focus: str = "",
    told: str = "",
    status: int = 200,
) -> HttpResponse:
    """After an act: the page again, or with HTMX the section that has changed, or all of them."""
    added_to = section.pk if section else 0
    if not request.htmx:
        if new is not None:
            return _page(request, job, new=new, added_to=added_to, status=status)
        messages.success(request, f"{told}.")
        return redirect(f"{job.get_absolute_url()}#{focus}")
    context = {**_context(job), "told": told, "new": new, "added_to": added_to}
    context["nodes"] = [context["sheet"].section(section.pk)] if section else []
    # Each part finds its own place: what has sent the request may have been replaced meanwhile.
    response = reswap(render(request, f"{PAGE}#changed", context, status=status), "none")
    return trigger_client_event(response, "rolecard:focus", {"id": focus}, after="settle")


def _refused(request: UserRequest, job: JobDescription, text: str) -> HttpResponse:
    """It is not what it was: nothing was changed, and the page says so.

    With HTMX, what somebody has typed is still on the page that they see.
    """
    if request.htmx:
        return reswap(render(request, f"{PAGE}#refusal", {"text": text}, status=CONFLICT), "none")
    typed = [said for name in TYPED if (said := request.POST.get(name))]
    context = {"text": text, "typed": typed, "job": job}
    return render(request, "roleprofiles/job_descriptions/refused.html", context, status=CONFLICT)
