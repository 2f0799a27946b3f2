"""What the page of an application shows of its panel and its evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import F, QuerySet

from accounts.models import User
from accounts.prepared import Prepared
from interviews import levelfit
from interviews.levelfit import Reading
from interviews.models import (
    Amendment,
    Application,
    Criterion,
    DebriefNote,
    FirstSight,
    Rating,
    Round,
    Scorecard,
)
from interviews.models.candidates import may_see_all_applications
from interviews.reports.panels import PanelMember, Standing, panel_of, standing_of
from interviews.reports.spreads import DebriefRow, rows_of


class Assessing(NamedTuple):
    """A round of the plan that assesses a criterion."""

    pk: int
    title: str


@dataclass(frozen=True, kw_only=True)
class Uncovered:
    """A must-have that nobody has assessed, and where that can still be done.

    ``to_come`` are those whose cards are out, ``to_arrange`` rounds that nobody holds yet, ``held`` rounds
    in which everybody has had their turn.
    """

    row: DebriefRow
    to_come: tuple[PanelMember, ...]
    to_arrange: tuple[Assessing, ...]
    held: tuple[Assessing, ...]


@dataclass(frozen=True, kw_only=True)
class Debrief:
    """What a person may read of an application. While the evidence is closed, only who has submitted.

    ``rows`` are the plan's must-haves, ``others`` what was added by hand, ``retired`` what was rated here
    and is in the plan no more. ``columns`` are the submitted cards, the hiring managers' own ones last.
    """

    standing: Standing
    panel: tuple[PanelMember, ...]
    columns: tuple[PanelMember, ...] = ()
    rows: tuple[DebriefRow, ...] = ()
    others: tuple[DebriefRow, ...] = ()
    retired: tuple[DebriefRow, ...] = ()
    uncovered: tuple[Uncovered, ...] = ()
    next_level: tuple[Rating, ...] = ()  # what was said of the level above, for ``fits``
    fit: levelfit.LevelFit | None = None

    @property
    def all_rows(self) -> tuple[DebriefRow, ...]:
        """Must-haves first, those that need talk before the rest; then what counts for no level."""
        return self.rows + self.others + self.retired

    @cached_property
    def splits(self) -> tuple[DebriefRow, ...]:
        return self._read_as(Reading.SPLIT)

    @cached_property
    def below_the_line(self) -> tuple[DebriefRow, ...]:
        return self._read_as(Reading.NOT_YET)

    @cached_property
    def met(self) -> tuple[DebriefRow, ...]:
        return self._read_as(Reading.MET)

    @property
    def is_all_met(self) -> bool:
        """Then nothing stands before what is folded otherwise."""
        return len(self.met) == len(self.rows)

    @property
    def is_closed(self) -> bool:
        return not self.standing.may_read_evidence

    @property
    def submitted_count(self) -> int:
        return sum(member.is_submitted for member in self.panel)

    @property
    def still_out(self) -> int:
        return sum(member.is_out for member in self.panel)

    @property
    def expected_count(self) -> int:
        """Who took themselves out is not waited for."""
        return self.submitted_count + self.still_out

    @property
    def is_amended(self) -> bool:
        return any(row.is_amended for row in self.all_rows)

    @property
    def has_managers_view(self) -> bool:
        return any(column.is_manager for column in self.columns)

    @property
    def gaps(self) -> list[str]:
        """What a decision taken now would rest on without, in words."""
        unread = [one.row.criterion.name for one in self.uncovered]
        out = (
            [f"{self.still_out} of {self.expected_count} scorecards are still out"] if self.still_out else []
        )
        return out + ([f"nobody has assessed {', '.join(unread)}"] if unread else [])

    def _read_as(self, reading: Reading) -> tuple[DebriefRow, ...]:
        return tuple(row for row in self.rows if row.reading == reading)


def application_for(user: User, pk: int) -> Application | None:
    """With its case, in one query; None to strangers."""
    found = _any_case(pk) if may_see_all_applications(user) else _own_case(pk, user.pk)
    return next(iter(found), None)


@Prepared
def _any_case(pk: int) -> QuerySet[Application]:
    return Application.objects.filter(pk=pk).with_case()


@Prepared
def _own_case(pk: int, person: int) -> QuerySet[Application]:
    return Application.objects.filter(pk=pk).taken_part_in_by(person).with_case()


def debrief(application: Application, user: User) -> Debrief:
    """The panel, and the submitted ratings if ``Application.objects.evidence_open_to`` the person."""
    standing = standing_of(application, user)
    panel = panel_of(application, user, standing)
    if not standing.may_read_evidence:
        return Debrief(standing=standing, panel=panel)
    columns = tuple(sorted((one for one in panel if one.is_submitted), key=lambda one: one.is_manager))
    criteria = _criteria(application.opening_id)
    ratings = _ratings(application, columns, criteria)
    rows = rows_of(criteria, columns, ratings, _notes(application.pk))
    current = [row for row in rows if row.criterion.retired_in is None]
    must_haves = sorted((row for row in current if row.criterion.is_must_have), key=_by_need_of_talk)
    unread = [row for row in must_haves if row.reading == Reading.NOT_ASSESSED]
    return Debrief(
        standing=standing,
        panel=panel,
        columns=columns,
        rows=tuple(must_haves),
        others=tuple(row for row in current if not row.criterion.is_must_have),
        retired=tuple(row for row in rows if row.criterion.retired_in and row.given),
        uncovered=_uncovered(unread, application, panel),
        next_level=tuple(one for one in ratings if one.criterion.is_next_level and one.has_entry),
        fit=levelfit.level_fit(row.line for row in must_haves),
    )


def note_first_sight(application: Application, user: User, shown: Debrief) -> None:
    """Keep when a person first saw others' ratings of an application; once."""
    sees_others = any(member.interviewer.pk != user.pk for member in shown.columns)
    if sees_others and not shown.standing.has_seen_others:
        FirstSight.objects.bulk_create(
            [FirstSight(application=application, person=user)], ignore_conflicts=True
        )


def _by_need_of_talk(row: DebriefRow) -> tuple[int, int]:
    """Unassessed, split, not yet, met; of splits the largest first, else as in the plan."""
    return levelfit.ORDER[row.reading], -row.size if row.reading == Reading.SPLIT else 0


def _ratings(
    application: Application, columns: Iterable[PanelMember], criteria: Iterable[Criterion]
) -> list[Any]:
    """Of submitted cards, whose evidence is open: with ``amended``, their amendments, in two queries."""
    submitted = {one.scorecard_pk for one in columns}
    ratings = [one for one in _given(application.pk) if one.scorecard_id in submitted]
    amended: dict[int, list[Amendment]] = defaultdict(list)
    for amendment in _amendments(application.pk):
        amended[amendment.rating_id].append(amendment)
    known = {one.pk: one for one in criteria}
    for rating in ratings:
        rating.criterion = known[rating.criterion_id]
        rating.amended = amended[rating.pk]
    return ratings


@Prepared
def _criteria(opening: int) -> QuerySet[Criterion]:
    return Criterion.objects.filter(opening=opening)


@Prepared
def _given(application: int) -> QuerySet[Any]:
    cards = Scorecard.objects.submitted().filter(interview__application=application)
    return Rating.objects.filter(scorecard__in=cards.values("pk"))


@Prepared
def _amendments(application: int) -> QuerySet[Amendment]:
    return Amendment.objects.filter(rating__scorecard__interview__application=application)


@Prepared
def _notes(application: int) -> QuerySet[DebriefNote]:
    return DebriefNote.objects.filter(application=application).select_related("by")


def _uncovered(
    unread: Sequence[DebriefRow], application: Application, panel: Sequence[PanelMember]
) -> tuple[Uncovered, ...]:
    """In one query, or in none."""
    if not unread:
        return ()
    planned: dict[int, list[Assessing]] = {}
    for one in _planned(application.opening_id):
        planned.setdefault(one.criterion_pk, []).append(Assessing(one.pk, one.title))
    out = [one for one in panel if one.is_out]
    taken = {one.round_pk for one in panel if one.is_out or one.is_submitted}
    waiting = {one.round_pk for one in out}

    def uncovered(row: DebriefRow) -> Uncovered:
        rounds = planned.get(row.criterion.pk, [])
        pks = {one.pk for one in rounds}
        return Uncovered(
            row=row,
            to_come=tuple(one for one in out if one.round_pk in pks),
            to_arrange=tuple(one for one in rounds if one.pk not in taken),
            held=tuple(one for one in rounds if one.pk in taken - waiting),
        )

    return tuple(uncovered(row) for row in unread)


@Prepared
def _planned(opening: int) -> QuerySet[Any]:
    """A row for each criterion of each round."""
    return Round.objects.current().filter(opening=opening).annotate(criterion_pk=F("criteria"))
