"""How must-haves are spread over the rounds of a plan, and what there is to say of a plan.

Three to five criteria a round, every must-have in two rounds where that fits, one shared by all
rounds. Three rounds carry up to 15 must-haves; only beyond that is there a fourth. Plain: no rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from interviews.plans import Plan, PlannedCriterion, PlannedRound

CRITERIA_A_ROUND = 5
USUAL_ROUNDS = 3
SMALLEST_LIST_FOR_USUAL_ROUNDS = 4
MANY_ROUNDS = 5
MANY_MUST_HAVES = 8
ROUND_MINUTES = 60
SCARCE_MINUTES = 8  # for a criterion: a question, an answer, one that goes deeper, and a note


@dataclass(frozen=True)
class Spread:
    """``rounds`` hold places (0-based) of must-haves, each in the order of the list."""

    rounds: tuple[tuple[int, ...], ...]

    def raters(self, place: int) -> int:
        """How many rounds assess a must-have."""
        return sum(place in one for one in self.rounds)

    @property
    def shared(self) -> tuple[int, ...]:
        """What every round assesses."""
        return tuple(place for place in self.rounds[0] if all(place in one for one in self.rounds))


def number_of_rounds(must_haves: int) -> int:
    if must_haves < SMALLEST_LIST_FOR_USUAL_ROUNDS:
        return 2
    return max(USUAL_ROUNDS, -(-must_haves // CRITERIA_A_ROUND))


def spread(must_haves: int) -> Spread:
    """Spread a list of must-haves over rounds; the first of the list is the one that all share.

    Each must-have stands once before any is repeated; then the shared one goes into every round,
    then the others get their second rater, as far as five criteria a round allow.
    """
    if must_haves < 1:
        raise ValueError("A plan needs at least one must-have.")
    rounds: list[set[int]] = [set() for _ in range(number_of_rounds(must_haves))]
    for place in range(must_haves):
        _put(place, rounds)
    spare = CRITERIA_A_ROUND * len(rounds) - must_haves
    if spare >= len(rounds) - 1:
        for one in rounds:
            one.add(0)
    for place in range(1, must_haves):
        if _room(rounds) and sum(place in one for one in rounds) < 2:
            _put(place, rounds)
    return Spread(tuple(tuple(sorted(one)) for one in rounds))


def _put(place: int, rounds: list[set[int]]) -> None:
    open_rounds = [
        n for n in range(len(rounds)) if place not in rounds[n] and len(rounds[n]) < CRITERIA_A_ROUND
    ]
    if open_rounds:
        rounds[min(open_rounds, key=lambda n: (len(rounds[n]), n))].add(place)


def _room(rounds: list[set[int]]) -> bool:
    return any(len(one) < CRITERIA_A_ROUND for one in rounds)


def plan_for(criteria: Sequence[PlannedCriterion]) -> Plan:
    """The plan that a list of criteria gives: must-haves are spread, others stand once after them."""
    must_haves = [one.number for one in criteria if one.is_must_have]
    rounds = [[must_haves[place] for place in places] for places in spread(len(must_haves)).rounds]
    for one in criteria:
        if not one.is_must_have:
            min(rounds, key=len).append(one.number)
    return Plan(
        criteria=tuple(criteria),
        rounds=tuple(
            PlannedRound(title=f"Round {n}", minutes=ROUND_MINUTES, criteria=in_order(numbers, criteria))
            for n, numbers in enumerate(rounds, 1)
        ),
    )


def in_order(numbers: Iterable[int], criteria: Iterable[PlannedCriterion]) -> tuple[int, ...]:
    chosen = set(numbers)
    return tuple(one.number for one in criteria if one.number in chosen)


def warnings(plan: Plan) -> tuple[str, ...]:
    """What is unusual about a plan, in words. None of it keeps anybody from saving."""
    return tuple(_warnings(plan))


def _warnings(plan: Plan) -> Iterator[str]:
    if plan.gaps:
        names = ", ".join(one.name for one in plan.gaps)
        yield f"Nobody assesses {names}. The plan cannot be marked ready."
    if (many := len(plan.must_haves)) > MANY_MUST_HAVES:
        yield f"{many} must-haves: 5 to 7 are usual, and each one makes a mistaken “not yet” likelier."
    for one in plan.rounds:
        yield from _warnings_of(one)
    if len(plan.rounds) >= MANY_ROUNDS:
        yield f"{len(plan.rounds)} rounds: beyond four, another round tells little more."


def _warnings_of(one: PlannedRound) -> Iterator[str]:
    criteria = len(one.criteria)
    if not criteria:
        yield f"{one.title} assesses nothing."
    if criteria > CRITERIA_A_ROUND:
        yield f"{one.title} has {criteria} criteria: 3 to 5 are rated more accurately."
    if criteria and one.minutes < SCARCE_MINUTES * criteria:
        each = f"{one.minutes // criteria} for each"
        yield f"{one.title} has {one.minutes} minutes for {criteria} criteria: {each}."


def explanation(plan: Plan) -> tuple[str, ...]:
    """Why there are so many rounds, what all of them share, and what one person alone assesses."""
    return tuple(_explanation(plan))


def _explanation(plan: Plan) -> Iterator[str]:
    yield _why_so_many(len(plan.must_haves), len(plan.rounds))
    if len(plan.rounds) < 2:
        return
    shared = [row.criterion.name for row in plan.rows if row.raters == len(plan.rounds)]
    if shared:
        verb = "is" if len(shared) == 1 else "are"
        what = "the same thing" if len(shared) == 1 else "the same things"
        yield f"{', '.join(shared)} {verb} in every round, so that interviewers can be compared on {what}."
    else:
        yield "No criterion is in every round, so interviewers cannot be compared on the same thing."
    once = [row.criterion.name for row in plan.rows if row.criterion.is_must_have and row.raters == 1]
    if once:
        verb = "stands" if len(once) == 1 else "stand"
        yield f"{', '.join(once)} {verb} in one round only, so one person’s view is all there will be."
    elif not plan.gaps:
        yield "Every must-have is seen by two people or more, each on their own."


def _why_so_many(must_haves: int, rounds: int) -> str:
    usual, seats = number_of_rounds(must_haves), CRITERIA_A_ROUND * rounds
    listed = f"{must_haves} must-have{'' if must_haves == 1 else 's'}"
    if rounds != usual:
        return f"{rounds} round{'' if rounds == 1 else 's'} here. For {listed}, {usual} would be usual."
    if usual > USUAL_ROUNDS:
        return f"{rounds} rounds, because {listed} do not fit into {usual - 1} rounds of {CRITERIA_A_ROUND}."
    if usual < USUAL_ROUNDS:
        return f"{rounds} rounds: for {listed}, a third would only ask the same again."
    return (
        f"{rounds} rounds of up to {CRITERIA_A_ROUND} criteria hold {seats}: room for {listed}, "
        "with a second rater for as many as fit."
    )
