"""`make bench`: what each page costs beside a bare one, and what it costs once there is a lot of data.

    python -m benchmarks.bench [--db postgresql|sqlite] [--ratings N] [--rounds N] [--seconds S]
                               [--server gthread|sync|granian] [--only CASE ...]

Two companies are built, of 10,000 ratings and of ``--ratings``; each is served by the server of production,
with the twins beside the application. wrk asks for each case in turn, round after round, with four
connections. A share is made of neighbours of one round, and what is told is the median of the rounds.
Results: var/benchmarks/pages-<database>.json and .md. Takes about twelve minutes.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from benchmarks import serving, tables
from benchmarks.wrk import Request, Result, load

RESULTS = serving.ROOT / "var" / "benchmarks"
SMALL = 10_000
CONNECTIONS = 4
WARM_UP = 1  # seconds of each case, which are not counted


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    words.add_argument("--db", choices=("postgresql", "sqlite"), default=os.environ.get("DB", "postgresql"))
    words.add_argument("--ratings", type=int, default=1_000_000, metavar="N")
    words.add_argument("--rounds", type=int, default=5, metavar="N")
    words.add_argument("--seconds", type=float, default=1, metavar="S")
    words.add_argument("--server", choices=sorted(serving.SERVERS), default="gthread")
    words.add_argument("--only", nargs="*", default=[], metavar="CASE")
    said = words.parse_args()
    began = time.monotonic()
    sizes = {"small": SMALL, "large": said.ratings}
    with contextlib.ExitStack() as ending:
        folder = Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="rolecard-bench-")))
        folder.chmod(0o755)
        urls = ending.enter_context(serving.databases(said.db, folder, list(sizes)))
        ports, cases = {}, {}
        for name, ratings in sizes.items():
            print(f"==> a company of {ratings:,} ratings on {said.db}", flush=True)
            serving.build(urls[name], ratings)
            cases[name] = [one for one in serving.prepared(urls[name]) if wanted(one, said.only)]
            ports[name], _ = ending.enter_context(
                serving.serving(urls[name], folder / f"{name}.log", said.server)
            )
        measured = rounds(urls, ports, cases, said.rounds, said.seconds)
    report = {
        "database": said.db,
        "server": said.server,
        "machine": tables.machine(said.db),
        "ratings": sizes,
        "rounds": said.rounds,
        "seconds": said.seconds,
        "cases": tables.lines(cases["large"], measured),
    }
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / f"pages-{said.db}.json").write_text(json.dumps(report, indent=2) + "\n")
    table = tables.markdown(report)
    (RESULTS / f"pages-{said.db}.md").write_text(table)
    print(f"\n{table}\n{time.monotonic() - began:.0f} s")
    if any(one["failed"] for one in report["cases"]):
        sys.exit("Some requests had another answer than 200.")


def wanted(case: dict[str, Any], only: list[str]) -> bool:
    return bool(case["requests"]) and (not only or case["name"] in only or case["name"].startswith("bare"))


def rounds(
    urls: dict[str, str],
    ports: dict[str, int],
    cases: dict[str, list[dict[str, Any]]],
    count: int,
    seconds: float,
) -> dict[str, dict[str, list[Result]]]:
    """By size and case, a result of each round."""
    found: dict[str, dict[str, list[Result]]] = {name: defaultdict(list) for name in ports}
    for number in range(count + 1):
        is_counted = number > 0
        for place in range(len(cases["large"])):
            for size, port in ports.items():
                case = cases[size][place]
                is_changing = any(one["version"] for one in case["requests"])
                requests = serving.prepared(urls[size], case["name"]) if is_changing else case["requests"]
                asked = [Request(**one) for one in requests]
                result = load(
                    port, asked, seconds=seconds if is_counted else WARM_UP, connections=CONNECTIONS
                )
                if is_counted:
                    found[size][case["name"]].append(result)
        print(f"    round {number} of {count}" if is_counted else "    warm", flush=True)
    return found


if __name__ == "__main__":
    main()
