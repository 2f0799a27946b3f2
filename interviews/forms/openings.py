"""Opening a search, adding a candidate."""

from __future__ import annotations

from django import forms

from accounts.models import User
from interviews.forms.people import PeopleField
from interviews.models import Opening
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
