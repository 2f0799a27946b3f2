"""The job description of a level, drafted from the role."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import UserRequest
from roleprofiles import advertising
from roleprofiles.models import Level
from roleprofiles.views.roles import file_answer


@require_safe
def job_description_detail(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    level = _level(request, slug, pk)
    context = {"level": level, "revision": level.revision, "role": level.revision.role}
    return render(
        request, "roleprofiles/job_descriptions/detail.html", context | {"advert": advertising.draft(level)}
    )


@require_safe
def job_description_export(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    level = _level(request, slug, pk)
    return file_answer(advertising.markdown(advertising.draft(level)), f"{slug}-job-description-{pk}.md")


def _level(request: UserRequest, slug: str, pk: int) -> Level:
    levels = (
        Level.objects.visible_to(request.user)
        .select_related("revision__role__current")
        .prefetch_related(
            "skill_lists__requirements", "revision__overview_lines", "revision__growth_paths__steps"
        )
    )
    return get_object_or_404(levels, pk=pk, revision__role__slug=slug)
