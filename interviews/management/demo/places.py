"""What is wrong with the demo's file, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError

from accounts.models import User
from interviews import arranging, planning, replanning, resumes
from interviews.models import AlreadyDecided, DecisionIncomplete, EvidenceNotIn, ScorecardNotLocked
from roleprofiles import posting
from roleprofiles.importing import ImportRefused

T = TypeVar("T")


class BadDemo(Exception):
    """The demo cannot be loaded; the message begins with the place that is wrong."""


# What a wrong entry makes Python, the database or an act say. Any other error is no fault of the file.
FAULTS = (
    *(BadDemo, LookupError, TypeError, ValueError, ObjectDoesNotExist, IntegrityError),
    *(ImportRefused, planning.NoMustHaves, replanning.PlanHasGaps, replanning.ReasonMissing),
    *(arranging.RoundGone, arranging.AlreadyInSearch, resumes.ResumeRefused),
    *(EvidenceNotIn, DecisionIncomplete, AlreadyDecided, ScorecardNotLocked),
    *(posting.LawNotMet, posting.PageNotFilled, posting.NothingToPublish),
)


@contextmanager
def at(place: str) -> Iterator[None]:
    """Put the place before whatever is found wrong inside."""
    try:
        yield
    except FAULTS as fault:
        raise BadDemo(f"{place}: {fault}") from fault


def each(entries: Sequence[T], what: str) -> Iterator[tuple[T, str]]:
    """Entries with their places: “candidate 2”."""
    for number, entry in enumerate(entries, 1):
        yield entry, f"{what} {number}"


def one_of(people: Mapping[str, User], key: str) -> User:
    if key not in people:
        raise ValueError(f"there is no people.{key}")
    return people[key]
