"""The list of roles, and a role with everything a revision says."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby, pairwise, zip_longest
from operator import itemgetter
from typing import Any

from django.db.models import F, Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import UserRequest
from accounts.pages import Pages
from roleprofiles import exporting
from roleprofiles.choices import DocumentFormat, RequirementKind
from roleprofiles.documents import formats
from roleprofiles.ladder import Asked, Suggestion, ladder, suggestion
from roleprofiles.models import Level, Question, Requirement, Revision, Role

PAGE_SIZE = 50
LINE = ("skill_list", "key", "name", "text", "skill", "skill__merged_into")  # of a list, as a page prints it


@require_safe
def role_list(request: UserRequest) -> HttpResponse:
    words = request.GET.get("q", "")
    levels = Level.objects.only("revision", "name", "min_years", "max_years", "position")
    roles = Role.objects.visible_to(request.user).search(words).for_a_list()
    roles = roles.prefetch_related(Prefetch("current__levels", levels, to_attr="named_levels"))
    # Databases disagree on where rows without a value go: what only role editors see comes last.
    roles = roles.with_drafts() if request.user.may_edit_roles else roles
    in_order = roles.order_by(F("current__title_key").asc(nulls_last=True), "slug")
    page = Pages(in_order, PAGE_SIZE).get_page(request.GET.get("page"))
    template = "roleprofiles/roles/list.html"
    return render(
        request, f"{template}#results" if request.htmx else template, {"page": page, "words": words}
    )


@require_safe
def role_detail(request: UserRequest, slug: str) -> HttpResponse:
    role = get_object_or_404(Role.objects.visible_to(request.user).with_current(), slug=slug)
    # Who sees a role that was never published sees its draft.
    revision = role.current or role.revisions.visible_to(request.user).defer("source").first()
    return render(request, "roleprofiles/roles/detail.html", _page(request, role, revision))


@require_safe
def revision_detail(request: UserRequest, slug: str, number: int) -> HttpResponse:
    revision = revision_of(request, slug, number)
    return render(request, "roleprofiles/roles/detail.html", _page(request, revision.role, revision))


@require_safe
def revision_export(request: UserRequest, slug: str, number: int, ending: str) -> HttpResponse:
    form = next((form for form in DocumentFormat if formats.suffix_of(form) == f".{ending}"), None)
    if form is None:
        raise Http404
    revision = revision_of(request, slug, number)
    return file_answer(exporting.written(revision, form), f"{slug}-revision-{number}.{ending}", form)


def file_answer(text: str, name: str, form: DocumentFormat = DocumentFormat.MARKDOWN) -> HttpResponse:
    """A file to keep; ``name`` is made of slugs and numbers only."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    kind = formats.CONTENT_TYPES[form]
    charset = "; charset=utf-8" if kind.startswith("text/") else ""  # the others are UTF-8 always
    return HttpResponse(text, content_type=f"{kind}{charset}", headers=headers)


def revision_of(request: UserRequest, slug: str, number: int) -> Revision:
    revisions = Revision.objects.visible_to(request.user).select_related("role__current")
    return get_object_or_404(revisions, role__slug=slug, number=number)


def levels_of(revision: Revision) -> list[Level]:
    """With ``lists`` of ``lines``: rows of ``LINE``, all in three queries."""
    lines: dict[int, list[Any]] = defaultdict(list)
    in_order = Requirement.objects.of(revision).order_by("position", "pk")
    for line in in_order.values_list(*LINE, named=True):
        lines[line.skill_list].append(line)
    levels: list[Any] = list(revision.levels.prefetch_related(Prefetch("skill_lists", to_attr="lists")))
    for one in (one for level in levels for one in level.lists):
        one.lines = lines[one.pk]
    return levels


def asked_by(levels: list[Any]) -> list[Asked]:
    """Of ``levels_of``."""
    return [
        Asked(
            skill=line.skill__merged_into or line.skill,
            level=place,
            kind=RequirementKind(skill_list.kind),
            name=line.name,
            text=line.text,
        )
        for place, level in enumerate(levels)
        for skill_list in level.lists
        for line in skill_list.lines
    ]


def _page(request: UserRequest, role: Role, revision: Revision | None) -> dict[str, object]:
    """What the page of a role prints, in a fixed number of queries."""
    revisions = list(role.revisions.visible_to(request.user).for_a_list())
    pairs = list(zip_longest(revisions, revisions[1:]))  # each with the one before it
    page: dict[str, object] = {
        "role": role,
        "revision": revision,
        "revisions": pairs,
        "before": next((before for one, before in pairs if one == revision), None),
        "draft": next((one for one in revisions if not one.is_published), None),
        "downloads": [(form.label, formats.suffix_of(form).removeprefix(".")) for form in DocumentFormat],
    }
    if revision is None:
        return page
    levels = levels_of(revision)
    asked, names = asked_by(levels), [level.name for level in levels]
    questions = Question.objects.filter(question_set__level__revision=revision).select_related("question_set")
    return page | {
        "overview_lines": [line for line in revision.overview_lines.all() if line.text],
        "levels": levels,
        "ladder": [(row, zip(names, row.cells, strict=True)) for row in ladder(names, asked)],
        "level_pairs": [(n, n + 1, *pair) for n, pair in enumerate(pairwise(levels), 1)],
        "questions": _by_level(levels, list(questions.order_by("question_set__position", "position"))),
        "ways": _ways(revision, levels, asked),
        "kinds": RequirementKind,
    }


@dataclass(frozen=True, kw_only=True)
class Way:
    """A growth path, and what the lists of its two levels say that its steps do not."""

    title: str
    steps: list[str]
    suggestion: Suggestion | None


def _ways(revision: Revision, levels: list[Level], asked: list[Asked]) -> list[Way]:
    places = {level.name.casefold(): place for place, level in enumerate(levels)}
    ways = []
    for (_, *ends), same in groupby(revision.growth_paths.step_rows(), key=itemgetter(0, 1, 2)):
        steps = [text for *_, text in same if text]
        lower, upper = (places.get(name.casefold()) for name in ends)
        is_between = lower is not None and upper is not None
        ways.append(
            Way(
                title=" → ".join(ends),
                steps=steps,
                suggestion=suggestion(asked, lower or 0, upper or 0, steps) if is_between else None,
            )
        )
    return ways


def _by_level(levels: list[Level], questions: list[Question]) -> list[tuple[Level, list[Question]]]:
    found = [(level, [q for q in questions if q.question_set.about_id == level.pk]) for level in levels]
    return [(level, asked) for level, asked in found if asked]
