from __future__ import annotations

import pytest
from hypothesis import given

from interviews import coverage
from interviews.coverage import Spread
from interviews.plans import Plan, PlannedCriterion, PlannedRound
from tests.interviews.plans_made import plans_made

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


# What there is to say of a plan


def criteria(*names: str, added: str = "") -> list[PlannedCriterion]:
    """Must-haves, and perhaps one that was added by hand."""
    must_haves = [PlannedCriterion(number=n, name=name) for n, name in enumerate(names)]
    more = [PlannedCriterion(number=len(names), name=added, is_must_have=False)] if added else []
    return must_haves + more


def plan_of(must_haves: int, *loads: tuple[int, int]) -> Plan:
    """Rounds of so many minutes, each with the first so many criteria of the list."""
    listed = criteria(*(f"M{n}" for n in range(must_haves)))
    rounds = (
        PlannedRound(title=f"Round {n}", minutes=minutes, criteria=tuple(range(load)))
        for n, (load, minutes) in enumerate(loads, 1)
    )
    return Plan(criteria=tuple(listed), rounds=tuple(rounds))


def test_a_usual_plan_has_no_warning() -> None:
    assert coverage.warnings(coverage.plan_for(criteria(*"ABCDEFG"))) == ()


def test_a_long_list_a_full_round_and_a_fifth_round_are_said() -> None:
    assert coverage.warnings(plan_of(9, (9, 90), (6, 60), (5, 60), (5, 60), (5, 60))) == (
        "9 must-haves: 5 to 7 are usual, and each one makes a mistaken “not yet” likelier.",
        "Round 1 has 9 criteria: 3 to 5 are rated more accurately.",
        "Round 2 has 6 criteria: 3 to 5 are rated more accurately.",
        "5 rounds: beyond four, another round tells little more.",
    )


def test_gaps_empty_rounds_and_scarce_minutes_are_said() -> None:
    assert coverage.warnings(plan_of(4, (2, 15), (0, 30))) == (
        "Nobody assesses M2, M3. The plan cannot be marked ready.",
        "Round 1 has 15 minutes for 2 criteria: 7 for each.",
        "Round 2 assesses nothing.",
    )


@pytest.mark.parametrize(("minutes", "is_scarce"), [(40, False), (39, True)])
def test_eight_minutes_a_criterion_are_enough(minutes: int, is_scarce: bool) -> None:
    assert bool(coverage.warnings(plan_of(5, (5, minutes)))) is is_scarce


@pytest.mark.parametrize("must_haves", EVERY_LENGTH)
def test_only_what_is_unusual_is_warned_of(must_haves: int) -> None:
    plan = coverage.plan_for(criteria(*(f"M{n}" for n in range(must_haves))))
    said = coverage.warnings(plan)
    assert len(said) == (must_haves > 8) + (len(plan.rounds) >= 5)


@pytest.mark.parametrize("must_haves", EVERY_LENGTH)
def test_the_generated_plan_is_the_spread(must_haves: int) -> None:
    plan = coverage.plan_for(criteria(*(f"M{n}" for n in range(must_haves))))
    assert tuple(one.criteria for one in plan.rounds) == coverage.spread(must_haves).rounds
    assert plan.gaps == ()


def test_what_was_added_by_hand_stands_once_where_there_is_most_room() -> None:
    plan = coverage.plan_for(criteria(*"ABCDE", added="Curiosity"))
    assert [one.criteria for one in plan.rounds] == [(0, 1, 2, 3), (0, 1, 4, 5), (0, 2, 3, 4)]


# The generator explains itself


@pytest.mark.parametrize(
    ("must_haves", "said"),
    [
        (
            1,
            (
                "2 rounds: for 1 must-have, a third would only ask the same again.",
                "M0 is in every round, so that interviewers can be compared on the same thing.",
                "Every must-have is seen by two people or more, each on their own.",
            ),
        ),
        (
            7,
            (
                "3 rounds of up to 5 criteria hold 15: room for 7 must-haves, with a second rater for as "
                "many as fit.",
                "M0 is in every round, so that interviewers can be compared on the same thing.",
                "Every must-have is seen by two people or more, each on their own.",
            ),
        ),
        (
            12,
            (
                "3 rounds of up to 5 criteria hold 15: room for 12 must-haves, with a second rater for as "
                "many as fit.",
                "M0 is in every round, so that interviewers can be compared on the same thing.",
                "M2, M3, M4, M5, M6, M7, M8, M9, M10, M11 stand in one round only, so one person’s "
                "view is all there will be.",
            ),
        ),
        (
            16,
            (
                "4 rounds, because 16 must-haves do not fit into 3 rounds of 5.",
                "M0 is in every round, so that interviewers can be compared on the same thing.",
                "M2, M3, M4, M5, M6, M7, M8, M9, M10, M11, M12, M13, M14, M15 stand in one round only, so "
                "one person’s view is all there will be.",
            ),
        ),
    ],
)
def test_a_generated_plan_says_why_it_is_so(must_haves: int, said: tuple[str, ...]) -> None:
    assert coverage.explanation(coverage.plan_for(criteria(*(f"M{n}" for n in range(must_haves))))) == said


def test_a_plan_that_was_rearranged_is_explained_as_it_is() -> None:
    listed = criteria(*"ABCD")
    rounds = [("One", (0, 1)), ("Two", (2,))]
    plan = Plan(
        criteria=tuple(listed),
        rounds=tuple(PlannedRound(title=title, minutes=60, criteria=held) for title, held in rounds),
    )
    assert coverage.explanation(plan) == (
        "2 rounds here. For 4 must-haves, 3 would be usual.",
        "No criterion is in every round, so interviewers cannot be compared on the same thing.",
        "A, B, C stand in one round only, so one person’s view is all there will be.",
    )


@given(plans_made())
def test_whatever_the_plan_something_true_is_said(plan: Plan) -> None:
    """Each name that the lines about raters have stands in that many rounds."""
    said = coverage.explanation(plan)
    assert said[0].startswith(f"{len(plan.rounds)} round")
    raters = {row.criterion.name: row.raters for row in plan.rows}
    for line in said[1:]:
        if " in every round" in line and not line.startswith("No criterion"):
            names = line.replace(" are in", " is in").split(" is in every round")[0].split(", ")
            assert {raters[name] for name in names} == {len(plan.rounds)}
        if " in one round only" in line:
            names = line.replace(" stands in", " stand in").split(" stand in one round only")[0].split(", ")
            assert {raters[name] for name in names} == {1}


@given(plans_made())
def test_a_gap_is_warned_of_and_nothing_else_is_called_one(plan: Plan) -> None:
    uncovered = [row.criterion.name for row in plan.rows if row.criterion.is_must_have and not row.raters]
    warned = [line for line in coverage.warnings(plan) if line.startswith("Nobody assesses ")]
    said = f"Nobody assesses {', '.join(uncovered)}. The plan cannot be marked ready."
    assert warned == ([said] if uncovered else [])
