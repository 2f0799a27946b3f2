"""Texts of the organisation: what job descriptions share, with every version of it."""

from __future__ import annotations

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import UserRequest, advert_writer_required
from roleprofiles import wording
from roleprofiles.choices import AdvertPart
from roleprofiles.forms.job_descriptions import NewStandardTextForm, StandardTextForm
from roleprofiles.lines import whole_number
from roleprofiles.models import JobDescription, StandardText
from roleprofiles.views.job_editor import CONFLICT, UNPROCESSABLE

THERE_ALREADY = "There is a text of this kind in this language already: edit that one."


@require_safe
@advert_writer_required
def standard_text_list(request: UserRequest) -> HttpResponse:
    texts = StandardText.objects.with_versions().with_usage()
    return render(request, "roleprofiles/standard_texts/list.html", {"texts": texts})


@require_http_methods(["GET", "HEAD", "POST"])
@advert_writer_required
def standard_text_create(request: UserRequest) -> HttpResponse:
    asked = {name: request.GET[name] for name in ("kind", "language") if request.GET.get(name)}
    form = NewStandardTextForm(request.POST if request.method == "POST" else None, initial=asked)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = wording.begin_text(
                AdvertPart(said["kind"]), said["language"], said["text"], by=request.user
            )
        except IntegrityError:
            form.add_error("kind", THERE_ALREADY)
        else:
            messages.success(request, f"{made} is there for all job descriptions.")
            return redirect("roleprofiles:standard_text_list")
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "roleprofiles/standard_texts/create.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@advert_writer_required
def standard_text_edit(request: UserRequest, text_pk: int) -> HttpResponse:
    standard = get_object_or_404(StandardText.objects.with_versions(), pk=text_pk)
    newest = standard.current.number if standard.current else 0
    if request.method != "POST":
        form = StandardTextForm(initial={"text": standard.current_text})
        return _page(request, standard, form, seen=newest)
    form = StandardTextForm(request.POST)
    seen = request.POST.get("over") or request.POST.get("seen", "")
    found = whole_number(seen)
    seen_number = -1 if found is None else found
    if not form.is_valid():
        return _page(request, standard, form, seen=seen_number, status=UNPROCESSABLE)
    try:
        saved = wording.save_text(standard, form.cleaned_data["text"], by=request.user, seen=seen_number)
    except wording.WordsChanged:
        return _page(request, standard, form, seen=seen_number, over=newest, status=CONFLICT)
    messages.success(request, "Saved as a new version." if saved.is_new else "Nothing was changed.")
    return redirect(standard)


def _page(
    request: UserRequest,
    standard: StandardText,
    form: StandardTextForm,
    *,
    seen: int,
    over: int | None = None,
    status: int = 200,
) -> HttpResponse:
    jobs = JobDescription.objects.visible_to(request.user).with_level().with_publication()
    context = {
        "standard": standard,
        "form": form,
        "seen": seen,
        "over": over,
        "jobs": jobs.filter(sections__standard_text=standard).distinct(),
    }
    return render(request, "roleprofiles/standard_texts/edit.html", context, status=status)
