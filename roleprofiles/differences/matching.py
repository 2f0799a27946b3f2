"""Plain: which level or list is which of the one before, and the fewest that changed places."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from roleprofiles import changes


def matched(old: Sequence[str], new: Sequence[str], shared: Mapping[tuple[int, int], int]) -> dict[int, int]:
    """Old places to new ones: those of one name, then those that share the most lines, which were renamed.

    ``shared`` counts the lines that an old and a new place have in common. The other way round the same
    places belong together.
    """
    names = changes.pair(
        list(enumerate(old)), list(enumerate(new)), lambda named: named[1], lambda named: named[1].casefold()
    )
    found = {was[0]: now[0] for was, now, _ in names if was and now}
    taken = set(found.values())
    most_first = sorted(shared, key=lambda spot: (-shared[spot], sum(spot), abs(spot[0] - spot[1])))
    for i, j in most_first:
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


def rising(places: Sequence[int]) -> set[int]:
    """The longest part of different numbers that rises; what is not in it are the fewest that were moved."""
    tails: list[int] = []  # where the best part of each length ends, by index
    values: list[int] = []
    before: list[int | None] = []
    for n, value in enumerate(places):
        length = bisect_left(values, value)
        before.append(tails[length - 1] if length else None)
        # One place is set, or one is added at the end.
        tails[length : length + 1] = [n]
        values[length : length + 1] = [value]
    kept: set[int] = set()
    at = tails[-1] if tails else None
    while at is not None:
        kept.add(places[at])
        at = before[at]
    return kept
