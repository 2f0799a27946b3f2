"""Who is in two interviews at a time. It is shown and never forbidden."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from interviews import clocks
from interviews.models import Application, Interview, Scorecard
from interviews.models.panels import end_of


@dataclass(frozen=True, kw_only=True)
class Slot:
    """When an interview is to be, and of whom; ``people`` are keys and names of interviewers."""

    interview_pk: int | None
    candidate_pk: int
    starts_at: datetime
    minutes: int
    people: dict[int, str]

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, kw_only=True)
class Clash:
    """Somebody is in another interview then: ``person``, or the candidate where it is empty.

    Of the other interview it says no more than the candidate's code: those who arrange here may not know
    who applies elsewhere.
    """

    interview_pk: int | None
    person: str
    code: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str

    @property
    def hours(self) -> str:
        """``Sun 15 Jan 2130, 23:00 to 23:45 (Asia/Tokyo)``"""
        begins, zone = clocks.there(self.starts_at, self.time_zone)
        ends, _ = clocks.there(self.ends_at, self.time_zone)
        return f"{date_format(begins, 'D j M Y, H:i')} to {date_format(ends, 'H:i')} ({zone})"


def clashes_of(application: Application) -> dict[int | None, list[Clash]]:
    """By interview, all that is still to be held of an application; in two queries, or in one."""
    cards = (
        Scorecard.objects.filter(
            interview__application=application,
            interview__starts_at__isnull=False,
            interview__cancelled_at__isnull=True,
            recused_at__isnull=True,
        )
        .select_related("interview__round", "interviewer")
        .order_by("pk")
    )
    slots: dict[int, Slot] = {}
    now = timezone.now()
    for card in cards:
        one = card.interview
        if one.starts_at and one.ends_at and one.ends_at > now:
            slot = Slot(
                interview_pk=one.pk,
                candidate_pk=application.candidate_id,
                starts_at=one.starts_at,
                minutes=one.length,
                people={},
            )
            slots.setdefault(one.pk, slot).people[card.interviewer_id] = str(card.interviewer)
    found: dict[int | None, list[Clash]] = {}
    for clash in clashes(slots.values()):
        found.setdefault(clash.interview_pk, []).append(clash)
    return found


def clashes(slots: Iterable[Slot]) -> list[Clash]:
    """In one query, by time; none where there is no slot."""
    wanted = list(slots)
    everybody = {pk for slot in wanted for pk in slot.people}
    candidates = {slot.candidate_pk for slot in wanted}
    known = Interview.objects.order_by().values("pk")
    held = known.filter(scorecards__interviewer__in=everybody, scorecards__recused_at__isnull=True)
    given = known.filter(application__candidate__in=candidates)
    overlaps = Q(pk__in=[])
    for slot in wanted:
        same = Q(scorecards__interviewer__in=slot.people, scorecards__recused_at__isnull=True)
        same |= Q(application__candidate=slot.candidate_pk)
        overlaps |= (
            Q(starts_at__lt=slot.ends_at, over_at__gt=slot.starts_at) & same & ~Q(pk=slot.interview_pk)
        )
    others = (
        Interview.objects.live()
        .filter(pk__in=held.union(given))
        .annotate(over_at=end_of())
        .filter(overlaps)
        .order_by("starts_at", "pk")
        .values_list(
            *("pk", "starts_at", "over_at", "time_zone", "application__candidate"),
            *("application__candidate__number", "scorecards__interviewer", "scorecards__recused_at"),
        )
        .distinct()
    )
    rows = list(others) if wanted else []
    return [clash for slot in wanted for clash in _of(slot, rows)]


def _of(slot: Slot, rows: list[Any]) -> list[Clash]:
    found: dict[tuple[int, str], Clash] = {}
    for pk, starts_at, over_at, zone, candidate_pk, number, person_pk, recused_at in rows:
        if pk == slot.interview_pk or starts_at >= slot.ends_at or over_at <= slot.starts_at:
            continue
        names = [slot.people[person_pk]] if person_pk in slot.people and not recused_at else []
        names += [""] if candidate_pk == slot.candidate_pk else []
        for name in names:
            found[pk, name] = Clash(
                interview_pk=slot.interview_pk,
                person=name,
                code=f"C-{number}",
                starts_at=starts_at,
                ends_at=over_at,
                time_zone=zone or settings.TIME_ZONE,
            )
    return sorted(found.values(), key=lambda one: (one.starts_at, not one.person, one.person, one.code))
