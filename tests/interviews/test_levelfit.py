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
