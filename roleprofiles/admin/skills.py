"""The library of skills."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest

from roleprofiles.admin.access import RoleEditorsOnly
from roleprofiles.admin.lines import LineForm
from roleprofiles.models import Skill, SkillAlias, skill_key
from roleprofiles.models.skills import NAME_TAKEN


class SkillForm(LineForm):
    texts = ("description",)


class AliasFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
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


class SkillAliasInline(RoleEditorsOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = SkillAlias
    form = LineForm
    formset = AliasFormSet
    fields = ["name"]
    extra = 1


@admin.register(Skill)
class SkillAdmin(RoleEditorsOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    actions = None
    form = SkillForm
    list_display = ["name", "category", "other_names", "usage_count", "merged_into"]
    list_select_related = ["merged_into"]
    ordering = ["name"]
    search_fields = ["name", "category", "aliases__name"]
    fields = ["name", "category", "description", "merged_into"]
    readonly_fields = ["merged_into"]
    inlines = [SkillAliasInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Skill]:
        current = Q(requirements__skill_list__level__revision__current_of__isnull=False)
        counted = super().get_queryset(request).annotate(lines_count=Count("requirements", filter=current))
        found: QuerySet[Skill] = counted.prefetch_related("aliases")
        return found

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Skill], search_term: str
    ) -> tuple[QuerySet[Skill], bool]:
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            # A line is never newly tied to a skill that has been merged into another.
            queryset = queryset.filter(merged_into__isnull=True)
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description="aliases")
    def other_names(self, skill: Skill) -> str:
        return ", ".join(alias.name for alias in skill.aliases.all()) or "–"

    @admin.display(description="lines in current roles", ordering="lines_count")
    def usage_count(self, skill: Skill) -> int:
        return int(getattr(skill, "lines_count", 0))
