"""The record of what people did. It holds who, when, what and which row, and no word of what it was about.

Each event carries the hash of the one before it, so that nothing can be changed, taken out or put in
between without breaking the chain from there on. What is cut off at the end is missed by the chain's
head; who can rewrite that as well is found out by a head that was kept elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from accounts.choices import Verb
from accounts.models.people import User
from accounts.prepared import Prepared
from accounts.triggers import ALWAYS, Trigger, insert_only

BEGINNING = "0" * 64  # what the first event continues
DIGEST = re.compile(r"[0-9a-f]{64}|")


def digest_of(said: Any) -> str:
    """64 hex digits that stand for plain values: lists, texts, numbers, None."""
    text = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class ChainHeadQuerySet(models.QuerySet["ChainHead"]):
    def locked(self) -> ChainHead:
        """The head, which nobody else moves until this transaction ends.

        On SQLite the transaction has been the only writer since it began.
        """
        if not (found := _locked_head()):
            raise self.model.DoesNotExist
        return found[0]


class ChainHead(models.Model):
    """How many events there are, and the hash of the last. There is one, made with its table."""

    count = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=BEGINNING)

    objects = ChainHeadQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="chain_head_is_one")]

    def __str__(self) -> str:
        return f"{self.count} {self.hash}"


@Prepared
def _locked_head() -> models.QuerySet[ChainHead]:
    return ChainHead.objects.select_for_update()


class EventQuerySet(models.QuerySet["Event"]):
    def record(self, verb: Verb, row: models.Model, *, by: User | None, digest: str = "") -> Event:
        """Say that something was done to a row: the last statement of the transaction that does it.

        Acts lock their own rows first and the chain last, so that no two of them wait for each other,
        and the chain is held for a moment only. ``by`` is None for a command. ``digest`` stands for
        what was done (``digest_of``). Where no event can be written, nothing is done.
        """
        if not transaction.get_connection(self.db).in_atomic_block:
            raise TransactionManagementError("An event is recorded in the transaction of its act.")
        if row.pk is None or not DIGEST.fullmatch(digest):
            raise ValueError("An event is about a stored row, and a digest has 64 hex digits.")
        head = ChainHead.objects.locked()
        event = Event(
            number=head.count + 1,
            at=timezone.now(),
            by=by,
            verb=verb,
            row_model=row._meta.label_lower,
            row_pk=row.pk,
            digest=digest,
            previous=head.hash,
        )
        event.hash = event.hash_of_what_it_says()
        event.save(using=self.db, force_insert=True)
        ChainHead.objects.using(self.db).filter(pk=head.pk).update(count=event.number, hash=event.hash)
        return event

    @transaction.atomic
    def viewed(self, row: models.Model, *, by: User) -> Event:
        """A person is about to be shown the page of a row: no event, no page."""
        return self.record(Verb.VIEWED, row, by=by)

    @transaction.atomic
    def exported(self, row: models.Model, *, by: User) -> Event:
        """A person is about to take what a row says away: no event, no file."""
        return self.record(Verb.EXPORTED, row, by=by)

    def about(self, row: models.Model) -> EventQuerySet:
        return self.filter(row_model=row._meta.label_lower, row_pk=row.pk)


class Event(models.Model):
    """Something that somebody did. Numbers begin at 1 and have no gaps; rows are never changed.

    The row is named in words and not by a foreign key: an event outlives what it is about.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField("when", db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=20, choices=Verb)
    row_model = models.CharField(max_length=100)
    row_pk = models.BigIntegerField()
    digest = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        default_permissions = ()
        indexes = [models.Index(fields=["row_pk", "row_model"], name="event_by_row")]

    def __str__(self) -> str:
        return f"Event {self.number}"

    def hash_of_what_it_says(self) -> str:
        """What ``hash`` has to be."""
        said = {name: getattr(self, name) for name in ("number", "by_id", "row_model", "row_pk")}
        return digest_of(
            {
                **said,
                "at": _instant(self.at),
                "verb": str(self.verb),
                "digest": self.digest,
                "previous": self.previous,
            }
        )


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def wanted_triggers() -> list[Trigger]:
    """An event continues the chain and then stays; the head moves to the next event and to nothing else."""
    events, heads = Event._meta.db_table, ChainHead._meta.db_table
    is_next = _exists(heads, "count + 1 = NEW.number AND hash = NEW.previous")
    stays = "NEW.id = OLD.id AND NEW.count = OLD.count AND NEW.hash = OLD.hash"
    moves_on = "NEW.id = OLD.id AND NEW.count = OLD.count + 1"
    is_event = _exists(events, "number = NEW.count AND hash = NEW.hash")
    kept, moved = "Events stay as they were recorded.", "The head of the chain moves to the next event only."
    return [
        Trigger(events, "INSERT", f"NOT {is_next}", "An event continues the chain."),
        *insert_only(events, kept),
        # SQLite's INSERT OR REPLACE asks no other trigger.
        Trigger(heads, "INSERT", _exists(heads, ALWAYS), moved),
        Trigger(heads, "UPDATE", f"NOT (({stays}) OR ({moves_on} AND {is_event}))", moved),
        *(one for one in insert_only(heads, kept) if one.event != "UPDATE"),
    ]


def _exists(table: str, condition: str) -> str:
    return f'EXISTS (SELECT 1 FROM "{table}" WHERE {condition})'  # noqa: S608 - our own names
