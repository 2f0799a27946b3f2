"""The phases, one after the other on the same server, and what is asked of each."""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from benchmarks.loading.connections import Connections
from benchmarks.loading.crowd import Crowd, Request, Tally
from tests.faults.ledger import ACKNOWLEDGED, UNAVAILABLE

WARM_UP, TRYING = 8, 8  # seconds
CLIENTS = (4, 8, 16)
CALM, BURST = 50, 167  # ratings a second
NORMAL = 100  # ms
BACK = 10  # seconds until all is normal again


@dataclass(frozen=True)
class Aim:
    """``value`` has to be at most ``most``; milliseconds where ``what`` does not say otherwise."""

    what: str
    value: float
    most: float

    @property
    def is_met(self) -> bool:
        return self.value <= self.most


@dataclass(frozen=True)
class Phase:
    """Milliseconds, from the moment at which a rating was due. ``per_second`` are acknowledged ones.

    ``failed`` had no answer, or one that is neither 200 nor 503. 99 of 100 requests were sent within
    ``client_late`` of their moments.
    """

    name: str
    seconds: float
    per_second: float
    median: float
    p95: float
    p99: float
    longest: float
    acknowledged: int
    refused: int
    failed: int
    client_late: float
    aims: tuple[Aim, ...] = ()
    said: str = ""


def phase(
    name: str, tally: Tally, times: Sequence[float], aims: Sequence[Aim] = (), *, said: str = ""
) -> Phase:
    acknowledged, refused = len(tally.times(ACKNOWLEDGED)), len(tally.times(UNAVAILABLE))
    return Phase(
        name=name,
        seconds=tally.seconds,
        per_second=acknowledged / tally.seconds,
        median=percentile(times, 50),
        p95=percentile(times, 95),
        p99=percentile(times, 99),
        longest=percentile(times, 100),
        acknowledged=acknowledged,
        refused=refused,
        failed=failed(tally),
        client_late=percentile(tally.late or [0], 99),
        aims=tuple(aims),
        said=said,
    )


def failed(tally: Tally) -> int:
    return sum(one.status not in (ACKNOWLEDGED, UNAVAILABLE) for one in tally.requests)


def percentile(times: Sequence[float], percent: float) -> float:
    """The milliseconds that so many of these seconds stayed within."""
    place = min(len(times) - 1, int(len(times) * percent / 100))
    return sorted(times)[place] * 1000 if times else math.inf


async def warm_up(crowd: Crowd) -> None:
    """A process's first requests load what all the others find loaded."""
    await crowd.as_fast_as_it_goes(8, WARM_UP)


async def steady(crowd: Crowd, rate: float, seconds: float, *, p95: float = math.inf, p99: float) -> Phase:
    """What has to be kept up without a single refusal."""
    tally = await crowd.at_a_rate(rate, seconds)
    errors = len(tally.times(UNAVAILABLE)) + failed(tally)
    aims = [Aim("p99", percentile(tally.saved, 99), p99), Aim("requests not answered 200", errors, 0)]
    if p95 < math.inf:
        aims.insert(0, Aim("p95", percentile(tally.saved, 95), p95))
    return phase(f"{rate:.0f}/s", tally, tally.saved, aims)


async def capacity(crowd: Crowd) -> list[Phase]:
    """More clients, each of which sends as soon as it is answered: the best of it is what is possible."""
    tallies = [(clients, await crowd.as_fast_as_it_goes(clients, TRYING)) for clients in CLIENTS]
    return [phase(f"{clients} without a break", tally, tally.saved) for clients, tally in tallies]


async def burst(crowd: Crowd, possible: float, seconds: float) -> Phase:
    rate = min(BURST, 0.8 * possible)
    tally = await crowd.at_a_rate(rate, seconds)
    aims = [Aim("requests answered neither 200 nor 503", failed(tally), 0)]
    return phase(f"burst of {rate:.0f}/s", tally, tally.saved, aims)


async def overload(crowd: Crowd, possible: float, seconds: float, *, static: str) -> list[Phase]:
    """Twice as much as is possible; then how long it takes until everything is as before."""
    async with probing(crowd.connections.port, "/healthz", static) as probes:
        tally = await crowd.at_a_rate(2 * possible, seconds)
    accepted, refused = tally.times(ACKNOWLEDGED), tally.times(UNAVAILABLE)
    unhinted = sum(one.status == UNAVAILABLE and not one.retry_after for one in tally.requests)
    aims = [
        Aim("p99 of the accepted", percentile(accepted, 99), 2_000),
        Aim("requests answered neither 200 nor 503", failed(tally), 0),
        Aim("503 without Retry-After", unhinted, 0),
        Aim("checks and static files not answered 200", sum(one.status != ACKNOWLEDGED for one in probes), 0),
        Aim("seconds until nobody was told to come back", 0 if refused else math.inf, 0),
    ]
    said = f"503 within {percentile(refused, 99):.0f} ms (p99); "
    said += f"checks and static files within {percentile([one.took for one in probes], 100):.0f} ms"
    name = f"twice the capacity, {2 * possible:.0f}/s"
    after = await crowd.at_a_rate(CALM, 2 * BACK + 5)
    back = Aim(f"seconds until p95 is {NORMAL} ms again", back_to_normal(after.requests), BACK)
    return [
        phase(name, tally, accepted, aims, said=said),
        phase(
            f"{CALM}/s after it",
            after,
            after.times(ACKNOWLEDGED),
            [back],
            said=f"normal after {back.value:.0f} s",
        ),
    ]


def back_to_normal(requests: Sequence[Request]) -> float:
    """The second from which on 95 of 100 requests were acknowledged in a normal time."""
    for second in range(2 * BACK):
        later = [
            one.took if one.status == ACKNOWLEDGED else math.inf for one in requests if one.due >= second
        ]
        if percentile(later, 95) <= NORMAL:
            return second
    return math.inf


@contextlib.asynccontextmanager
async def probing(port: int, *paths: str) -> AsyncIterator[list[Request]]:
    """What has to be answered however much there is to do, asked for twice a second."""
    found: list[Request] = []
    connections = Connections(port)
    loop = asyncio.get_running_loop()

    async def probe() -> None:
        while True:
            for path in paths:
                began = loop.time()
                answer = await connections.ask(path, "")
                found.append(Request(began, loop.time() - began, answer.status))
                await asyncio.sleep(0.25)

    task = asyncio.create_task(probe())
    try:
        yield found
    finally:
        task.cancel()
        await asyncio.wait([task])
        await connections.close()
