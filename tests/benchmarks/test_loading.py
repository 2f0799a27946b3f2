"""What `make load` makes of the answers: figures that would hide a wait are worse than none."""

from __future__ import annotations

import math

import pytest

from benchmarks.loading.crowd import Request, Tally
from benchmarks.loading.memory import Memory
from benchmarks.loading.phases import Aim, back_to_normal, percentile, phase


def answered(seconds: range, took: float, status: int = 200) -> list[Request]:
    """Ten a second."""
    return [Request(second + n / 10, took, status) for second in seconds for n in range(10)]


@pytest.mark.parametrize(
    ("slow", "expected"),
    [
        ([], 0),
        (answered(range(4), 3.0), 4),  # nobody was served in time for four seconds
        (answered(range(4), 0.01, status=503), 4),  # to be sent away quickly is not normal
        (answered(range(25), 0.2), math.inf),
    ],
)
def test_when_all_is_normal_again(slow: list[Request], expected: float) -> None:
    begin = len(slow) // 10
    assert back_to_normal([*slow, *answered(range(begin, 25), 0.02)]) == expected


def test_percentiles() -> None:
    times = [number / 1000 for number in range(1, 101)]
    assert [percentile(times, percent) for percent in (50, 95, 99, 100)] == [51, 96, 100, 100]
    assert percentile([], 99) == math.inf  # no answer at all keeps no limit


def test_a_phase_counts_every_kind_of_answer() -> None:
    requests = [Request(0, 0.1, status) for status in (200, 200, 503, 0, 500)]
    made = phase("all kinds", Tally(requests, saved=[0.1, 0.3], seconds=2), [0.1, 0.3])
    assert (made.acknowledged, made.refused, made.failed) == (2, 1, 2)
    assert (made.per_second, made.longest) == (1, 300)


def test_an_aim_is_met_up_to_its_limit() -> None:
    assert [Aim("p95", value, 100).is_met for value in (99, 100, 100.1, math.inf)] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("memory", "is_met"),
    [
        (Memory(50, 50, 0, [100, 100], [100, 119]), True),
        (Memory(50, 50, 0, [100, 100], [80, 121]), False),  # the one that has grown most
        (Memory(50, 50, 1, [100], [100]), False),
        (Memory(50, 49, 0, [100], [100]), False),  # it took too long to know
    ],
)
def test_memory(memory: Memory, is_met: bool) -> None:
    assert memory.is_met is is_met
