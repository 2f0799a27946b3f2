"""Amending a submitted rating, recusing oneself, reopening a scorecard."""

from __future__ import annotations

from typing import Any

from django import forms

from interviews.choices import NotAssessedReason, RatingValue
from interviews.forms.scorecards import LONGEST_TEXT, NOT_ASSESSED, TextField
from interviews.scoring import Mark


class AmendmentForm(forms.Form):
    """A second rating: complete, with the reason why it differs from the first."""

    value = forms.ChoiceField(
        choices=[
            *((value.value, f"{value.value} · {value.label}") for value in RatingValue),
            (NOT_ASSESSED, "Not assessed"),
        ],
        widget=forms.RadioSelect,
        label="Rating now",
    )
    not_assessed_reason = forms.ChoiceField(
        choices=[("", "Choose a reason"), *NotAssessedReason.choices],
        required=False,
        label="Why not assessed?",
    )
    evidence = TextField(
        required=False,
        max_length=LONGEST_TEXT,
        label="Evidence",
        help_text="What did they say or do? The candidate may read it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = TextField(
        max_length=LONGEST_TEXT,
        label="Why does it change?",
        help_text="Kept with both ratings.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    number = forms.IntegerField(min_value=1, max_value=10_000, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("value") == NOT_ASSESSED and not said.get("not_assessed_reason"):
            self.add_error("not_assessed_reason", "Say why it was not assessed.")
        if "number" in self.errors:  # nobody sees that field
            self.add_error(None, "Open this page anew from your scorecard, then amend.")
        return said

    @property
    def mark(self) -> Mark:
        said = self.cleaned_data
        if said["value"] == NOT_ASSESSED:
            return Mark(is_not_assessed=True, not_assessed_reason=said["not_assessed_reason"])
        return Mark(value=int(said["value"]))


class ReasonForm(forms.Form):
    """Why somebody takes themselves out, or why a scorecard is opened again."""

    reason = TextField(max_length=1_000, label="Reason", widget=forms.Textarea(attrs={"rows": 3}))
