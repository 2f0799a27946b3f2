"""Why a change of the library is refused."""

from __future__ import annotations


class LibraryRefusal(Exception):
    """The library cannot be changed so; the message says why, in words for people."""
