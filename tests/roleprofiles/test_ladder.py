"""The ladder matrix: every skill against every level, and the change on the way up in words."""

from __future__ import annotations

import pytest

from roleprofiles.choices import RequirementKind as Kind
from roleprofiles.ladder import Asked, LadderRow, ladder

MUST, GOOD, OTHER = Kind.MUST_HAVE, Kind.GOOD_TO_HAVE, Kind.OTHER


def asked(level: int, kind: Kind = MUST, name: str = "Git", text: str = "", skill: int = 1) -> Asked:
    return Asked(skill=skill, level=level, kind=kind, name=name, text=text)


def test_a_row_has_a_cell_for_every_level() -> None:
    low, high = asked(0), asked(2, text="more")
    assert ladder(["Junior", "Mid", "Senior"], [low, high]) == [
        LadderRow(
            name="Git",
            cells=(low, None, high),
            change="Mid: no longer listed · Senior: new, must-have",
            is_step_up=False,
        )
    ]


@pytest.mark.parametrize(
    ("below", "above", "change", "is_step_up"),
    [
        (asked(0), asked(1), "kept", False),
        (asked(0), asked(1, text="more"), "reworded", False),
        (asked(0), asked(1, name="GIT"), "reworded", False),
        (asked(0, GOOD), asked(1, MUST), "good-to-have → must-have", True),
        (asked(0, OTHER), asked(1, MUST), "other → must-have", True),
        (asked(0, MUST), asked(1, GOOD), "must-have → good-to-have", False),
        (asked(0), None, "no longer listed", False),
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
        ("Cloud (AWS)", "kept"), ("Cloud (Azure)", "no longer listed"),
    ]  # fmt: skip


def test_every_kind_has_a_mark_of_its_own() -> None:
    assert [asked(0, kind).mark for kind in Kind] == ["●", "○", "◆", "·"]


def test_nothing_asked_is_no_row() -> None:
    assert ladder(["Mid"], []) == []
