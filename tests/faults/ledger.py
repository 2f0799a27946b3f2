"""Interviewers who write down what they were told is saved, and what of it is there afterwards.

lost    acknowledged, and not in the database
wrong   the database holds something else than what was acknowledged last
double  one key was stored more than once
"""

from __future__ import annotations

import contextlib
import http.client
import json
import random
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple
from urllib.parse import urlencode

from tests.faults.databases import Person, Stored
from tests.faults.server import HOST

CSRF = "c" * 32
ACKNOWLEDGED, CONFLICT, UNAVAILABLE = 200, 409, 503


@dataclass(frozen=True)
class Slot:
    """What is saved on its own: ``what`` and the row as in ``Database.stored``."""

    what: str
    row: int
    card: int

    @property
    def path(self) -> str:
        place = f"/scorecards/{self.card}/"
        rating = f"{place}ratings/{self.row}/"
        return {"value": rating, "evidence": f"{rating}evidence/", "handover": f"{place}handover/"}[self.what]

    def fields(self, said: str) -> dict[str, str]:
        return {"value": said, "reason": ""} if self.what == "value" else {"text": said}

    def form(self, said: str, version: int, key: str, person: Person) -> str:
        return urlencode({**self.fields(said), "version": version, "key": key, "person": person.person})


def slots_of(person: Person) -> list[Slot]:
    rated = [Slot(what, row, person.card) for row in person.ratings for what in ("value", "evidence")]
    return [*rated, Slot("handover", person.card, person.card)]


@dataclass(frozen=True)
class Answer:
    """``status`` 0 is no answer: nothing is known of the outcome."""

    status: int
    body: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0
    retry_after: str | None = None


class Browser:
    """One connection of one person's browser, kept open as browsers do."""

    def __init__(self, port: int, person: Person, timeout: float = 30) -> None:
        self.person = person
        self.cookies = {"Cookie": f"session={person.session}; csrf={CSRF}"}
        self.connection = http.client.HTTPConnection(HOST, port, timeout=timeout)

    def say(self, slot: Slot, said: str, version: int, key: str) -> Answer:
        """POST to a slot as the scorecard's page does."""
        return self.ask("POST", slot.path, self.form(slot, said, version, key))

    def form(self, slot: Slot, said: str, version: int, key: str) -> str:
        return slot.form(said, version, key, self.person)

    def ask(self, method: str, path: str, body: str | None = None) -> Answer:
        began = time.monotonic()
        try:
            self.begin(method, path, body)
            answer = self.end()
        except (OSError, http.client.HTTPException):
            self.connection.close()  # the next request opens another one
            answer = Answer(0)
        return replace(answer, seconds=time.monotonic() - began)

    def begin(self, method: str, path: str, body: str | None = None) -> None:
        """Send a request without waiting for what becomes of it."""
        form = {"X-CSRFToken": CSRF, "Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request(method, path, body, {**self.cookies, **form, "Accept": "application/json"})

    def end(self) -> Answer:
        response = self.connection.getresponse()
        data = response.read()
        is_json = response.headers.get_content_type() == "application/json"
        return Answer(
            response.status,
            json.loads(data) if is_json else {},
            retry_after=response.headers.get("Retry-After"),
        )

    def close(self) -> None:
        self.connection.close()


class Loss(NamedTuple):
    acknowledged: int
    lost: int
    wrong: int
    double: int

    @property
    def is_none(self) -> bool:
        return not (self.lost or self.wrong or self.double)

    def __str__(self) -> str:
        return f"{self.acknowledged} acknowledged, {self.lost} lost, {self.wrong} wrong, {self.double} double"


class Ledger:
    """What was acknowledged, written down only after the answer has arrived.

    ``before`` is what was stored at the beginning, where that was not nothing.
    """

    def __init__(self, before: Stored | None = None) -> None:
        self._before = before or {}
        self._lock = threading.Lock()
        self._said: dict[Slot, list[str]] = {}
        self._open: dict[Slot, str] = {}
        self.answers: Counter[int] = Counter()
        self.reasons: Counter[str] = Counter()
        self.refused: list[Answer] = []
        self.seconds: list[float] = []
        self.repeats = 0

    def __len__(self) -> int:
        return sum(map(len, self._said.values()))

    def begin(self, slot: Slot, said: str) -> None:
        with self._lock:
            self._open[slot] = said

    def note(self, answer: Answer) -> None:
        with self._lock:
            self.answers[answer.status] += 1
            if answer.status == UNAVAILABLE:
                self.reasons[answer.body.get("reason", "")] += 1
            if answer.status not in (0, ACKNOWLEDGED, UNAVAILABLE):
                self.refused.append(answer)

    def acknowledge(self, slot: Slot, said: str, answer: Answer, *, repeated: bool) -> None:
        with self._lock:
            self._said.setdefault(slot, []).append(said)
            self._open.pop(slot, None)
            self.repeats += repeated
            self.seconds.append(answer.seconds)

    def compare(self, stored: Stored) -> Loss:
        """Each entry of a slot differs from the one before it, so each has a version of its own."""
        lost = wrong = double = 0
        for slot, entries in self._said.items():
            unknown = self._open.get(slot)  # sent, and never answered: it may be there or not
            place = (slot.what, slot.row)
            there, version = stored[place]
            version -= self._before.get(place, ("", 0))[1]
            lost += max(0, len(entries) - version)
            wrong += there not in (entries[-1], unknown)
            double += max(0, version - len(entries) - (unknown is not None))
        return Loss(len(self), lost, wrong, double)

    def percentile(self, percent: float) -> float:
        """Seconds that so many of the acknowledged requests stayed under."""
        return sorted(self.seconds)[min(len(self.seconds) - 1, int(len(self.seconds) * percent / 100))]


class Interviewer(threading.Thread):
    """Writes into one slot after another until told to stop, each entry until it is acknowledged."""

    def __init__(self, port: int, person: Person, ledger: Ledger, *, writes: int, length: int) -> None:
        super().__init__(daemon=True)
        self.length = length
        self.browser = Browser(port, person)
        self.slots = slots_of(person)
        self.ledger = ledger
        self.writes = writes
        self.versions: Counter[Slot] = Counter()
        self.random = random.Random(person.card)
        self.stopping = threading.Event()
        self.patience = 60.0  # seconds for one entry; afterwards it stays open
        self.pause = 0.0  # seconds between two entries

    def run(self) -> None:
        with contextlib.closing(self.browser):
            for number in range(self.writes):
                if self.stopping.is_set():
                    return
                slot = self.random.choice(self.slots)
                # Never what is there already, which would not be stored again.
                said = str(self.versions[slot] % 4 + 1) if slot.what == "value" else self.text(number)
                self.enter(slot, said)
                self.stopping.wait(self.pause)

    def text(self, number: int) -> str:
        """At least ``length`` characters, of a kind that no database makes smaller."""
        filling = self.random.randbytes(self.length).hex()[: self.length]
        return f"entry {number} of {self.browser.person.email} {filling}".strip()

    def enter(self, slot: Slot, said: str) -> None:
        self.ledger.begin(slot, said)
        key, tries, wait = secrets.token_hex(16), 0, 0.05
        deadline = time.monotonic() + self.patience
        while time.monotonic() < deadline:
            answer = self.browser.say(slot, said, self.versions[slot], key)
            self.ledger.note(answer)
            tries += 1
            if answer.status == ACKNOWLEDGED:
                self.versions[slot] = answer.body["version"]
                self.ledger.acknowledge(slot, said, answer, repeated=tries > 1)
                return
            if answer.status == CONFLICT and "theirs" in answer.body:  # keep mine
                self.versions[slot] = answer.body["theirs"]["version"]
                key = secrets.token_hex(16)
            elif answer.status not in (0, UNAVAILABLE):  # never stored as it is; the ledger knows
                return
            time.sleep(wait)
            wait = min(0.5, wait * 2)


def writing(
    port: int,
    people: Iterable[Person],
    ledger: Ledger,
    *,
    writes: int = 1_000_000,
    length: int = 0,
    pause: float = 0,
) -> list[Interviewer]:
    """One interviewer at work for each of these people, until ``writes`` or ``finish``."""
    writers = [Interviewer(port, person, ledger, writes=writes, length=length) for person in people]
    for one in writers:
        one.pause = pause
        one.start()
    return writers


def finish(writers: Iterable[Interviewer], seconds: float = 90) -> None:
    """Let each have its last entry acknowledged."""
    deadline = time.monotonic() + seconds
    for one in writers:
        one.stopping.set()
    for one in writers:
        one.join(max(0, deadline - time.monotonic()))
        assert not one.is_alive(), "an interviewer still waits for an answer"


def at_once(*acts: Callable[[], Answer]) -> list[Answer]:
    """The answers to requests that are sent in the same moment."""
    gate = threading.Barrier(len(acts))
    answers: list[Answer | None] = [None] * len(acts)

    def run(place: int) -> None:
        gate.wait()
        answers[place] = acts[place]()

    threads = [threading.Thread(target=run, args=[place], daemon=True) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return [answer or Answer(0) for answer in answers]
