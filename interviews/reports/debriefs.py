"""What the page of an application shows of its panel and its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists

from accounts.models import User
from interviews import levelfit
from interviews.models import Application, Criterion, FirstSight, Opening, Rating, Scorecard


@dataclass(frozen=True, kw_only=True)
class PanelMember:
    """Who has a card for which round, and whether it is in. Nothing of what it says.

    ``recusal_reason`` and ``had_seen_others`` are there for those who may read them.
    """

    scorecard_pk: int
    interviewer: User
    round_title: str
    submitted_at: datetime | None
    recused_at: datetime | None
    was_reopened: bool
    is_cancelled: bool = False
    recusal_reason: str = ""
    had_seen_others: bool = False

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None

    @property
    def is_recused(self) -> bool:
        return self.recused_at is not None

    @property
    def is_out(self) -> bool:
        """To come in yet. What was called off is not waited for."""
        return not (self.is_submitted or self.is_recused or self.is_cancelled)


@dataclass(frozen=True, kw_only=True)
class DebriefRow:
    """One criterion across the panel: a cell a submitted card, None where the card does not rate it."""

    criterion: Criterion
    cells: tuple[Rating | None, ...]
    raters: tuple[User, ...]
    line: levelfit.Line

    @property
    def reading(self) -> levelfit.Reading:
        return self.line.reading

    @property
    def ratings(self) -> list[tuple[User, Rating]]:
        """Who said what, in the order of the columns."""
        return [(rater, cell) for rater, cell in zip(self.raters, self.cells, strict=True) if cell]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a person is to an application."""

    is_manager: bool
    is_on_panel: bool
    may_read_evidence: bool
    has_seen_others: bool


@dataclass(frozen=True, kw_only=True)
class Debrief:
    """What a person may read of an application. While the evidence is closed, only who has submitted."""

    standing: Standing
    panel: tuple[PanelMember, ...]
    columns: tuple[PanelMember, ...] = ()
    rows: tuple[DebriefRow, ...] = ()
    others: tuple[DebriefRow, ...] = ()
    fit: levelfit.LevelFit | None = None

    @property
    def all_rows(self) -> tuple[DebriefRow, ...]:
        """Must-haves first, those that need talk before the rest; then what was added by hand."""
        return self.rows + self.others

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
        return any(cell.amendments.all() for row in self.all_rows for _, cell in row.ratings)

    @property
    def gaps(self) -> list[str]:
        """What a decision taken now would rest on without, in words."""
        unread = [row.criterion.name for row in self.rows if row.reading == levelfit.Reading.NOT_ASSESSED]
        out = (
            [f"{self.still_out} of {self.expected_count} scorecards are still out"] if self.still_out else []
        )
        return out + ([f"nobody has assessed {', '.join(unread)}"] if unread else [])


def debrief(application: Application, user: User) -> Debrief:
    """The panel, and the ratings that ``Scorecard.objects.readable_by`` opens to this person."""
    standing = _standing(application, user)
    cards = list(
        Scorecard.objects.filter(interview__application=application)
        .select_related("interviewer", "interview__round")
        .with_sight()
        .with_reopening()
        .order_by("interview__round__position", "pk")
    )
    panel = tuple(_member(card, user, standing) for card in cards)
    if not standing.may_read_evidence:
        return Debrief(standing=standing, panel=panel)
    readable = Scorecard.objects.filter(interview__application=application).submitted().readable_by(user)
    ratings = list(
        Rating.objects.filter(scorecard__in=readable)
        .select_related("criterion")
        .prefetch_related("amendments")
    )
    columns = tuple(member for member in panel if member.is_submitted)
    rows = _rows(list(application.opening.criteria.all()), columns, ratings)
    must_haves = [row for row in rows if row.criterion.is_must_have]
    return Debrief(
        standing=standing,
        panel=panel,
        columns=columns,
        rows=tuple(sorted(must_haves, key=lambda row: levelfit.ORDER[row.reading])),
        others=tuple(row for row in rows if not row.criterion.is_must_have),
        fit=levelfit.level_fit(row.line for row in must_haves),
    )


def note_first_sight(application: Application, user: User, shown: Debrief) -> None:
    """Keep when a person first saw others' ratings of an application; once."""
    sees_others = any(member.interviewer.pk != user.pk for member in shown.columns)
    if sees_others and not shown.standing.has_seen_others:
        FirstSight.objects.bulk_create(
            [FirstSight(application=application, person=user)], ignore_conflicts=True
        )


def _standing(application: Application, user: User) -> Standing:
    """In one query."""
    managed = Opening.objects.filter(pk=application.opening_id, managers=user)
    open_to_them = Application.objects.evidence_open_to(user).filter(pk=application.pk)
    own = Scorecard.objects.for_interviewer(user).filter(interview__application=application)
    seen = FirstSight.objects.filter(application=application, person=user)
    answers = Application.objects.filter(pk=application.pk).annotate(
        is_manager=Exists(managed),
        is_on_panel=Exists(own),
        may_read_evidence=Exists(open_to_them),
        has_seen_others=Exists(seen),
    )
    fields = ("is_manager", "is_on_panel", "may_read_evidence", "has_seen_others")
    return Standing(**answers.values(*fields).get())


def _member(card: Scorecard, user: User, standing: Standing) -> PanelMember:
    """Why somebody is out may say something of the candidate, so managers wait for it as for ratings."""
    loaded: Any = card
    manages = standing.is_manager and standing.may_read_evidence
    may_read_reason = manages or card.interviewer_id == user.pk
    return PanelMember(
        scorecard_pk=card.pk,
        interviewer=card.interviewer,
        round_title=card.interview.round.title,
        submitted_at=card.submitted_at,
        recused_at=card.recused_at,
        was_reopened=loaded.was_reopened,
        is_cancelled=card.interview.is_cancelled,
        recusal_reason=card.recusal_reason if may_read_reason else "",
        had_seen_others=standing.may_read_evidence and card.is_submitted and loaded.had_seen_others,
    )


def _rows(
    criteria: list[Criterion], columns: tuple[PanelMember, ...], ratings: list[Rating]
) -> list[DebriefRow]:
    found = {(rating.criterion_id, rating.scorecard_id): rating for rating in ratings}
    rows = []
    for criterion in criteria:
        cells = tuple(found.get((criterion.pk, column.scorecard_pk)) for column in columns)
        values = tuple(cell.value for cell in cells if cell and cell.value is not None)
        line = levelfit.Line(name=criterion.name, values=values)
        raters = tuple(column.interviewer for column in columns)
        rows.append(DebriefRow(criterion=criterion, cells=cells, raters=raters, line=line))
    return rows
