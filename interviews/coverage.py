"""How must-haves are spread over the rounds of a plan. Plain: names and numbers, no rows.

Three to five criteria a round, every must-have in two rounds where that fits, one shared by all
rounds. Three rounds carry up to 15 must-haves; only beyond that is there a fourth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

CRITERIA_A_ROUND = 5
USUAL_ROUNDS = 3
SMALLEST_LIST_FOR_USUAL_ROUNDS = 4
MANY_ROUNDS = 5
MANY_MUST_HAVES = 8


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


def warnings(criteria_of_rounds: Sequence[int], must_haves: int) -> list[str]:
    """What is unusual about a plan, in words; an empty list when nothing is."""
    said = []
    if must_haves > MANY_MUST_HAVES:
        said.append(
            f"{must_haves} must-haves: 5 to 7 are usual, and each one makes a mistaken “not yet” likelier."
        )
    for number, criteria in enumerate(criteria_of_rounds, 1):
        if criteria > CRITERIA_A_ROUND:
            said.append(f"Round {number} has {criteria} criteria: 3 to 5 are rated more accurately.")
    if len(criteria_of_rounds) >= MANY_ROUNDS:
        said.append(f"{len(criteria_of_rounds)} rounds: beyond four, another round tells little more.")
    return said
