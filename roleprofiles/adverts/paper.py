"""An advert as a tagged PDF that typst accepts as PDF/UA-1, equal bytes for an equal advert.

No emoji, which no font here has. Other characters come from the fonts within typst and only where those lack
them from the system's.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from roleprofiles.adverts.shapes import Advert
from roleprofiles.adverts.sheet import Sheet, sheet

LAYOUT = Path(__file__).with_name("paper.typ")
UNTITLED = "Job description"

# What is drawn as a picture by itself, and what joins or colours such pictures; of what is drawn so only
# because a selector follows, the character stays.
_PICTURES = (
    "\U0001f000-\U0001faff\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f"
    "\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705"
    "\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55"
)
_EMOJI = re.compile(
    rf"[{_PICTURES}](?:\ufe0f|\u200d[\u2640\u2642\u2695\u2696\u2708\u2764{_PICTURES}]|[\U000e0020-\U000e007f])*"
    r"|[\ufe00-\ufe0f\u20e3\U000e0020-\U000e007f]"
)
_CODE = re.compile(r"\\u\{([0-9a-f]+)\}")  # as typst names what it has no glyph for
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][A-Z][a-z]{3})?(?:[-_]([A-Z]{2}))?")


class Unprintable(ValueError):
    """The advert is written in characters that no font here has; the argument says which."""


def write(advert: Advert) -> bytes:
    """Raises Unprintable."""
    said = json.dumps(_printable(sheet(advert)))
    try:
        return _compiled(said, ignore_system_fonts=True)
    except Unprintable:
        return _compiled(said, ignore_system_fonts=False)


def _compiled(said: str, *, ignore_system_fonts: bool) -> bytes:
    import typst  # noqa: PLC0415 - slow to load, and needed for few requests

    try:
        made = typst.compile(
            LAYOUT.read_bytes(),
            format="pdf",
            sys_inputs={"said": said},
            pdf_standards=["ua-1"],
            ignore_system_fonts=ignore_system_fonts,
        )
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise
        raise Unprintable(_CODE.sub(_character, error.message.split("`")[1].strip('"'))) from error
    assert isinstance(made, bytes)  # noqa: S101 - several files are made of pictures only
    return made


def _character(code: re.Match[str]) -> str:
    return chr(int(code[1], 16))


def _printable(said: Sheet) -> dict[str, Any]:
    language = _LANGUAGE.fullmatch(said.language)
    parts = (
        {
            "heading": without_emoji(part.heading),
            "blocks": [
                {"text": text, "items": items}
                for block in part.blocks
                for text, items in [(without_emoji(block.text), _all(block.items))]
                if text or items
            ],
        }
        for part in said.parts
    )
    facts = ({"label": one.label, "text": without_emoji(one.text), "href": one.href} for one in said.facts)
    return {
        "title": without_emoji(said.title) or UNTITLED,
        "lang": language[1] if language else "en",
        "region": language[2] if language else None,
        "facts": [fact for fact in facts if fact["text"]],
        "parts": [part for part in parts if part["blocks"]],
    }


def without_emoji(line: str) -> str:
    return " ".join(_EMOJI.sub("", line).split())


def _all(items: tuple[str, ...]) -> list[str]:
    return [said for item in items if (said := without_emoji(item))]
