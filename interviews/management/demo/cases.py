"""Playing the candidates of a search of the demo: documents, debriefs, decisions."""

from __future__ import annotations

from collections.abc import Mapping

from accounts.models import User
from interviews import arranging, debriefing, deciding, filing, resumes
from interviews.choices import Agreed, Outcome
from interviews.management.demo import panels
from interviews.management.demo.entries import CandidateEntry, DecisionEntry, NoteEntry
from interviews.management.demo.places import at, each, one_of
from interviews.models import Application, Opening


def play(opening: Opening, entry: CandidateEntry, people: Mapping[str, User], manager: User) -> str:
    """The candidate's code."""
    application = arranging.register(opening, name=entry.name, email=entry.email)
    if entry.document:
        document = resumes.read("document.txt", entry.document.encode())
        filing.file_resume(application, document, by=manager)
    for interview, place in each(entry.interviews, "interview"):
        with at(place):
            panels.play(application, interview, one_of(people, interview.interviewer), manager)
    for note, place in each(entry.notes, "note"):
        with at(place):
            _note(application, note, by=manager)
    for decision, place in each(entry.decisions, "decision"):
        with at(place):
            _decide(application, decision, by=manager)
    return application.candidate.code


def _note(application: Application, entry: NoteEntry, *, by: User) -> None:
    criterion = application.opening.criteria.current().of_the_level().get(name=entry.criterion)
    agreed = Agreed(entry.agreed) if entry.agreed else ""
    debriefing.note(application, criterion.pk, text=entry.text, agreed=agreed, version=0, by=by)


def _decide(application: Application, entry: DecisionEntry, *, by: User) -> None:
    levels = application.opening.level.revision.levels
    criteria = application.opening.criteria.current().of_the_level()
    decision = deciding.decide(
        application,
        by=by,
        outcome=Outcome(entry.outcome),
        level=levels.get(name=entry.level) if entry.level else None,
        must_haves=[criteria.get(name=name) for name in entry.must_haves],
        reason=entry.reason,
        dissent=entry.dissent,
    )
    if entry.reopened:
        deciding.reopen(application, seen=decision.pk, by=by, reason=entry.reopened)
