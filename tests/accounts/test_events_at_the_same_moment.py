"""Six people act at once: the chain holds because its head is locked, and these tests can fail.

The lock is taken away here to see what keeps the chain then. On SQLite it cannot be: a transaction is
the only writer from its first statement on, with whatever it does.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import IntegrityError, connection, transaction

from accounts import triggers, verifying
from accounts.choices import Verb
from accounts.models import ChainHead, Event, User
from accounts.models.events import BEGINNING, ChainHeadQuerySet
from accounts.verifying import BrokenLink
from tests.factories import UserFactory
from tests.interviews.threads import together

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

WRITERS, ROUNDS = 6, 20
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")


def write(person: User) -> Callable[[], int]:
    """How many of a person's acts were refused."""

    def act() -> int:
        refused = 0
        for _ in range(ROUNDS):
            try:
                with transaction.atomic():
                    User.objects.filter(pk=person.pk).update(is_staff=True)  # what is done to one's own row
                    Event.objects.record(Verb.VIEWED, person, by=person)
            except IntegrityError:
                refused += 1
        return refused

    return act


def refusals() -> list[object]:
    return together(*map(write, UserFactory.create_batch(WRITERS)))


@pytest.fixture
def without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """All read the head, and none writes before the others have read: the worst moment, every time."""
    all_have_read = threading.Barrier(WRITERS, timeout=20)

    def read(heads: ChainHeadQuerySet) -> ChainHead:
        head = heads.get()
        all_have_read.wait()
        return head

    monkeypatch.setattr(ChainHeadQuerySet, "locked", read)


@pytest.fixture
def without_guards() -> Iterator[None]:
    """Neither the triggers nor that a number is there once."""
    triggers.lift(connection)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_event DROP CONSTRAINT accounts_event_pkey")
        yield
        cursor.execute("TRUNCATE accounts_event")
        cursor.execute("ALTER TABLE accounts_event ADD CONSTRAINT accounts_event_pkey PRIMARY KEY (number)")
    ChainHead.objects.update(count=0, hash=BEGINNING)
    triggers.install(connection)


def broken_links() -> int:
    """Events that continue another one than the last before them."""
    last, broken = BEGINNING, 0
    for event in Event.objects.order_by("number", "at"):
        broken += event.previous != last
        last = event.hash
    return broken


def test_the_chain_holds_whoever_acts_at_once() -> None:
    assert refusals() == [0] * WRITERS
    assert len(list(verifying.walk())) == WRITERS * ROUNDS
    assert broken_links() == 0


@on_postgresql
@pytest.mark.usefixtures("without_lock")
def test_without_the_lock_the_database_refuses_all_but_one() -> None:
    refused = sum(number for number in refusals() if isinstance(number, int))
    assert refused == (WRITERS - 1) * ROUNDS
    assert len(list(verifying.walk())) == ROUNDS


@on_postgresql
@pytest.mark.usefixtures("without_lock", "without_guards")
def test_without_lock_and_guards_the_chain_breaks_and_it_is_found_out() -> None:
    assert refusals() == [0] * WRITERS
    assert broken_links() >= (WRITERS - 1) * ROUNDS
    with pytest.raises(BrokenLink, match="Event 1 is out of order: it is there twice"):
        list(verifying.walk())
