"""Addresses of rows: a list of fifty asks for fifty of them, and Django looks each up among all views."""

from __future__ import annotations

from functools import cache, lru_cache

from django.urls import reverse

REMEMBERED = 1_000
MARKS = 10**15  # numbers that stand in no address


def link_to(view: str, *arguments: str | int) -> str:
    """``reverse``, of which is remembered what an address with numbers looks like, and others as they are.

    What that is does not change while the program runs.
    """
    if all(isinstance(one, int) for one in arguments):
        return _shape(view, len(arguments)).format(*arguments)
    return _remembered(view, *arguments)


@cache
def _shape(view: str, count: int) -> str:
    """The address, with {} for each number."""
    marks = [MARKS + place for place in range(count)]
    address = reverse(view, args=marks)
    for mark in marks:
        address = address.replace(str(mark), "{}")
    return address


@lru_cache(REMEMBERED)
def _remembered(view: str, *arguments: str | int) -> str:
    return reverse(view, args=arguments)
