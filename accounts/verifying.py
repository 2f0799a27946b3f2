"""Act: walk the chain of events from its beginning, and stop at the first broken link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Subquery

from accounts.models import ChainHead, Event
from accounts.models.events import BEGINNING

CHUNK = 2_000  # events that are held in memory at a time


@dataclass(frozen=True)
class Head:
    """How many events a chain has, and the hash of the last."""

    count: int
    hash: str

    def __str__(self) -> str:
        return f"{self.count} {self.hash}"


START = Head(0, BEGINNING)


class BrokenLink(Exception):
    """The chain holds up to the event before ``number``; the message says what is wrong there."""

    def __init__(self, number: int, what: str) -> None:
        self.number = number
        super().__init__(f"Event {number} {what}")


def head() -> Head:
    """Where the chain ends, by its own account."""
    return _stored_head()[0]


def walk(*, kept: Head | None = None) -> Iterator[Event]:
    """Each event that holds, in order; BrokenLink at the first that does not.

    ``kept`` is a head that was noted down elsewhere. It finds out who cut off the end or wrote it anew,
    which nothing that lies in this database can. Events that come in meanwhile are not walked.
    """
    end, newest = _stored_head()
    last = START
    _compare(kept, last)
    events = Event.objects.filter(number__lte=end.count).order_by("number")
    for event in events.iterator(chunk_size=CHUNK):
        _check(event, last)
        last = Head(event.number, event.hash)
        _compare(kept, last)
        yield event
    if last.count < end.count:
        raise BrokenLink(last.count + 1, f"is missing, and all up to {end.count}, where the chain ended.")
    if last.hash != end.hash:
        raise BrokenLink(last.count, "is not what the head of the chain says: head and event differ.")
    if newest > end.count:
        raise BrokenLink(end.count + 1, "is there, and the head of the chain does not know it.")
    if kept and kept.count > last.count:
        raise BrokenLink(last.count + 1, f"is missing, and all up to {kept.count}: the end was cut off.")


def _stored_head() -> tuple[Head, int]:
    """The head, and the number of the newest event at the same moment: 0 where there is none."""
    newest = Subquery(Event.objects.order_by("-number").values("number")[:1])
    row = ChainHead.objects.annotate(newest=newest).values_list("count", "hash", "newest").first()
    if row is None:
        raise BrokenLink(1, "has nothing to continue: the head of the chain is missing.")
    return Head(row[0], row[1]), row[2] or 0


def _check(event: Event, last: Head) -> None:
    """An event has the next number, says what it said, and continues the one before it."""
    if event.number <= last.count:
        raise BrokenLink(event.number, "is out of order: it is there twice, or it has no such number.")
    if event.number > last.count + 1:
        raise BrokenLink(last.count + 1, f"is missing: after {last.count} comes {event.number}.")
    if event.hash != event.hash_of_what_it_says():
        raise BrokenLink(event.number, "was changed: its hash is not of what it says.")
    if event.previous != last.hash:
        raise BrokenLink(event.number, f"is out of order: it does not continue event {last.count}.")


def _compare(kept: Head | None, reached: Head) -> None:
    if kept and kept.count == reached.count and kept.hash != reached.hash:
        raise BrokenLink(kept.count, "has another hash than the one that was kept: it was written anew.")
