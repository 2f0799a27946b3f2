"""What one advert says that another does not, place by place, to be read side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from roleprofiles.adverts.shapes import Advert, Section
from roleprofiles.adverts.sheet import blocks
from roleprofiles.differences.wording import Pieces, marked

Named = tuple[str, int]  # a section's kind, and the how many-th of its kind it is


@dataclass(frozen=True, kw_only=True)
class Change:
    """``before`` or ``after`` is empty where something was added or removed."""

    place: str
    before: str
    after: str

    @property
    def words(self) -> str:
        return "Reworded" if self.before and self.after else "Added" if self.after else "Removed"

    @property
    def tone(self) -> str:
        return {"Added": "added", "Removed": "removed"}.get(self.words, "changed")

    @property
    def pieces(self) -> tuple[Pieces, Pieces]:
        return marked(self.before, self.after)


def between(old: Advert, new: Advert) -> tuple[Change, ...]:
    """From ``old`` to ``new``, in the order in which the new one says it; what is gone comes last."""
    return tuple(change for change in _changes(old, new) if change.before != change.after)


def _changes(old: Advert, new: Advert) -> Iterator[Change]:
    yield Change(place="Title", before=old.title, after=new.title)
    yield Change(place="Language", before=old.language, after=new.language)
    was, now = ({fact.label: fact.text for fact in advert.facts} for advert in (old, new))
    for label in {**now, **was}:
        yield Change(place=label, before=was.get(label, ""), after=now.get(label, ""))
    before, after = _named(old), _named(new)
    for name, section in after.items():
        yield from _section(before.get(name), section)
    for name, section in before.items():
        if name not in after:
            yield from _section(section, None)
    orders = (
        [after[name].heading for name in one if name in before and name in after] for one in (before, after)
    )
    was_first, is_first = (", ".join(order) for order in orders)
    yield Change(place="Order of the sections", before=was_first, after=is_first)


def _named(advert: Advert) -> dict[Named, Section]:
    """Sections by what they are: a kind may be there several times, and headings are reworded."""
    found: dict[Named, Section] = {}
    for section in advert.sections:
        same = sum(kind == section.kind for kind, _ in found)
        found[section.kind, same] = section
    return found


def _section(old: Section | None, new: Section | None) -> Iterator[Change]:
    one = new or old
    assert one  # noqa: S101 - there is one of them at least
    if old and new:
        yield Change(place="Heading", before=old.heading, after=new.heading)
    was, now = _lines(old), _lines(new)
    for what, i, j, k, m in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if what != "equal":
            for before, after in zip_longest(was[i:j], now[k:m], fillvalue=""):
                yield Change(place=one.heading, before=before, after=after)


def _lines(section: Section | None) -> Sequence[str]:
    found = blocks(section) if section else ()
    return [text for block in found for text in block.items or (block.text,)]
