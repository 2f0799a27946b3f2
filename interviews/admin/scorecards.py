"""Scorecards: one's own drafts to fill in, and submitted ones to those who may read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join

from accounts.admin import AnyAddress
from interviews import scoring
from interviews.admin.access import FoundByCode, HiringStaffOnly, person
from interviews.choices import RatingValue
from interviews.models import (
    Amendment,
    ChangedElsewhere,
    FirstSight,
    Rating,
    Scorecard,
    ScorecardLocked,
)

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
else:
    ModelForm = forms.ModelForm


class RatingForm(ModelForm):
    """A row says what it was when the page was made, so that only what a person changed is stored."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)
    seen_evidence_version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Rating
        fields = ("value", "is_not_assessed", "not_assessed_reason", "evidence")
        widgets = {"evidence": forms.Textarea(attrs={"rows": 4, "cols": 40})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen_version"] = self.instance.version
        self.initial["seen_evidence_version"] = self.instance.evidence_version
        if value := self.fields.get("value"):
            cast(forms.ChoiceField, value).choices = [
                ("", "–"),
                *((v.value, numbered(v)) for v in RatingValue),
            ]
        for field in self.fields.values():
            field.show_hidden_initial = True

    def clean_evidence(self) -> str:
        return str(self.cleaned_data["evidence"]).replace("\r\n", "\n").replace("\r", "\n")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors and self.has_changed() and self.is_outdated:
            self.add_error(None, conflict_message(self.instance))
        return cleaned

    @property
    def is_outdated(self) -> bool:
        """Whether what a person changed here was changed elsewhere since the page was made."""
        stored, said = self.instance, self.cleaned_data
        mark = self.mark != scoring.mark_of(stored) and stored.version != said["seen_version"]
        text = said["evidence"] != stored.evidence
        return bool(mark or (text and stored.evidence_version != said["seen_evidence_version"]))

    @property
    def mark(self) -> scoring.Mark:
        said = self.cleaned_data
        return scoring.Mark(
            value=said["value"],
            is_not_assessed=said["is_not_assessed"],
            not_assessed_reason=said["not_assessed_reason"],
        )

    @property
    def entries(self) -> list[scoring.Entry]:
        said = self.cleaned_data
        return [
            scoring.Entry(rating_pk=self.instance.pk, said=self.mark, version=said["seen_version"]),
            scoring.Entry(
                rating_pk=self.instance.pk,
                said=scoring.Evidence(evidence=said["evidence"]),
                version=said["seen_evidence_version"],
            ),
        ]


def numbered(value: RatingValue) -> str:
    """A value never stands without its number."""
    return f"{value.value} · {value.label}"


def conflict_message(rating: Rating) -> str:
    return (
        f"{rating.criterion}: this was changed elsewhere meanwhile, so what you entered here is not stored."
    )


class RatingInline(HiringStaffOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = Rating
    form = RatingForm
    extra = 0
    readonly_fields = ["criterion", "rated", "amended"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Rating]:
        readable = Scorecard.objects.readable_by(person(request))
        return Rating.objects.in_order().filter(scorecard__in=readable).prefetch_related("amendments")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        said = ["is_not_assessed", "not_assessed_reason", "evidence"]
        if self.has_change_permission(request, obj):
            return ["criterion", "value", *said, "seen_version", "seen_evidence_version"]
        return ["criterion", "rated", *said, "amended"]

    @admin.display(description="value")
    def rated(self, rating: Rating) -> str:
        return numbered(RatingValue(rating.value)) if rating.value is not None else "–"

    @admin.display(description="amendments")
    def amended(self, rating: Rating) -> str:
        """What was said later; the first rating stays, and counts."""
        return format_html_join("", "<p>{}</p>", ((later(one),) for one in rating.amendments.all())) or "–"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is not None and is_own_draft(request, obj)


def later(amendment: Amendment) -> str:
    value = amendment.value
    mark = (
        f"Not assessed: {amendment.get_not_assessed_reason_display()}"
        if value is None
        else numbered(RatingValue(value))
    )
    sight = ", having seen others’ ratings" if amendment.had_seen_others else ""
    when = date_format(timezone.localtime(amendment.amended_at), "j M Y, H:i")
    return f"{mark}. {amendment.evidence} (amended {when}{sight}: {amendment.reason})"


@admin.register(Scorecard)
class ScorecardAdmin(FoundByCode, HiringStaffOnly, AnyAddress, admin.ModelAdmin):  # type: ignore[type-arg]
    """A card is made by arranging an interview, and never deleted."""

    actions = None
    list_display = ["__str__", "interview", "interviewer", "submitted_at", "recused_at"]
    to_application = "interview__application__"
    # Of recused cards one's own only are readable, so nobody else's reason is shown.
    fields = ["interview", "interviewer", "submitted_at", "recused_at", "recusal_reason"]
    readonly_fields = ["interview", "interviewer", "submitted_at", "recused_at", "recusal_reason"]
    inlines = [RatingInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Scorecard]:
        return Scorecard.objects.readable_by(person(request)).with_place()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request, obj) and (obj is None or is_own_draft(request, obj))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ScorecardLocked:
            messages.error(
                request, "This scorecard has been submitted meanwhile. It does not change any more."
            )
            return HttpResponseRedirect(request.get_full_path())

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        card: Scorecard = context["original"]
        if card.interviewer_id != person(request).pk:
            sight = FirstSight(application=card.interview.application, person=person(request))
            FirstSight.objects.bulk_create([sight], ignore_conflicts=True)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing of the card itself is edited."""

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Ratings are stored by the one act that stores ratings."""
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
        for line in formset.initial_forms:
            if line.has_changed():
                self._rate(request, form.instance, formset, line)

    def _rate(self, request: HttpRequest, card: Scorecard, formset: Any, line: RatingForm) -> None:
        try:
            scoring.save_sheet(card.pk, line.entries, by=person(request))
        except ChangedElsewhere:  # after the form was checked
            messages.error(request, conflict_message(line.instance))
        else:
            formset.changed_objects.append((line.instance, line.changed_data))


def is_own_draft(request: HttpRequest, card: Scorecard) -> bool:
    return card.interviewer_id == person(request).pk and not card.is_locked
