"""What buttons and dragging do to a board, and how that is told. Plain: nothing is stored.

An act is words: ``add`` · ``drop r12`` · ``earlier r12`` · ``later r12`` · ``up 5`` · ``down 5`` ·
``move 5 r12 r13``, where a dash stands for no round, and may be followed by the criterion it goes before.
"""

from __future__ import annotations

from dataclasses import dataclass

from interviews.boards import MOST_ROUNDS, Board
from interviews.coverage import ROUND_MINUTES
from roleprofiles.lines import whole_number

NO_ROUND = "-"


@dataclass(frozen=True, kw_only=True)
class Done:
    """``said`` is for those who do not see what has moved; ``notes`` is what everybody should read.

    ``focus`` is the id of what comes next for somebody at the keyboard.
    """

    board: Board
    said: str = ""
    focus: str = ""
    notes: tuple[str, ...] = ()


def do(board: Board, act: str, names: dict[int, str]) -> Done:
    """What is no act, and what does not fit the board any more, leaves it as it is."""
    match act.split():
        case ["add"]:
            return _add(board)
        case ["drop", slot]:
            said = f"{_title(board, slot)} is taken out."
            return Done(board=board.without(slot), said=said, focus="add-round")
        case [("earlier" | "later") as step, slot]:
            moved = board.with_column_moved(slot, -1 if step == "earlier" else 1)
            return _placed(moved, [one.slot for one in moved.columns], slot, _title(board, slot))
        case [("up" | "down") as step, word] if (number := whole_number(word)) in names:
            moved = board.with_criterion_moved(number, -1 if step == "up" else 1)
            return _placed(moved, list(moved.order), number, names[number])
        case ["move", word, source, target, *rest] if (number := whole_number(word)) in names:
            before = whole_number(rest[0]) if rest else None
            return _move(board, number, source, target, before, bool(rest), names[number])
    return Done(board=board)


def _add(board: Board) -> Done:
    more = board.with_another(ROUND_MINUTES)
    if more == board:
        return Done(board=board, notes=(f"A plan has {MOST_ROUNDS} rounds at most.",))
    new = more.columns[-1]
    return Done(board=more, said=f"{new.title} is added.", focus=f"id_{new.slot}-title")


def _placed(board: Board, places: list[int] | list[str], one: int | str, name: str) -> Done:
    if one not in places:
        return Done(board=board)
    return Done(board=board, said=f"{name} is number {[*places].index(one) + 1} of {len(places)}.")


def _move(
    board: Board, number: int, source: str, target: str, before: int | None, is_placed: bool, name: str
) -> Done:
    if source != target and board.has(number, target):
        return Done(board=board, notes=(f"{_title(board, target)} assesses {name} already.",))
    moved = board.shifted(number, source, target) if source != target else board
    if is_placed:
        moved = moved.with_criterion_before(number, before)
    if target == NO_ROUND:
        said = f"{_title(board, source)} no longer assesses {name}."
        return Done(board=moved, said=said, focus=f"id_{source}-title")
    return Done(
        board=moved, said=f"{name} is in {_title(board, target)} now.", focus=f"menu-{number}-{target}"
    )


def _title(board: Board, slot: str) -> str:
    return board.title_of(slot).strip() or "The round"
