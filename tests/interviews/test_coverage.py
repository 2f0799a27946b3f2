from __future__ import annotations

import pytest

from interviews import coverage
from interviews.coverage import Spread

EVERY_LENGTH = range(1, 41)


def loads(plan: Spread) -> list[int]:
    return [len(places) for places in plan.rounds]


def raters(must_haves: int) -> list[int]:
    plan = coverage.spread(must_haves)
    return [plan.raters(place) for place in range(must_haves)]


def test_seven_must_haves_as_in_the_seed() -> None:
    plan = coverage.spread(7)
    assert loads(plan) == [5, 5, 5]
    assert raters(7) == [3, 2, 2, 2, 2, 2, 2]
    assert plan.shared == (0,)


@pytest.mark.parametrize("must_haves", EVERY_LENGTH)
def test_what_holds_for_every_list(must_haves: int) -> None:
    plan = coverage.spread(must_haves)
    assert {place for places in plan.rounds for place in places} == set(range(must_haves))
    assert all(places == tuple(sorted(set(places))) for places in plan.rounds)
    assert max(loads(plan)) <= 5
    assert max(loads(plan)) - min(loads(plan)) <= 1
    assert min(loads(plan)) >= min(3, must_haves)
    assert plan == coverage.spread(must_haves)


@pytest.mark.parametrize("must_haves", EVERY_LENGTH)
def test_no_seat_is_empty_while_a_must_have_has_one_rater(must_haves: int) -> None:
    """With two rounds or more a second rater always has a round to go to, as long as there are seats."""
    plan = coverage.spread(must_haves)
    seats = 5 * len(plan.rounds)
    lonely = raters(must_haves).count(1)
    assert lonely == 0 or sum(loads(plan)) == seats
    needed = 2 * must_haves + (len(plan.rounds) - 2)
    assert (lonely == 0) == (needed <= seats)


@pytest.mark.parametrize("must_haves", EVERY_LENGTH)
def test_one_is_shared_by_all_where_it_fits(must_haves: int) -> None:
    plan = coverage.spread(must_haves)
    fits = must_haves + len(plan.rounds) - 1 <= 5 * len(plan.rounds)
    assert (0 in plan.shared) == fits
    assert max(raters(must_haves)[1:], default=0) <= 2


def test_rounds_grow_with_the_list() -> None:
    assert [coverage.number_of_rounds(n) for n in (1, 3, 4, 7, 15, 16, 20, 21, 25, 26)] == [
        *[2, 2, 3, 3, 3],
        *[4, 4, 5, 5, 6],
    ]


def test_a_plan_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one must-have"):
        coverage.spread(0)


def test_a_usual_plan_has_no_warning() -> None:
    assert coverage.warnings([5, 5, 5], 7) == []


def test_a_long_list_a_full_round_and_a_fifth_round_are_said() -> None:
    assert coverage.warnings([5, 6, 5, 5, 5], 21) == [
        "21 must-haves: 5 to 7 are usual, and each one makes a mistaken “not yet” likelier.",
        "Round 2 has 6 criteria: 3 to 5 are rated more accurately.",
        "5 rounds: beyond four, another round tells little more.",
    ]


@pytest.mark.parametrize("must_haves", EVERY_LENGTH)
def test_only_what_is_unusual_is_warned_of(must_haves: int) -> None:
    plan = coverage.spread(must_haves)
    said = coverage.warnings(loads(plan), must_haves)
    assert len(said) == (must_haves > 8) + (len(plan.rounds) >= 5)
