"""How long and how much: a short form for every run of the tests, a long one for `make faults`."""

from __future__ import annotations

import os
from dataclasses import dataclass

import pytest
from django.db import connection


@dataclass(frozen=True, kw_only=True)
class Sizes:
    is_long: bool
    seconds: float  # of writing under a fault
    writes: int  # by many writers at once
    slots: int  # written to by many at once
    interleavings: int
    workers: int
    statement: float  # seconds until the database gives up
    slack: float  # how much slower this machine may be than one that runs nothing else


SHORT = Sizes(
    is_long=False,
    seconds=2.5,
    writes=200,
    slots=4,
    interleavings=30,
    workers=2,
    statement=1,
    slack=5,
)
LONG = Sizes(
    is_long=True,
    seconds=25,
    writes=10_000,
    slots=40,
    interleavings=1_000,
    workers=3,
    statement=10,
    slack=1,
)
SIZES = LONG if os.environ.get("FAULTS") == "long" else SHORT
only_long = pytest.mark.skipif(not SIZES.is_long, reason="only in the long form")
# Sabotage of what both databases have in common.
once = pytest.mark.skipif(
    not SIZES.is_long and connection.vendor != "sqlite", reason="once is enough in the short form"
)
