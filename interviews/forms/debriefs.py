"""A note of a debrief, and which two candidates stand side by side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from interviews.choices import Agreed
from interviews.forms.scorecards import LONGEST_TEXT, TextField
from interviews.models import Application, DebriefNote, NoteChanged


class NoteForm(forms.Form):
    """What was said about one criterion and what it came to; with the version that was seen."""

    agreed = forms.ChoiceField(
        choices=[("", "No outcome"), *Agreed.choices],
        required=False,
        error_messages={"invalid_choice": "Choose an outcome from the list, or none."},
    )
    text = TextField(required=False, max_length=LONGEST_TEXT)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, criterion_pk: int) -> None:
        super().__init__(*args)
        self.criterion_pk = criterion_pk
        self.refusal = ""
        self.stored: DebriefNote | None = None  # what the note says, where somebody else wrote it meanwhile

    def refuse(self, why: Exception) -> None:
        self.refusal = str(why)
        if isinstance(why, NoteChanged):
            self.stored = why.note

    @property
    def problems(self) -> list[str]:
        """In words. Nobody sees the field of the version."""
        old = ["This page does not say which note it was made from."] if "version" in self.errors else []
        said = [str(one) for name in ("agreed", "text") for one in self.errors.get(name, [])]
        return [*filter(None, [self.refusal]), *old, *said]

    @property
    def theirs(self) -> DebriefNote | None:
        """What is stored, unless the author has seen it."""
        seen = self.cleaned_data.get("version")
        return self.stored if self.stored and self.stored.version != seen else None

    @property
    def version_to_go_on(self) -> int:
        """What saving again goes on from: what is stored has been told by then."""
        return self.stored.version if self.stored else 0


class ComparisonForm(forms.Form):
    """Two of the applications that a person may compare; they are few enough for a list."""

    a = forms.ChoiceField(label="First candidate")
    b = forms.ChoiceField(label="Second candidate")

    def __init__(self, *args: Any, applications: Iterable[Application]) -> None:
        super().__init__(*args)
        self.applications = {str(one.pk): one for one in applications}
        people = {pk: one.candidate for pk, one in self.applications.items()}
        names = [(pk, f"{person.code} · {person.name}") for pk, person in people.items()]
        for name in ("a", "b"):
            field: Any = self.fields[name]
            field.widget.attrs["class"] = "form-select"
            field.choices = [("", "Choose a candidate"), *names]
            field.error_messages["invalid_choice"] = "Choose a candidate from the list."
            field.error_messages["required"] = "Choose a candidate."

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("a") and said.get("a") == said.get("b"):
            self.add_error("b", "Choose somebody else than the first candidate.")
        return said

    @property
    def chosen(self) -> tuple[Application, Application]:
        """In the order in which they were chosen."""
        return self.applications[self.cleaned_data["a"]], self.applications[self.cleaned_data["b"]]
