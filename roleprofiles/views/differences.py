"""What differs between two revisions of a role, and between two levels of a revision."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.access import UserRequest
from roleprofiles import differences, documents, exporting
from roleprofiles.choices import RequirementKind
from roleprofiles.forms.revisions import CompareForm
from roleprofiles.ladder import Step, rungs
from roleprofiles.models import Level, Revision, Role
from roleprofiles.reports.revisions import asked_by, levels_of
from roleprofiles.views.roles import revision_of

UNPROCESSABLE = 422


@require_safe
def revision_differences(request: UserRequest, slug: str, old: int, new: int) -> HttpResponse:
    role, choices = _revisions(request, slug)
    if not {old, new} <= {number for number, _ in choices}:
        raise Http404
    numbered = role.revisions.with_document().select_related("published_by").defer("source")
    found = {revision.number: revision for revision in numbered.filter(number__in=[old, new])}
    if not {old, new} <= set(found):
        raise Http404
    before, after = (exporting.said_by(found[number]) for number in (old, new))
    context = {
        "role": role,
        "old": found[old],
        "new": found[new],
        "old_name": f"Revision {old}",
        "new_name": f"Revision {new}",
        "found": differences.between(before, after),
        "is_same_text": documents.write(before) == documents.write(after),
        "form": CompareForm(choices=choices, initial={"old": old, "new": new}),
    }
    return render(request, "roleprofiles/differences/detail.html", context)


@require_safe
def revision_choose(request: UserRequest, slug: str) -> HttpResponse:
    """Leads to the shareable address of two chosen revisions."""
    role, choices = _revisions(request, slug)
    newest = [number for number, _ in choices[:2]]
    form = CompareForm(request.GET or None, choices=choices, initial=_initial(newest[::-1]))
    if form.is_valid():
        return redirect("roleprofiles:revision_differences", slug, *form.cleaned_data.values())
    context = {"role": role, "form": form, "choices": choices, "what": "revision"}
    return _choose(request, form, context)


@require_safe
def level_differences(request: UserRequest, slug: str, number: int, lower: int, upper: int) -> HttpResponse:
    """``lower`` and ``upper`` are places of levels, from 1; the other way round works as well."""
    revision = revision_of(request, slug, number)
    levels = levels_of(revision)
    if not {lower, upper} <= set(range(1, len(levels) + 1)):
        raise Http404
    found = rungs(asked_by(levels), lower - 1, upper - 1)
    groups = [(step, [rung for rung in found if rung.step == step]) for step in Step]
    context = {
        "role": revision.role,
        "revision": revision,
        "lower": levels[lower - 1],
        "upper": levels[upper - 1],
        "groups": [(step, lines) for step, lines in groups if lines],
        "kept": Step.KEPT,
        "kinds": RequirementKind,
        "form": CompareForm(choices=_places(levels), initial={"old": lower, "new": upper}),
    }
    return render(request, "roleprofiles/differences/levels.html", context)


@require_safe
def level_choose(request: UserRequest, slug: str, number: int) -> HttpResponse:
    revision = revision_of(request, slug, number)
    choices = _places(list(revision.levels.all()))
    form = CompareForm(request.GET or None, choices=choices, initial=_initial([1, 2]))
    if form.is_valid():
        return redirect("roleprofiles:level_differences", slug, number, *form.cleaned_data.values())
    context = {"role": revision.role, "revision": revision, "form": form, "choices": choices, "what": "level"}
    return _choose(request, form, context)


def _initial(numbers: list[int]) -> dict[str, int]:
    return dict(zip(("old", "new"), numbers, strict=False))


def _choose(request: UserRequest, form: CompareForm, context: dict[str, object]) -> HttpResponse:
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "roleprofiles/differences/choose.html", context, status=status)


def _revisions(request: UserRequest, slug: str) -> tuple[Role, list[tuple[int, str]]]:
    """The role, and the numbers and names of the revisions that the person may see."""
    role = get_object_or_404(Role.objects.visible_to(request.user).with_current(), slug=slug)
    visible = role.revisions.visible_to(request.user).defer("source")
    return role, [(revision.number, _name(role, revision)) for revision in visible]


def _name(role: Role, revision: Revision) -> str:
    if not revision.is_published:
        return f"Revision {revision.number} (draft)"
    return f"Revision {revision.number}{' (current)' if revision.pk == role.current_id else ''}"


def _places(levels: list[Level]) -> list[tuple[int, str]]:
    return [(place, level.name) for place, level in enumerate(levels, 1)]
