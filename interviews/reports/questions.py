"""What is asked in a round: its own questions, else those of the role document; and where more come from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from accounts.prepared import Prepared
from interviews.models import Criterion, Interview, Opening, Round, RoundQuestion
from roleprofiles.askhints import Hint, hints
from roleprofiles.models import BankQuestion, Question, Requirement

MOST_OFFERED = 100  # of the bank, on one page


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question with what is asked next, and the criterion that it probes, or ""."""

    prompt: str
    look_for: str
    probes: tuple[str, ...] = ()
    minutes: int | None = None
    criterion: str = ""

    @cached_property
    def hints(self) -> tuple[Hint, ...]:
        return hints(self.prompt, *self.probes)


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A question that a round could take: ``key`` is what a form says of it, ``source`` is for people."""

    key: str
    row: Question | BankQuestion
    asked: Asked
    source: str
    criterion: Criterion | None = None


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A question of the round itself, which can be changed."""

    row: RoundQuestion
    asked: Asked


@dataclass(frozen=True, kw_only=True)
class QuestionsPage:
    """``has_begun``: some candidates have been asked already."""

    round: Round
    has_begun: bool
    listed: tuple[Listed, ...]
    document: tuple[Offer, ...]
    bank: tuple[Offer, ...]

    @property
    def minutes(self) -> int:
        return asked_minutes(one.asked for one in self.listed)

    @property
    def over(self) -> int:
        """Minutes that the questions take and the round has not."""
        return max(0, self.minutes - self.round.minutes)

    @property
    def offers(self) -> tuple[Offer, ...]:
        return (*self.document, *self.bank)


def asked_minutes(asked: Iterable[Asked]) -> int:
    return sum(one.minutes or 0 for one in asked)


def asked_in(round_pk: int, level_pk: int) -> tuple[Asked, ...]:
    """The round's own questions, in one query; where it has none the role document's, in a second one."""
    return tuple(map(_of_round, _own(round_pk))) or tuple(map(_plainly, _of_document(level_pk)))


@Prepared
def _own(round_pk: int) -> QuerySet[RoundQuestion]:
    asked = RoundQuestion.objects.filter(round=round_pk)
    return asked.select_related("criterion").order_by("position", "pk")


@Prepared
def _of_document(level_pk: int) -> QuerySet[Question]:
    return Question.objects.about(level_pk)


def lines_of(probes: str) -> tuple[str, ...]:
    return tuple(line for said in probes.splitlines() if (line := said.strip()))


def questions_page(opening: Opening, round_: Round) -> QuestionsPage:
    """In a fixed number of queries."""
    rows = list(round_.questions.select_related("criterion"))
    known = {row.prompt for row in rows}
    document = [
        Offer(key=f"document-{one.pk}", row=one, asked=_plainly(one), source="Role document")
        for one in Question.objects.about(opening.level_id)
    ]
    return QuestionsPage(
        round=round_,
        has_begun=Interview.objects.held_in(round_.pk).exists(),
        listed=tuple(Listed(row=row, asked=_of_round(row)) for row in rows),
        document=tuple(one for one in document if one.asked.prompt not in known),
        bank=tuple(one for one in _bank_offers(opening, round_) if one.asked.prompt not in known),
    )


def _criteria_of_skills(opening: Opening, round_: Round) -> dict[int, Criterion]:
    """By the library's skill, the criterion of the round that is about it. Two queries."""
    criteria = {one.requirement_key: one for one in round_.criteria.current() if one.requirement_key}
    lines = Requirement.objects.of(opening.level.revision).filter(key__in=list(criteria))
    found = lines.values_list("key", "skill", "skill__merged_into")
    return {merged or skill: criteria[key] for key, skill, merged in found}


def _bank_offers(opening: Opening, round_: Round) -> list[Offer]:
    skills = _criteria_of_skills(opening, round_)
    found = BankQuestion.objects.about(skills).for_level(opening.level.name).select_related("skill")
    return [
        Offer(
            key=f"bank-{one.pk}",
            row=one,
            asked=Asked(
                prompt=one.prompt,
                look_for=one.look_for,
                probes=lines_of(one.probes),
                minutes=one.minutes,
                criterion=skills[one.skill.merged_into_id or one.skill_id].name,
            ),
            source=f"{one.skill}, {one.level_name or 'any level'}",
            criterion=skills[one.skill.merged_into_id or one.skill_id],
        )
        for one in found[:MOST_OFFERED]
    ]


def _of_round(row: RoundQuestion) -> Asked:
    return Asked(
        prompt=row.prompt,
        look_for=row.look_for,
        probes=lines_of(row.probes),
        minutes=row.minutes,
        criterion=row.criterion.name if row.criterion else "",
    )


def _plainly(asked: Question) -> Asked:
    return Asked(prompt=asked.prompt, look_for=asked.look_for)
