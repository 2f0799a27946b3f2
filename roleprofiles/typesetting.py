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

    The template gets the data as JSON in ``sys.inputs.data``. Where a text has a character that no font
    inside typst has, a box stands for it, ``data.is_incomplete`` is true, and the standard is not claimed.
    """
    import typst  # noqa: PLC0415 - 80 MB that only paper needs

    def compiled(said: Mapping[str, Any], **options: Any) -> bytes:
        inputs = {"data": json.dumps(said)}
        made = typst.compile(_source(template), sys_inputs=inputs, ignore_system_fonts=True, **options)
        return cast(bytes, made)  # a list is for pictures, nothing for files

    plain = _printable(data)
    try:
        return compiled({**plain, "is_incomplete": False}, pdf_standards=["ua-1"])
    except typst.TypstError as refusal:
        if "could not be displayed" not in str(refusal):
            raise
        return compiled({**plain, "is_incomplete": True})


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
