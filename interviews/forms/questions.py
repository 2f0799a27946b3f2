"""A question of a round, as it is written."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import User
from interviews.models import Round, RoundQuestion
from roleprofiles.lines import validate_text

LONGEST_PROMPT = 2_000
LONGEST_TEXT = 4_000
MOST_MINUTES = 480


class QuestionForm(forms.ModelForm):  # type: ignore[type-arg]
    """``keep`` is offered to those who may write for other openings too; ``seen`` when one is changed."""

    keep = forms.BooleanField(
        required=False,
        label="Keep it in the question bank too",
        help_text="Other openings that ask for the same skill can take it then.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = RoundQuestion
        fields = ("prompt", "look_for", "probes", "minutes", "criterion")
        labels = {
            "prompt": "Question",
            "look_for": "What to look for",
            "probes": "What to ask next",
            "criterion": "What it probes",
        }
        help_texts = {"probes": "A line each."}
        widgets = {
            "prompt": forms.Textarea(attrs={"rows": 2, "maxlength": LONGEST_PROMPT}),
            "look_for": forms.Textarea(attrs={"rows": 2, "maxlength": LONGEST_TEXT}),
            "probes": forms.Textarea(attrs={"rows": 2, "maxlength": LONGEST_TEXT}),
            "minutes": forms.NumberInput(attrs={"min": 1, "max": MOST_MINUTES}),
        }

    def __init__(self, *args: Any, round_: Round, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_new = self.instance.pk is None
        criterion = self.fields["criterion"]
        assert isinstance(criterion, forms.ModelChoiceField)  # noqa: S101 - the field of a foreign key
        criterion.queryset = round_.criteria.current()
        criterion.empty_label = "Nothing in particular"
        if is_new:
            del self.fields["seen"]
        else:
            self.fields["seen"].initial = self.instance.fingerprint
        if not (is_new and (by.may_edit_roles or by.may_hire)):
            del self.fields["keep"]

    def clean_prompt(self) -> str:
        return _text(self.cleaned_data["prompt"], LONGEST_PROMPT)

    def clean_look_for(self) -> str:
        return _text(self.cleaned_data["look_for"], LONGEST_TEXT)

    def clean_probes(self) -> str:
        return _text(self.cleaned_data["probes"], LONGEST_TEXT)

    def clean_minutes(self) -> int | None:
        minutes: int | None = self.cleaned_data["minutes"]
        if minutes is not None and not 1 <= minutes <= MOST_MINUTES:
            raise forms.ValidationError(f"A question takes 1 to {MOST_MINUTES} minutes.")
        return minutes

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        criterion = self.cleaned_data.get("criterion")
        if self.cleaned_data.get("keep") and (criterion is None or criterion.requirement_key is None):
            self.add_error("keep", "The bank keeps questions by skill: choose the requirement it probes.")
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        """What was written, by field."""
        names = ("prompt", "look_for", "probes", "minutes")
        criterion = self.cleaned_data["criterion"]
        return {
            **{name: self.cleaned_data[name] for name in names},
            "criterion_id": criterion and criterion.pk,
        }

    @property
    def keeps(self) -> bool:
        return bool(self.cleaned_data.get("keep"))


def _text(text: str, limit: int) -> str:
    validate_text(text)
    if len(text) > limit:
        raise forms.ValidationError(f"This is longer than {limit:,} characters.")
    return text.replace("\r\n", "\n")
