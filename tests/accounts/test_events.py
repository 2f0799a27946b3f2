"""The chain of events: what is recorded, what the database refuses, and what is found out anyway."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from accounts import triggers, verifying
from accounts.choices import Verb
from accounts.models import ChainHead, Event, User, digest_of
from accounts.models.events import BEGINNING
from accounts.verifying import BrokenLink, Head
from tests.factories import UserFactory
from tests.keeping import kept

pytestmark = pytest.mark.django_db

EVENTS, HEADS = Event._meta.db_table, ChainHead._meta.db_table


@kept
def chain(ines: User) -> list[Event]:
    """Five events, oldest first."""
    for n in range(5):
        Event.objects.record(Verb.VIEWED, ines, by=ines if n % 2 else None, digest=digest_of(n))
    return list(Event.objects.order_by("number"))


def verified(kept: Head | None = None) -> str:
    """How many events hold, or what is said of the first that does not."""
    try:
        return str(len(list(verifying.walk(kept=kept))))
    except BrokenLink as broken:
        return str(broken)


# Recording


def test_an_event_says_who_did_what_to_which_row_and_when(ines: User, mia: User) -> None:
    before = timezone.now()
    Event.objects.record(Verb.SUBMITTED, ines, by=mia, digest="a" * 64)
    event = Event.objects.get()
    assert before <= event.at <= timezone.now()
    assert (event.number, event.by, event.verb, event.row_model, event.row_pk, event.digest) == (
        *(1, mia, "submitted", "accounts.user"),
        *(ines.pk, "a" * 64),
    )
    assert (event.previous, event.hash) == (BEGINNING, event.hash_of_what_it_says())
    assert list(Event.objects.about(ines)) == [event]
    assert not Event.objects.about(mia).exists()


def test_the_hash_is_of_this_text_for_ever(ines: User) -> None:
    """Chains of today are verified by the code of tomorrow."""
    event = Event(
        number=7,
        at=datetime.fromisoformat("2026-11-24T20:00:00.5+02:00"),
        by_id=3,
        verb=Verb.DECIDED,
        row_model="interviews.decision",
        row_pk=12,
        digest="",
        previous="f" * 64,
    )
    text = (
        '{"at":"2026-11-24T18:00:00.500000+00:00","by_id":3,"digest":"","number":7,"previous":"'
        + "f" * 64
        + '","row_model":"interviews.decision","row_pk":12,"verb":"decided"}'
    )
    assert event.hash_of_what_it_says() == hashlib.sha256(text.encode()).hexdigest()


def test_events_are_numbered_without_gaps_and_linked(chain: list[Event]) -> None:
    assert [event.number for event in chain] == [1, 2, 3, 4, 5]
    assert [event.previous for event in chain] == [BEGINNING, *(event.hash for event in chain[:-1])]
    assert verifying.head() == Head(5, chain[-1].hash)
    assert verified() == "5"


def test_an_act_that_is_taken_back_leaves_no_gap(chain: list[Event], ines: User) -> None:
    with transaction.atomic():
        Event.objects.record(Verb.VIEWED, ines, by=None)
        transaction.set_rollback(True)
    assert Event.objects.record(Verb.VIEWED, ines, by=None).number == 6
    assert verified() == "6"


@pytest.mark.parametrize("digest", ["A" * 64, "a" * 63, "a" * 64 + "\n", "Kim Doe"])
def test_a_digest_is_no_place_for_words(ines: User, digest: str) -> None:
    with pytest.raises(ValueError, match="64 hex digits"):
        Event.objects.record(Verb.DECIDED, ines, by=None, digest=digest)
    assert not Event.objects.exists()


def test_a_row_that_is_not_stored_has_no_events(ines: User) -> None:
    with pytest.raises(ValueError, match="stored row"):
        Event.objects.record(Verb.DECIDED, User(), by=ines)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_event_is_part_of_its_act() -> None:
    person = UserFactory.create()
    with pytest.raises(TransactionManagementError, match="in the transaction of its act"):
        Event.objects.record(Verb.VIEWED, person, by=person)
    assert Event.objects.viewed(person, by=person).number == 1  # an act of its own


def test_without_a_head_nothing_is_recorded(ines: User) -> None:
    unguarded()
    ChainHead.objects.all().delete()
    with pytest.raises(ChainHead.DoesNotExist):
        Event.objects.record(Verb.VIEWED, ines, by=None)
    assert verified() == "Event 1 has nothing to continue: the head of the chain is missing."


def test_there_are_no_words_in_an_event() -> None:
    """What people write and who they are stays in the rows: an event can be kept when they are erased."""
    assert {field.name for field in Event._meta.get_fields()} == {
        *("number", "at", "by", "verb", "row_model", "row_pk"),
        *("digest", "previous", "hash"),
    }


# What the database refuses


def assert_refused(sql: str, *values: Any) -> None:
    before = list(Event.objects.values()), list(ChainHead.objects.values())
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(sql, values)
    assert (list(Event.objects.values()), list(ChainHead.objects.values())) == before


@pytest.mark.parametrize("column", [field.column for field in Event._meta.concrete_fields])
def test_no_column_of_an_event_is_updated(chain: list[Event], column: str) -> None:
    assert_refused(f'UPDATE "{EVENTS}" SET "{column}" = "{column}" WHERE number = 3')  # noqa: S608


def test_no_event_is_deleted(chain: list[Event]) -> None:
    assert_refused(f'DELETE FROM "{EVENTS}" WHERE number = 5')  # noqa: S608
    assert_refused(f'DELETE FROM "{EVENTS}"')  # noqa: S608
    assert_refused(f'DELETE FROM "{HEADS}"')  # noqa: S608


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has TRUNCATE")
@pytest.mark.parametrize("table", [EVENTS, HEADS])
def test_no_table_of_the_chain_is_emptied(chain: list[Event], table: str) -> None:
    connection.check_constraints()  # PostgreSQL truncates nothing that waits to be checked
    with pytest.raises(DatabaseError, match="Events stay as they were recorded"), transaction.atomic():
        connection.cursor().execute(f'TRUNCATE "{table}"')


@pytest.mark.parametrize(
    ("number", "previous"), [("7", "hash"), ("5", "hash"), ("0", "hash"), ("6", "previous"), ("6", "''")]
)
def test_an_event_continues_the_head(chain: list[Event], number: str, previous: str) -> None:
    columns = "at, by_id, verb, row_model, row_pk, digest, hash"
    assert_refused(
        f'INSERT INTO "{EVENTS}" (number, previous, {columns}) '  # noqa: S608
        f'SELECT {number}, {previous}, {columns} FROM "{EVENTS}" WHERE number = 5'
    )


@pytest.mark.parametrize(
    "said", ["count = 4", "count = 6", "count = 0", "hash = 'x'", "count = 6, hash = 'x'", "id = 2"]
)
def test_the_head_moves_to_the_next_event_only(chain: list[Event], said: str) -> None:
    assert_refused(f'UPDATE "{HEADS}" SET {said}')  # noqa: S608


def test_there_is_one_head(chain: list[Event]) -> None:
    for verb in ("INSERT", "INSERT OR REPLACE") if connection.vendor == "sqlite" else ("INSERT",):
        for pk in (1, 2):
            assert_refused(f"{verb} INTO \"{HEADS}\" (id, count, hash) VALUES ({pk}, 0, 'x')")


def test_the_rows_of_the_chain_have_their_triggers() -> None:
    names = {trigger.name for trigger in triggers.wanted(connection.vendor) if "_accounts_" in trigger.name}
    acts = ["insert", "update", "delete"] + ["truncate"] * (connection.vendor == "postgresql")
    assert names == {f"rolecard_frozen_{table}_{act}" for table in (EVENTS, HEADS) for act in acts}
    assert names <= triggers.installed(connection)


# What is found out when somebody has got past the guards


def unguarded() -> None:
    connection.check_constraints()  # PostgreSQL drops no trigger of a table with rows to be checked
    triggers.lift(connection)


def forge(event: Event, **values: Any) -> None:
    """Change an event and give it the hash of what it says now."""
    for name, value in values.items():
        setattr(event, name, value)
    event.hash = event.hash_of_what_it_says()
    Event.objects.filter(number=event.number).update(
        **{field.attname: getattr(event, field.attname) for field in Event._meta.concrete_fields}
    )


CHANGES: dict[str, Any] = {
    "at": F("at") + timedelta(microseconds=1),
    "by": None,
    "verb": "decided",
    "row_model": "accounts.users",
    "row_pk": F("row_pk") + 1,
    "digest": "",
    "previous": BEGINNING,
    "hash": BEGINNING,
}


def test_every_column_is_in_the_hash() -> None:
    assert {field.name for field in Event._meta.get_fields()} == {*CHANGES, "number"}


@pytest.mark.parametrize("column", CHANGES)
def test_a_changed_event_is_named(chain: list[Event], column: str) -> None:
    unguarded()
    Event.objects.filter(number=4).update(**{column: CHANGES[column]})
    assert verified() == "Event 4 was changed: its hash is not of what it says."


def swap(one: int, other: int) -> None:
    """By way of a number that nothing has."""
    for old, new in ((one, 99), (other, one), (99, other)):
        Event.objects.filter(number=old).update(number=new)


def change_and_forge(chain: list[Event]) -> None:
    forge(chain[2], verb="decided")


def delete_one_in_the_middle(chain: list[Event]) -> None:
    Event.objects.filter(number=3).delete()


def delete_the_first(chain: list[Event]) -> None:
    Event.objects.filter(number=1).delete()


def delete_one_and_close_the_gap(chain: list[Event]) -> None:
    delete_one_in_the_middle(chain)
    for number in (4, 5):
        Event.objects.filter(number=number).update(number=number - 1)


def swap_two(chain: list[Event]) -> None:
    swap(2, 3)


def swap_two_and_forge(chain: list[Event]) -> None:
    swap(2, 3)
    for event in Event.objects.filter(number__in=(2, 3)):
        forge(event)


def cut_the_tail(chain: list[Event]) -> None:
    Event.objects.filter(number__gt=3).delete()


def cut_all(chain: list[Event]) -> None:
    Event.objects.all().delete()


def move_the_head(chain: list[Event]) -> None:
    ChainHead.objects.update(hash=BEGINNING)


def move_the_head_back(chain: list[Event]) -> None:
    ChainHead.objects.update(count=4, hash=chain[3].hash)


TAMPERINGS: list[tuple[Callable[[list[Event]], None], str]] = [
    (change_and_forge, "Event 4 is out of order: it does not continue event 3."),
    (delete_one_in_the_middle, "Event 3 is missing: after 2 comes 4."),
    (delete_the_first, "Event 1 is missing: after 0 comes 2."),
    (delete_one_and_close_the_gap, "Event 3 was changed: its hash is not of what it says."),
    (swap_two, "Event 2 was changed: its hash is not of what it says."),
    (swap_two_and_forge, "Event 2 is out of order: it does not continue event 1."),
    (cut_the_tail, "Event 4 is missing, and all up to 5, where the chain ended."),
    (cut_all, "Event 1 is missing, and all up to 5, where the chain ended."),
    (move_the_head, "Event 5 is not what the head of the chain says: head and event differ."),
    (move_the_head_back, "Event 5 is there, and the head of the chain does not know it."),
]


@pytest.mark.parametrize(("tamper", "said"), TAMPERINGS, ids=lambda one: getattr(one, "__name__", ""))
def test_tampering_is_found(chain: list[Event], tamper: Callable[[list[Event]], None], said: str) -> None:
    unguarded()
    tamper(chain)
    assert verified() == said


def test_what_the_database_alone_cannot_find_a_kept_head_does(chain: list[Event], ines: User) -> None:
    kept = verifying.head()
    Event.objects.record(Verb.VIEWED, ines, by=None)
    assert verified(kept) == "6"  # it has grown since, by the rules
    unguarded()

    with transaction.atomic():
        Event.objects.filter(number__gt=3).delete()
        ChainHead.objects.update(count=3, hash=chain[2].hash)
        assert verified() == "3"
        assert verified(kept) == "Event 4 is missing, and all up to 5: the end was cut off."
        transaction.set_rollback(True)

    forge(chain[1], by_id=None)
    for before, event in pairwise(chain):
        forge(event, previous=before.hash)
    Event.objects.filter(number=6).delete()
    ChainHead.objects.update(count=5, hash=chain[4].hash)
    assert verified() == "5"
    assert verified(kept) == "Event 5 has another hash than the one that was kept: it was written anew."


def test_an_empty_chain_holds() -> None:
    assert verified() == "0"
    assert verified(verifying.START) == "0"
    assert verified(Head(1, BEGINNING)) == "Event 1 is missing, and all up to 1: the end was cut off."
    assert verified(Head(0, "a" * 64)) == (
        "Event 0 has another hash than the one that was kept: it was written anew."
    )
