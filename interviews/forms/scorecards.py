"""One rating, and a whole sheet of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from interviews.choices import NotAssessedReason, RatingValue
from interviews.models import Rating, Scorecard
from interviews.scoring import Entry, Mark, mark_of

NOT_ASSESSED = "na"
LONGEST_EVIDENCE = 10_000


class RatingForm(forms.Form):
    """A value on the scale or *not assessed* with a reason, evidence, and the version that was seen.

    Everything may be missing: a draft is saved whatever its state.
    """

    value = forms.ChoiceField(
        choices=[*RatingValue.choices, (NOT_ASSESSED, "Not assessed")],
        required=False,
        error_messages={"invalid_choice": "Choose 1 to 4, or not assessed."},
    )
    reason = forms.ChoiceField(choices=NotAssessedReason, required=False)
    evidence = forms.CharField(required=False, max_length=LONGEST_EVIDENCE, widget=forms.Textarea)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)

    def clean_evidence(self) -> str:
        return str(self.cleaned_data["evidence"]).replace("\r\n", "\n").replace("\r", "\n")

    @property
    def mark(self) -> Mark:
        said = self.cleaned_data
        chosen = said["value"]
        return Mark(
            value=int(chosen) if chosen not in ("", NOT_ASSESSED) else None,
            is_not_assessed=chosen == NOT_ASSESSED,
            not_assessed_reason=said["reason"] if chosen == NOT_ASSESSED else "",
            evidence=said["evidence"],
        )


class SheetLine:
    """A criterion on the page: what is stored, or what was just posted and could not be."""

    def __init__(self, rating: Rating, data: Mapping[str, Any] | None = None) -> None:
        self.rating = rating
        self.criterion = rating.criterion
        prefix = str(rating.pk)
        # A page that is older than this criterion says nothing of it.
        posted = data is not None and f"{prefix}-version" in data
        self.form = RatingForm(data if posted else None, prefix=prefix)
        self.conflict: Rating | None = None
        self.gap = ""

    @property
    def choice(self) -> str:
        return self._shown("value", self.rating.choice)

    @property
    def reason(self) -> str:
        return self._shown("reason", self.rating.not_assessed_reason)

    @property
    def evidence(self) -> str:
        return self._shown("evidence", self.rating.evidence)

    @property
    def version(self) -> int:
        """What the page goes on from. After a refusal that is what it had, or the next save would
        write over a change that its author has not been told of."""
        if self.conflict:
            return self.conflict.version
        seen = getattr(self.form, "cleaned_data", {}).get("version")
        return self.rating.version if seen is None else int(seen)

    @property
    def errors(self) -> list[str]:
        return [str(error) for errors in self.form.errors.values() for error in errors]

    def _shown(self, field: str, stored: str) -> str:
        return str(self.form[field].value() or "") if self.form.is_bound else stored


class Sheet:
    """All criteria of a scorecard, as one form."""

    def __init__(self, scorecard: Scorecard, data: Mapping[str, Any] | None = None) -> None:
        self.scorecard = scorecard
        self.lines = [SheetLine(rating, data) for rating in scorecard.ratings.all()]

    def is_valid(self) -> bool:
        invalid = [line for line in self.lines if line.form.is_bound and not line.form.is_valid()]
        return not invalid

    @property
    def entries(self) -> list[Entry]:
        return [
            Entry(rating_pk=line.rating.pk, mark=line.form.mark, version=line.form.cleaned_data["version"])
            for line in self.lines
            if line.form.is_bound
        ]

    @property
    def open_lines(self) -> list[SheetLine]:
        return [line for line in self.lines if line.errors or line.conflict or line.gap]

    def mark_gaps(self, gaps: list[Rating]) -> None:
        said = {rating.pk: rating.gap for rating in gaps}
        for line in self.lines:
            line.gap = said.get(line.rating.pk, "")

    def mark_conflicts(self, stored: Iterable[Rating]) -> None:
        """Every criterion that was changed elsewhere since the page was made, not only the first."""
        now = {rating.pk: rating for rating in stored}
        for line in self.lines:
            rating = now[line.rating.pk]
            if line.form.is_bound and line.version != rating.version and line.form.mark != mark_of(rating):
                line.conflict = rating
