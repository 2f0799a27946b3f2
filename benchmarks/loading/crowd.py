"""Interviewers who rate, in an open model: each rating is due at its own moment, whatever the answers take.

Whoever waits for an answer before the next request leaves out just the waits that people notice. So the
time of a rating runs from the moment at which it was due. Refused, or without an answer, it is sent again
with the same key after as long as a scorecard's page waits.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import random
import secrets
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from benchmarks.loading.connections import PATIENCE, Connections
from tests.faults.databases import Person, Stored
from tests.faults.ledger import ACKNOWLEDGED, CSRF, UNAVAILABLE, Answer, Ledger, Slot

SHORTEST, LONGEST = 0.2, 2.0  # seconds before it is sent again, as in static/js/outbox.js


@dataclass
class Entry:
    person: Person
    slot: Slot
    said: str
    version: int
    due: float
    key: str = field(default_factory=lambda: secrets.token_hex(16))
    tries: int = 0


@dataclass(frozen=True)
class Request:
    """Seconds: when it was due, since its phase began, and how long after that it was answered."""

    due: float
    took: float
    status: int
    retry_after: str | None = None


@dataclass
class Tally:
    """Of one phase. ``saved``: seconds from the moment an entry was due until it was acknowledged."""

    requests: list[Request] = field(default_factory=list)
    saved: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)  # of this client
    seconds: float = 0

    def times(self, status: int) -> list[float]:
        return [one.took for one in self.requests if one.status == status]


class Crowd:
    def __init__(self, connections: Connections, people: Iterable[Person], before: Stored) -> None:
        self.connections = connections
        self.before = before
        self.ledger = Ledger(before)
        slots = [(one, Slot("value", row, one.card)) for one in people for row in one.ratings]
        random.Random(len(slots)).shuffle(slots)
        self._free = deque(slots)
        self._version = {slot: before["value", slot.row][1] for _, slot in slots}
        self._said = {slot: before["value", slot.row][0] for _, slot in slots}
        self._again: list[tuple[float, int, Entry]] = []  # a heap of what is sent again, by when
        self._numbers = itertools.count()
        self._headers = {
            one.card: f"Cookie: session={one.session}; csrf={CSRF}\r\nX-CSRFToken: {CSRF}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\nAccept: application/json\r\n"
            for one in people
        }

    async def at_a_rate(self, rate: float, seconds: float) -> Tally:
        """So many requests a second; those that are sent again come first."""
        tally, began, tasks = Tally(), _now(), set()
        for number in range(round(rate * seconds)):
            due = began + number / rate
            await asyncio.sleep(max(0, due - _now()))
            tally.late.append(max(0.0, _now() - due))
            if entry := self._waiting(due) or self._new(due):
                task = asyncio.create_task(self._send(entry, due, tally, began))
                tasks.add(task)
                task.add_done_callback(tasks.discard)
        tally.seconds = _now() - began
        if tasks:
            await asyncio.wait(set(tasks), timeout=PATIENCE + 1)
        return tally

    async def as_fast_as_it_goes(self, clients: int, seconds: float) -> Tally:
        """A closed model, to see how much is possible: each client sends when it has its answer."""
        tally, began = Tally(), _now()

        async def client() -> None:
            while _now() < began + seconds:
                if entry := self._waiting(_now()) or self._new(_now()):
                    await self._send(entry, _now(), tally, began)
                else:
                    await asyncio.sleep(0.01)

        await asyncio.gather(*(client() for _ in range(clients)))
        tally.seconds = _now() - began
        return tally

    async def come_to_an_end(self, seconds: float = 60) -> None:
        """Send what is left until all of it is acknowledged; what is not by then stays open in the ledger."""
        deadline = _now() + seconds
        while self._again and _now() < deadline:
            await asyncio.sleep(max(0, self._again[0][0] - _now()))
            entry = heapq.heappop(self._again)[2]
            await self._send(entry, _now(), Tally(), _now())

    def _waiting(self, now: float) -> Entry | None:
        return heapq.heappop(self._again)[2] if self._again and self._again[0][0] <= now else None

    def _new(self, due: float) -> Entry | None:
        """None where every rating is on its way already."""
        if not self._free:
            return None
        person, slot = self._free.popleft()
        said = str(int(self._said[slot] or 0) % 4 + 1)  # never what is there already
        self.ledger.begin(slot, said)
        return Entry(person, slot, said, self._version[slot], due)

    async def _send(self, entry: Entry, due: float, tally: Tally, began: float) -> None:
        body = entry.slot.form(entry.said, entry.version, entry.key, entry.person)
        sent = _now()
        answer = await self.connections.ask(entry.slot.path, self._headers[entry.person.card], body)
        answer = Answer(answer.status, answer.body, _now() - sent, answer.retry_after)
        entry.tries += 1
        self.ledger.note(answer)
        tally.requests.append(Request(due - began, _now() - due, answer.status, answer.retry_after))
        if answer.status == ACKNOWLEDGED:
            tally.saved.append(_now() - entry.due)
            self.ledger.acknowledge(entry.slot, entry.said, answer, repeated=entry.tries > 1)
            self._version[entry.slot], self._said[entry.slot] = answer.body["version"], entry.said
            self._free.append((entry.person, entry.slot))
        elif answer.status in (0, UNAVAILABLE):
            pause = min(LONGEST, SHORTEST * 2 ** (entry.tries - 1)) * random.uniform(0.75, 1)
            again = _now() + max(pause, float(answer.retry_after or 0))
            heapq.heappush(self._again, (again, next(self._numbers), entry))
        # Anything else is an error, and what was written is neither sent again nor acknowledged.


def _now() -> float:
    return asyncio.get_running_loop().time()
