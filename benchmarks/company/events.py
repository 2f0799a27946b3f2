"""What people did, put into the chain of events in the order of its moments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from accounts.choices import Verb
from accounts.models import ChainHead, Event, User
from benchmarks.company.copying import Table


@dataclass(frozen=True)
class Happening:
    """An event before it has its place in the chain."""

    at: datetime
    by: int
    verb: Verb
    row: str
    pk: int
    digest: str = ""


class History:
    """Collects what happened, nothing of it after ``now``, until it is appended to the chain."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.happened: list[Happening] = []

    def add(self, at: datetime, by: User, verb: Verb, model: type[Model], pk: int, digest: str = "") -> None:
        self.happened.append(Happening(min(at, self.now), by.pk, verb, model._meta.label_lower, pk, digest))

    def chain(self, until: datetime | None) -> None:
        """Append what happened before that, in order; everything where it is None."""
        self.happened.sort(key=lambda one: one.at)
        due = [one for one in self.happened if until is None or one.at < until]
        self.happened = self.happened[len(due) :]
        head = ChainHead.objects.get()
        number, last = head.count, head.hash
        table = Table(
            Event, "number", "at", "by_id", "verb", "row_model", "row_pk", "digest", "previous", "hash"
        )
        for one in due:
            number += 1
            event = Event(
                number=number, at=one.at, by_id=one.by, verb=one.verb, row_model=one.row, row_pk=one.pk,
                digest=one.digest, previous=last,
            )  # fmt: skip
            last = event.hash = event.hash_of_what_it_says()
            table.add(one.at, one.by, one.verb, one.row, one.pk, one.digest, event.previous, last)
        table.write()
        ChainHead.objects.update(count=number, hash=last)
