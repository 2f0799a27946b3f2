from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews import clocks


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("said", "zone", "meant"),
    [
        ("2030-01-15T14:00", "UTC", ["2030-01-15T14:00+00:00"]),
        ("2030-01-15T14:00", "Europe/Berlin", ["2030-01-15T13:00+00:00"]),
        ("2030-07-15T14:00", "Europe/Berlin", ["2030-07-15T12:00+00:00"]),
        ("2030-03-31T02:30", "Europe/Berlin", []),
        ("2030-10-27T02:30", "Europe/Berlin", ["2030-10-27T00:30+00:00", "2030-10-27T01:30+00:00"]),
        ("2030-04-07T01:45", "Australia/Lord_Howe", ["2030-04-06T14:45+00:00", "2030-04-06T15:15+00:00"]),
        ("2030-01-15T14:00", "Asia/Kathmandu", ["2030-01-15T08:15+00:00"]),
    ],
)
def test_what_a_time_means(said: str, zone: str, meant: list[str]) -> None:
    assert clocks.instants(at(said), zone) == [at(one) for one in meant]


@given(
    st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2099, 12, 31)),  # noqa: DTZ001 - as people say it
    st.sampled_from(clocks.zones()),
)
def test_what_is_meant_is_shown_as_it_was_said(said: datetime, zone: str) -> None:
    for instant in clocks.instants(said, zone):
        assert instant.tzinfo is UTC
        assert clocks.local(instant, zone).replace(tzinfo=None, fold=0) == said.replace(fold=0)


def test_zones_are_those_of_places() -> None:
    zones = clocks.zones()
    assert (zones[0], "Europe/Berlin" in zones, len(zones) > 400) == ("UTC", True, True)
    assert {"CET", "Etc/GMT+1", "localtime", "US/Eastern", "posixrules"} & set(zones) == set()
    assert [ZoneInfo(zone).key for zone in zones] == list(zones)


@pytest.mark.parametrize(
    ("instant", "zone", "away"),
    [
        ("2030-01-15T12:00+00:00", "UTC", "UTC"),
        ("2030-01-15T12:00+00:00", "Europe/Berlin", "UTC+1"),
        ("2030-01-15T12:00+00:00", "America/St_Johns", "UTC-3:30"),
        ("2030-01-15T12:00+00:00", "Asia/Kathmandu", "UTC+5:45"),
    ],
)
def test_how_far_a_zone_is_away(instant: str, zone: str, away: str) -> None:
    assert clocks.offset(at(instant), zone) == away


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("Asia/Tokyo", ("21:00", "Asia/Tokyo")),
        ("", ("12:00", "UTC")),
        ("Mars/Olympus", ("12:00", "UTC")),
        ("../../etc/passwd", ("12:00", "UTC")),
        ('5"><b>', ("12:00", "UTC")),
    ],
)
def test_a_zone_that_is_not_known_is_shown_as_that_of_the_installation(
    zone: str, shown: tuple[str, str]
) -> None:
    local, name = clocks.there(at("2030-01-15T12:00+00:00"), zone)
    assert (f"{local:%H:%M}", name) == shown
