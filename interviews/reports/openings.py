"""What the page of an opening shows, and pages of role profiles of the openings that rest on them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from accounts.prepared import Prepared
from interviews import coverage, repinning, replanning
from interviews.models import Opening, Round
from interviews.plans import Plan
from interviews.reports.drift import Drift, drift
from interviews.stretches import Stretch, stretch
from roleprofiles.dependents import Dependent, Resting
from roleprofiles.models import Level

APPLICATIONS_SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class OpeningPage:
    """``newer``: the level as the role has it now, where the search rests on an older revision."""

    opening: Opening
    managers: tuple[User, ...]
    manages: bool
    plan: Plan
    rounds: tuple[Round, ...]
    warnings: tuple[str, ...]
    drift: Drift
    newer: Level | None
    applications: Stretch
    may_compare: bool


def newest_openings(user: User, size: int, before: str | None) -> Stretch:
    """With ``managing``: their hiring managers, of whom no more is known than what they are called."""
    found = stretch(Opening.objects.visible_to(user).only("pk"), size, field="pk", before=before)
    numbers = [opening.pk for opening in found.rows]
    managing = defaultdict(list)
    for one in _managers(*numbers):
        managing[one.opening_id].append(one.user)
    rows = _lines(*numbers)
    for opening in rows:
        opening.managing = managing[opening.pk]
    return replace(found, rows=rows)


@Prepared
def open_searches_of(person: int) -> QuerySet[Opening]:
    """Those that somebody manages, the newest first."""
    return Opening.objects.filter(managers=person).open().for_a_list().order_by("-pk")


@Prepared
def _lines(*openings: int) -> QuerySet[Any]:
    return Opening.objects.filter(pk__in=openings).for_a_list().order_by("-pk")


@Prepared
def _managers(*openings: int) -> QuerySet[Any]:
    said = ("opening", "user__display_name", "user__email")
    managers = Opening.managers.through.objects.filter(opening__in=openings)
    return managers.select_related("user").only(*said).order_by("user__display_name", "user__email")


def opening_page(opening: Opening, user: User, before: str | None = "") -> OpeningPage:
    """With the applications before one, in a constant number of queries. Of ratings there is nothing."""
    plan = replanning.current_plan(opening)
    managers = tuple(opening.managers.all())
    said = ("decision", "opening", "candidate__number", "candidate__name")
    applications = opening.applications.select_related("candidate").only(*said).with_progress()
    comparable = opening.applications.comparable_by(user).order_by().values("pk")
    return OpeningPage(
        opening=opening,
        managers=managers,
        manages=user in managers or user.may_administer,
        plan=plan,
        rounds=tuple(opening.rounds.current().prefetch_related("interviewers")),
        warnings=coverage.warnings(plan),
        drift=drift(opening, plan),
        newer=repinning.newer_level(opening),
        applications=stretch(applications, APPLICATIONS_SHOWN, field="pk", before=before),
        may_compare=user in managers and len(comparable[:2]) > 1,
    )


def openings_resting_on(role_pk: int, user: User) -> Resting:
    """The open searches that were opened from revisions of a role, in one query."""
    visible = Opening.objects.visible_to(user).filter(pk=OuterRef("pk"))
    openings = (
        Opening.objects.open().filter(level__revision__role=role_pk).annotate(is_visible=Exists(visible))
    )
    fields = ("pk", "title", "level__revision__number", "level__name", "created_at", "is_visible")
    found = list(openings.values_list(*fields))
    return Resting(
        shown=tuple(
            Dependent(
                title=title,
                url=reverse("interviews:opening_detail", args=[pk]),
                revision_number=number,
                state=f"{level}, open since {date_format(timezone.localtime(created_at), 'j M Y')}",
            )
            for pk, title, number, level, created_at, is_visible in found
            if is_visible
        ),
        hidden=sum(not is_visible for *_, is_visible in found),
    )


def interview_steps(level_pk: int) -> tuple[str, ...]:
    """A line for each round of the newest open search for a level, in two queries."""
    opening = Opening.objects.open().filter(level=level_pk).order_by("-pk").first()
    if opening is None:
        return ()
    rounds = opening.rounds.current().prefetch_related("criteria")
    return tuple(
        f"{one.title}, {one.minutes} minutes: {', '.join(c.name for c in one.criteria.all())}"
        for one in rounds
    )
