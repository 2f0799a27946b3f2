"""One criterion across a panel: who rated it how, how that reads, and what a debrief noted on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from accounts.models import User
from interviews import levelfit
from interviews.models import Criterion, DebriefNote, Rating
from interviews.reports.panels import PanelMember


@dataclass(frozen=True, kw_only=True)
class Given:
    """A rating, and whose it is. ``earlier`` is the wording it was given on, where another holds now."""

    by: PanelMember
    rating: Rating
    earlier: Criterion | None = None

    @property
    def beside(self) -> list[str]:
        """What a reader of the value has to know, in words."""
        said = [
            (self.rating.get_not_assessed_reason_display().lower(), self.rating.is_not_assessed),
            ("amended", self.is_amended),
            ("earlier wording", self.earlier is not None),
            ("had seen others before", self.by.had_seen_others),
            ("hiring manager", self.by.is_manager),
        ]
        return [words for words, holds in said if holds]

    @property
    def said_by(self) -> str:
        who = f"{self.by.interviewer}, {self.by.round_title}"
        manager = " · hiring manager" if self.by.is_manager else ""
        return who + manager + (" · had seen others before" if self.by.had_seen_others else "")

    @property
    def is_amended(self) -> bool:
        return bool(getattr(self.rating, "amended", ()))


@dataclass(frozen=True, kw_only=True)
class DebriefRow:
    """One criterion across the panel: a place a submitted card, None where the card does not rate it."""

    criterion: Criterion
    places: tuple[Given | None, ...]
    line: levelfit.Line
    note: DebriefNote | None = None
    earlier_notes: tuple[DebriefNote, ...] = ()  # on wordings that were replaced

    @property
    def reading(self) -> levelfit.Reading:
        return self.line.reading

    @property
    def cells(self) -> list[Rating | None]:
        return [one.rating if one else None for one in self.places]

    @cached_property
    def given(self) -> list[Given]:
        """Who said what, in the order of the places."""
        return [one for one in self.places if one]

    @property
    def ratings(self) -> list[tuple[User, Rating]]:
        return [(one.by.interviewer, one.rating) for one in self.given]

    @cached_property
    def size(self) -> int:
        """From the lowest value to the highest."""
        return max(self.line.values) - min(self.line.values) if self.line.values else 0

    @property
    def counted(self) -> str:
        """``2–4 · 3 raters``, ``all 3 · 2 raters`` or ``1 rater``; nothing where nobody could say."""
        if not self.line.raters:
            return ""
        raters = f"{self.line.raters} rater{'s' if self.line.raters > 1 else ''}"
        if len(self.line.values) == 1:
            return raters
        return f"{'' if self.size else 'all '}{self.line.range} · {raters}"

    @property
    def is_amended(self) -> bool:
        return any(one.is_amended for one in self.given)


def line_of(name: str, given: Iterable[Given]) -> levelfit.Line:
    """What was said of one thing, to be read; who did not assess it says nothing of it."""
    rated = [(one.rating.value, one.by.interviewer.pk) for one in given if one.rating.value is not None]
    return levelfit.Line(
        name=name, values=tuple(value for value, _ in rated), by=tuple(person for _, person in rated)
    )


def rows_of(
    criteria: Sequence[Criterion],
    columns: tuple[PanelMember, ...],
    ratings: Iterable[Rating],
    notes: Iterable[DebriefNote],
) -> list[DebriefRow]:
    """A row for each line of the level that no other has replaced, in the order of the plan.

    What was rated and noted on an earlier wording stands in the row of the one that holds now.
    """
    now = newest_wordings(criteria)
    found = {}
    for rating in sorted(ratings, key=lambda one: one.criterion_id):  # of two wordings the newer one
        found[now[rating.criterion_id].pk, rating.scorecard_id] = rating
    noted: dict[int, list[DebriefNote]] = {}
    for note in sorted(notes, key=lambda one: one.criterion_id):
        noted.setdefault(now[note.criterion_id].pk, []).append(note)
    heads = [one for one in criteria if now[one.pk] is one and not one.is_next_level]
    return [_row(one, columns, found, noted.get(one.pk, [])) for one in heads]


def newest_wordings(criteria: Iterable[Criterion]) -> dict[int, Criterion]:
    """For each criterion the one that says it now: itself, or what has replaced it in the end."""
    criteria = list(criteria)
    following = {one.replaces_id: one for one in criteria if one.replaces_id}

    def newest(one: Criterion) -> Criterion:
        while one.pk in following:
            one = following[one.pk]
        return one

    return {one.pk: newest(one) for one in criteria}


def _row(
    criterion: Criterion,
    columns: tuple[PanelMember, ...],
    found: Mapping[tuple[int, int], Rating],
    notes: list[DebriefNote],
) -> DebriefRow:
    def place(column: PanelMember) -> Given | None:
        if not (rating := found.get((criterion.pk, column.scorecard_pk))):
            return None
        earlier = rating.criterion if rating.criterion_id != criterion.pk else None
        return Given(by=column, rating=rating, earlier=earlier)

    places = tuple(place(column) for column in columns)
    earlier_notes = (note for note in notes if note.criterion_id != criterion.pk)
    return DebriefRow(
        criterion=criterion,
        places=places,
        line=line_of(criterion.name, filter(None, places)),
        note=next((note for note in notes if note.criterion_id == criterion.pk), None),
        earlier_notes=tuple(note for note in earlier_notes if note.says_something),
    )
