"""Paper: data set by a template, as PDF. What people wrote is data and never markup."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

# What is drawn as a picture by itself, and what joins or colours such pictures; of what is drawn so only
# because a selector follows, the character stays.
PICTURES = (
    "\U0001f000-\U0001faff\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f"
    "\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705"
    "\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55"
)
EMOJI = re.compile(
    rf"[{PICTURES}](?:\ufe0f|\u200d[\u2640\u2642\u2695\u2696\u2708\u2764{PICTURES}]|[\U000e0020-\U000e007f])*"
    r"|[\ufe00-\ufe0f\u20e3\U000e0020-\U000e007f]"
)
# Control characters, marks that turn the direction of a line, halves of pairs, and what is no character.
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
CODE = re.compile(r"\\u\{([0-9a-f]+)\}")  # as typst names what it has no glyph for
STANDARD = "ua-1"


class Unprintable(ValueError):
    """Something is written in characters that no font here has; the argument says which."""


def typeset(template: Path, data: Mapping[str, Any]) -> bytes:
    """A tagged PDF that is accessible by the standard PDF/UA-1; the same bytes for the same data.

    The template gets the data as JSON in ``sys.inputs.data``. The fonts are those inside typst, and the
    machine's only where those lack a character. Raises Unprintable where these lack it too.
    """
    try:
        return _compiled(template, data, STANDARD, ignore_system_fonts=True)
    except Unprintable:
        return _compiled(template, data, STANDARD, ignore_system_fonts=False)


def typeset_anyway(template: Path, data: Mapping[str, Any]) -> bytes:
    """As ``typeset``, of texts that anybody may have typed: without pictures and what nobody could see.

    Where no font has a character a box stands for it, ``data.is_incomplete`` is true, and the standard
    is not claimed.
    """
    said = {"is_incomplete": False, **_printable(data)}
    try:
        return typeset(template, said)
    except Unprintable:
        return _compiled(template, {**said, "is_incomplete": True}, ignore_system_fonts=False)


def _compiled(template: Path, said: Mapping[str, Any], *standards: str, ignore_system_fonts: bool) -> bytes:
    import typst  # noqa: PLC0415 - 80 MB that only paper needs

    inputs = {"data": json.dumps(said)}
    options: dict[str, Any] = {"pdf_standards": [*standards], "ignore_system_fonts": ignore_system_fonts}
    try:
        # Bytes: several files are made of pictures only, and none only where a path is given.
        return cast(bytes, typst.compile(_source(template), sys_inputs=inputs, **options))
    except typst.TypstError as refusal:
        if "could not be displayed" not in refusal.message:
            raise
        raise Unprintable(CODE.sub(_character, refusal.message.split("`")[1].strip('"'))) from refusal


def _character(code: re.Match[str]) -> str:
    return chr(int(code[1], 16))


def without_pictures(text: str) -> str:
    return EMOJI.sub("", text)


def printable(text: str) -> str:
    """Without pictures and without what nobody could see."""
    lines = without_pictures(text.replace("\r\n", "\n").replace("\t", " "))
    return "".join(one for one in lines if one == "\n" or unicodedata.category(one) not in INVISIBLE)


def _printable(said: Any) -> Any:
    if isinstance(said, str):
        return printable(said)
    if isinstance(said, Mapping):
        return {name: _printable(value) for name, value in said.items()}
    return [_printable(one) for one in said] if isinstance(said, list | tuple) else said


@cache
def _source(template: Path) -> bytes:
    return template.read_bytes()
