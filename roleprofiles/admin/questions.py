"""Question sets of a level, and their questions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from roleprofiles import drafting
from roleprofiles.admin.filters import LevelRoleFilter
from roleprofiles.admin.lines import HeadingForm
from roleprofiles.admin.parts import PartAdmin, PartInline, link_to
from roleprofiles.models import Level, Question, QuestionSet


class QuestionSetForm(HeadingForm):
    """A set is about the level it stands under, unless it says another."""

    def save(self, commit: bool = True) -> Any:
        asked: QuestionSet = self.instance
        if getattr(asked, "about_id", None) is None:
            asked.about = asked.level
        return super().save(commit)


class QuestionSetInline(PartInline):
    model = QuestionSet
    form = QuestionSetForm
    fk_name = "level"
    fields = ["title"]
    sizes = {"title": 50}
    per_page = 60  # skill lists stand on the same page
    show_change_link = True
    verbose_name_plural = "question sets (save a new one, then open it to fill it)"


class QuestionInline(PartInline):
    model = Question
    fields = ["prompt", "look_for"]
    sizes = {"prompt": 50, "look_for": 50}


@admin.register(QuestionSet)
class QuestionSetAdmin(PartAdmin):
    form = QuestionSetForm
    list_display = ["title", "about", "revision", "state"]
    list_filter = ["level__revision__state", LevelRoleFilter]
    list_select_related = ["level__revision", "about"]
    search_fields = ["title", "level__name", "level__revision__title"]
    ordering = ["level__revision__title", "-level__revision__number", "level__position", "position"]
    fields = ["revision_link", "level_link", "title", "about"]
    readonly_fields = ["revision_link", "level_link"]
    inlines = [QuestionInline]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        if obj and "about" in form.base_fields:
            form.base_fields["about"].queryset = Level.objects.filter(revision=obj.level.revision_id)
        return form

    @admin.display(description="revision")
    def revision_link(self, asked: QuestionSet) -> str:
        return link_to(asked.level.revision)

    @admin.display(description="level")
    def level_link(self, asked: QuestionSet) -> str:
        return link_to(asked.level)

    @admin.display(ordering="level__revision__title")
    def revision(self, asked: QuestionSet) -> str:
        return str(asked.level.revision)

    @admin.display(ordering="level__revision__state")
    def state(self, asked: QuestionSet) -> str:
        return asked.level.revision.get_state_display()

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        moved = any("position" in line.changed_data for line in formset.initial_forms)
        super().save_formset(request, form, formset, change)
        if moved or formset.new_objects or formset.deleted_objects:
            drafting.number_questions(form.instance)
