"""Requirements: the lines of all drafts, each with its anchors."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.db.models import QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.utils.text import Truncator

from accounts.admin import RowSelect
from roleprofiles.admin.access import FrozenWhenPublished
from roleprofiles.admin.bulk import BulkActs
from roleprofiles.admin.filters import LevelNameFilter, RequirementRoleFilter
from roleprofiles.admin.lineacts import LinkToSkill, MoveLines, SetLineCategory
from roleprofiles.admin.lines import LineForm, LineFormSet
from roleprofiles.admin.parts import LinesInline, PartAdmin, PartInline, link_to
from roleprofiles.choices import ANCHOR_VALUES, RequirementForm
from roleprofiles.models import Anchor, Requirement, Skill, skill_key


class RequirementLineForm(LineForm):
    """Without a skill, the line is about the library's skill of its name, or about a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "skill" in self.fields:
            self.fields["skill"].required = False
            widget: Any = self.fields["skill"].widget
            widget.widget.known = None if self.instance._state.adding else self.instance.skill

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.cleaned_data.get("text"):
            self.cleaned_data["form"] = RequirementForm.NAME_ONLY
        elif not self.cleaned_data.get("form"):
            self.add_error("form", "Say how the text is joined to the name.")
        return cleaned

    def save(self, commit: bool = True) -> Any:
        line: Requirement = self.instance
        if self.cleaned_data.get("skill") is None:
            category = line.text if line.form == RequirementForm.CATEGORY else ""
            line.skill = Skill.objects.for_name(line.name, category=category)
        elif "name" in self.changed_data and "skill" not in self.changed_data:
            # Renamed to something the library knows: the line is about that now.
            line.skill = Skill.objects.named({line.name}).get(skill_key(line.name), line.skill)
        return super().save(commit)


class SkillSelect(RowSelect):
    """Says what it stands for while nothing is chosen: the skill of the line's name."""

    class Media:
        js = ("js/admin-select.js",)

    known: Skill | None = None  # came with the row: it needs no query of its own

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        asked = [str(one) for one in value]
        if self.known is None or asked != [str(self.known.pk)]:
            return super().optgroups(name, asked, attrs)
        chosen = self.create_option(name, self.known.pk, str(self.known), True, 0)
        return [(None, [self.create_option(name, "", "", False, 0), chosen], 0)]

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        said = {"data-placeholder": "as named", "data-width": "14em"}
        return {**super().build_attrs(*args, **kwargs), **said}


def without_popups(field: Any) -> Any:
    """The library is edited on its own pages; here a name is enough for a new skill."""
    if isinstance(field, ModelChoiceField):
        widget: Any = field.widget
        widget.can_add_related = widget.can_change_related = False
        widget.can_delete_related = widget.can_view_related = False
    return field


class AnchorForm(LineForm):
    """What a value looks like; a row without a text is none."""

    def has_changed(self) -> bool:
        return bool(self.changed_data) and (not self.instance._state.adding or "text" in self.changed_data)


class AnchorFormSet(LineFormSet):
    """One row for each value of the scale."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = {anchor.value for anchor in self.get_queryset()}
        self.initial_extra = [{"value": value} for value in ANCHOR_VALUES if value not in there]

        self.extra = len(self.initial_extra)

    def clean(self) -> None:
        super().clean()
        shown = [form.instance.pk for form in self.initial_forms]
        others = set(self.instance.anchors.exclude(pk__in=shown).values_list("value", flat=True))
        for form in self.extra_forms:
            if form.has_changed() and form.cleaned_data.get("value") in others:
                form.add_error("value", "This requirement has an anchor of that value already.")


class AnchorInline(FrozenWhenPublished, LinesInline):
    model = Anchor
    form = AnchorForm
    formset = AnchorFormSet
    fields = ["value", "text"]
    sizes = {"text": 90}
    max_num = len(ANCHOR_VALUES)
    verbose_name_plural = "anchors: what a value looks like (the default texts hold where there are none)"


class RequirementInline(PartInline):
    model = Requirement
    form = RequirementLineForm
    fields = ["name", "form", "text", "skill"]
    sizes = {"name": 22, "text": 26}
    autocomplete_fields = ["skill"]
    extra = 2
    show_change_link = True
    verbose_name_plural = "requirements (open one for its anchors)"

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_foreignkey(
            db_field, request, **kwargs, widget=SkillSelect(db_field, self.admin_site)
        )

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return without_popups(super().formfield_for_dbfield(db_field, request, **kwargs))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Requirement]:
        queryset: QuerySet[Requirement] = super().get_queryset(request).select_related("skill")
        return queryset


@admin.register(Requirement)
class RequirementAdmin(BulkActs, PartAdmin):
    """Drafts first: what is published can only be read."""

    bulk_acts = [MoveLines, SetLineCategory, LinkToSkill]
    form = RequirementLineForm
    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})}}
    list_display = ["name", "text_start", "place", "revision", "state", "skill"]
    list_filter = [
        ("skill_list__level__revision__state", admin.ChoicesFieldListFilter),
        ("skill_list__kind", admin.ChoicesFieldListFilter),
        LevelNameFilter,
        RequirementRoleFilter,
    ]
    list_select_related = ["skill_list__level__revision", "skill"]
    search_fields = ["name", "text", "skill__name"]
    ordering = [
        "skill_list__level__revision__state",
        "skill_list__level__revision__title",
        "-skill_list__level__revision__number",
        "skill_list__level__position",
        "skill_list__position",
        "position",
    ]
    fields = ["revision_link", "list_link", "name", "form", "text", "skill"]
    readonly_fields = ["revision_link", "list_link"]
    autocomplete_fields = ["skill"]
    inlines = [AnchorInline]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_foreignkey(
            db_field, request, **kwargs, widget=SkillSelect(db_field, self.admin_site)
        )

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return without_popups(super().formfield_for_dbfield(db_field, request, **kwargs))

    @admin.display(description="revision")
    def revision_link(self, line: Requirement) -> str:
        return link_to(line.skill_list.level.revision)

    @admin.display(description="list")
    def list_link(self, line: Requirement) -> str:
        return link_to(line.skill_list)

    @admin.display(description="category or detail", ordering="text")
    def text_start(self, line: Requirement) -> str:
        return Truncator(line.text).chars(80) or "–"

    @admin.display(description="level and list", ordering="skill_list__level__name")
    def place(self, line: Requirement) -> str:
        return f"{line.skill_list.level.name}: {line.skill_list.title}"

    @admin.display(ordering="skill_list__level__revision__title")
    def revision(self, line: Requirement) -> str:
        return str(line.skill_list.level.revision)

    @admin.display(ordering="skill_list__level__revision__state")
    def state(self, line: Requirement) -> str:
        return line.skill_list.level.revision.get_state_display()
