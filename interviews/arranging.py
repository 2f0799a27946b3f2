"""Act: candidates, their applications, and the interviews that are held with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.choices import Verb
from accounts.models import Event, User, digest_of
from interviews import dealing, mailing
from interviews.choices import MailKind
from interviews.models import (
    AlreadyDecided,
    Application,
    Candidate,
    Interview,
    Opening,
    Round,
)

MOVES = ("starts_at", "minutes", "time_zone", "place")


@dataclass(frozen=True, kw_only=True)
class State:
    """What calendars and panels hang on. ``told`` are those who have the interview in their calendar:
    everybody on the panel who has not taken themselves out, once it has a time and until it is cancelled."""

    place: tuple[Any, ...]
    is_cancelled: bool
    panel: frozenset[int]
    told: frozenset[int]

    @property
    def mark(self) -> str:
        """Changes with everything that is arranged."""
        said = [*map(str, self.place), self.is_cancelled, sorted(self.panel)]
        return digest_of(said)[:16]


class InterviewChanged(Exception):
    """An interview was arranged anew by somebody else meanwhile."""


class AlreadyInSearch(Exception):
    """A candidate was about to be added twice to one opening."""


class AlreadyCancelled(Exception):
    """A cancelled interview was about to be cancelled."""


class TimeTakenBack(Exception):
    """An interview that people have in their calendars was about to have no time any more."""


class RoundGone(Exception):
    """A round was about to be arranged that the plan has no more."""


class ScorecardBegun(Exception):
    """An interviewer whose scorecard has entries was about to be taken off an interview."""


@transaction.atomic
def register(opening: Opening, *, name: str, email: str = "") -> Application:
    """A candidate in an opening: a new one with the next code, or the one who has this email already."""
    candidate = Candidate.objects.filter(email__iexact=email).first() if email else None
    if candidate and candidate.applications.filter(opening=opening).exists():
        raise AlreadyInSearch(f"{candidate.code} has this email address and is in this opening already.")
    if candidate is None:
        number = Candidate.objects.all().next_number()
        candidate = Candidate.objects.create(number=number, name=name, email=email)
    return Application.objects.create(candidate=candidate, opening=opening)


@transaction.atomic
def arrange(
    application: Application,
    round_: Round,
    *,
    interviewers: Iterable[User],
    by: User | None = None,
    starts_at: datetime | None = None,
    minutes: int | None = None,
    time_zone: str = "",
    place: str = "",
    seen: str | None = None,
) -> Interview:
    """Arrange a round with an application, or arrange it anew; every interviewer has a scorecard for it.

    Whose calendar has to change gets a mail. The zone is the one that the time was said in; ``seen`` is the
    ``mark`` of what this is to replace. Raises AlreadyDecided, RoundGone, InterviewChanged,
    TimeTakenBack, and ScorecardBegun for an interviewer who cannot be taken off.
    """
    Opening.objects.locked().get(pk=application.opening_id)  # nobody takes the round away meanwhile
    if _locked(application.pk).is_decided:
        raise AlreadyDecided("This application is decided: no further interviews are arranged.")
    if not application.opening.rounds.with_interview_of(application.pk).filter(pk=round_.pk).exists():
        raise RoundGone("This round is not part of the plan any more.")
    interview, is_new = Interview.objects.get_or_create(application=application, round=round_)
    before = state(interview)
    if seen is not None and seen != ("" if is_new else before.mark):
        raise InterviewChanged("Somebody else has arranged this interview meanwhile.")
    if before.told and starts_at is None:
        raise TimeTakenBack("This interview has a time. Cancel it to take the time back.")
    interview.starts_at, interview.time_zone, interview.place = starts_at, time_zone, place
    # Said in the calendars of others, it does not change with the plan any more.
    interview.minutes = minutes or (round_.minutes if starts_at else None)
    interview.cancelled_at, interview.cancel_reason = None, ""
    interview.save(update_fields=[*MOVES, "cancelled_at", "cancel_reason"])
    assign(interview, interviewers)
    if is_new or before != state(interview):
        _tell(interview, before)
        Event.objects.record(Verb.ARRANGED, interview, by=by)
    return interview


@transaction.atomic
def cancel(interview_pk: int, *, by: User, reason: str) -> None:
    """Call an interview off: nobody's scorecard is due, what was entered stays, calendars are told.

    It may be called off after the decision too. Raises AlreadyCancelled.
    """
    _locked(Interview.objects.values_list("application", flat=True).get(pk=interview_pk))
    interview = Interview.objects.select_related("round").get(pk=interview_pk)
    if interview.is_cancelled:
        raise AlreadyCancelled("This interview is cancelled already.")
    before = state(interview)
    interview.cancelled_at, interview.cancel_reason = timezone.now(), reason
    interview.save(update_fields=["cancelled_at", "cancel_reason"])
    _tell(interview, before)
    Event.objects.record(Verb.CANCELLED, interview, by=by)


def state(interview: Interview) -> State:
    """In one query."""
    cards = list(interview.scorecards.values_list("interviewer", "recused_at"))
    takes_part = frozenset(person for person, recused_at in cards if recused_at is None)
    return State(
        place=tuple(getattr(interview, name) for name in MOVES),
        is_cancelled=interview.is_cancelled,
        panel=frozenset(person for person, _ in cards),
        told=takes_part if interview.is_live else frozenset(),
    )


def _locked(application_pk: int) -> Application:
    return Application.objects.select_for_update(of=("self",)).get(pk=application_pk)


def _tell(interview: Interview, before: State) -> None:
    """Mails to those who come, who go and, if it has moved, who stay; each time with a higher sequence."""
    after = state(interview)
    told = {
        MailKind.INVITATION: after.told - before.told,
        MailKind.CHANGE: after.told & before.told if after.place != before.place else frozenset(),
        MailKind.CANCELLATION: before.told - after.told,
    }
    if any(told.values()):
        interview.sequence += 1
        interview.save(update_fields=["sequence"])
        mailing.post(mail for kind in told for mail in mailing.about(interview, kind, sorted(told[kind])))


@transaction.atomic
def assign(interview: Interview, interviewers: Iterable[User]) -> None:
    """Exactly these people interview. A card with entries is never taken away."""
    # Cards are given out by a plan that is not just being changed.
    Opening.objects.locked().get(rounds=interview.round_id)
    wanted = {person.pk: person for person in interviewers}
    for card in interview.scorecards.select_for_update():
        if card.interviewer_id in wanted:
            del wanted[card.interviewer_id]
        elif card.is_locked or card.has_entries:
            raise ScorecardBegun(
                f"{card.interviewer} has begun to score and cannot be taken off this interview."
            )
        else:
            card.delete()
    for person in wanted.values():
        dealing.deal(interview, person)
