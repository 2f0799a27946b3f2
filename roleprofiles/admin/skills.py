"""The library of skills."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseRedirect

from accounts.admin import AnyAddress
from roleprofiles import merging
from roleprofiles.admin.access import RoleEditorsOnly, person
from roleprofiles.admin.bulk import BulkActs
from roleprofiles.admin.deleting import CappedDeletion
from roleprofiles.admin.filters import CategoryFilter, MergedFilter, ReviewedFilter, UsedFilter
from roleprofiles.admin.lines import SHOWN, LineForm, LineFormSet
from roleprofiles.admin.parts import LinesInline
from roleprofiles.admin.skillacts import MarkReviewed, MergeSkills, SetSkillCategory
from roleprofiles.models import Skill, SkillAlias, skill_key
from roleprofiles.models.merges import LibraryRefusal
from roleprofiles.models.skills import NAME_TAKEN


class SkillForm(LineForm):
    texts = ("description",)


class AliasFormSet(LineFormSet):
    """Each alias is checked against the library; here, against the others on the page."""

    def clean(self) -> None:
        super().clean()
        seen = {skill_key(self.instance.name)}
        for form in self.forms:
            name = getattr(form, "cleaned_data", {}).get("name") or ""
            if not name or form in self.deleted_forms:
                continue
            if skill_key(name) in seen:
                form.add_error("name", NAME_TAKEN)
            seen.add(skill_key(name))


class SkillAliasInline(LinesInline):
    model = SkillAlias
    formset = AliasFormSet
    fields = ["name"]
    extra = 1
    verbose_name = "other name"
    verbose_name_plural = "other names: documents that say one of these mean this skill"


@admin.register(Skill)
class SkillAdmin(BulkActs, RoleEditorsOnly, CappedDeletion, AnyAddress, admin.ModelAdmin):  # type: ignore[type-arg]
    bulk_acts = [SetSkillCategory, MergeSkills, MarkReviewed]
    form = SkillForm
    list_display = ["name", "category", "other_names", "asked_for", "merged_into", "reviewed_at"]
    list_filter = [MergedFilter, ReviewedFilter, UsedFilter, CategoryFilter]
    list_select_related = ["merged_into"]
    ordering = ["name"]
    search_fields = ["name"]  # how it is found: see get_search_results
    fields = ["name", "category", "description", "merged_into", "reviewed_at", SHOWN]
    readonly_fields = ["merged_into", "reviewed_at"]
    inlines = [SkillAliasInline]

    def view_on_site(self, skill: Skill) -> str:
        return skill.get_absolute_url()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Skill]:
        return Skill.objects.with_usage().with_other_names()

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[QuerySet[Skill], bool]:
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            # A line is never newly tied to a skill that has been merged into another.
            return queryset.live().search(search_term), False
        if not search_term.strip():
            return queryset, False
        if not {"o", "merged"} & set(request.GET):
            return queryset.search(search_term), False  # the nearest first
        found = Skill.objects.search(search_term).order_by().values("pk")
        return queryset.filter(Q(pk__in=found) | Q(merged_into__in=found)), False

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        try:
            with transaction.atomic():
                if (
                    request.method == "POST"
                    and object_id
                    and (skill := self.get_object(request, unquote(object_id)))
                ):
                    list(Skill.objects.select_for_update(no_key=True).filter(pk=skill.pk).values_list("pk"))
                return super().changeform_view(request, object_id, form_url, extra_context)
        except LibraryRefusal as refusal:  # somebody was quicker
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: Skill, form: Any, change: bool) -> None:
        said = {"name": obj.name, "category": obj.category, "description": obj.description}
        if change:
            merging.edit(obj, **said, by=person(request))
        else:
            made = merging.add_skill(**said, by=person(request))
            obj.pk, obj._state.adding = made.pk, False

    @admin.display(description="other names")
    def other_names(self, skill: Skill) -> str:
        listed: Any = skill  # see get_queryset
        return ", ".join(map(str, [*listed.known_as, *listed.merged_here])) or "–"

    @admin.display(description="asked for now")
    def asked_for(self, skill: Skill) -> str:
        return skill.usage or "–"
