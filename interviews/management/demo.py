"""The demo: what its file says, and loading it by the acts that people's clicks lead to."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, TypeVar

from django.contrib.auth.models import Group
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from interviews import arranging, asking, deciding, filing, planning, replanning, resumes, scoring
from interviews.choices import CriterionKind, NotAssessedReason, Outcome, RatingValue
from interviews.models import (
    Application,
    DecisionIncomplete,
    EvidenceNotIn,
    Opening,
    Rating,
    RatingsMissing,
    Scorecard,
)
from roleprofiles import advertising, posting, wording
from roleprofiles.adverts import Place
from roleprofiles.choices import AdvertPart
from roleprofiles.importing import ImportRefused, import_document
from roleprofiles.models import Level, title_key

T = TypeVar("T")


class BadDemo(Exception):
    """The demo cannot be loaded; the message begins with the place that is wrong."""


# What a wrong entry makes Python, the database or an act say. Any other error is no fault of the file.
FAULTS = (
    *(BadDemo, LookupError, TypeError, ValueError, ObjectDoesNotExist, IntegrityError),
    *(ImportRefused, planning.NoMustHaves, EvidenceNotIn, DecisionIncomplete, resumes.ResumeRefused),
    *(posting.LawNotMet, posting.PageNotFilled, posting.NothingToPublish),
)


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
    """``day`` counts from the day of loading; a rating is ``[criterion, value or reason, evidence]``.

    ``next_level`` has those of the level above, by the names that it gives them.
    """

    round: int
    interviewer: str
    day: int
    time: str
    place: str = ""
    is_submitted: bool = False
    ratings: Sequence[Sequence[Any]] = ()
    next_level: Sequence[Sequence[Any]] = ()


@dataclass(frozen=True, kw_only=True)
class DecisionEntry:
    """``must_haves`` are the names of those that it rests on."""

    outcome: str
    reason: str
    level: str = ""
    dissent: str = ""
    must_haves: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class QuestionEntry:
    """A question of a round; ``probes`` has the lines of what is asked next."""

    round: int
    prompt: str
    look_for: str
    minutes: int
    criterion: str
    probes: Sequence[str] = ()
    is_in_bank: bool = False


@dataclass(frozen=True, kw_only=True)
class CandidateEntry:
    """``document`` is the text of what they sent with their application."""

    key: str
    name: str
    email: str
    interviews: list[InterviewEntry]
    decision: DecisionEntry | None
    document: str = ""


@dataclass(frozen=True, kw_only=True)
class OpeningEntry:
    title: str
    role: str
    level: str
    manager: str
    candidates: list[CandidateEntry]
    questions: list[QuestionEntry]


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
    """``facts`` and ``places`` are those of the editor; it is open for so many days from that of loading."""

    role: str
    level: str
    manager: str
    days_open: int
    facts: Mapping[str, Any]
    places: Sequence[Mapping[str, Any]]
    label: str = ""
    is_published: bool = False


@dataclass(frozen=True, kw_only=True)
class Demo:
    role_editor: str
    people: dict[str, PersonEntry]
    texts: list[TextEntry]
    openings: list[OpeningEntry]
    adverts: list[AdvertEntry]
    revisions: list[RevisionEntry]

    @property
    def is_loaded(self) -> bool:
        emails = [person.email.lower() for person in self.people.values()]
        return User.objects.filter(email__in=emails).exists()


@dataclass(frozen=True, kw_only=True)
class SignIn:
    person: User
    password: str
    about: str
    look_at: str


def read(text: str) -> Demo:
    """Raises BadDemo."""
    with _at("demo.toml"):
        said = tomllib.loads(text)
        people = {}
        for key, person in dict(said.pop("people", {})).items():
            with _at(f"people.{key}"):
                people[key] = PersonEntry(**person)
        openings = _each(said.pop("openings", []), "opening", _opening)
        revisions = _each(said.pop("revisions", []), "revision", lambda one: RevisionEntry(**one))
        texts = _each(said.pop("texts", []), "text", lambda one: TextEntry(**one))
        adverts = _each(said.pop("adverts", []), "advert", lambda one: AdvertEntry(**one))
        return Demo(
            people=people, texts=texts, openings=openings, adverts=adverts, revisions=revisions, **said
        )


def _opening(said: dict[str, Any]) -> OpeningEntry:
    candidates = _each(said.pop("candidates", []), "candidate", _candidate)
    questions = _each(said.pop("questions", []), "question", lambda one: QuestionEntry(**one))
    return OpeningEntry(candidates=candidates, questions=questions, **said)


def _candidate(said: dict[str, Any]) -> CandidateEntry:
    interviews = _each(said.pop("interviews", []), "interview", lambda one: InterviewEntry(**one))
    decision = said.pop("decision", None)
    with _at("decision"):
        decided = DecisionEntry(**decision) if decision is not None else None
    return CandidateEntry(interviews=interviews, decision=decided, **said)


def _each(tables: list[dict[str, Any]], what: str, make: Callable[[dict[str, Any]], T]) -> list[T]:
    made = []
    for number, table in enumerate(tables, 1):
        with _at(f"{what} {number}"):
            made.append(make(dict(table)))  # dict: a TypeError or ValueError where it is no table
    return made


@transaction.atomic
def load(
    demo: Demo,
    documents: Mapping[str, bytes],
    *,
    earlier: Mapping[str, bytes],
    new_password: Callable[[], str],
) -> list[SignIn]:
    """Make the people, import the role documents (by file name), and go through the searches.

    ``earlier`` is what documents said before; what they say now comes after the searches. Raises BadDemo,
    and then nothing is loaded.
    """
    people: dict[str, User] = {}
    passwords: dict[str, str] = {}
    codes: dict[str, str] = {}
    for key, person in demo.people.items():
        with _at(f"demo.toml: people.{key}"):
            passwords[key] = new_password()
            people[key] = _make_person(person, passwords[key])
    for name, data in documents.items():
        with _at(name):
            import_document(earlier.get(name, data), by=_one_of(people, demo.role_editor))
    for number, text in enumerate(demo.texts, 1):
        with _at(f"demo.toml: text {number}"):
            editor = _one_of(people, demo.role_editor)
            wording.begin_text(AdvertPart(text.kind), text.language, text.text.strip(), by=editor)
    for number, opening in enumerate(demo.openings, 1):
        with _at(f"demo.toml: opening {number}"):
            codes |= _open_search(opening, people)
    for number, advert in enumerate(demo.adverts, 1):
        with _at(f"demo.toml: advert {number}"):
            _write_advert(advert, by=_one_of(people, advert.manager))
    for number, revision in enumerate(demo.revisions, 1):
        with _at(f"demo.toml: revision {number}"):
            editor = _one_of(people, demo.role_editor)
            plan = import_document(documents[revision.document], by=editor, change_note=revision.note)
            if plan.is_unchanged:
                raise ValueError(f"{revision.document} says what it said before")
    sign_ins = []
    for key, person in demo.people.items():
        with _at(f"demo.toml: people.{key}: look_at"):
            look_at = person.look_at.format(**codes)
        sign_ins.append(
            SignIn(person=people[key], password=passwords[key], about=person.about, look_at=look_at)
        )
    return sign_ins


def _make_person(entry: PersonEntry, password: str) -> User:
    groups = [Group.objects.get(name=name) for name in entry.groups]
    make = User.objects.create_superuser if entry.is_administrator else User.objects.create_user
    person = make(entry.email, password, display_name=entry.name, is_staff=entry.is_staff)
    person.groups.set(groups)
    return person


def _open_search(entry: OpeningEntry, people: Mapping[str, User]) -> dict[str, str]:
    """The codes of the candidates, by their keys in the file."""
    level = _level(entry.role, entry.level)
    manager = _one_of(people, entry.manager)
    opening = planning.open_search(level, title=entry.title, managers=[manager], by=manager)
    replanning.mark_ready(opening.pk, by=manager)
    codes = {}
    for number, question in enumerate(entry.questions, 1):
        with _at(f"question {number}"):
            _write_question(opening, question, by=manager)
    for number, candidate in enumerate(entry.candidates, 1):
        with _at(f"candidate {number}"):
            application = arranging.register(opening, name=candidate.name, email=candidate.email)
            codes[candidate.key] = application.candidate.code
            if candidate.document:
                document = resumes.read("document.txt", candidate.document.encode())
                filing.file_resume(application, document, by=manager)
            _play(application, candidate, people, manager)
    return codes


def _write_question(opening: Opening, entry: QuestionEntry, *, by: User) -> None:
    round_ = opening.rounds.get(position=entry.round)
    asking.write(
        round_,
        by=by,
        keep=entry.is_in_bank,
        prompt=entry.prompt,
        look_for=entry.look_for,
        probes="\n".join(entry.probes),
        minutes=entry.minutes,
        criterion=round_.criteria.get(name=entry.criterion),
    )


def _level(role: str, name: str) -> Level:
    levels = Level.objects.hireable().with_requirements().select_related("revision")
    return levels.get(revision__title_key=title_key(role), name=name)


def _write_advert(entry: AdvertEntry, *, by: User) -> None:
    job = advertising.begin(_level(entry.role, entry.level), by=by, label=entry.label)
    last_day = timezone.localdate() + timedelta(days=entry.days_open)
    places = [Place(**place) for place in entry.places]
    wording.set_facts(job, {**entry.facts, "apply_by": last_day}, places, seen=job.version)
    if entry.is_published:
        posting.publish(job, by=by, seen=posting.propose(job).fingerprint, is_public=True)


def _play(application: Application, entry: CandidateEntry, people: Mapping[str, User], manager: User) -> None:
    for number, interview in enumerate(entry.interviews, 1):
        with _at(f"interview {number}"):
            _interview(application, interview, _one_of(people, interview.interviewer))
    if entry.decision:
        with _at("decision"):
            _decide(application, entry.decision, manager)


def _interview(application: Application, entry: InterviewEntry, by: User) -> None:
    starts_at = datetime.combine(
        timezone.localdate() + timedelta(days=entry.day),
        time.fromisoformat(entry.time),
        tzinfo=timezone.get_current_timezone(),
    )
    round_ = application.opening.rounds.current().get(position=entry.round)
    interview = arranging.arrange(
        application, round_, interviewers=[by], starts_at=starts_at, place=entry.place
    )
    card = interview.scorecards.get(interviewer=by)
    entries: list[scoring.Entry] = []
    for number, rating in enumerate(entry.ratings, 1):
        with _at(f"rating {number}"):
            entries += _entries(card, *rating)
    for number, rating in enumerate(entry.next_level, 1):
        with _at(f"rating {number} of the next level"):
            entries += _entries_above(card, *rating)
    scoring.save_sheet(card.pk, entries, by=by)
    if entry.is_submitted:
        _submit(card, by)


def _entries(card: Scorecard, criterion: str, said: int | str, evidence: str) -> list[scoring.Entry]:
    rating = card.ratings.of_the_level().filter(criterion__name=criterion).first()
    if rating is None:
        raise ValueError(f"this round does not assess “{criterion}”")
    return _said_of(rating, said, evidence)


def _entries_above(card: Scorecard, criterion: str, said: int | str, evidence: str) -> list[scoring.Entry]:
    above = card.ratings.filter(criterion__kind=CriterionKind.NEXT_LEVEL, criterion__name=criterion)
    if not (rating := above.first()):
        raise ValueError(f"the next level has nothing here that is called “{criterion}”")
    return _said_of(rating, said, evidence)


def _said_of(rating: Rating, said: int | str, evidence: str) -> list[scoring.Entry]:
    if isinstance(said, int):
        mark = scoring.Mark(value=RatingValue(said))
    else:
        reason = NotAssessedReason(said)
        mark = scoring.Mark(is_not_assessed=True, not_assessed_reason=reason)
    return [
        scoring.Entry(rating_pk=rating.pk, said=mark, version=rating.version),
        scoring.Entry(
            rating_pk=rating.pk, said=scoring.Evidence(evidence=evidence), version=rating.evidence_version
        ),
    ]


def _submit(card: Scorecard, by: User) -> None:
    try:
        scoring.submit(card.pk, by=by)
    except RatingsMissing as missing:
        gaps = "; ".join(f"{rating.criterion}: {rating.gap}" for rating in missing.gaps)
        raise ValueError(f"it cannot be submitted. {gaps}") from missing


def _decide(application: Application, entry: DecisionEntry, manager: User) -> None:
    levels = application.opening.level.revision.levels
    criteria = application.opening.criteria.current().of_the_level()
    deciding.decide(
        application,
        by=manager,
        outcome=Outcome(entry.outcome),
        level=levels.get(name=entry.level) if entry.level else None,
        must_haves=[criteria.get(name=name) for name in entry.must_haves],
        reason=entry.reason,
        dissent=entry.dissent,
    )


def _one_of(people: Mapping[str, User], key: str) -> User:
    if key not in people:
        raise ValueError(f"there is no people.{key}")
    return people[key]


@contextmanager
def _at(place: str) -> Iterator[None]:
    """Put the place before whatever is found wrong inside."""
    try:
        yield
    except FAULTS as fault:
        raise BadDemo(f"{place}: {fault}") from fault
