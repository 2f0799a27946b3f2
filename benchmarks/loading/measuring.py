"""What is measured on each database once it holds a company. Django is set up before this is imported."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import connections
from django.templatetags.static import static

from benchmarks.loading.connections import Connections
from benchmarks.loading.crowd import Crowd
from benchmarks.loading.memory import REQUESTS, Memory, memory
from benchmarks.loading.people import pages_and_ratings, with_drafts
from benchmarks.loading.phases import CALM, Phase, burst, capacity, overload, steady, warm_up
from bin.serve import OPTIONS
from tests.faults.databases import Database
from tests.faults.ledger import Loss
from tests.faults.server import serving

ON_SQLITE = 33  # ratings a second
PROCESSES = 8
BURST, ABOVE = 60, 25  # seconds
Phases = Callable[[Crowd, float], AsyncIterator[Phase]]
Say = Callable[[Phase], None]


@dataclass(frozen=True)
class Found:
    """``locked``: how often SQLite said so in the server's log."""

    phases: list[Phase]
    loss: Loss
    locked: int
    memory: Memory | None = None

    @property
    def missed(self) -> list[str]:
        missed = [
            f"{one.name}: {aim.what} {aim.value:,.0f}, at most {aim.most:,.0f}"
            for one in self.phases
            for aim in one.aims
            if not aim.is_met
        ]
        if not self.loss.is_none or self.locked:
            missed.append(f"{self.loss}; {self.locked} locked")
        if self.memory and not self.memory.is_met:
            missed.append(f"memory: {self.memory}")
        return missed


def on_postgresql(database: Database, folder: Path, minutes: float, say: Say) -> Found:
    found = _rate(database, folder, minutes, say, phases=_postgresql, options=OPTIONS)
    settings = {"DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    with serving(
        database, folder, settings=settings, application="benchmarks.wsgi", options=OPTIONS
    ) as server:
        grown = memory(
            server, pages_and_ratings, REQUESTS if minutes >= 1 else round(REQUESTS * minutes / 10)
        )
    return Found(found.phases, found.loss, found.locked, grown)


def on_sqlite(database: Database, folder: Path, minutes: float, say: Say) -> Found:
    options = [*OPTIONS, f"--workers={PROCESSES}"]
    return _rate(database, folder, minutes, say, phases=_sqlite, options=options)


async def _postgresql(crowd: Crowd, minutes: float) -> AsyncIterator[Phase]:
    await warm_up(crowd)
    yield await steady(crowd, CALM, minutes * 60, p95=100, p99=250)
    tried = await capacity(crowd)
    for one in tried:
        yield one
    possible = max(one.per_second for one in tried)
    yield await burst(crowd, possible, min(BURST, minutes * 60))
    for one in await overload(crowd, possible, ABOVE, static=static("css/layout.css")):
        yield one


async def _sqlite(crowd: Crowd, minutes: float) -> AsyncIterator[Phase]:
    await warm_up(crowd)
    yield await steady(crowd, ON_SQLITE, min(BURST, minutes * 60), p99=250)


def _rate(
    database: Database, folder: Path, minutes: float, say: Say, *, phases: Phases, options: list[str]
) -> Found:
    people = with_drafts()
    connections.close_all()
    cards = [one.card for one in people]
    before = database.stored(cards)
    found: list[Phase] = []

    async def go(port: int) -> Crowd:
        crowd = Crowd(Connections(port), people, before)
        try:
            async for one in phases(crowd, minutes):
                found.append(one)
                say(one)
            await crowd.come_to_an_end()
        finally:
            await crowd.connections.close()
        return crowd

    with serving(
        database, folder, settings={"DJANGO_SETTINGS_MODULE": "config.settings"}, options=options
    ) as server:
        crowd = asyncio.run(go(server.port))
        locked = server.log.read_text().count("database is locked")
    return Found(found, crowd.ledger.compare(database.stored(cards)), locked)
