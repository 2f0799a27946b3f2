"""The names of files that people send: for showing, never for opening."""

from __future__ import annotations

import re
import unicodedata

from roleprofiles.lines import BIDI_CONTROLS, LINE_BREAKS

NAME_LIMIT = 255  # characters shown of a name
_DRIVES = re.compile(r"(?:[A-Za-z]:\s*)*")


def shown_name(name: str) -> str:
    """One visible line that leads nowhere: no way up, no root, no drive; of a long name its end."""
    visible = "".join(character for character in name if _is_visible(character))
    parts = [_DRIVES.sub("", part.strip(), count=1) for part in visible.replace("\\", "/").split("/")]
    shown = "/".join(part for part in parts if part.strip(" ."))
    return shown if len(shown) <= NAME_LIMIT else f"…{shown[1 - NAME_LIMIT :].lstrip('/')}"


def is_hidden(name: str) -> bool:
    """Whether a file is there for a computer and not for people: ``__MACOSX/…``, ``.DS_Store``."""
    parts = name.replace("\\", "/").split("/")
    return any(part == "__MACOSX" or (part.startswith(".") and part.strip(".")) for part in parts)


def _is_visible(character: str) -> bool:
    hidden = character in BIDI_CONTROLS or character in LINE_BREAKS
    return not hidden and unicodedata.category(character) not in ("Cc", "Cs")
