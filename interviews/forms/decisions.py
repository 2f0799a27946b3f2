"""Deciding, and the letter that says so."""

from __future__ import annotations

from typing import Any

from django import forms

from interviews import deciding
from interviews.choices import OUTCOMES_WITH_EVIDENCE, Outcome
from interviews.forms.corrections import ReasonForm
from interviews.forms.scorecards import LONGEST_TEXT, TextField
from interviews.models import Application, Criterion
from interviews.reports.debriefs import Debrief
from interviews.reports.spreads import DebriefRow
from roleprofiles.models import Level
from roleprofiles.reports.revisions import plain_levels

LONGEST_LETTER = 50_000


class DecisionForm(forms.Form):
    """What a person decides: nothing is chosen beforehand. ``deciding.missing`` has the rule."""

    outcome = forms.ChoiceField(choices=Outcome, widget=forms.RadioSelect)
    level = forms.ModelChoiceField(
        Level.objects.none(),
        required=False,
        empty_label="No level chosen",
        label="Level decided",
        help_text="For a hire. It may differ from the level applied for.",
    )
    must_haves = forms.TypedMultipleChoiceField(
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Must-haves this rests on",
        error_messages={"invalid_choice": "Choose from the must-haves of this opening."},
    )
    reason = TextField(
        required=False,
        max_length=LONGEST_TEXT,
        help_text="What was said or done, and why that leads to this decision. A hire needs it; “not now” "
        "needs it unless it rests on a must-have that reads as not yet.",
    )
    dissent = TextField(
        required=False,
        max_length=LONGEST_TEXT,
        help_text="Who saw it differently, and why. Kept with the decision.",
    )
    despite = forms.BooleanField(label="Decide although this is missing")

    def __init__(self, *args: Any, application: Application, shown: Debrief, **kwargs: Any) -> None:
        """Before a scorecard is in one can only withdraw; what is missing has to be accepted."""
        super().__init__(*args, **kwargs)
        self.application, self.rows = application, shown.rows
        if not shown.columns:
            self._only_withdrawing()
            return
        self.fields["level"].queryset = Level.objects.filter(  # type: ignore[attr-defined]
            revision=application.opening.level.revision_id
        )
        self.fields["must_haves"].choices = [  # type: ignore[attr-defined]
            (row.criterion.pk, row.criterion.name) for row in shown.rows
        ]
        if shown.gaps:
            self.fields["despite"].help_text = f"Missing: {'; '.join(shown.gaps)}."
        else:
            del self.fields["despite"]

    def _only_withdrawing(self) -> None:
        outcome = self.fields["outcome"]
        outcome.choices = [(Outcome.WITHDRAWN.value, Outcome.WITHDRAWN.label)]  # type: ignore[attr-defined]
        outcome.error_messages["invalid_choice"] = (
            "Until a scorecard is submitted, only a withdrawal can be recorded."
        )
        self.fields["reason"].help_text = "If they said why. It may stay empty."
        for name in ("level", "must_haves", "dissent", "despite"):
            del self.fields[name]

    @property
    def levels(self) -> list[tuple[Level, bool]]:
        """Those of the revision, and whether one is chosen."""
        chosen = self["level"].value()
        levels = plain_levels(self.application.opening.level.revision_id)
        return [(level, str(level.pk) == chosen) for level in levels]

    @property
    def choices(self) -> list[tuple[DebriefRow, bool]]:
        """The must-haves as they read, and whether they are ticked."""
        ticked = self._ticked()
        return [(row, str(row.criterion.pk) in ticked) for row in self.rows]

    @property
    def ticked_names(self) -> list[str]:
        """Of what was sent, also where the readings are closed now."""
        criteria = Criterion.objects.filter(opening=self.application.opening_id)
        ticked = self._ticked()
        return [criterion.name for criterion in criteria if str(criterion.pk) in ticked]

    @property
    def chosen(self) -> str:
        """Outcome and level of what was sent, in words."""
        outcomes = dict(Outcome.choices)
        levels = {str(one.pk): one.name for one in self.application.opening.level.revision.levels.all()}
        words = (outcomes.get(self.data.get("outcome", "")), levels.get(self.data.get("level", "")))
        return ", ".join(word for word in words if word)

    def _ticked(self) -> set[str]:
        return {*self.data.getlist("must_haves")} if self.is_bound else set()  # type: ignore[attr-defined]

    def clean_must_haves(self) -> list[Criterion]:
        chosen = self.cleaned_data["must_haves"]
        return [row.criterion for row in self.rows if row.criterion.pk in chosen]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = {"level": None, "must_haves": [], "dissent": "", **self.cleaned_data}
        said.pop("despite", None)
        if said.get("outcome") != Outcome.HIRE:
            said["level"] = None
        if said.get("outcome") in OUTCOMES_WITH_EVIDENCE:
            readings = {row.criterion.pk: row.reading for row in self.rows}
            asked = {name: said.get(name, "") for name in ("level", "must_haves", "reason")}
            for name, words in deciding.missing(said["outcome"], **asked, readings=readings).items():
                if name not in self.errors:
                    self.add_error(name, words)
        return said


class ReopeningForm(ReasonForm):
    """Why a decision is taken back, and which: the one that was on the page."""

    decision = forms.IntegerField(min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if "decision" in self.errors:  # nobody sees that field
            self.add_error(None, "Open this page anew from the application, then say why.")
        return said


class LetterForm(forms.Form):
    """A letter as its writer has changed it, to be taken away; it is stored nowhere."""

    text = TextField(
        max_length=LONGEST_LETTER,
        label="Letter",
        help_text="Fill in what is in square brackets. Nothing of this is stored here.",
        widget=forms.Textarea(attrs={"rows": 24}),
    )
    ending = forms.ChoiceField(
        choices=[("txt", "Text"), ("docx", "Word")],
        widget=forms.HiddenInput,
        error_messages={
            "required": "Choose one of the two files.",
            "invalid_choice": "Choose one of the two files.",
        },
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for words in self.errors.get("ending", []):  # the buttons say it, and are no field
            self.add_error(None, words)
        return said
