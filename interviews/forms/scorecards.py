"""What an interviewer enters, one thing at a time or a whole sheet of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django import forms
from django.utils import timezone

from accounts.links import link_to
from interviews.choices import VALUES_THAT_MEET, Anchor, NotAssessedReason, RatingValue
from interviews.models import Rating, Scorecard
from interviews.scoring import Entry, Evidence, Handover, Mark, mark_of

NOT_ASSESSED = "na"
LONGEST_TEXT = 10_000
KEY = re.compile(r"^[0-9a-f]{1,64}\Z")
LINE = re.compile(r"([1-9][0-9]{0,17})-(?:evidence-)?version")


class Slot(forms.Form):
    """Something that is saved on its own: with the version that was seen, and a key for this one entry."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    key = forms.RegexField(KEY, required=False)


class RatingForm(Slot):
    """A value on the scale or *not assessed* with a reason. All may be missing: a draft may be anything."""

    value = forms.ChoiceField(
        choices=[*RatingValue.choices, (NOT_ASSESSED, "Not assessed")],
        required=False,
        error_messages={"invalid_choice": "Choose 1 to 4, or not assessed."},
    )
    reason = forms.ChoiceField(choices=NotAssessedReason, required=False)

    @property
    def mark(self) -> Mark:
        said = self.cleaned_data
        chosen = said["value"]
        return Mark(
            value=int(chosen) if chosen not in ("", NOT_ASSESSED) else None,
            is_not_assessed=chosen == NOT_ASSESSED,
            not_assessed_reason=said["reason"] if chosen == NOT_ASSESSED else "",
        )


class TextField(forms.CharField):
    """Several lines, each of which ends in one character however it was sent."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")


class TextForm(Slot):
    """Evidence, or the note for the next interviewer."""

    text = TextField(required=False, max_length=LONGEST_TEXT)


class SheetText:
    """A text on the page: what is stored, or what was just posted and could not be."""

    def __init__(self, stored: str, version: int, data: Mapping[str, Any] | None, prefix: str) -> None:
        self.stored, self.stored_version = stored, version
        self.data, self.prefix = data, prefix
        self.is_posted = _is_posted(data, prefix)
        self.conflict: str | None = None

    @cached_property
    def form(self) -> TextForm:
        """Made for what was posted only: most pages are looked at."""
        return TextForm(self.data if self.is_posted else None, prefix=self.prefix)

    @property
    def text(self) -> str:
        return str(self.form["text"].value() or "") if self.is_posted else self.stored

    @property
    def version(self) -> int:
        return _seen(self.form, self.stored_version) if self.is_posted else self.stored_version

    def mark_conflict(self, now: str, version: int) -> None:
        """Shown once; saving again then keeps what is on the page."""
        if self.is_posted and self.version != version and self.form.cleaned_data["text"] != now:
            self.conflict, self.stored_version = now, version


def _is_posted(data: Mapping[str, Any] | None, prefix: str) -> bool:
    """A page that is older than a criterion says nothing of it."""
    return data is not None and f"{prefix}-version" in data


def _seen(form: Slot, stored: int) -> int:
    """What the page goes on from. After a refusal that is what it had, or the next save would
    write over a change that its author has not been told of."""
    seen = getattr(form, "cleaned_data", {}).get("version")
    return stored if seen is None else int(seen)


class Choice(NamedTuple):
    """A value that can be chosen; ``key`` tells it from those of other criteria."""

    value: int
    anchor: Anchor
    key: str
    is_chosen: bool


class SheetLine:
    """A criterion on the page: what is stored, or what was just posted and could not be."""

    def __init__(self, rating: Rating, data: Mapping[str, Any] | None = None) -> None:
        self.rating = rating
        self.criterion = rating.criterion
        self.data, self.prefix = data, str(rating.pk)
        self.is_posted = _is_posted(data, self.prefix)
        self.note = SheetText(rating.evidence, rating.evidence_version, data, f"{self.prefix}-evidence")
        self.conflict: Rating | None = None
        self.gap = ""
        self.next_level: list[SheetLine] = []

    @cached_property
    def form(self) -> RatingForm:
        """Made for what was posted only: most pages are looked at."""
        return RatingForm(self.data if self.is_posted else None, prefix=self.prefix)

    @property
    def rating_address(self) -> str:
        return link_to("interviews:rating_set", self.rating.scorecard_id, self.rating.pk)

    @property
    def evidence_address(self) -> str:
        return link_to("interviews:evidence_set", self.rating.scorecard_id, self.rating.pk)

    @property
    def reaches_the_level(self) -> bool:
        """Whether what is chosen on the page is a 3 or 4."""
        return self.choice in map(str, VALUES_THAT_MEET)

    @property
    def saved_at(self) -> str:
        """The time of day, or nothing."""
        moment = self.rating.saved_at
        return f"{timezone.localtime(moment):%H:%M}" if moment else ""

    @property
    def has_entry(self) -> bool:
        return bool(self.choice or self.evidence)

    @property
    def choice(self) -> str:
        return self._shown("value", self.rating.choice)

    @property
    def reason(self) -> str:
        return self._shown("reason", self.rating.not_assessed_reason)

    @property
    def evidence(self) -> str:
        return self.note.text

    @property
    def version(self) -> int:
        if self.conflict:
            return self.conflict.version
        return _seen(self.form, self.rating.version) if self.is_posted else self.rating.version

    @property
    def evidence_version(self) -> int:
        return self.note.stored_version if self.note.conflict is not None else self.note.version

    @cached_property
    def anchors(self) -> list[Anchor]:
        return self.criterion.scale

    @property
    def choices(self) -> list[Choice]:
        """The scale as it is on the page."""
        chosen = self.choice
        return [
            Choice(anchor.value, anchor, f"{self.prefix}-{anchor.value}", str(anchor.value) == chosen)
            for anchor in self.anchors
        ]

    @property
    def errors(self) -> list[str]:
        forms_ = self._posted
        return [str(error) for form in forms_ for errors in form.errors.values() for error in errors]

    @property
    def _posted(self) -> list[Slot]:
        return [one.form for one in (self, self.note) if one.is_posted]

    @property
    def is_open(self) -> bool:
        return bool(self.errors or self.conflict or self.note.conflict is not None or self.gap)

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self._posted)

    @property
    def entries(self) -> list[Entry]:
        found = []
        if self.is_posted:
            found.append(self._entry(self.form.mark, self.form))
        if self.note.is_posted:
            found.append(self._entry(Evidence(evidence=self.note.form.cleaned_data["text"]), self.note.form))
        return found

    def _entry(self, said: Mark | Evidence, form: Slot) -> Entry:
        return Entry(said=said, version=form.cleaned_data["version"], rating_pk=self.rating.pk)

    def _shown(self, field: str, stored: str) -> str:
        return str(self.form[field].value() or "") if self.is_posted else stored


@dataclass(frozen=True, kw_only=True)
class Unplaced:
    """What was typed for a criterion that the plan has taken off the card since the page was made."""

    rating_pk: int
    name: str
    value: str
    evidence: str

    @property
    def entry(self) -> Entry:
        """Never stored: it has the sheet refused."""
        return Entry(said=Evidence(evidence=self.evidence or self.value), version=0, rating_pk=self.rating_pk)


def _unplaced(data: Mapping[str, Any], placed: set[int]) -> Iterator[Unplaced]:
    numbers = dict.fromkeys(int(found[1]) for field in data if (found := LINE.fullmatch(field)))
    for pk in numbers:
        value, evidence = data.get(f"{pk}-value", ""), data.get(f"{pk}-evidence-text", "")
        if pk not in placed and (value or evidence.strip()):
            said = _in_words(value, data.get(f"{pk}-reason", ""))
            yield Unplaced(rating_pk=pk, name=data.get(f"{pk}-name", ""), value=said, evidence=evidence)


def _in_words(value: str, reason: str) -> str:
    if value != NOT_ASSESSED:
        return value
    why = dict(NotAssessedReason.choices).get(reason, "")
    return f"Not assessed: {why}" if why else "Not assessed"


def _with_next_level(lines: list[SheetLine]) -> list[SheetLine]:
    """Those of the level, each with those of the next level beneath it.

    The plan may have hung one beneath a newer wording, which this card has not: it stays where it stands.
    """
    of_the_level: dict[int, SheetLine] = {}
    for line in lines:
        if not line.criterion.is_next_level:
            of_the_level[line.criterion.pk] = line
        elif of_the_level:
            last = next(reversed(of_the_level.values()))
            of_the_level.get(line.criterion.beneath_id or 0, last).next_level.append(line)
    return list(of_the_level.values())


class Sheet:
    """All that is entered on a scorecard, as one form."""

    def __init__(
        self, scorecard: Scorecard, ratings: Iterable[Rating], data: Mapping[str, Any] | None = None
    ) -> None:
        self.all_lines = [SheetLine(rating, data) for rating in ratings]
        self.lines = _with_next_level(self.all_lines)
        self.handover = SheetText(scorecard.handover, scorecard.handover_version, data, "handover")
        self.unplaced = list(_unplaced(data or {}, {line.rating.pk for line in self.all_lines}))

    def is_valid(self) -> bool:
        invalid = [line for line in self.all_lines if not line.is_valid()]
        return not invalid and (not self.handover.is_posted or self.handover.form.is_valid())

    @property
    def entries(self) -> list[Entry]:
        found = [entry for line in self.all_lines for entry in line.entries]
        found += [one.entry for one in self.unplaced]
        if self.handover.is_posted:
            said = self.handover.form.cleaned_data
            found.append(Entry(said=Handover(handover=said["text"]), version=said["version"]))
        return found

    @property
    def open_lines(self) -> list[SheetLine]:
        return [line for line in self.all_lines if line.is_open]

    def mark_gaps(self, gaps: list[Rating]) -> None:
        said = {rating.pk: rating.gap for rating in gaps}
        for line in self.all_lines:
            line.gap = said.get(line.rating.pk, "")

    def mark_conflicts(self, stored: Scorecard, ratings: Iterable[Rating]) -> None:
        """Everything that was changed elsewhere since the page was made, not only the first."""
        now = {rating.pk: rating for rating in ratings}
        for line in self.all_lines:
            rating = now[line.rating.pk]
            if line.is_posted and line.version != rating.version and line.form.mark != mark_of(rating):
                line.conflict = rating
            line.note.mark_conflict(rating.evidence, rating.evidence_version)
        self.handover.mark_conflict(stored.handover, stored.handover_version)
