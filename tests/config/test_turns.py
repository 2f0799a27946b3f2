"""Requests take turns: some work, some wait in order, and the rest is told at once to come back."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from config.middleware import TakingTurns
from config.turns import Turns

LONG = 20  # seconds, which nobody waits


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as made:
        yield made


def queue_up(turns: Turns, pool: ThreadPoolExecutor, people: int) -> list[Future[bool]]:
    """One after the other, so that it is known who is first."""
    waiting = []
    for number in range(people):
        waiting.append(pool.submit(turns.take))
        until_waiting(turns, number + 1)
    return waiting


def until_waiting(turns: Turns, people: int) -> None:
    pause = threading.Event()
    for _ in range(LONG * 100):
        if len(turns._queue) == people:
            return
        pause.wait(0.01)
    pytest.fail(f"{len(turns._queue)} wait, not {people}")


def test_so_many_at_once() -> None:
    turns = Turns(at_once=2, waiting=0, seconds=LONG)
    assert [turns.take() for _ in range(3)] == [True, True, False]
    turns.give_back()
    assert [turns.take() for _ in range(2)] == [True, False]


def test_who_waits_longest_is_next(pool: ThreadPoolExecutor) -> None:
    turns = Turns(at_once=1, waiting=3, seconds=LONG)
    assert turns.take()
    waiting = queue_up(turns, pool, 3)
    assert not turns.take()  # no room to wait
    for number, one in enumerate(waiting):
        assert [later.done() for later in waiting[number:]] == [False] * (3 - number)
        turns.give_back()
        assert one.result(LONG)
    turns.give_back()
    assert turns.take()


def test_nobody_gets_in_between(pool: ThreadPoolExecutor) -> None:
    """What is given back belongs to the first who waits, even before they have noticed."""
    turns = Turns(at_once=1, waiting=1, seconds=LONG)
    assert turns.take()
    (first,) = queue_up(turns, pool, 1)
    turns.give_back()
    assert not turns._free
    assert first.result(LONG)


def test_nobody_waits_in_vain_for_long(pool: ThreadPoolExecutor) -> None:
    turns = Turns(at_once=1, waiting=1, seconds=0.05)
    assert turns.take()
    assert not turns.take()
    turns.give_back()
    assert turns.take()  # the place in the queue is gone, not the turn


def test_all_turns_come_back(pool: ThreadPoolExecutor) -> None:
    """However it goes on: those who gave up in the moment when they were called have their turn."""
    turns = Turns(at_once=2, waiting=4, seconds=0.002)
    pause, taken = threading.Event(), []

    def work() -> None:
        for _ in range(200):
            if turns.take():
                pause.wait(0.001)
                taken.append(1)
                turns.give_back()

    for one in [pool.submit(work) for _ in range(8)]:
        one.result(LONG)
    assert len(taken) > 200
    assert (turns._free, len(turns._queue)) == (2, 0)


class Slow:
    """An answer that takes until it may be given."""

    def __init__(self) -> None:
        self.begun, self.may_end = threading.Event(), threading.Event()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.begun.set()
        assert self.may_end.wait(LONG)
        return HttpResponse("done")


def test_the_next_waits_and_the_one_after_comes_back(
    pool: ThreadPoolExecutor, settings: Settings, rf: RequestFactory
) -> None:
    settings.REQUESTS_AT_ONCE, settings.REQUESTS_WAITING = 1, 1
    slow = Slow()
    middleware = TakingTurns(slow)
    middleware.turns._seconds = LONG
    first = pool.submit(middleware, rf.get("/"))
    assert slow.begun.wait(LONG)
    second = pool.submit(middleware, rf.get("/"))
    until_waiting(middleware.turns, 1)
    refused = middleware(rf.post("/", headers={"Accept": "application/json"}))
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "1")
    assert json.loads(refused.content) == {"reason": "busy"}
    slow.may_end.set()
    assert [one.result(LONG).content for one in (first, second)] == [b"done"] * 2


def test_an_error_gives_the_turn_back(settings: Settings, rf: RequestFactory) -> None:
    settings.REQUESTS_AT_ONCE, settings.REQUESTS_WAITING = 1, 0

    def broken(request: HttpRequest) -> HttpResponse:
        raise ZeroDivisionError

    middleware = TakingTurns(broken)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            middleware(rf.get("/"))


def test_who_is_sent_away_is_told_so_on_a_page(
    ines: User, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client()
    client.force_login(ines)
    settings.REQUESTS_AT_ONCE = settings.REQUESTS_WAITING = 0
    answer = client.get(reverse("interviews:home"))
    said = answer.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert "<h1>Too busy just now</h1>" in said
    assert answer.headers["Content-Length"] == str(len(answer.content))
    assert "no-store" in answer.headers["Cache-Control"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert [record.getMessage() for record in caplog.records] == [
        "Server busy: GET /: too many requests at once"
    ]


@pytest.mark.django_db
def test_the_check_for_load_balancers_waits_for_nobody(settings: Settings) -> None:
    settings.REQUESTS_AT_ONCE = settings.REQUESTS_WAITING = 0
    answer = Client().get(reverse("healthz"))
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_static_files_wait_for_nobody(settings: Settings) -> None:
    order = settings.MIDDLEWARE
    static, turns = "whitenoise.middleware.WhiteNoiseMiddleware", "config.middleware.TakingTurns"
    assert order.index(static) < order.index(turns)
