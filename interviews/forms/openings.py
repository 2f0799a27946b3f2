"""Opening a search, saying who holds its rounds, adding a candidate."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import User
from interviews.forms.people import PeopleField
from interviews.models import Opening, Round
from roleprofiles.lines import validate_line


class OpeningForm(forms.ModelForm):  # type: ignore[type-arg]
    """The title of a search, and who decides in it besides the person who opens it."""

    managers = PeopleField(
        queryset=User.objects.none(),
        required=False,
        label="Other hiring managers",
        help_text="They see the submitted scorecards and decide. You are one of them.",
    )

    class Meta:
        model = Opening
        fields = ["title", "managers"]

    def __init__(self, *args: object, by: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        others = User.objects.able_to("hire").exclude(pk=by.pk)
        self.fields["managers"].queryset = others  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        validate_line(title)
        return title


class InterviewersForm(forms.Form):
    """Who usually holds a round."""

    interviewers = PeopleField(
        queryset=User.objects.none(),
        required=False,
        label="Usual interviewers",
        help_text="They are ticked when an interview of this round is arranged, and can be changed there.",
    )

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        chosen = [person.pk for person in round_.interviewers.all()]
        kwargs["initial"] = {"interviewers": chosen}
        super().__init__(*args, **kwargs)
        people = User.objects.able_to("interview") | User.objects.with_abilities().filter(pk__in=chosen)
        self.fields["interviewers"].queryset = people  # type: ignore[attr-defined]


class ApplicationForm(forms.Form):
    """A new candidate for an opening."""

    name = forms.CharField(max_length=200, label="Name")
    email = forms.EmailField(
        required=False,
        label="Email",
        help_text="Optional. Tells whether somebody is known already; only coordinators see it.",
    )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        validate_line(name)
        return name
