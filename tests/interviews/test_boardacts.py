from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews import boardacts
from interviews.boards import MOST_ROUNDS, Board, Column, board_of, whole_order
from interviews.plans import Plan
from tests.interviews.plans_made import plans_made

NAMES = {1: "Git", 2: "SQL", 3: "Go"}
CODE = Column(slot="r7", title="Code", minutes="60", criteria=frozenset({1, 2}))
TALK = Column(slot="n1", title=" Talk ", minutes="x", note="As typed", criteria=frozenset({3}))
BOARD = Board(columns=(CODE, TALK), order=(1, 2, 3))


def held(board: Board) -> dict[str, list[int]]:
    return {one.slot: sorted(one.criteria) for one in board.columns}


@pytest.mark.parametrize(
    ("act", "expected", "order", "said", "focus"),
    [
        ("move 1 r7 n1", {"r7": [2], "n1": [1, 3]}, (1, 2, 3), "Git is in Talk now.", "menu-1-n1"),
        ("move 1 r7 -", {"r7": [2], "n1": [3]}, (1, 2, 3), "Code no longer assesses Git.", "id_r7-title"),
        ("move 1 r7 r7 3", {"r7": [1, 2], "n1": [3]}, (2, 1, 3), "Git is in Code now.", "menu-1-r7"),
        ("move 1 r7 r7 end", {"r7": [1, 2], "n1": [3]}, (2, 3, 1), "Git is in Code now.", "menu-1-r7"),
        ("up 2", {"r7": [1, 2], "n1": [3]}, (2, 1, 3), "SQL is number 1 of 3.", ""),
        ("up 1", {"r7": [1, 2], "n1": [3]}, (1, 2, 3), "Git is number 1 of 3.", ""),
        ("down 1", {"r7": [1, 2], "n1": [3]}, (2, 1, 3), "Git is number 2 of 3.", ""),
        ("later r7", {"n1": [3], "r7": [1, 2]}, (1, 2, 3), "Code is number 2 of 2.", ""),
        ("earlier r7", {"r7": [1, 2], "n1": [3]}, (1, 2, 3), "Code is number 1 of 2.", ""),
        ("drop n1", {"r7": [1, 2]}, (1, 2, 3), "Talk is taken out.", "add-round"),
        ("add", {"r7": [1, 2], "n1": [3], "n2": []}, (1, 2, 3), "Round 3 is added.", "id_n2-title"),
    ],
)
def test_acts(
    act: str, expected: dict[str, list[int]], order: tuple[int, ...], said: str, focus: str
) -> None:
    done = boardacts.do(BOARD, act, NAMES)
    assert (held(done.board), list(held(done.board))) == (expected, list(expected))
    assert (done.board.order, done.said, done.focus, done.notes) == (order, said, focus, ())


def test_what_is_typed_stays_as_it_is() -> None:
    done = boardacts.do(BOARD, "later r7", NAMES)
    assert done.board.columns == (TALK, CODE)


def test_a_round_that_assesses_it_already_is_left_alone() -> None:
    both = Board(
        columns=(CODE, Column(slot="n1", title="Talk", minutes="60", criteria=frozenset({1}))),
        order=(1, 2, 3),
    )
    done = boardacts.do(both, "move 1 r7 n1", NAMES)
    assert (done.board, done.notes) == (both, ("Talk assesses Git already.",))


@pytest.mark.parametrize(
    "act",
    [
        "",
        "save it",
        "move",
        "move 9 r7 n1",
        "move x r7 n1",
        "up 99999999999999999999",
        "up -1",
        "drop r99",
        "\0",
    ],
)
def test_what_is_no_act_changes_nothing(act: str) -> None:
    assert boardacts.do(BOARD, act, NAMES).board == BOARD


def test_there_is_an_end_to_rounds() -> None:
    board = BOARD
    for _ in range(20):
        board = boardacts.do(board, "add", NAMES).board
    assert len(board.columns) == MOST_ROUNDS
    assert boardacts.do(board, "add", NAMES).notes == ("A plan has 12 rounds at most.",)
    titles = [one.title.strip() for one in board.columns]
    assert len(set(titles)) == MOST_ROUNDS


WORDS = st.sampled_from(
    ["add", "drop r1", "later r2", "earlier r3", "up 3", "down 1", "move 1 r1 r2", "move 2 r2 -"]
)


@given(plans_made(), st.lists(WORDS, max_size=12))
def test_no_sequence_of_acts_loses_a_criterion_or_a_text(plan: Plan, acts: list[str]) -> None:
    names = {number: f"Ability {number}" for number in range(1, 10)}
    board = board_of(plan)
    texts = {one.slot: (one.title, one.minutes, one.note) for one in board.columns}
    order = set(board.order)
    for act in acts:
        board = boardacts.do(board, act, names).board
        assert set(board.order) == order
        assert len(board.order) == len(order)
        slots = [one.slot for one in board.columns]
        assert len(slots) == len(set(slots))
        for one in board.columns:
            assert texts.setdefault(one.slot, (one.title, one.minutes, one.note)) == (
                *(one.title, one.minutes, one.note),
            )


@pytest.mark.parametrize(
    ("said", "expected"),
    [([], (1, 2, 3)), ([3, 1], (3, 1, 2)), ([3, 3, 9, 2], (3, 2, 1))],
)
def test_what_the_order_does_not_speak_of_comes_last(said: list[int], expected: tuple[int, ...]) -> None:
    assert whole_order(said, [1, 2, 3]) == expected
