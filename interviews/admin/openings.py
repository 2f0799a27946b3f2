"""Openings: who manages them, and the plan as long as nobody has a scorecard by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from adminsortable2.admin import SortableAdminBase, SortableTabularInline
from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern

from accounts.admin import AnyAddress
from interviews import replanning
from interviews.admin.access import HiringStaffOnly, person
from interviews.admin.people import PeopleSelect, offer, people_path
from interviews.choices import CriterionKind
from interviews.models import Criterion, Opening, Rating, Round

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
else:
    ModelForm = forms.ModelForm

PEOPLE = "interviews_opening_people"


class OpeningForm(ModelForm):
    class Meta:
        model = Opening
        fields = ("title", "managers")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "managers" in self.fields:
            offer(self.fields["managers"], "hire", self.instance.managers.all())
            widget: Any = self.fields["managers"].widget
            widget.can_add_related = False


class CriterionForm(ModelForm):
    """A criterion that is added by hand stands for no requirement."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.instance.kind = CriterionKind.ADDED


class PlanInline(HiringStaffOnly, SortableTabularInline):  # type: ignore[misc]
    """A part of the plan. It stands as soon as a scorecard has been made by it."""

    extra = 1

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_change(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_change(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_change(request, obj)

    def _may_change(self, request: HttpRequest, opening: Opening | None) -> bool:
        return opening is not None and may_manage(request, opening) and not is_rated(opening)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fields: list[str] = super().get_fields(request, obj)
        return fields if self._may_change(request, obj) else [f for f in fields if f != "position"]


class CriterionInline(PlanInline):
    model = Criterion
    form = CriterionForm
    fields: ClassVar[list[str]] = ["name", "detail", "kind"]
    readonly_fields: ClassVar[list[str]] = ["kind"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Criterion]:
        """What is of the next level goes where the criterion goes that it is beneath."""
        criteria: QuerySet[Criterion] = super().get_queryset(request).filter(retired_in__isnull=True)
        return criteria.exclude(kind=CriterionKind.NEXT_LEVEL)


class RoundInline(PlanInline):
    model = Round
    fields: ClassVar[list[str]] = ["title", "minutes", "criteria", "note"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Round]:
        rounds: QuerySet[Round] = super().get_queryset(request).filter(retired_in__isnull=True)
        return rounds.prefetch_related("criteria")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        if obj and (field := formset.form.base_fields.get("criteria")):
            field.queryset = obj.criteria.current().of_the_level()
            field.widget = forms.CheckboxSelectMultiple(choices=field.choices)
            field.required = False
            field.help_text = ""
        return formset


@admin.register(Opening)
class OpeningAdmin(SortableAdminBase, HiringStaffOnly, AnyAddress, admin.ModelAdmin):  # type: ignore[misc,type-arg]
    """Openings are made on the site, from a level: that makes their plan too."""

    actions = None
    form = OpeningForm
    list_display = ["title", "level_name", "created_at", "closed_at", "applications_count"]
    list_filter = ["closed_at"]
    ordering = ["-created_at", "-pk"]
    search_fields = ["title"]
    fields = ["title", "level_name", "managers", "created_at", "created_by", "closed_at"]
    readonly_fields = ["level_name", "created_at", "created_by", "closed_at"]
    inlines = [CriterionInline, RoundInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Opening]:
        return Opening.objects.visible_to(person(request)).with_level().with_counts()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_manage(request, obj)

    def get_urls(self) -> list[URLPattern]:
        return [people_path(self.admin_site, "hire", PEOPLE), *super().get_urls()]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["widget"] = PeopleSelect(db_field, self.admin_site, url_name=f"admin:{PEOPLE}")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if any(formset.has_changed() for formset in formsets):
            replanning.review(form.instance.pk, by=person(request))

    def get_inline_formsets(self, *args: Any, **kwargs: Any) -> list[Any]:
        """Rows that cannot be moved are not draggable."""
        formsets: list[Any] = super().get_inline_formsets(*args, **kwargs)
        for formset in formsets:
            if not formset.has_change_permission:
                formset.classes = " ".join(word for word in formset.classes.split() if word != "sortable")
        return formsets

    @admin.display(description="level")
    def level_name(self, opening: Opening) -> str:
        return (
            f"{opening.level.revision.title}, {opening.level.name} (revision {opening.level.revision.number})"
        )

    @admin.display(description="applications", ordering="applications_count")
    def applications_count(self, opening: Opening) -> int:
        return int(getattr(opening, "applications_count", 0))


def may_manage(request: HttpRequest, opening: Opening | None) -> bool:
    user = person(request)
    if opening is None:
        return user.may_administer or user.may_hire
    return Opening.objects.managed_by(user).filter(pk=opening.pk).exists()


def is_rated(opening: Opening) -> bool:
    """Whether somebody has a scorecard by the plan of this opening, empty or not."""
    return Rating.objects.filter(scorecard__interview__application__opening=opening).exists()
