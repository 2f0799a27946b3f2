"""How long the hints on a job advert take.

    python benchmarks/advert_hints.py [--words N] [--profile]

reads an advert of so many words, made of what the roles in fixtures/roles say and of what the rules look for,
and prints the first run (which reads the rules' files) and the middle of the next ones. Aim: 1,000 words
within 20 ms when warm.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import statistics
import sys
import time
from collections import Counter
from itertools import cycle
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings"}
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
sys.path.insert(0, str(ROOT))
django.setup()

from roleprofiles.adverthints import Kind, Passage, hints  # noqa: E402 - Django is set up first
from roleprofiles.documents import read  # noqa: E402

RUNS = 50
PROSE = [
    "You lead the design of a service that three teams depend on, with a driven and ambitious group.",
    "We are looking for a rockstar who can hit the ground running; he reports to the head of NLQ, and the "
    "team works with Active Directory, decision trees and a shared library of components that nobody has "
    "touched for two years because it is in the way of nothing that anybody wanted to build.",
    "We work in two offices and at home. Mornings are quiet, afternoons are for pairing and reviews.",
]


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    words.add_argument("--words", type=int, default=1_000, metavar="N")
    words.add_argument("--profile", action="store_true")
    said = words.parse_args()
    passages = advert(said.words)
    count = sum(len(passage.text.split()) for passage in passages)
    took = []
    for _ in range(RUNS + 1):
        began = time.perf_counter()
        found = hints(passages)
        took.append((time.perf_counter() - began) * 1000)
    print(f"{count:,} words in {len(passages):,} passages, {len(found):,} hints")
    print({code.value: number for code, number in Counter(hint.code for hint in found).items()})
    first, *warm = took
    middle = statistics.median(warm)
    print(f"first {first:.1f} ms, warm {middle:.1f} ms (from {min(warm):.1f} to {max(warm):.1f} ms)")
    if said.profile:
        profile = cProfile.Profile()
        profile.runcall(hints, passages)
        pstats.Stats(profile).sort_stats("tottime").print_stats(20)


def advert(count: int) -> list[Passage]:
    """Prose and must-haves in turns, until there are so many words."""
    texts = [path.read_bytes() for path in sorted((ROOT / "fixtures" / "roles").glob("*.md"))]
    documents = [reading.document for reading in map(read, texts) if reading.document]
    lines = cycle(
        line
        for document in documents
        for level in document.levels
        for part in level.lists
        for line in part.requirements
    )
    passages: list[Passage] = []
    total = 0
    for prose in cycle(PROSE):
        line, at = next(lines), len(passages)
        added = [
            Passage(place=f"{at}", kind=Kind.PROSE, text=prose),
            Passage(place=f"{at + 1}", kind=Kind.MUST_HAVE, text=line.name),
            Passage(place=f"{at + 2}", kind=Kind.MUST_HAVE_DETAIL, text=line.text),
        ]
        for passage in added:
            said = passage.text.split()[: count - total]
            total += len(said)
            passages.append(Passage(place=passage.place, kind=passage.kind, text=" ".join(said)))
        if total >= count:
            return passages
    return passages


if __name__ == "__main__":
    main()
