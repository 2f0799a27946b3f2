"""Playing a search of the demo: its plan, the questions, and changes of the plan between candidates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from accounts.models import User
from interviews import asking, planning, replanning, rewording
from interviews.choices import QuestionSource
from interviews.management.demo import cases
from interviews.management.demo.entries import (
    AddedEntry,
    BankEntry,
    ChangeEntry,
    OpeningEntry,
    QuestionEntry,
    RoundEntry,
)
from interviews.management.demo.places import at, each, one_of
from interviews.models import Opening
from interviews.plans import Plan, PlannedRound, fingerprint
from roleprofiles import banking
from roleprofiles.models import BankQuestion, Level, Question, Skill, title_key


def level_called(role: str, name: str) -> Level:
    levels = Level.objects.hireable().with_requirements().select_related("revision")
    return levels.get(revision__title_key=title_key(role), name=name)


def keep_question(entry: BankEntry, *, by: User) -> None:
    banking.keep(
        Skill.objects.get(name=entry.skill),
        prompt=entry.prompt,
        look_for=entry.look_for,
        probes="\n".join(entry.probes),
        minutes=entry.minutes,
        level_name=entry.level,
        by=by,
    )


def play(entry: OpeningEntry, people: Mapping[str, User]) -> dict[str, str]:
    """The codes of the candidates, by their keys in the file."""
    manager = one_of(people, entry.manager)
    level = level_called(entry.role, entry.level)
    opening = planning.open_search(level, title=entry.title, managers=[manager], by=manager)
    _plan(opening, entry, people, by=manager)
    for question, place in each(entry.questions, "question"):
        with at(place):
            _ask(opening, question, by=manager)
    codes = {}
    changes = {change.before: (change, place) for change, place in each(entry.changes, "change")}
    for candidate, place in each(entry.candidates, "candidate"):
        if candidate.key in changes:
            _change(opening, *changes.pop(candidate.key), by=manager)
        with at(place):
            codes[candidate.key] = cases.play(opening, candidate, people, manager)
    for change, place in changes.values():
        with at(place):
            raise ValueError(f"this search has no candidate {change.before}")
    return codes


def _plan(opening: Opening, entry: OpeningEntry, people: Mapping[str, User], *, by: User) -> None:
    for added, place in each(entry.added, "added criterion"):
        with at(place):
            _add(opening, added, by=by)
    _arrange(opening, entry.rounds, reason="", by=by)
    for round_, place in each(entry.rounds, "round"):
        with at(place):
            usual = [one_of(people, key) for key in round_.interviewers]
            replanning.name_interviewers(opening.rounds.get(position=round_.round), usual, by=by)
    replanning.mark_ready(opening.pk, by=by)


def _add(opening: Opening, entry: AddedEntry, *, by: User) -> None:
    wording = rewording.Wording(name=entry.name, detail=entry.detail, anchors=dict(entry.anchors))
    rewording.add(opening, wording, reason="", by=by)


def _change(opening: Opening, entry: ChangeEntry, place: str, *, by: User) -> None:
    with at(place):
        _arrange(opening, entry.rounds, reason=entry.reason, by=by)


def _arrange(opening: Opening, entries: Sequence[RoundEntry], *, reason: str, by: User) -> None:
    now = replanning.current_plan(opening)
    rounds = list(now.rounds)
    for entry, place in each(entries, "round"):
        with at(place):
            rounds[entry.round - 1] = _round(now, rounds[entry.round - 1], entry)
    wanted = replace(now, rounds=tuple(rounds))
    replanning.save(opening.pk, wanted, seen=fingerprint(now), reason=reason, by=by)


def _round(plan: Plan, now: PlannedRound, entry: RoundEntry) -> PlannedRound:
    numbers = {name: number for number, name in plan.names.items()}
    if unknown := [name for name in entry.criteria if name not in numbers]:
        raise ValueError(f"the plan has no criterion “{unknown[0]}”")
    wanted = {numbers[name] for name in entry.criteria} or set(now.criteria)
    return replace(
        now,
        title=entry.title or now.title,
        minutes=entry.minutes or now.minutes,
        note=entry.note or now.note,
        criteria=tuple(one.number for one in plan.criteria if one.number in wanted),
    )


def _ask(opening: Opening, entry: QuestionEntry, *, by: User) -> None:
    round_ = opening.rounds.current().get(position=entry.round)
    criterion = round_.criteria.get(name=entry.criterion) if entry.criterion else None
    source = QuestionSource(entry.source)
    if source == QuestionSource.DOCUMENT:
        asked = Question.objects.filter(question_set__level=opening.level)
        asking.take(round_, by=by, document=[asked.get(prompt=entry.prompt)])
    elif source == QuestionSource.BANK:
        asking.take(round_, by=by, bank=[(BankQuestion.objects.get(prompt=entry.prompt), criterion)])
    else:
        asking.write(
            round_,
            by=by,
            keep=entry.is_in_bank,
            prompt=entry.prompt,
            look_for=entry.look_for,
            probes="\n".join(entry.probes),
            minutes=entry.minutes,
            criterion=criterion,
        )
