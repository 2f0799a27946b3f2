"""F5 and F4: the same entry many times at once counts once; of many different ones at once, one wins."""

from __future__ import annotations

import functools
import secrets
from pathlib import Path

import pytest

from tests.faults.databases import Database, Person
from tests.faults.figures import record
from tests.faults.ledger import ACKNOWLEDGED, CONFLICT, Answer, Browser, Slot, at_once, slots_of
from tests.faults.server import Server, serving
from tests.faults.sizes import SIZES, once, only_long

pytestmark = pytest.mark.faults
TIMES = 50
TABS = 12


def say_at_once(server: Server, person: Person, slot: Slot, said: list[tuple[str, str]]) -> list[Answer]:
    """Each (content, key) from a connection of its own, all having seen version 0."""
    browsers = [Browser(server.port, person) for _ in said]
    answers = at_once(
        *(
            functools.partial(browser.say, slot, content, 0, key)
            for browser, (content, key) in zip(browsers, said, strict=True)
        )
    )
    for browser in browsers:
        browser.close()
    return answers


def content(slot: Slot, number: int = 0) -> str:
    return str(number % 4 + 1) if slot.what == "value" else f"tab {number}"


def effects(database: Database, folder: Path, wrong: str = "") -> tuple[int, int, list[Answer]]:
    """How many slots were written to, how often altogether, and every answer."""
    slots = [(person, slot) for person in database.people for slot in slots_of(person)][-SIZES.slots :]
    answers: list[Answer] = []
    with serving(database, folder, wrong=wrong) as server:
        for person, slot in slots:
            answers += say_at_once(server, person, slot, [(content(slot), secrets.token_hex(16))] * TIMES)
    stored = database.stored()
    return len(slots), sum(stored[slot.what, slot.row][1] for _, slot in slots), answers


def test_the_same_key_counts_once(database: Database, tmp_path: Path) -> None:
    slots, stored, answers = effects(database, tmp_path)
    record(
        "G5",
        f"F5 same key {TIMES} x in parallel",
        f"{slots} entries, {stored} effects, {len(answers)} answers",
    )
    assert stored == slots
    assert {one.status for one in answers} == {ACKNOWLEDGED}
    for begin in range(0, len(answers), TIMES):
        bodies = [one.body for one in answers[begin : begin + TIMES]]
        assert bodies[0]["version"] == 1
        assert bodies == bodies[:1] * TIMES


@once
def test_sabotaged_keys_are_noticed(database: Database, tmp_path: Path) -> None:
    """An application that knows neither keys nor versions."""
    slots, stored, _ = effects(database, tmp_path, wrong="no-keys,no-versions")
    record("G5", "F5 sabotage: no keys", f"{slots} entries, {stored} effects")
    assert stored > slots


def races(database: Database, folder: Path, wrong: str = "") -> tuple[int, int, int]:
    """Tabs that all saw version 0 say different things: races, winners, conflicts that show the winner."""
    texts = [(one, slot) for one in database.people for slot in slots_of(one) if slot.what != "value"]
    slots = texts[-SIZES.slots :]
    winners = shown = 0
    with serving(database, folder, wrong=wrong) as server:
        for person, slot in slots:
            said = [(content(slot, number), secrets.token_hex(16)) for number in range(TABS)]
            answers = say_at_once(server, person, slot, said)
            won = [text for (text, _), one in zip(said, answers, strict=True) if one.status == ACKNOWLEDGED]
            theirs = [one.body.get("theirs", {}) for one in answers if one.status == CONFLICT]
            winners += len(won)
            shown += sum(one.get("text") == won[0] and one["version"] == 1 for one in theirs)
    return len(slots), winners, shown


def test_one_tab_wins_and_the_others_are_shown_what(database: Database, tmp_path: Path) -> None:
    count, winners, shown = races(database, tmp_path)
    record(
        "G4", f"F4 {TABS} tabs at once", f"{count} races, {winners} winners, {shown} x 409 with the winner"
    )
    assert (winners, shown) == (count, count * (TABS - 1))


@only_long
def test_sabotaged_versions_are_noticed(database: Database, tmp_path: Path) -> None:
    count, winners, _ = races(database, tmp_path, wrong="no-versions")
    record("G4", "F4 sabotage: no versions", f"{count} races, {winners} winners")
    assert winners > count
