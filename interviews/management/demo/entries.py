"""Reading the demo's file: the shapes of its entries."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from accounts.models import User
from interviews.management.demo.places import at, each

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class PersonEntry:
    name: str
    email: str
    about: str
    look_at: str
    groups: Sequence[str] = ()
    is_staff: bool = False
    is_administrator: bool = False


@dataclass(frozen=True, kw_only=True)
class InterviewEntry:
    """``day`` counts from the day of loading; the time is said in ``zone``, or in the organisation's.

    A rating is ``[criterion, value or reason, evidence]``, and an amendment has its reason after these.
    ``next_level`` has ratings of the level above, by the names that it gives them. ``first_time`` is when
    it was to be before it was moved, ``handover`` the note for whoever interviews next.
    """

    round: int
    interviewer: str
    day: int
    time: str
    zone: str = ""
    first_time: str = ""
    place: str = ""
    is_submitted: bool = False
    cancelled: str = ""
    ratings: Sequence[Sequence[Any]] = ()
    next_level: Sequence[Sequence[Any]] = ()
    amendments: Sequence[Sequence[Any]] = ()
    handover: str = ""


@dataclass(frozen=True, kw_only=True)
class NoteEntry:
    """What a debrief said about a criterion, and what it came to."""

    criterion: str
    text: str
    agreed: str = ""


@dataclass(frozen=True, kw_only=True)
class DecisionEntry:
    """``must_haves`` are the names of those that it rests on; ``reopened`` is why it did not stand."""

    outcome: str
    reason: str
    level: str = ""
    dissent: str = ""
    must_haves: Sequence[str] = ()
    reopened: str = ""


@dataclass(frozen=True, kw_only=True)
class CandidateEntry:
    """``document`` is the text of what they sent with their application."""

    key: str
    name: str
    email: str
    interviews: list[InterviewEntry]
    notes: list[NoteEntry]
    decisions: list[DecisionEntry]
    document: str = ""


@dataclass(frozen=True, kw_only=True)
class RoundEntry:
    """What a round of the plan is to be; whatever is not said stays as it is.

    ``interviewers`` usually hold it: what a plan begins with, and no part of a later change.
    """

    round: int
    title: str = ""
    minutes: int = 0
    note: str = ""
    criteria: Sequence[str] = ()
    interviewers: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class AddedEntry:
    """A criterion that stands for no requirement of the level."""

    name: str
    detail: str
    anchors: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class QuestionEntry:
    """A question of a round, from its ``source``; ``probes`` has the lines of what is asked next."""

    round: int
    prompt: str
    source: str = "opening"
    look_for: str = ""
    minutes: int | None = None
    criterion: str = ""
    probes: Sequence[str] = ()
    is_in_bank: bool = False


@dataclass(frozen=True, kw_only=True)
class ChangeEntry:
    """A change of the plan, made before this candidate's interviews are arranged."""

    before: str
    reason: str
    rounds: list[RoundEntry]


@dataclass(frozen=True, kw_only=True)
class OpeningEntry:
    title: str
    role: str
    level: str
    manager: str
    added: list[AddedEntry]
    rounds: list[RoundEntry]
    questions: list[QuestionEntry]
    changes: list[ChangeEntry]
    candidates: list[CandidateEntry]


@dataclass(frozen=True, kw_only=True)
class BankEntry:
    """A question that the organisation keeps about a skill."""

    skill: str
    level: str
    prompt: str
    look_for: str
    minutes: int
    probes: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class RevisionEntry:
    """A role document that said something else before; the note is that of its second revision."""

    document: str
    note: str


@dataclass(frozen=True, kw_only=True)
class TextEntry:
    """A text that the organisation's job descriptions share."""

    kind: str
    text: str
    language: str = "en"


@dataclass(frozen=True, kw_only=True)
class AdvertEntry:
    """``facts`` and ``places`` are those of the editor; it is open for so many days from that of loading.

    ``own_must_haves`` are lines that the role does not ask for.
    """

    role: str
    level: str
    manager: str
    days_open: int
    facts: Mapping[str, Any]
    places: Sequence[Mapping[str, Any]]
    label: str = ""
    own_must_haves: Sequence[str] = ()
    is_published: bool = False


@dataclass(frozen=True, kw_only=True)
class Demo:
    role_editor: str
    people: dict[str, PersonEntry]
    texts: list[TextEntry]
    bank: list[BankEntry]
    openings: list[OpeningEntry]
    adverts: list[AdvertEntry]
    revisions: list[RevisionEntry]

    @property
    def is_loaded(self) -> bool:
        emails = [person.email.lower() for person in self.people.values()]
        return User.objects.filter(email__in=emails).exists()


def read(text: str) -> Demo:
    """Raises BadDemo."""
    with at("demo.toml"):
        said = tomllib.loads(text)
        people = {}
        for key, person in dict(said.pop("people", {})).items():
            with at(f"people.{key}"):
                people[key] = PersonEntry(**person)
        return Demo(
            people=people,
            openings=_made(said, "openings", "opening", _opening),
            revisions=_made(said, "revisions", "revision", lambda one: RevisionEntry(**one)),
            texts=_made(said, "texts", "text", lambda one: TextEntry(**one)),
            bank=_made(said, "bank", "bank question", lambda one: BankEntry(**one)),
            adverts=_made(said, "adverts", "advert", lambda one: AdvertEntry(**one)),
            **said,
        )


def _opening(said: dict[str, Any]) -> OpeningEntry:
    return OpeningEntry(
        candidates=_made(said, "candidates", "candidate", _candidate),
        added=_made(said, "added", "added criterion", lambda one: AddedEntry(**one)),
        rounds=_made(said, "rounds", "round", lambda one: RoundEntry(**one)),
        questions=_made(said, "questions", "question", lambda one: QuestionEntry(**one)),
        changes=_made(said, "changes", "change", _change),
        **said,
    )


def _change(said: dict[str, Any]) -> ChangeEntry:
    return ChangeEntry(rounds=_made(said, "rounds", "round", lambda one: RoundEntry(**one)), **said)


def _candidate(said: dict[str, Any]) -> CandidateEntry:
    return CandidateEntry(
        interviews=_made(said, "interviews", "interview", lambda one: InterviewEntry(**one)),
        notes=_made(said, "notes", "note", lambda one: NoteEntry(**one)),
        decisions=_made(said, "decisions", "decision", lambda one: DecisionEntry(**one)),
        **said,
    )


def _made(said: dict[str, Any], key: str, what: str, make: Callable[[dict[str, Any]], T]) -> list[T]:
    """The entries of an array of tables, which is taken out of what is said."""
    made = []
    for table, place in each(said.pop(key, []), what):
        with at(place):
            made.append(make(dict(table)))  # dict: a TypeError or ValueError where it is no table
    return made
