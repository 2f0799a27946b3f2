"""F4: two tabs of one scorecard, in a thousand orders. Nobody overwrites what they have not seen."""

from __future__ import annotations

import contextlib
import random
import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from accounts.models import User
from interviews import scoring
from interviews.models import Rating, Scorecard
from tests.factories import make_scorecard
from tests.faults.databases import Person
from tests.faults.figures import record
from tests.faults.ledger import ACKNOWLEDGED, CONFLICT, Slot, slots_of
from tests.faults.sizes import SIZES, once

pytestmark = [pytest.mark.faults, pytest.mark.django_db]
STEPS = 8
VALUES = ("", "1", "2", "3", "4", "na")
TEXTS = ("", "Did it unprompted", "Zeile\neins", "Needed help")


@dataclass
class Stored:
    """What the database must hold, as the answers told it."""

    said: str = ""
    version: int = 0


@dataclass
class Tab:
    """What one page knows of each slot: the version, and the last entry it sent."""

    versions: Counter[Slot] = field(default_factory=Counter)
    last: tuple[Slot, str, int, str] | None = None


@dataclass
class Table:
    """Two tabs at one scorecard, and what happened."""

    client: Client
    person: Person
    seed: int
    stored: dict[Slot, Stored] = field(default_factory=dict)
    overwritten: int = 0
    misshown: int = 0
    conflicts: int = 0
    requests: int = 0

    def play(self) -> None:
        """One interleaving: each tab may load the page, enter, repeat itself, and keep its own."""
        choose = random.Random(self.seed)
        slots = slots_of(self.person)
        tabs = [Tab(), Tab()]
        for tab in tabs:
            self.load(tab, slots)
        for _ in range(STEPS):
            tab = choose.choice(tabs)
            act = choose.choices(["enter", "load", "repeat"], [6, 2, 2])[0]
            if act == "load":
                self.load(tab, slots)
            elif act == "repeat" and tab.last:
                self.enter(tab, *tab.last)
            else:
                slot = choose.choice(slots[:2])  # so few that the tabs meet
                said = choose.choice(VALUES if slot.what == "value" else TEXTS)
                theirs = self.enter(tab, slot, said, tab.versions[slot], secrets.token_hex(16))
                if theirs is not None and choose.random() < 0.5:  # keep mine, having seen theirs
                    self.enter(tab, slot, said, theirs, secrets.token_hex(16))

    def load(self, tab: Tab, slots: list[Slot]) -> None:
        for slot in slots:
            tab.versions[slot] = self.stored.setdefault(slot, Stored()).version

    def enter(self, tab: Tab, slot: Slot, said: str, version: int, key: str) -> int | None:
        """Their version, if it was a conflict."""
        before = self.stored.setdefault(slot, Stored())
        fields = {**slot.fields(said), "version": version, "key": key, "person": self.person.person}
        answer = self.client.post(slot.path, fields, headers={"Accept": "application/json"})
        self.requests += 1
        tab.last = (slot, said, version, key)
        body = answer.json()
        if answer.status_code == ACKNOWLEDGED:
            if body["version"] != before.version:
                self.overwritten += version != before.version
                self.stored[slot] = Stored(said, body["version"])
            else:
                self.misshown += said != before.said
            tab.versions[slot] = body["version"]
            return None
        assert answer.status_code == CONFLICT, (answer.status_code, body)
        theirs = body["theirs"]
        self.conflicts += 1
        self.misshown += (theirs["value" if slot.what == "value" else "text"], theirs["version"]) != (
            before.said,
            before.version,
        )
        return int(theirs["version"])

    def differs(self) -> int:
        """Slots whose rows are not what the answers told."""
        ratings = {rating.pk: rating for rating in Rating.objects.filter(scorecard=self.person.card)}
        card = Scorecard.objects.get(pk=self.person.card)
        found: dict[str, Callable[[Slot], tuple[str, int]]] = {
            "value": lambda slot: (ratings[slot.row].choice, ratings[slot.row].version),
            "evidence": lambda slot: (ratings[slot.row].evidence, ratings[slot.row].evidence_version),
            "handover": lambda slot: (card.handover, card.handover_version),
        }
        return sum(found[slot.what](slot) != (one.said, one.version) for slot, one in self.stored.items())


@pytest.fixture
def table(ines: User, mia: User) -> Table:
    card = make_scorecard(interviewer=ines, manager=mia)
    client = Client()
    client.force_login(ines)
    ratings = list(card.ratings.values_list("pk", flat=True))
    person = Person(session="", person=ines.outbox_id, email=ines.email, card=card.pk, ratings=ratings)
    return Table(client, person, seed=0)


def played(table: Table, interleavings: int) -> str:
    for table.seed in range(interleavings):
        table.play()
    return (
        f"{table.overwritten} silent overwrites in {interleavings} interleavings"
        f" ({table.requests} requests, {table.conflicts} conflicts, {table.misshown} shown wrongly)"
    )


def test_nothing_is_overwritten_unseen(table: Table) -> None:
    said = played(table, SIZES.interleavings)
    record("G4", "F4 two tabs", said)
    assert (table.overwritten, table.misshown, table.differs()) == (0, 0, 0)
    assert table.conflicts > SIZES.interleavings // 2


@contextlib.contextmanager
def without_versions() -> Iterator[None]:
    """Sabotage: the last to come wins."""

    def store(row: Rating | Scorecard, entry: scoring.Entry) -> bool:
        version, key, saved_at = entry.said.columns
        changes: dict[str, Any] = {version: F(version) + 1, key: entry.key, saved_at: timezone.now()}
        return bool(type(row)._default_manager.filter(pk=row.pk).update(**asdict(entry.said), **changes))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scoring, "_store", store)
        yield


@once
def test_sabotage_is_noticed(table: Table) -> None:
    with without_versions():
        said = played(table, 20)
    record("G4", "F4 sabotage: the last one wins", said)
    assert table.overwritten > 0
