"""Addresses of rows: a list of fifty asks for fifty of them, and Django looks each up among all views."""

from __future__ import annotations

from functools import lru_cache

from django.urls import reverse

REMEMBERED = 10_000


@lru_cache(REMEMBERED)
def link_to(view: str, *arguments: str | int) -> str:
    """``reverse``, remembered: what an address is does not change while the program runs."""
    return reverse(view, args=arguments)
