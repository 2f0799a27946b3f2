"""The ladder matrix: every skill against every level, and the change on the way up in words."""

from __future__ import annotations

import pytest

from roleprofiles.choices import RequirementKind as Kind
from roleprofiles.ladder import Asked, LadderRow, Rung, Step, Suggestion, ladder, rungs, suggestion

MUST, GOOD, OTHER = Kind.MUST_HAVE, Kind.GOOD_TO_HAVE, Kind.OTHER


def asked(level: int, kind: Kind = MUST, name: str = "Git", text: str = "", skill: int = 1) -> Asked:
    return Asked(skill=skill, level=level, kind=kind, name=name, text=text)


def test_a_row_has_a_cell_for_every_level() -> None:
    low, high = asked(0), asked(2, text="more")
    assert ladder(["Junior", "Mid", "Senior"], [low, high]) == [
        LadderRow(
            name="Git",
            cells=(low, None, high),
            change="Mid: gone · Senior: new, must-have",
            is_step_up=False,
        )
    ]


@pytest.mark.parametrize(
    ("below", "above", "change", "is_step_up"),
    [
        (asked(0), asked(1), "kept", False),
        (asked(0), asked(1, text="more"), "reworded", False),
        (asked(0), asked(1, name="GIT"), "reworded", False),
        (asked(0, GOOD), asked(1, MUST), "promoted from good-to-have", True),
        (asked(0, OTHER), asked(1, MUST), "promoted from another list", True),
        (asked(0, OTHER), asked(1, GOOD), "promoted from another list to good-to-have", False),
        (asked(0, MUST), asked(1, GOOD), "listed lower: good-to-have", False),
        (asked(0, GOOD), asked(1, OTHER), "listed lower: another list", False),
        (asked(0), None, "gone", False),
        (None, asked(1), "new, must-have", False),
        (None, asked(1, Kind.PRODUCTION_SUPPORT), "new, production support", False),
    ],
)
def test_a_step(below: Asked | None, above: Asked | None, change: str, is_step_up: bool) -> None:
    (row,) = ladder(["Mid", "Senior"], filter(None, [below, above]))
    assert (row.cells, row.change, row.is_step_up) == ((below, above), change, is_step_up)


def test_a_role_of_one_level_has_no_way_up() -> None:
    assert [(row.change, row.is_step_up) for row in ladder(["Mid"], [asked(0)])] == [("", False)]


def test_the_weightiest_kind_of_a_level_counts_and_the_first_line_of_it() -> None:
    lines = [asked(0, GOOD), asked(0, MUST, text="a"), asked(0, MUST, text="b"), asked(0, OTHER)]
    (row,) = ladder(["Mid"], lines)
    assert row.cells == (asked(0, MUST, text="a"),)


def test_rows_stand_in_the_order_of_the_document_under_every_name_of_their_skill() -> None:
    lines = [asked(0, name="SQL", skill=2), asked(0), asked(1, name="Version control"), asked(1, skill=3)]
    assert [row.name for row in ladder(["Mid", "Senior"], lines)] == ["SQL", "Git → Version control", "Git"]


def test_no_line_of_a_level_is_hidden_by_another_name_of_its_skill() -> None:
    lines = [asked(0, name="Cloud (AWS)"), asked(0, GOOD, name="Cloud (Azure)"), asked(1, name="Cloud (AWS)")]
    assert [(row.name, row.change) for row in ladder(["Mid", "Senior"], lines)] == [
        ("Cloud (AWS)", "kept"), ("Cloud (Azure)", "gone"),
    ]  # fmt: skip


def test_every_kind_has_a_mark_of_its_own() -> None:
    assert [asked(0, kind).mark for kind in Kind] == ["●", "○", "◆", "◇"]


def test_nothing_asked_is_no_row() -> None:
    assert ladder(["Mid"], []) == []


# Two levels


def steps(found: list[Rung]) -> list[tuple[str, Step]]:
    return [(rung.name, rung.step) for rung in found]


def test_every_line_of_two_levels_is_there_once_heaviest_first() -> None:
    lines = [
        asked(0, GOOD, "TensorFlow", skill=1),
        asked(0, MUST, "Git", skill=2),
        asked(0, MUST, "Pandas", skill=3),
        asked(0, MUST, "SQL", "joins", skill=4),
        asked(0, MUST, "C", skill=5),
        asked(1, MUST, "Elsewhere", skill=9),
        asked(2, GOOD, "Kafka", skill=6),
        asked(2, GOOD, "C", skill=5),
        asked(2, MUST, "TensorFlow", skill=1),
        asked(2, MUST, "Git", skill=2),
        asked(2, MUST, "SQL", "plans", skill=4),
    ]
    assert steps(rungs(lines, 0, 2)) == [
        ("TensorFlow", Step.PROMOTED),
        ("Git", Step.KEPT),
        ("SQL", Step.REWORDED),
        ("Kafka", Step.NEW),
        ("C", Step.LOWERED),
        ("Pandas", Step.GONE),
    ]


def test_two_levels_the_other_way_round() -> None:
    lines = [asked(0, GOOD, "TensorFlow", skill=1), asked(1, MUST, "TensorFlow", skill=1), asked(1, skill=2)]
    assert steps(rungs(lines, 1, 0)) == [("TensorFlow", Step.LOWERED), ("Git", Step.GONE)]


def test_lines_of_one_skill_are_paired_by_their_words_first() -> None:
    lines = [asked(0, text="a"), asked(0, text="b"), asked(1, text="b"), asked(1, text="c"), asked(1, GOOD)]
    assert [(r.below and r.below.text, r.above and r.above.text, r.step) for r in rungs(lines, 0, 1)] == [
        ("b", "b", Step.KEPT),
        ("a", "c", Step.REWORDED),
        (None, "", Step.NEW),
    ]


def test_the_lists_suggest_what_the_steps_do_not_say() -> None:
    lines = [
        asked(0, GOOD, "TensorFlow", skill=1),
        asked(0, GOOD, "Kafka (streams)", skill=2),
        asked(0, MUST, "Git", skill=3),
        asked(1, MUST, "TensorFlow", skill=1),
        asked(1, MUST, "Kafka (streams)", skill=2),
        asked(1, MUST, "Git", "more", skill=3),
        asked(1, MUST, "Go", skill=4),
        asked(1, GOOD, "Rust", skill=5),
    ]
    found = suggestion(lines, 0, 1, ["Have a goal", "Run KAFKA in production"])
    assert found == Suggestion(new=("Go",), promoted=("TensorFlow",))
    assert found
    assert not suggestion(lines, 0, 1, ["Go and TensorFlow, Kafka"])
