"""Requests take turns, because a process that works on too many at once gets none of them done in time."""

from __future__ import annotations

import threading
from collections import deque


class Turns:
    """``at_once`` may work, ``waiting`` more wait for their turn in order, for at most so many ``seconds``.

    Whoever cannot be served soon is told so at once. Otherwise a queue grows that nobody sees, everybody
    waits until they give up, and the server works on what nobody waits for any more.
    """

    def __init__(self, *, at_once: int, waiting: int, seconds: float) -> None:
        self._free = at_once
        self._room = waiting
        self._seconds = seconds
        self._queue: deque[threading.Event] = deque()
        self._lock = threading.Lock()

    def take(self) -> bool:
        """Whether it is one's turn, now or soon; then ``give_back`` has to follow."""
        with self._lock:
            if self._free:
                self._free -= 1
                return True
            if len(self._queue) >= self._room:
                return False
            called = threading.Event()
            self._queue.append(called)
        if called.wait(self._seconds):
            return True
        with self._lock:
            if called.is_set():  # in this very moment
                return True
            self._queue.remove(called)
            return False

    def give_back(self) -> None:
        """To the first who waits; nobody who comes now gets in between."""
        with self._lock:
            if self._queue:
                self._queue.popleft().set()
            else:
                self._free += 1
