"""The command that administrators run, perhaps every night."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts import triggers
from accounts.choices import Verb
from accounts.models import ChainHead, Event, User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def chain(ines: User) -> list[Event]:
    return [Event.objects.record(Verb.VIEWED, ines, by=ines) for _ in range(3)]


def verify(*words: str) -> str:
    out = StringIO()
    call_command("verify_events", *words, stdout=out)
    return out.getvalue()


def test_a_chain_that_holds_is_counted(chain: list[Event]) -> None:
    assert verify() == f"3 events, no broken link. Head: {chain[-1].hash}\n"


def test_the_head_can_be_kept_and_asked_for_later(chain: list[Event], ines: User) -> None:
    assert verify("--head") == f"3 {chain[-1].hash}\n"
    kept = verify("--head")
    last = Event.objects.record(Verb.VIEWED, ines, by=None)
    for words in (kept, kept.strip().replace(" ", ":")):
        assert verify("--expect", words) == f"4 events, no broken link. Head: {last.hash}\n"


def test_the_first_broken_link_is_named_with_exit_status_1() -> None:
    triggers.lift(connection)
    Event.objects.filter(number__in=(2, 3)).update(by=None)
    with pytest.raises(CommandError) as refusal:
        verify()
    assert (str(refusal.value), refusal.value.returncode) == (
        "Event 2 was changed: its hash is not of what it says.",
        1,
    )


def test_a_tail_that_was_cut_off_with_the_head_moved_back(chain: list[Event]) -> None:
    kept = verify("--head")
    triggers.lift(connection)
    Event.objects.filter(number=3).delete()
    ChainHead.objects.update(count=2, hash=chain[1].hash)
    assert verify() == f"2 events, no broken link. Head: {chain[1].hash}\n"
    with pytest.raises(CommandError, match="Event 3 is missing, and all up to 3: the end was cut off"):
        verify("--expect", kept)


@pytest.mark.parametrize("words", ["3", "x:" + "a" * 64, "3:" + "A" * 64, "", "9" * 30 + ":" + "a" * 64])
def test_a_head_that_is_none(words: str) -> None:
    with pytest.raises(CommandError, match="64 hex digits"):
        verify("--expect", words)
