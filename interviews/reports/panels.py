"""Who meets an applicant, and whose scorecard is in: nothing of what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from accounts.prepared import Prepared
from interviews.models import Application, FirstSight, Opening, Round, Scorecard


@dataclass(frozen=True, kw_only=True)
class PanelMember:
    """Who has a card for which round, and whether it is in. Nothing of what it says.

    ``recusal_reason`` and ``had_seen_others`` are there for those who may read them.
    """

    scorecard_pk: int
    interviewer: User
    round_pk: int
    round_title: str
    submitted_at: datetime | None
    recused_at: datetime | None
    was_reopened: bool
    is_cancelled: bool = False
    is_manager: bool = False  # of the opening: their own view is read last
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
class Standing:
    """What a person is to an application."""

    is_manager: bool
    is_on_panel: bool
    may_read_evidence: bool
    has_seen_others: bool


def standing_of(application: Application, user: User) -> Standing:
    """In one query."""
    (found,) = _standing(application.pk, application.opening_id, user.pk)
    return Standing(
        is_manager=found.is_manager,
        is_on_panel=found.is_on_panel,
        may_read_evidence=found.may_read_evidence,
        has_seen_others=found.has_seen_others,
    )


@Prepared
def _standing(application: int, opening: int, person: int) -> QuerySet[Any]:
    managed = Opening.objects.filter(pk=opening, managers=person)
    open_to_them = Application.objects.evidence_open_to(person).filter(pk=application)
    own = Scorecard.objects.for_interviewer(person).filter(interview__application=application)
    seen = FirstSight.objects.filter(application=application, person=person)
    asked = Application.objects.filter(pk=application).only("pk")
    return asked.annotate(
        is_manager=Exists(managed),
        is_on_panel=Exists(own),
        may_read_evidence=Exists(open_to_them),
        has_seen_others=Exists(seen),
    )


def panel_of(application: Application, user: User, standing: Standing) -> tuple[PanelMember, ...]:
    """In the order of the rounds, in one query."""
    cards = _cards(application.pk, application.opening_id)
    return tuple(_member(card, user, standing) for card in cards)


@Prepared
def _cards(application: int, opening: int) -> QuerySet[Any]:
    managers = Opening.managers.through.objects.filter(opening=opening, user=OuterRef("interviewer"))
    return (
        Scorecard.objects.filter(interview__application=application)
        .select_related("interviewer", "interview__round")
        .with_sight()
        .with_reopening()
        .annotate(is_managers=Exists(managers))
        .order_by("interview__round__position", "pk")
    )


def rounds_of(application: Application) -> list[Any]:
    """Those of the plan or held with an application, and when and where that is, in one query."""
    return _rounds(application.opening_id, application.pk)


@Prepared
def _rounds(opening: int, application: int) -> QuerySet[Any]:
    return Round.objects.filter(opening=opening).with_interview_of(application)


def _member(card: Any, user: User, standing: Standing) -> PanelMember:
    """Why somebody is out may say something of the candidate, so managers wait for it as for ratings."""
    manages = standing.is_manager and standing.may_read_evidence
    may_read_reason = manages or card.interviewer_id == user.pk
    return PanelMember(
        scorecard_pk=card.pk,
        interviewer=card.interviewer,
        round_pk=card.interview.round_id,
        round_title=card.interview.round.title,
        submitted_at=card.submitted_at,
        recused_at=card.recused_at,
        was_reopened=card.was_reopened,
        is_cancelled=card.interview.is_cancelled,
        is_manager=card.is_managers,
        recusal_reason=card.recusal_reason if may_read_reason else "",
        had_seen_others=standing.may_read_evidence and card.is_submitted and card.had_seen_others,
    )
