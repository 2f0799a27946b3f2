"""Two names for one skill: choosing, seeing what a merge touches, merging, undoing, and names to look at."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import UserRequest, role_editor_required
from roleprofiles import merging
from roleprofiles.forms.skills import MergeForm
from roleprofiles.lines import whole_number
from roleprofiles.models import LibraryRefusal, Skill, SkillMerge
from roleprofiles.views.skills import CONFLICT, UNPROCESSABLE, show_skill

CHOICES_SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
@role_editor_required
def skill_merge(request: UserRequest, pk: int) -> HttpResponse:
    """Choose another skill; with ``into``, what merging would touch; posted, the merge."""
    skill = get_object_or_404(Skill.objects.live().with_usage(), pk=pk)
    form = MergeForm(request.POST if request.method == "POST" else request.GET)
    into = _other(skill, form)
    if request.method == "POST" and into:
        return _merge(request, skill, into, is_review=form.cleaned_data["is_review"])
    if into:
        context = {"skill": skill, "told": merging.consequences(skill, into)}
        return render(request, "roleprofiles/skills/merge.html", context)
    is_refused = request.method == "POST" or "into" in request.GET
    if is_refused:
        messages.error(request, "This skill cannot be chosen. It may have been merged meanwhile.")
    return _choose(request, skill, status=UNPROCESSABLE if is_refused else 200)


@require_POST
@role_editor_required
def skill_merge_undo(request: UserRequest, merge_pk: int) -> HttpResponse:
    merge = get_object_or_404(SkillMerge.objects.select_related("skill", "into"), pk=merge_pk)
    try:
        undone = merging.undo(merge, by=request.user)
    except LibraryRefusal as refusal:
        messages.error(request, str(refusal))
        return show_skill(request, merge.skill_id, status=CONFLICT)
    messages.success(request, _in_words(merge, undone))
    return redirect(merge.skill)


@require_safe
@role_editor_required
def skill_review(request: UserRequest) -> HttpResponse:
    """Names nobody has looked at; each page looks at so many of them and says so."""
    review = merging.review(after=_number(request.GET.get("after", "")))
    context = {"review": review, "after": _number(request.GET.get("after", ""))}
    return render(request, "roleprofiles/skills/review.html", context)


@require_POST
@role_editor_required
def skill_keep(request: UserRequest, pk: int) -> HttpResponse:
    skill = get_object_or_404(Skill.objects.live(), pk=pk)
    merging.keep(skill, by=request.user)
    messages.success(request, f"“{skill}” is a skill of its own.")
    return _back_to_review(request)


def _other(skill: Skill, form: MergeForm) -> Skill | None:
    if not form.is_valid():
        return None
    others = Skill.objects.live().exclude(pk=skill.pk).with_usage()
    return others.filter(pk=form.cleaned_data["into"]).first()


def _merge(request: UserRequest, skill: Skill, into: Skill, *, is_review: bool) -> HttpResponse:
    try:
        merge = merging.merge(skill, into=into, by=request.user)
    except LibraryRefusal as refusal:
        messages.error(request, str(refusal))
        return show_skill(request, skill.pk, status=CONFLICT)
    moved = len(merge.moved_requirements)
    lines = f" {moved:,} line{'' if moved == 1 else 's'} of drafts moved." if moved else ""
    messages.success(request, f"“{skill}” is now the same as “{into}”.{lines}")
    return _back_to_review(request) if is_review else redirect(into)


def _choose(request: UserRequest, skill: Skill, *, status: int = 200) -> HttpResponse:
    words = request.GET.get("q", "")
    others = Skill.objects.live().exclude(pk=skill.pk).with_usage().with_other_names()
    if words.strip():
        found = list(others.search(words)[: CHOICES_SHOWN + 1])
    else:
        likely = Skill.objects.resembling(skill)
        found = sorted(others.filter(pk__in=likely), key=lambda other: likely.index(other.pk))
    context = {"skill": skill, "words": words, "found": found[:CHOICES_SHOWN]}
    context["is_more"] = len(found) > CHOICES_SHOWN
    template = "roleprofiles/skills/choose.html"
    return render(request, f"{template}#results" if request.htmx else template, context, status=status)


def _back_to_review(request: UserRequest) -> HttpResponse:
    after = _number(request.POST.get("after", ""))
    return redirect(reverse("roleprofiles:skill_review") + (f"?after={after}" if after else ""))


def _number(text: str) -> int:
    """A pk of the address; 0 for anything else."""
    return whole_number(text) or 0


def _in_words(merge: SkillMerge, undone: merging.Undone) -> str:
    said = [f"“{merge.skill}” and “{merge.into}” are two skills again."]
    if undone.returned:
        said.append(f"Lines that went back: {undone.returned:,}.")
    if undone.published:
        said.append(f"Published meanwhile, so they stay with “{merge.into}”: {undone.published:,}.")
    if undone.elsewhere:
        said.append(f"Gone or about something else by now: {undone.elsewhere:,}.")
    return " ".join(said)
