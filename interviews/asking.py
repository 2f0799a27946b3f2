"""Act: the questions of a round are written, taken from elsewhere, changed, put in order and removed.

They are the same for every candidate, so they belong to the round. No rating depends on them: they may change
at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.choices import Verb
from accounts.models import Event, User
from interviews.choices import QuestionSource
from interviews.models import Criterion, Opening, Round, RoundQuestion
from roleprofiles import banking
from roleprofiles.models import BankQuestion, Question, Requirement, Skill

WORDS = ("prompt", "look_for", "probes", "minutes")  # that a question has wherever it stands


class RoundGone(Exception):
    """Questions were about to be changed of a round that the plan has no more."""


class CriterionGone(Exception):
    """A question was about to probe a criterion that the search has no more."""


class QuestionGone(Exception):
    """A question was about to be changed that is no longer in its round."""

    def __init__(self) -> None:
        super().__init__("This question was removed meanwhile.")


class QuestionChanged(Exception):
    """A question was changed since it was opened; ``question`` is what is stored now."""

    def __init__(self, question: RoundQuestion) -> None:
        self.question = question
        super().__init__("Somebody else changed this question meanwhile.")


@transaction.atomic
def write(round_: Round, *, by: User, keep: bool = False, **said: Any) -> RoundQuestion:
    """A question written for this round; ``keep`` it in the bank too, where it probes a known skill.

    Raises RoundGone, CriterionGone.
    """
    last = _last_place(_hold(round_))
    _refuse_gone(said.get("criterion_id"))
    question = RoundQuestion(round=round_, source=QuestionSource.OPENING, position=last + 1, **said)
    question.save(force_insert=True)
    if keep and (skill := skill_of(question)):
        level = round_.opening.level.name
        words = {name: getattr(question, name) for name in WORDS}
        banking.keep(skill, level_name=level, by=by, **words)
    Event.objects.record(Verb.CHANGED, round_, by=by)
    return question


@transaction.atomic
def take(
    round_: Round,
    *,
    by: User,
    document: Sequence[Question] = (),
    bank: Sequence[tuple[BankQuestion, Criterion | None]] = (),
) -> int:
    """Copy questions of the role document and of the bank, these with the criterion that each probes.

    What the round asks already is not taken twice, nor what probes a criterion that is gone. How many
    were taken. Raises RoundGone.
    """
    last = _last_place(_hold(round_))
    there = set(round_.opening.criteria.values_list("pk", flat=True))
    bank = [(one, probed) for one, probed in bank if probed is None or probed.pk in there]
    known = set(round_.questions.values_list("prompt", flat=True))
    found = [_from_document(one) for one in document] + [_from_bank(*one) for one in bank]
    new = list({one.prompt: one for one in found if one.prompt not in known}.values())
    for place, question in enumerate(new, last + 1):
        question.round, question.position = round_, place
    RoundQuestion.objects.bulk_create(new)
    if new:
        Event.objects.record(Verb.CHANGED, round_, by=by)
    return len(new)


@transaction.atomic
def change(question: RoundQuestion, *, by: User, seen: str, **said: Any) -> RoundQuestion:
    """Raises RoundGone, QuestionGone, CriterionGone; QuestionChanged where it is not what ``seen`` says."""
    _hold(question.round)
    now = _now(question)
    if now.said == {**now.said, **said}:
        return now
    if now.fingerprint != seen:
        raise QuestionChanged(now)
    _refuse_gone(said.get("criterion_id"))
    RoundQuestion.objects.filter(pk=now.pk).update(**said)
    Event.objects.record(Verb.CHANGED, question.round, by=by)
    return now


@transaction.atomic
def remove(question: RoundQuestion, *, by: User) -> None:
    """What is gone already is gone. Raises RoundGone."""
    _hold(question.round)
    deleted, _ = RoundQuestion.objects.filter(pk=question.pk).delete()
    if deleted:
        Event.objects.record(Verb.CHANGED, question.round, by=by)


def step(question: RoundQuestion, *, by: User, places: int) -> None:
    """Up is -1, down is 1. Raises RoundGone, QuestionGone."""

    def stepped(order: list[RoundQuestion], at: int) -> int:
        return max(0, min(at + places, len(order)))

    _move(question, stepped, by=by)


def place(question: RoundQuestion, *, by: User, before: int | None) -> None:
    """Before another one, or at the end. Raises RoundGone, QuestionGone."""

    def placed(order: list[RoundQuestion], at: int) -> int:
        return next((n for n, other in enumerate(order) if other.pk == before), len(order))

    _move(question, placed, by=by)


@transaction.atomic
def _move(question: RoundQuestion, placed: Callable[[list[RoundQuestion], int], int], *, by: User) -> None:
    """``placed`` says where among the others, of which it is told where the question was."""
    _hold(question.round)
    before = list(question.round.questions.all())
    moved = next((one for one in before if one.pk == question.pk), None)
    if moved is None:
        raise QuestionGone
    order = [one for one in before if one != moved]
    order.insert(placed(order, before.index(moved)), moved)
    if order != before:
        for position, one in enumerate(order, 1):
            one.position = position
        RoundQuestion.objects.bulk_update(order, ["position"])
        Event.objects.record(Verb.CHANGED, question.round, by=by)


def skill_of(question: RoundQuestion) -> Skill | None:
    """What a question is about, if its criterion was copied from a requirement."""
    if question.criterion is None or question.criterion.requirement_key is None:
        return None
    revision = question.round.opening.level.revision
    lines = Requirement.objects.of(revision).filter(key=question.criterion.requirement_key)
    line = lines.select_related("skill__merged_into").first()
    return (line.skill.merged_into or line.skill) if line else None


def _from_document(asked: Question) -> RoundQuestion:
    return RoundQuestion(source=QuestionSource.DOCUMENT, prompt=asked.prompt, look_for=asked.look_for)


def _from_bank(asked: BankQuestion, criterion: Criterion | None) -> RoundQuestion:
    words = {name: getattr(asked, name) for name in WORDS}
    return RoundQuestion(source=QuestionSource.BANK, criterion=criterion, **words)


def _hold(round_: Round) -> Round:
    """Nobody else changes its questions until this transaction ends, nor the plan that it is part of."""
    Opening.objects.locked().filter(pk=round_.opening_id).first()
    held = Round.objects.filter(pk=round_.pk).first()
    if held is None:
        raise RoundGone
    return held


def _refuse_gone(criterion_pk: int | None) -> None:
    if criterion_pk is not None and not Criterion.objects.filter(pk=criterion_pk).exists():
        raise CriterionGone


def _now(question: RoundQuestion) -> RoundQuestion:
    now = RoundQuestion.objects.filter(pk=question.pk, round=question.round_id).first()
    if now is None:
        raise QuestionGone
    return now


def _last_place(round_: Round) -> int:
    return round_.questions.aggregate(last=Max("position"))["last"] or 0
