"""Role documents by the thousand: different ones, as long as those in fixtures/roles."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = re.compile(r"^(- \*\*)([^*]+)(\*\*)", re.MULTILINE)


def generated(count: int) -> Iterator[tuple[str, str]]:
    """File names and texts, about some hundreds of skills."""
    chance = random.Random(1)
    models = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "fixtures" / "roles").glob("*.md"))]
    pool = sorted({found[2] for text in models for found in NAME.finditer(text)})
    pool += [f"{name} {n}" for name in pool for n in range(2, 8)]
    for n in range(count):
        title, rest = models[n % len(models)].split("\n", 1)
        overview, levels = rest.split("\n---\n", 1)
        levels = NAME.sub(partial(_renamed, chance, pool), levels)
        yield f"role-{n}.md", f"{title} {n}\n{overview}\n---\n{levels}"


def _renamed(chance: random.Random, pool: list[str], found: re.Match[str]) -> str:
    return f"{found[1]}{chance.choice(pool)}{found[3]}"
