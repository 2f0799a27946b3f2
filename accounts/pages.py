"""Lists in numbered pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Page, Paginator


class NumberedPage(Page[Any]):
    @property
    def numbers(self) -> Iterator[int | str]:
        """The first and the last page, those beside this one, and "…" for the rest."""
        return self.paginator.get_elided_page_range(self.number, on_each_side=2, on_ends=1)


class Pages(Paginator[Any]):
    def __init__(self, rows: Any, size: int, *, count: int | None = None) -> None:
        """``count`` is how many rows there are, where that is known: then nobody counts them."""
        super().__init__(rows, size)
        if count is not None:
            self.count = count

    def _get_page(self, *said: Any) -> NumberedPage:
        return NumberedPage(*said)
