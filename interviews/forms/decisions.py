"""Deciding."""

from __future__ import annotations

from django import forms

from interviews.choices import Outcome
from interviews.models import Application, Decision
from roleprofiles.models import Level


class DecisionForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a person decides: nothing is chosen beforehand."""

    outcome = forms.ChoiceField(choices=Outcome, widget=forms.RadioSelect)
    despite = forms.BooleanField(label="Decide without it")

    class Meta:
        model = Decision
        fields = ["outcome", "level", "reason", "dissent"]
        widgets = {
            "reason": forms.Textarea(attrs={"rows": 4}),
            "dissent": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(
        self, *args: object, application: Application, gaps: list[str], evidence: bool, **kwargs: object
    ) -> None:
        """``gaps`` are what is missing, each in words; without ``evidence`` one can only withdraw."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not evidence:
            self.fields["outcome"].choices = [(Outcome.WITHDRAWN.value, Outcome.WITHDRAWN.label)]  # type: ignore[attr-defined]
            self.fields["outcome"].error_messages["invalid_choice"] = (
                "Until a scorecard is submitted, only a withdrawal can be recorded."
            )
            del self.fields["level"], self.fields["dissent"]
        if gaps and evidence:
            self.fields["despite"].help_text = f"Missing: {'; '.join(gaps)}."
        else:
            del self.fields["despite"]
        if not evidence:
            return
        levels = Level.objects.filter(revision=application.opening.level.revision_id)
        self.fields["level"].queryset = levels  # type: ignore[attr-defined]
        self.fields["level"].help_text = "For a hire. It may differ from the level applied for."

    def clean(self) -> dict[str, object]:
        said: dict[str, object] = super().clean() or self.cleaned_data
        said.pop("despite", None)
        if said.get("outcome") == Outcome.HIRE and not said.get("level"):
            self.add_error("level", "A hire names the level.")
        if said.get("outcome") not in (None, Outcome.HIRE):
            said["level"] = None
            self.instance.level = None
        return said
