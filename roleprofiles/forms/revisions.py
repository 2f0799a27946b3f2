"""Comparing and publishing revisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from roleprofiles.lines import validate_text


class CompareForm(forms.Form):
    """Two of several things by their numbers, in any order."""

    old = forms.TypedChoiceField(label="From", coerce=int)
    new = forms.TypedChoiceField(label="To", coerce=int)

    def __init__(self, *args: Any, choices: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.choices = choices  # type: ignore[attr-defined]
            field.widget.attrs["class"] = "form-select"


class PublishForm(forms.Form):
    """What a person says who publishes, and which draft, saying what, they have seen."""

    change_note = forms.CharField(
        label="What does this revision change, and why?",
        help_text="Optional. The note stays with the revision, for everybody who reads it.",
        required=False,
        validators=[validate_text],
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    number = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    fingerprint = forms.CharField(required=False, widget=forms.HiddenInput)
