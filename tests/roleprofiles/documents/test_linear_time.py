"""Reading takes time in proportion to the document, whatever stands in it."""

from __future__ import annotations

import time

import pytest

from roleprofiles.documents import read, write
from tests.roleprofiles.documents.texts import LIST

SIZE = 250_000  # bytes, a quarter of what is accepted; quadratic time would take many minutes here too

NASTY = {
    "requirements": "- **Git** - Version Control System with many words\n",
    "names": "- ****\n",
    "levels": "### A Level (2-4 years)\n#### Questions for A Level\n",
    "questions": "1. **\"Why?\"**\n   - Look for: x\n",
    "brackets": "- " + "(" * 500 + "\n",
    "closed brackets": "### Level " + "(2" * 500 + ")" * 500 + "\n",
    "fences": "```\n~~~\n````\n",
    "rules": "a\n---\n",
    "blank lines": "\n",
    "broken": "‚Üí é \uf8ffü§ñ\n",
    "broken twice": "â€™ Ã© 日 voilÃ  \x85\n",
}  # fmt: skip
LONG = {
    "stars": "- " + "*" * 225_000,
    "spaces": "- a" + " " * 225_000 + "b",
    "dashes": "- **a** " + " -" * 112_000,
    "years": "### A Level (2" + " " * 225_000 + "x)",
    "open": "### Level " + "(" * 225_000,
    "hashes": "### Level " + " #" * 112_000,
    "colons": "#### a" + ":" * 225_000 + "b",
    "arrows": "#### questions " + "a " * 112_000,
    "ways": "## Growth\n### a " + "→ " * 55_000,
    "look for": "1. a\n   - Look for" + "*" * 225_000,
    "ticks": "`" * 225_000,
    "title": "#### **" + "🤖" * 55_000,
    "broken": "‚Üí é" * 25_000,
}


@pytest.mark.parametrize("kind", [*NASTY, *(f"one line of {kind}" for kind in LONG)])
def test_a_large_document_is_read_in_linear_time(kind: str) -> None:
    """The bound is generous, for busy machines: at this size anything quadratic takes many minutes."""
    line = NASTY.get(kind) or LONG[kind.removeprefix("one line of ")]
    body = line * ((SIZE - 500) // len(line.encode()))
    data = f"{LIST}{body}".encode()
    assert len(data) <= SIZE
    begin = time.process_time()
    reading = read(data)
    if reading.document:
        write(reading.document)
    assert time.process_time() - begin < 60
