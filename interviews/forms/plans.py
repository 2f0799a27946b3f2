"""The plan of a search as one form: what is posted becomes a board, and a valid board a plan."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from django import forms
from django.http import QueryDict

from interviews.boards import MOST_ROUNDS, SLOT, Board, Column, whole_order
from interviews.coverage import ROUND_MINUTES, number_of_rounds
from interviews.plans import Plan, PlannedCriterion, PlannedRound
from roleprofiles.lines import validate_line, validate_text, whole_number

FEWEST_MINUTES, MOST_MINUTES = 5, 480
TEXT_LIMIT = 5000  # characters


class RoundForm(forms.Form):
    """The texts of a round."""

    title = forms.CharField(max_length=200, label="Title", validators=[validate_line])
    minutes = forms.IntegerField(min_value=FEWEST_MINUTES, max_value=MOST_MINUTES, label="Minutes")
    note = forms.CharField(
        required=False,
        max_length=TEXT_LIMIT,
        label="Note for the interviewer",
        validators=[validate_text],
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReasonForm(forms.Form):
    """Why a plan changes by which somebody has rated."""

    reason = forms.CharField(
        max_length=TEXT_LIMIT,
        label="Why the plan changes",
        help_text="Kept with the version. Somebody has rated by the plan as it was.",
        validators=[validate_text],
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@dataclass(frozen=True, kw_only=True)
class BoardLine:
    """A criterion in a round, and the rounds that it could go to: slots and titles."""

    criterion: PlannedCriterion
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class BoardColumn:
    """A round on the page: its texts as typed, and what it assesses."""

    column: Column
    form: RoundForm
    lines: tuple[BoardLine, ...]

    @property
    def slot(self) -> str:
        return self.column.slot


class PlanForm:
    """A board over a stored plan. ``reason`` is asked for where the plan is frozen."""

    def __init__(self, board: Board, stored: Plan, *, is_frozen: bool, data: QueryDict | None = None) -> None:
        by_number = {one.number: one for one in stored.criteria}
        self.criteria = tuple(by_number[number] for number in board.order)
        self.board = board
        # What a long list of must-haves was spread over may be more.
        self.most = max(MOST_ROUNDS, len(stored.rounds), number_of_rounds(len(stored.must_haves)))
        self.is_checked = False
        self.reason = ReasonForm(data if is_frozen else None) if is_frozen else None
        self.columns = tuple(self._column(one) for one in board.columns)

    def _column(self, column: Column) -> BoardColumn:
        texts = {"title": column.title, "minutes": column.minutes, "note": column.note}
        said = {f"{column.slot}-{name}": text for name, text in texts.items()}
        held = (one for one in self.criteria if one.number in column.criteria)
        return BoardColumn(
            column=column,
            form=RoundForm(said, prefix=column.slot),
            lines=tuple(BoardLine(criterion=one, others=self._others(one.number)) for one in held),
        )

    def _others(self, number: int) -> tuple[tuple[str, str], ...]:
        return tuple(
            (one.slot, one.title.strip() or "untitled")
            for one in self.board.columns
            if number not in one.criteria
        )

    def is_valid(self) -> bool:
        self.is_checked = True
        forms_ = [one.form for one in self.columns] + ([self.reason] if self.reason else [])
        checked = [form.is_valid() for form in forms_]  # all of them: each says what is wrong
        return 0 < len(self.columns) <= self.most and all(checked)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """The field's id and what is wrong with it, once the form was checked."""
        if not self.is_checked:
            return []
        found = [] if self.columns else [("add-round", "A plan needs at least one round.")]
        if len(self.columns) > self.most:
            found.append(("add-round", f"A plan has {self.most} rounds at most."))
        for one in self.columns:
            for name, errors in one.form.errors.items():
                title = one.column.title.strip()[:60] or "A round without a title"
                found += [(one.form[name].auto_id, f"{title}, {one.form[name].label}: {e}") for e in errors]
        if self.reason:
            found += [
                ("id_reason", f"Why the plan changes: {e}") for e in self.reason.errors.get("reason", [])
            ]
        return found

    @property
    def said_reason(self) -> str:
        return str(self.reason.cleaned_data["reason"]) if self.reason else ""

    @property
    def plan(self) -> Plan:
        """What is typed, as a plan; of texts that are no good, what comes nearest."""
        return Plan(criteria=self.criteria, rounds=tuple(self._round(one) for one in self.columns))

    def _round(self, one: BoardColumn) -> PlannedRound:
        one.form.is_valid()
        said = one.form.cleaned_data
        return PlannedRound(
            pk=one.column.pk,
            title=said.get("title") or one.column.title.strip() or "Untitled round",
            minutes=said.get("minutes", ROUND_MINUTES),
            note=said.get("note", one.column.note),
            criteria=tuple(line.criterion.number for line in one.lines),
        )


def posted_board(data: QueryDict, stored: Plan) -> Board:
    """What somebody has arranged. A round that is there no more comes as one that is not made yet."""
    known = {f"r{one.pk}" for one in stored.rounds}
    numbers = [one.number for one in stored.criteria]
    slots = [slot for slot in dict.fromkeys(data.getlist("round")) if SLOT.fullmatch(slot)]
    free = iter(slot for n in count(1) if (slot := f"n{n}") not in slots)
    columns = tuple(
        Column(
            slot=slot if slot in known or slot.startswith("n") else next(free),
            title=data.get(f"{slot}-title", ""),
            minutes=data.get(f"{slot}-minutes", ""),
            note=data.get(f"{slot}-note", "").replace("\r\n", "\n"),
            criteria=frozenset(_numbers(data.getlist(f"{slot}-criteria"))) & frozenset(numbers),
        )
        for slot in slots
    )
    return Board(columns=columns, order=whole_order(_numbers(data.getlist("criterion")), numbers))


def _numbers(said: list[str]) -> list[int]:
    return [number for text in said if (number := whole_number(text)) is not None]
