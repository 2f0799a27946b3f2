"""The bank of questions about skills, for every role that asks for them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join

from accounts.admin import AnyAddress
from roleprofiles.admin.access import RoleEditorsOnly, person
from roleprofiles.admin.lines import SHOWN, LineForm
from roleprofiles.askhints import hints
from roleprofiles.models import BankQuestion, Skill


class BankQuestionForm(LineForm):
    texts = ("prompt", "look_for", "probes")

    def clean_skill(self) -> Skill:
        """What was merged into another meanwhile is about that one."""
        skill: Skill = self.cleaned_data["skill"]
        return skill.merged_into or skill


@admin.register(BankQuestion)
class BankQuestionAdmin(RoleEditorsOnly, AnyAddress, admin.ModelAdmin):  # type: ignore[type-arg]
    form = BankQuestionForm
    list_display = ["prompt", "skill_now", "level_name", "minutes", "touches"]
    list_filter = ["level_name"]
    search_fields = ["prompt", "look_for", "skill__name"]
    ordering = ["skill__name", "level_name", "pk"]
    autocomplete_fields = ["skill"]
    fields = ["skill", "level_name", "prompt", "hints", "look_for", "probes", "minutes", "created_by", SHOWN]
    readonly_fields = ["hints", "created_by"]

    class Media:
        js = ("js/admin-select.js",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[BankQuestion]:
        return BankQuestion.objects.select_related("skill__merged_into", "created_by")

    def save_model(self, request: HttpRequest, obj: BankQuestion, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = person(request)
        super().save_model(request, obj, form, change)
        for hint in hints(obj.prompt, obj.probes):
            messages.warning(request, hint.text)

    @admin.display(description="skill", ordering="skill__name")
    def skill_now(self, question: BankQuestion) -> str:
        """The one that it was merged into, if it was."""
        return str(question.skill.merged_into or question.skill)

    @admin.display(description="touches")
    def touches(self, question: BankQuestion) -> str:
        return ", ".join(hint.topic for hint in hints(question.prompt, question.probes)) or "–"

    @admin.display(description="not to be asked")
    def hints(self, question: BankQuestion) -> str:
        """What the stored question touches; saving says it too."""
        found = hints(question.prompt, question.probes) if question.pk else ()
        return format_html_join("", "<p>{} ({})</p>", ((one.text, one.source) for one in found)) or "–"
