"""The library of skills: the list, one skill with everything that asks for it, its names."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import UserRequest, role_editor_required
from accounts.pages import Pages
from roleprofiles import merging
from roleprofiles.forms.skills import AliasForm, SkillForm
from roleprofiles.models import LibraryRefusal, Requirement, Skill, SkillAlias, SkillMerge
from roleprofiles.reports.library import Library

CONFLICT, UNPROCESSABLE = 409, 422
PAGE_SIZE = 50
LINES_SHOWN = 200
MERGES_SHOWN = 50


@require_safe
def skill_list(request: UserRequest) -> HttpResponse:
    words, category = request.GET.get("q", ""), request.GET.get("category", "")
    library = Library(request.user)
    page = _found(request, library, words, category).get_page(request.GET.get("page"))
    context = {"page": page, "words": words, "category": category, "categories": library.categories}
    template = "roleprofiles/skills/list.html"
    return render(request, f"{template}#results" if request.htmx else template, context)


def _found(request: UserRequest, library: Library, words: str, category: str) -> Pages:
    """Counted only where the library does not know how many there are."""
    if not words.strip() and not category:
        return Pages(library, PAGE_SIZE)
    skills = Skill.objects.visible_to(request.user).live().search(words)
    if category:
        skills = skills.filter(category=category) if "\0" not in category else skills.none()
    count = library.counts.get(category, 0) if category and not words.strip() else None
    return Pages(skills.with_usage().with_other_names(), PAGE_SIZE, count=count)


@require_safe
def skill_detail(request: UserRequest, pk: int) -> HttpResponse:
    return show_skill(request, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@role_editor_required
def skill_create(request: UserRequest) -> HttpResponse:
    form = SkillForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            skill = merging.add_skill(
                said["name"], category=said["category"], description=said["description"], by=request.user
            )
        except LibraryRefusal as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"“{skill}” is in the library.")
            return redirect(skill)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "roleprofiles/skills/edit.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@role_editor_required
def skill_edit(request: UserRequest, pk: int) -> HttpResponse:
    skill = get_object_or_404(Skill.objects.live(), pk=pk)
    form = SkillForm(request.POST if request.method == "POST" else None, skill=skill)
    if form.is_valid():
        try:
            merging.edit(skill, **form.cleaned_data, by=request.user)
        except LibraryRefusal as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect(skill)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "roleprofiles/skills/edit.html", {"form": form, "skill": skill}, status=status)


@require_POST
@role_editor_required
def skill_alias_add(request: UserRequest, pk: int) -> HttpResponse:
    skill = get_object_or_404(Skill.objects.live(), pk=pk)
    form = AliasForm(request.POST)
    if form.is_valid():
        try:
            alias = merging.add_alias(skill, form.cleaned_data["name"], by=request.user)
        except LibraryRefusal as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"Documents that say “{alias}” mean “{alias.skill}”.")
            return redirect(skill)
    return show_skill(request, pk, alias_form=form, status=UNPROCESSABLE)


@require_POST
@role_editor_required
def skill_alias_remove(request: UserRequest, pk: int, alias_pk: int) -> HttpResponse:
    alias = get_object_or_404(SkillAlias.objects.select_related("skill"), pk=alias_pk, skill__pk=pk)
    merging.remove_alias(alias, by=request.user)
    messages.success(request, f"“{alias}” is no longer a name of “{alias.skill}”.")
    return redirect(alias.skill)


def show_skill(
    request: UserRequest, pk: int, *, alias_form: AliasForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of a skill, in a fixed number of queries."""
    known = Skill.objects.visible_to(request.user)
    skills = known.select_related("merged_into").prefetch_related("aliases", "merged__aliases")
    skill = get_object_or_404(skills.with_usage(), pk=pk)
    lines = Requirement.objects.in_use().about(skill).with_place()
    context = {
        "skill": skill,
        "page": Pages(lines, LINES_SHOWN).get_page(request.GET.get("page")),
        "merges": SkillMerge.objects.about(skill)[:MERGES_SHOWN],
        "alias_form": alias_form or AliasForm(),
    }
    return render(request, "roleprofiles/skills/detail.html", context, status=status)
