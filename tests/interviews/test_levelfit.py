from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews import levelfit
from interviews.levelfit import LevelFit, Line, Reading, Verdict

MET, NOT_YET, SPLIT, NOT_ASSESSED = Reading.MET, Reading.NOT_YET, Reading.SPLIT, Reading.NOT_ASSESSED
VALUES = st.lists(st.integers(1, 4), max_size=6)
SHEETS = st.lists(VALUES, min_size=1, max_size=8)


def fit(*values: list[int]) -> LevelFit:
    lines = (Line(name=f"Ability {n}", values=tuple(given)) for n, given in enumerate(values, 1))
    return levelfit.level_fit(lines)


@pytest.mark.parametrize(
    ("values", "reading"),
    [
        ([], NOT_ASSESSED),
        ([3], MET),
        ([4], MET),
        ([2], NOT_YET),
        ([1], NOT_YET),
        ([3, 2], SPLIT),
        ([3, 3, 2], MET),
        ([3, 2, 2], NOT_YET),
        ([1, 2], NOT_YET),
        ([3, 4], MET),
        ([2, 4, 3], SPLIT),
        ([1, 3], SPLIT),
        ([4, 4, 4, 2], SPLIT),
        ([2, 2, 3, 3], SPLIT),
        ([4, 4], MET),
        ([1, 1, 2], NOT_YET),
        ([2, 2, 2, 3], NOT_YET),
        ([2, 3, 3, 3], MET),
        ([1, 4], SPLIT),
        ([1, 2, 2, 3], SPLIT),
        ([3, 3, 3, 3, 1], SPLIT),
        ([3, 4, 4, 3, 4], MET),
    ],
)
def test_the_worked_table(values: list[int], reading: Reading) -> None:
    assert levelfit.read(values) is reading


@pytest.mark.parametrize(
    ("readings", "verdict"),
    [
        ([], Verdict.CANT_SAY),
        ([MET, MET], Verdict.MEETS),
        ([MET, NOT_ASSESSED], Verdict.CANT_SAY),
        ([MET, SPLIT], Verdict.CANT_SAY),
        ([NOT_ASSESSED], Verdict.CANT_SAY),
        ([MET, SPLIT, NOT_ASSESSED, NOT_YET], Verdict.NOT_YET),
    ],
)
def test_the_verdicts(readings: list[Reading], verdict: Verdict) -> None:
    assert [levelfit.verdict(order) for order in itertools.permutations(readings)] == [
        verdict for _ in itertools.permutations(readings)
    ]


def test_lines_that_need_talk_stand_first_and_keep_the_order_of_the_list() -> None:
    read = fit([3], [2], [2, 4], [], [1, 1], [4], [])
    assert [(line.name, line.reading) for line in read.lines] == [
        ("Ability 4", NOT_ASSESSED),
        ("Ability 7", NOT_ASSESSED),
        ("Ability 3", SPLIT),
        ("Ability 2", NOT_YET),
        ("Ability 5", NOT_YET),
        ("Ability 1", MET),
        ("Ability 6", MET),
    ]
    assert read.counts == {NOT_ASSESSED: 2, SPLIT: 1, NOT_YET: 2, MET: 2}
    assert read.met_count == 2


def test_what_stands_in_the_way_is_said_by_name() -> None:
    read = fit([3, 3], [2], [2, 4], [])
    named = {reading: [line.name for line in lines] for reading, lines in read.in_question.items()}
    assert list(named.items()) == [
        (SPLIT, ["Ability 3"]),
        (NOT_YET, ["Ability 2"]),
        (NOT_ASSESSED, ["Ability 4"]),
    ]
    assert [line.name for line in read.on_one_rater] == ["Ability 2"]
    assert fit([3], [4, 4]).in_question == {}


def test_ranges() -> None:
    assert [line.range for line in fit([], [4, 2, 3], [3, 3]).lines] == ["", "2–4", "3"]


def test_the_verdict_as_people_read_it() -> None:
    assert [one.words for one in Verdict] == ["meets", "not yet", "can’t say yet"]


def test_what_would_change_it_asks_first_and_then_looks_again() -> None:
    read = fit([3, 3], [2, 2], [2, 4], [], [3, 2], [])
    assert [line.name for line in read.to_ask] == ["Ability 4", "Ability 6"]
    assert [line.name for line in read.to_look_at_again] == ["Ability 3", "Ability 5", "Ability 2"]
    assert (fit([3]).to_ask, fit([3]).to_look_at_again) == ((), ())


def test_raters_are_people() -> None:
    line = Line(name="Ability", values=(3, 4, 3), by=(7, 7, 8))
    assert (line.raters, Line(name="Ability", values=(3, 3)).raters) == (2, 2)
    twice_the_same = levelfit.level_fit([line, Line(name="Other", values=(3, 3), by=(7, 7))])
    assert ([one.name for one in twice_the_same.on_one_rater], twice_the_same.fewest_raters) == (["Other"], 1)
    assert [fit(*sheet).fewest_raters for sheet in ([[3, 3], [4, 4, 3]], [[3], [3, 3]], [[3], []], [])] == [
        *(2, 1, 0, 0)
    ]


# If one rating moved by one

MEETS, NOT, CANT = Verdict.MEETS, Verdict.NOT_YET, Verdict.CANT_SAY


@pytest.mark.parametrize(
    ("sheet", "changes"),
    [
        ([], {}),
        ([[]], {}),
        ([[3]], {NOT: ["1: 3→2"]}),
        ([[4]], {}),
        ([[2]], {MEETS: ["1: 2→3"]}),
        ([[1]], {}),
        ([[2], [2]], {}),
        ([[2], []], {CANT: ["1: 2→3"]}),
        ([[3, 3]], {CANT: ["1: 3→2"]}),
        ([[2, 2]], {CANT: ["1: 2→3"]}),
        ([[3, 2]], {MEETS: ["1: 2→3"], NOT: ["1: 3→2"]}),
        ([[2, 4], [3]], {MEETS: ["1: 2→3"], NOT: ["2: 3→2"]}),
        ([[3, 3, 2]], {NOT: ["1: 3→2"], CANT: ["1: 2→1", "1: 3→4"]}),
        ([[4, 4, 4]], {}),
        ([[4, 4, 3]], {CANT: ["1: 3→2"]}),
        ([[2, 2], [3, 3], []], {CANT: ["1: 2→3"]}),
        ([[1, 4], [3]], {NOT: ["2: 3→2"]}),
        ([[1, 2, 2, 3]], {NOT: ["1: 1→2", "1: 3→2"]}),
    ],
)
def test_what_one_step_would_change(sheet: list[list[int]], changes: dict[Verdict, list[str]]) -> None:
    found = {
        verdict: [f"{move.line.name.removeprefix('Ability ')}: {move.before}→{move.after}" for move in moves]
        for verdict, moves in fit(*sheet).would_change_to.items()
    }
    assert list(found.items()) == list(changes.items())


@given(SHEETS)
def test_it_is_every_step_that_changes_the_verdict_and_no_other(sheet: list[list[int]]) -> None:
    before = fit(*sheet).verdict
    steps = set()
    for line, values in enumerate(sheet):
        for place, value in enumerate(values):
            for after in (value - 1, value + 1):
                moved = [*sheet]
                moved[line] = [*values[:place], after, *values[place + 1 :]]
                if 1 <= after <= 4 and (then := fit(*moved).verdict) is not before:
                    steps.add((f"Ability {line + 1}", value, after, then))
    moves = levelfit.would_change(fit(*sheet))
    found = [(move.line.name, move.before, move.after, move.verdict) for move in moves]
    assert (set(found), len(found)) == (steps, len(steps))


# What holds for every sheet

WORST_FIRST = [NOT, CANT, MEETS]


@given(st.lists(VALUES, max_size=8), st.sampled_from([[3], [4], [3, 3], [4, 3, 3], [3, 3, 2]]))
def test_a_met_must_have_more_never_worsens_a_verdict(sheet: list[list[int]], met: list[int]) -> None:
    before, after = fit(*sheet).verdict, fit(*sheet, met).verdict
    assert WORST_FIRST.index(after) >= WORST_FIRST.index(before)


@given(st.lists(VALUES, max_size=8))
def test_what_nobody_assessed_only_ever_takes_meets_away(sheet: list[list[int]]) -> None:
    before, after = fit(*sheet).verdict, fit(*sheet, []).verdict
    assert after is (CANT if before is MEETS else before)


ALL_SHEETS = [
    values for n in range(1, 7) for values in itertools.combinations_with_replacement([1, 2, 3, 4], n)
]


def raised(values: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Each with one of its values one higher."""
    return [(*values[:n], one + 1, *values[n + 1 :]) for n, one in enumerate(values) if one < 4]


def test_a_value_moved_up_never_makes_not_yet_of_met() -> None:
    """It may make a split of it: 3, 3, 2 is met, and 4, 3, 2 is too far apart to be."""
    readings = {
        (levelfit.read(values), levelfit.read(more)) for values in ALL_SHEETS for more in raised(values)
    }
    assert {after for before, after in readings if before is MET} == {MET, SPLIT}
    assert {before for before, after in readings if after is NOT_YET} == {NOT_YET, SPLIT}


def test_one_step_leads_from_not_yet_to_met_only_past_a_lone_rater_or_an_odd_one() -> None:
    """Two people, and any even number of them, pass by a split."""
    crossing = {
        len(values)
        for values in ALL_SHEETS
        for more in raised(values)
        if (levelfit.read(values), levelfit.read(more)) == (NOT_YET, MET)
    }
    assert crossing == {1, 3, 5}


@given(VALUES)
def test_the_order_of_raters_never_matters(values: list[int]) -> None:
    assert levelfit.read(values) is levelfit.read(sorted(values)) is levelfit.read(values[::-1])


@given(SHEETS)
def test_the_order_of_must_haves_never_matters(sheet: list[list[int]]) -> None:
    assert fit(*sheet).verdict is fit(*reversed(sheet)).verdict
    assert fit(*sheet).counts == fit(*reversed(sheet)).counts


@given(SHEETS, st.sampled_from([[3], [4], [3, 3], [4, 3, 3], [3, 3, 2]]))
def test_a_met_must_have_more_changes_no_verdict(sheet: list[list[int]], met: list[int]) -> None:
    assert fit(*sheet, met).verdict is fit(*sheet).verdict


@given(SHEETS)
def test_not_assessed_never_counts_as_failed(sheet: list[list[int]]) -> None:
    before, after = fit(*sheet), fit(*sheet, [])
    assert (after.verdict is Verdict.NOT_YET) == (before.verdict is Verdict.NOT_YET)
    assert after.verdict is not Verdict.MEETS
    assert {**after.counts, NOT_ASSESSED: 0} == {**before.counts, NOT_ASSESSED: 0}


@given(SHEETS)
def test_meets_is_all_met_and_nothing_else(sheet: list[list[int]]) -> None:
    read = fit(*sheet)
    assert (read.verdict is Verdict.MEETS) == all(line.reading is MET for line in read.lines)
    assert sum(read.counts.values()) == len(sheet)
