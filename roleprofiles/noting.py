"""Act: keep the lines that nothing else holds where they belong while elements come, move and go.

A note stands after so many of the elements of its container. What is indented below an element is a part
of it and goes where it goes; other notes keep their place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import takewhile

from roleprofiles.documents.lines import fence_after
from roleprofiles.models import Note, RevisionPart
from roleprofiles.models.elements import element_of, holder_pk

Order = Sequence[RevisionPart]


def beside(row: RevisionPart) -> list[Note]:
    """The notes among the elements that a row stands with."""
    if section := element_of(row).section:
        return list(Note.objects.filter(section__revision=holder_pk(row), section__kind=section))
    return list(Note.objects.filter(**{row.parent_field: holder_pk(row)}))


def parts_of(row: RevisionPart, order: Order, notes: Iterable[Note]) -> list[Note]:
    """The notes that are a part of an element."""
    below = directly_below(row, order, notes)
    parts = list(takewhile(_is_indented, below))
    # A code block is not torn apart.
    return below if parts and any(fence_after("", note.text) for note in below) else parts


def directly_below(row: RevisionPart, order: Order, notes: Iterable[Note]) -> list[Note]:
    after = order.index(row) + 1
    return [note for note in notes if note.after == after]


def _is_indented(note: Note) -> bool:
    return note.text.startswith((" ", "\t"))


def settle(
    notes: Collection[Note], was: Order, now: Order, *, below: Mapping[int, RevisionPart] | None = None
) -> None:
    """Give notes their places after the elements beside them have changed their order.

    ``below`` says of some, by pk and in their order, below which of the elements they stand from now on.
    """
    if not notes or (list(was) == list(now) and not below):
        return
    told = {pk: (n, row) for n, (pk, row) in enumerate((below or {}).items())}
    place = {row: n for n, row in enumerate(now)}
    gone = [n for n, row in enumerate(was) if row not in place]
    come = sorted(place[row] for row in place.keys() - set(was))
    groups: dict[int, list[Note]] = defaultdict(list)
    placed: list[tuple[int, int, int, Note]] = []
    for note in notes:
        groups[note.after].append(note)
    for after, group in groups.items():
        holder = was[after - 1] if 0 < after <= len(was) else None
        parts = parts_of(holder, was, group) if holder in place else []
        for note in group:
            if note.pk in told:
                n, row = told[note.pk]
                placed.append((place[row] + 1, 0, n, note))
            elif holder and note in parts:
                placed.append((place[holder] + 1, 0, note.position, note))
            else:
                stays = after - sum(n < after for n in gone)
                for n in come:
                    stays += n < stays
                placed.append((stays, 1, note.position, note))
    for n, (after, _, _, note) in enumerate(sorted(placed, key=lambda one: one[:3]), 1):
        note.after, note.position = after, n
    Note.objects.bulk_update(notes, ["after", "position"])
