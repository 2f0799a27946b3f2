"""Levels and their skill lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from roleprofiles.admin.filters import LevelRoleFilter, RevisionRoleFilter
from roleprofiles.admin.lines import HeadingForm
from roleprofiles.admin.parts import PartAdmin, PartInline, link_to
from roleprofiles.admin.questions import QuestionSetInline
from roleprofiles.admin.requirements import RequirementInline
from roleprofiles.forms import lines
from roleprofiles.models import Level, QuestionSet, SkillList


class LevelForm(HeadingForm, lines.LevelForm):
    pass


class SkillListForm(HeadingForm, lines.SkillListForm):
    pass


class SkillListInline(PartInline):
    model = SkillList
    form = SkillListForm
    fields = ["kind", "title"]
    sizes = {"title": 50}
    per_page = 60  # question sets stand on the same page
    show_change_link = True
    verbose_name_plural = "skill lists (save a new one, then open it to fill it)"


@admin.register(Level)
class LevelAdmin(PartAdmin):
    form = LevelForm
    list_display = ["name", "years", "revision", "state"]
    list_filter = ["revision__state", RevisionRoleFilter]
    list_select_related = ["revision"]
    search_fields = ["name", "revision__title"]
    ordering = ["revision__title", "-revision__number", "position"]
    fields = ["revision_link", "name", "min_years", "max_years"]
    readonly_fields = ["revision_link"]
    inlines = [SkillListInline, QuestionSetInline]

    @admin.display(description="revision")
    def revision_link(self, level: Level) -> str:
        return link_to(level.revision)

    @admin.display(ordering="revision__state")
    def state(self, level: Level) -> str:
        return level.revision.get_state_display()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        kinds = (form.instance.skill_lists, form.instance.question_sets)
        places = [sorted(rows.values_list("position", flat=True)) for rows in kinds]
        super().save_related(request, form, formsets, change)
        last = max(chain([0], *places))
        for rows, had in zip(kinds, places, strict=True):
            last = keep_places(rows.all(), had, last=last)


def keep_places(rows: Iterable[SkillList | QuestionSet], places: Sequence[int], *, last: int) -> int:
    """Rows of a kind change places among themselves, and new ones go after ``last``; the last place now.

    Lists and question sets share one order, while the page numbers each of the two from one.
    """
    for n, row in enumerate(rows):
        place = places[n] if n < len(places) else (last := last + 1)
        if row.position != place:
            row.position = place
            row.save(update_fields=["position"])
    return last


@admin.register(SkillList)
class SkillListAdmin(PartAdmin):
    form = SkillListForm
    list_display = ["title", "kind", "level_name", "revision", "state", "requirements_count"]
    list_filter = ["kind", "level__revision__state", LevelRoleFilter]
    list_select_related = ["level__revision"]
    search_fields = ["title", "level__name", "level__revision__title"]
    ordering = ["level__revision__title", "-level__revision__number", "level__position", "position"]
    fields = ["revision_link", "level_link", "kind", "title"]
    readonly_fields = ["revision_link", "level_link"]
    inlines = [RequirementInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[SkillList]:
        queryset: QuerySet[SkillList] = (
            super().get_queryset(request).annotate(lines_count=Count("requirements"))
        )
        return queryset

    @admin.display(description="revision")
    def revision_link(self, skill_list: SkillList) -> str:
        return link_to(skill_list.level.revision)

    @admin.display(description="level")
    def level_link(self, skill_list: SkillList) -> str:
        return link_to(skill_list.level)

    @admin.display(description="level", ordering="level__name")
    def level_name(self, skill_list: SkillList) -> str:
        return skill_list.level.name

    @admin.display(ordering="level__revision__title")
    def revision(self, skill_list: SkillList) -> str:
        return str(skill_list.level.revision)

    @admin.display(ordering="level__revision__state")
    def state(self, skill_list: SkillList) -> str:
        return skill_list.level.revision.get_state_display()

    @admin.display(description="requirements", ordering="lines_count")
    def requirements_count(self, skill_list: SkillList) -> int:
        return int(getattr(skill_list, "lines_count", 0))
