"""Paper: data set by a template, as PDF. What people wrote is data and never markup."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

# Pictures that the fonts inside typst do not have.
PICTURES = re.compile("[\U0001f000-\U0001faff☇☈☰-☷⚌-⚏⚝-⚟⚨⚩⚰⚱⚳-⛿✀✅✊✋✕✖✧-✩❌❎❓-❕❗❟❠➀-➓➕-➗➰]")
# Control characters, marks that turn the direction of a line, halves of pairs, and what is no character.
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}


def typeset(template: Path, data: Mapping[str, Any]) -> bytes:
    """A tagged PDF that is accessible by the standard PDF/UA-1; the same bytes for the same data.

    The template gets the data as JSON in ``sys.inputs.data``. The fonts are those inside typst, and the
    machine's only where those lack a character. Where these lack it too, a box stands for it,
    ``data.is_incomplete`` is true, and the standard is not claimed.
    """
    said = _printable(data)
    for ignore_system_fonts in (True, False):
        made = _compiled(template, said, standards=["ua-1"], ignore_system_fonts=ignore_system_fonts)
        if made is not None:
            return made
    return _compiled(template, {**said, "is_incomplete": True}, standards=[]) or b""


def _compiled(
    template: Path, said: Mapping[str, Any], *, standards: list[str], ignore_system_fonts: bool = True
) -> bytes | None:
    """None where a character is in none of the fonts."""
    import typst  # noqa: PLC0415 - 80 MB that only paper needs

    inputs = {"data": json.dumps({"is_incomplete": False, **said})}
    options: dict[str, Any] = {"pdf_standards": standards, "ignore_system_fonts": ignore_system_fonts}
    try:
        # Bytes: several files are made of pictures only, and none only where a path is given.
        return cast(bytes, typst.compile(_source(template), sys_inputs=inputs, **options))
    except typst.TypstError as refusal:
        if "could not be displayed" not in refusal.message:
            raise
        return None


def printable(text: str) -> str:
    """Without pictures and without what nobody could see."""
    lines = PICTURES.sub("", text.replace("\r\n", "\n").replace("\t", " "))
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
