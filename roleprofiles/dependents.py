"""Plain: what rests on revisions of a role, as those say who keep it; this package does not know them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Dependent:
    """Something that rests on a revision: where it is, and its state in a few words."""

    title: str
    url: str
    revision_number: int
    state: str


@dataclass(frozen=True, kw_only=True)
class Resting:
    """What a person may see of what rests on a role's revisions; the rest is only counted."""

    shown: tuple[Dependent, ...] = ()
    hidden: int = 0

    def __bool__(self) -> bool:
        return bool(self.shown or self.hidden)


Source = Callable[[int, User], Resting]  # of a role's pk, for a person; one query
_sources: list[Source] = []


def register(source: Source) -> None:
    if source not in _sources:
        _sources.append(source)


def resting_on(role_pk: int, user: User) -> Resting:
    """All that rests on revisions of a role, the oldest revision first."""
    found = [source(role_pk, user) for source in _sources]
    shown = [one for resting in found for one in resting.shown]
    return Resting(
        shown=tuple(sorted(shown, key=lambda one: (one.revision_number, one.title))),
        hidden=sum(resting.hidden for resting in found),
    )
