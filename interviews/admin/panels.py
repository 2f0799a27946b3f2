"""Interviews: when, where, and who interviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils.html import format_html_join

from accounts.admin import AnyAddress
from accounts.models import User
from interviews import arranging
from interviews.admin.access import FoundByCode, HiringStaffOnly, may_arrange_all, person
from interviews.admin.people import PeopleSelect, offer, people_path
from interviews.models import AlreadyDecided, Application, Interview, Opening, Round, Scorecard

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
    RoundField = forms.ModelChoiceField[Round]
else:
    ModelForm = forms.ModelForm
    RoundField = forms.ModelChoiceField

PEOPLE = "interviews_interview_people"
REFUSALS = (arranging.ScorecardBegun, arranging.TimeTakenBack, arranging.RoundGone, AlreadyDecided)


class RoundChoice(RoundField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.opening.title}: {obj.title}"


class InterviewForm(ModelForm):
    """``panel`` is who interviews: a person has a scorecard for it or has not."""

    panel = forms.ModelMultipleChoiceField(queryset=User.objects.none(), label="Interviewers")

    class Meta:
        model = Interview
        fields = ("application", "round", "starts_at", "place")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.instance.interviewers.all() if self.instance.pk else None
        if "panel" in self.fields:
            offer(self.fields["panel"], "interview", chosen)
            self.initial.setdefault("panel", [one.pk for one in chosen] if chosen is not None else [])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        application, round_ = self.cleaned_data.get("application"), self.cleaned_data.get("round")
        if application and round_ and application.opening_id != round_.opening_id:
            self.add_error("round", "This round belongs to another opening.")
        if self.instance.pk and "panel" in self.cleaned_data:
            self._try_panel()
        return cleaned

    def _try_panel(self) -> None:
        """Ask the act itself whether it would take these people, and take it back."""
        try:
            with transaction.atomic():
                arranging.assign(self.instance, self.cleaned_data["panel"])
                transaction.set_rollback(True)
        except arranging.ScorecardBegun as refusal:
            self.add_error("panel", str(refusal))


@admin.register(Interview)
class InterviewAdmin(FoundByCode, HiringStaffOnly, AnyAddress, admin.ModelAdmin):  # type: ignore[type-arg]
    actions = None
    form = InterviewForm
    list_display = ["round", "application", "starts_at", "panel"]
    date_hierarchy = "starts_at"
    autocomplete_fields = ["application"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Interview]:
        visible = Interview.objects.filter(application__in=Application.objects.visible_to(person(request)))
        placed = visible.select_related("round", "application__candidate", "application__opening")
        return placed.prefetch_related("scorecards__interviewer")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_arrange_all(request) or person(request).may_hire

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return self.has_add_permission(request)
        return Application.objects.arranged_by(person(request)).filter(pk=obj.application_id).exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only while nobody has a scorecard for it."""
        return obj is not None and self.has_change_permission(request, obj) and not obj.scorecards.exists()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        reopens = obj is not None and person(request).may_administer
        return ["application", "round", "starts_at", "place", "panel", *(["reopening"] if reopens else [])]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        if obj is None:
            return []
        panel = [] if self.has_change_permission(request, obj) else ["panel"]
        return ["application", "round", "reopening", *panel]

    def get_urls(self) -> list[URLPattern]:
        return [people_path(self.admin_site, "interview", PEOPLE), *super().get_urls()]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        if "panel" in form.base_fields:
            field = Interview._meta.get_field("interviewers")
            widget = PeopleSelect(field, self.admin_site, url_name=f"admin:{PEOPLE}")
            widget.choices = form.base_fields["panel"].choices
            form.base_fields["panel"].widget = widget
        return form

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        user = person(request)
        if db_field.name == "application":
            kwargs["queryset"] = Application.objects.arranged_by(user).select_related("candidate", "opening")
        if db_field.name == "round":
            openings = Opening.objects.visible_to(user).open()
            kwargs["queryset"] = (
                Round.objects.current().filter(opening__in=openings).select_related("opening")
            )
            kwargs["form_class"] = RoundChoice
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """By the act, so that calendars are told."""
        held = ("starts_at", "minutes", "time_zone", "place")
        said = {name: getattr(obj, name) for name in held}
        arranged = arranging.arrange(
            obj.application, obj.round, by=person(request), interviewers=form.cleaned_data["panel"], **said
        )
        obj.pk = arranged.pk

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        # Begun after the form was checked, or what the form does not ask about.
        except REFUSALS as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.get_full_path())

    @admin.display(description="interviewers")
    def panel(self, interview: Interview) -> str:
        """Who interviews, and whose scorecard is in. Nothing of what it says."""
        cards = interview.scorecards.all() if interview.pk else []
        return ", ".join(f"{card.interviewer} ({standing(card)})" for card in cards) or "–"

    def reopening(self, interview: Interview) -> str:
        """Where administrators make drafts of cards again."""
        locked = [card for card in interview.scorecards.all() if card.is_locked]
        links = (
            (reverse("interviews:scorecard_reopen", args=[card.pk]), card.interviewer, standing(card))
            for card in locked
        )
        return format_html_join(", ", '<a href="{}">Reopen the scorecard of {}</a> ({})', links) or "–"


def standing(card: Scorecard) -> str:
    return "submitted" if card.is_submitted else "took themselves out" if card.is_recused else "not submitted"
