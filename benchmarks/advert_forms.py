"""How long the files of an advert take once the process is warm.

    python benchmarks/advert_forms.py [--runs N]

writes an advert of about 700 words in each form and prints the median, the longest and the first run, which
loads what the form needs. Aims: PDF within 120 ms, Word within 200 ms. No database is used.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import django

os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "LOG_LEVEL": "ERROR"}
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
django.setup()

from roleprofiles.adverts import Advert  # noqa: E402 - Django is set up first
from roleprofiles.adverts.formats import FORMS  # noqa: E402
from roleprofiles.choices import AdvertPart  # noqa: E402
from tests.roleprofiles.adverts.examples import FULL, listed, told  # noqa: E402

LINE = "Has brought a service into use and kept it running while its load grew, number {}"
PARAGRAPH = "Three teams rest on what we run, and every one of them notices when it stops. " * 4


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    words.add_argument("--runs", type=int, default=50, metavar="N")
    said = words.parse_args()
    advert = long_advert()
    print(f"An advert of {len(FORMS['md'].write(advert).split())} words")
    for form in FORMS.values():
        runs = [taken(form.write, advert) for _ in range(said.runs + 1)]
        first, *warm = runs
        print(
            f"{form.name:>10} {statistics.median(warm):6.1f} ms, {max(warm):6.1f} ms at most, "
            f"{first:6.1f} ms the first time, {len(form.write(advert)):7,} bytes"
        )


def taken(write: Callable[[Advert], bytes], advert: Advert) -> float:
    began = time.perf_counter()
    write(advert)
    return (time.perf_counter() - began) * 1_000


def long_advert() -> Advert:
    lists = (AdvertPart.DUTIES, AdvertPart.MUST_HAVE, AdvertPart.GOOD_TO_HAVE)
    return replace(
        FULL,
        sections=(
            told(AdvertPart.PURPOSE, PARAGRAPH),
            *(listed(kind, *(LINE.format(n) for n in range(1, 9))) for kind in lists),
            told(AdvertPart.ABOUT_US, f"{PARAGRAPH}\n\n{PARAGRAPH}"),
            *FULL.sections[-4:],
        ),
    )


if __name__ == "__main__":
    main()
