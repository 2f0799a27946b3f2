from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews import patterns, plans
from interviews.boards import Board, board_of
from interviews.coverage import plan_for
from interviews.plans import Plan, PlannedCriterion, PlannedRound
from tests.interviews.plans_made import plans_made

A, B, C, D = (PlannedCriterion(number=n, name=name) for n, name in enumerate("ABCD", 1))
CODE = PlannedRound(pk=1, title="Code", minutes=60, criteria=(1, 2))
TALK = PlannedRound(pk=2, title="Talk", minutes=45, criteria=(2, 3))
PLAN = Plan(criteria=(A, B, C, D), rounds=(CODE, TALK))


def with_rounds(*rounds: PlannedRound) -> Plan:
    return replace(PLAN, rounds=rounds)


def test_rows_raters_gaps_and_minutes() -> None:
    assert [(row.criterion.name, row.raters, row.is_gap) for row in PLAN.rows] == [
        *[("A", 1, False), ("B", 2, False), ("C", 1, False), ("D", 0, True)],
    ]
    assert (PLAN.gaps, PLAN.minutes) == ((D,), 105)


def test_what_was_added_by_hand_is_no_gap() -> None:
    plan = replace(PLAN, criteria=(A, B, C, replace(D, is_must_have=False)))
    assert (plan.gaps, [one.name for one in plan.must_haves]) == ((), ["A", "B", "C"])


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (PLAN, ()),
        (with_rounds(replace(CODE, title="Pairing"), TALK), ("Code is called Pairing now.",)),
        (with_rounds(replace(CODE, minutes=90), TALK), ("Code takes 90 minutes instead of 60.",)),
        (with_rounds(replace(CODE, note="Calmly"), TALK), ("Code has another note for the interviewer.",)),
        (
            with_rounds(replace(CODE, criteria=(2, 3, 4)), TALK),
            ("Code assesses C, D too.", "Code no longer assesses A."),
        ),
        (with_rounds(CODE), ("Talk is removed. It assessed B, C.",)),
        (
            with_rounds(CODE, TALK, PlannedRound(title="Tea", minutes=15, criteria=())),
            ("Tea is added, 15 minutes. It assesses nothing.",),
        ),
        (with_rounds(TALK, CODE), ("The rounds come in another order: Talk, Code.",)),
        (replace(PLAN, criteria=(B, A, C, D)), ("The criteria stand in another order.",)),
    ],
)
def test_changes_in_words(new: Plan, said: tuple[str, ...]) -> None:
    assert plans.changes(PLAN, new) == said


@given(plans_made(), plans_made())
def test_there_are_words_for_whatever_the_fingerprint_sees(old: Plan, new: Plan) -> None:
    """Of plans with the same criteria: others are not made by arranging."""
    new = replace(new, criteria=old.criteria) if _fits(new, old) else old
    is_same = plans.fingerprint(old) == plans.fingerprint(new)
    assert (plans.changes(old, new) == ()) is is_same


def _fits(plan: Plan, other: Plan) -> bool:
    known = {one.number for one in other.criteria}
    return all(set(one.criteria) <= known for one in plan.rounds)


@given(plans_made())
def test_a_plan_becomes_a_board_with_all_that_it_says(plan: Plan) -> None:
    board = board_of(plan)
    assert [(one.pk, one.title, one.minutes, one.note, one.criteria) for one in board.columns] == [
        (one.pk, one.title, str(one.minutes), one.note, frozenset(one.criteria)) for one in plan.rounds
    ]
    assert board.order == tuple(one.number for one in plan.criteria)


# A plan is taken from another search


def keyed(name: str, number: int, key: UUID | None = None) -> PlannedCriterion:
    return PlannedCriterion(number=number, name=name, key=key or uuid4())


def test_rounds_are_taken_over_by_requirement_and_then_by_name() -> None:
    same, reworded = uuid4(), uuid4()
    theirs = (keyed("Git", 1, same), keyed("SQL", 2, reworded), keyed("Writing", 3), keyed("Perl", 4))
    pattern = Plan(
        criteria=theirs,
        rounds=(
            PlannedRound(pk=7, title="Code", minutes=90, note="Pair", criteria=(1, 2)),
            PlannedRound(pk=8, title="Talk", minutes=30, criteria=(2, 3, 4)),
        ),
    )
    ours = (keyed("Databases", 10, reworded), keyed("Git", 11, same), keyed(" writing ", 12), keyed("Go", 13))
    fitted = patterns.fit(pattern, ours)
    assert fitted.plan == Plan(
        criteria=ours,
        rounds=(
            PlannedRound(title="Code", minutes=90, note="Pair", criteria=(10, 11, 13)),
            PlannedRound(title="Talk", minutes=30, criteria=(10, 12, 13)),
        ),
    )
    assert fitted.said == (
        "Left out, since this opening does not assess it: Perl.",
        "Placed where there was most room, since that plan lacks it: Go.",
    )


def test_the_plan_of_a_search_with_the_same_must_haves_is_taken_as_it_is() -> None:
    keys = [uuid4() for _ in range(7)]
    theirs = [keyed(f"M{n}", n, key) for n, key in enumerate(keys)]
    ours = [keyed(f"M{n}", n + 100, key) for n, key in enumerate(keys)]
    fitted = patterns.fit(plan_for(theirs), ours)
    assert (fitted.plan, fitted.said) == (plan_for(ours), ())


@given(plans_made(), st.sets(st.integers(1, 30), min_size=1))
def test_no_must_have_is_lost_on_the_way(pattern: Plan, numbers: set[int]) -> None:
    ours = tuple(PlannedCriterion(number=n + 100, name=f"Ability {n}") for n in sorted(numbers))
    fitted = patterns.fit(pattern, ours)
    known = {one.name for one in pattern.criteria}
    covered_there = {row.criterion.name for row in pattern.rows if row.raters}
    left = {one.name for one in fitted.plan.gaps}
    # What the pattern has and assesses nowhere is not assessed here either: it is a warning, not a loss.
    assert left == {one.name for one in ours if one.name in known - covered_there}
    assert [one.title for one in fitted.plan.rounds] == [one.title for one in pattern.rounds]
    assert fitted.plan.criteria == ours


def test_an_empty_board_stays_one() -> None:
    assert Board(columns=(), order=(1,)).without("r1") == Board(columns=(), order=(1,))
