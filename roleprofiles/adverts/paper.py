"""An advert as a tagged PDF, see ``typesetting``: without emoji, which no font here has."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from roleprofiles.adverts.shapes import Advert
from roleprofiles.adverts.sheet import Sheet, sheet
from roleprofiles.typesetting import typeset, without_pictures

LAYOUT = Path(__file__).with_name("paper.typ")
UNTITLED = "Job description"

_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][A-Z][a-z]{3})?(?:[-_]([A-Z]{2}))?")


def write(advert: Advert) -> bytes:
    """Raises typesetting.Unprintable."""
    return typeset(LAYOUT, _printable(sheet(advert)))


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
    return " ".join(without_pictures(line).split())


def _all(items: tuple[str, ...]) -> list[str]:
    return [said for item in items if (said := without_emoji(item))]
