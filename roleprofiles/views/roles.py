"""The list of roles, and a role with everything a revision says."""

from __future__ import annotations

from itertools import pairwise, zip_longest

from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import UserRequest
from accounts.pages import Pages
from roleprofiles import exporting
from roleprofiles.choices import DocumentFormat, RequirementKind
from roleprofiles.documents import formats
from roleprofiles.ladder import ladder
from roleprofiles.models import Revision, Role
from roleprofiles.reports import revisions as reports

PAGE_SIZE = 50


@require_safe
def role_list(request: UserRequest) -> HttpResponse:
    words = request.GET.get("q", "")
    roles = Role.objects.visible_to(request.user).search(words).for_a_list()
    # Databases disagree on where rows without a value go: what only role editors see comes last.
    roles = roles.with_drafts() if request.user.may_edit_roles else roles
    in_order = roles.order_by(F("current__title_key").asc(nulls_last=True), "slug")
    page = Pages(in_order, PAGE_SIZE).get_page(request.GET.get("page"))
    ladders = reports.ladders_in_words(role.current_id for role in page if role.current_id)
    rows = [(role, ladders.get(role.current_id, "")) for role in page]
    template = "roleprofiles/roles/list.html"
    context = {"page": page, "rows": rows, "words": words}
    return render(request, f"{template}#results" if request.htmx else template, context)


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
    levels = reports.levels_of(revision)
    asked, names = reports.asked_by(levels), [level.name for level in levels]
    return page | {
        "overview_lines": reports.overview_of(revision),
        "levels": levels,
        "ladder": [(row, zip(names, row.cells, strict=True)) for row in ladder(names, asked)],
        "level_pairs": [(n, n + 1, *pair) for n, pair in enumerate(pairwise(levels), 1)],
        "questions": reports.questions_of(revision, levels),
        "ways": reports.ways_of(revision, levels, asked),
        "kinds": RequirementKind,
    }
