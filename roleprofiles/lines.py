"""Plain: which texts people may enter where a role document has one line."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError

# These turn the direction of what follows them: a line would read otherwise than it is stored.
BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
SEARCH_LIMIT = 200  # characters
LINE_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")


def validate_line(value: str) -> None:
    """Refuse what would not stay one visible line."""
    if LINE_BREAKS.intersection(value):
        raise ValidationError("This has to be one line.", code="line_break")
    _refuse_invisible(value)


def validate_text(value: str) -> None:
    """Refuse what nobody could see in a text of several lines."""
    _refuse_invisible(value.replace("\r\n", "").replace("\n", "").replace("\t", ""))


def validate_folded(value: str, limit: int | None) -> None:
    """Refuse what grows beyond its column when case is put aside: keys are kept so, and ß becomes ss."""
    if limit is not None and len(value.casefold()) > limit:
        raise ValidationError("This is too long.", code="max_length")


def whole_number(text: str) -> int | None:
    """What an address or a form says; None for anything but digits, and for more than any column holds."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def is_searchable(words: str) -> bool:
    """Whether any text can have the words: none holds a NUL, and databases refuse very long patterns."""
    return "\0" not in words and len(words) <= SEARCH_LIMIT


def _refuse_invisible(value: str) -> None:
    for character in value:
        if character in BIDI_CONTROLS or unicodedata.category(character) == "Cc":
            message = f"This has an invisible character (U+{ord(character):04X}). Type the text anew."
            raise ValidationError(message, code="invisible")
