"""Opening a search, adding a candidate."""

from __future__ import annotations

from django import forms

from accounts.models import User
from interviews.models import Opening


class OpeningForm(forms.ModelForm):  # type: ignore[type-arg]
    """The title of a search, and who decides in it besides the person who opens it."""

    class Meta:
        model = Opening
        fields = ["title", "managers"]
        widgets = {"managers": forms.CheckboxSelectMultiple}
        help_texts = {"managers": "They see the submitted scorecards and decide. You are one of them."}

    def __init__(self, *args: object, by: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        managers = self.fields["managers"]
        managers.label = "Other hiring managers"
        managers.required = False
        managers.queryset = User.objects.able_to("hire").exclude(pk=by.pk)  # type: ignore[attr-defined]


class ApplicationForm(forms.Form):
    """A new candidate for an opening."""

    name = forms.CharField(max_length=200, label="Name")
    email = forms.EmailField(required=False, label="Email", help_text="Optional. Shown to coordinators only.")
