"""Arranging an interview."""

from __future__ import annotations

from django import forms
from django.utils import timezone

from accounts.models import User
from interviews.forms.people import PeopleField
from interviews.models import Interview


class InterviewForm(forms.ModelForm):  # type: ignore[type-arg]
    """When, where, and who interviews."""

    interviewers = PeopleField(
        queryset=User.objects.none(),
        required=False,
        label="Interviewers",
        help_text="Each of them gets a scorecard. Whoever rates in two rounds is still one rater.",
    )

    class Meta:
        model = Interview
        fields = ["starts_at", "place"]
        labels = {"place": "Place or link"}
        widgets = {
            "starts_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["starts_at"].label = f"Date and time ({timezone.get_current_timezone_name()})"
        chosen = [person.pk for person in self.instance.interviewers.all()] if self.instance.pk else []
        people = User.objects.able_to("interview") | User.objects.with_abilities().filter(pk__in=chosen)
        self.fields["interviewers"].queryset = people  # type: ignore[attr-defined]
        self.initial.setdefault("interviewers", chosen)
