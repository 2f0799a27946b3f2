"""`make load`: build a company, rate its candidates without pause, count what is late and what is lost.

Ends with 1 where a limit is missed. Figures go to the terminal and to var/benchmarks/load-<database>.json.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import serving
from benchmarks.tables import machine
from bin.serve import collect_static
from tests.faults.databases import Database

if TYPE_CHECKING:
    from benchmarks.loading.measuring import Found
    from benchmarks.loading.phases import Phase

RESULTS = serving.ROOT / "var" / "benchmarks"
SECRET_KEY = "only-for-benchmarks-" + "0123456789" * 5
HEAD = f"{'ms':<30} {'a second':>8}" + "".join(f"{name:>9}" for name in ("median", "p95", "p99", "longest"))
HEAD += f" {'saved':>8} {'503':>6} {'failed':>6}"


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m benchmarks.loading", description=__doc__)
    words.add_argument("--db", choices=["postgresql", "sqlite"], default="postgresql")
    words.add_argument("--ratings", type=int, default=1_000_000, metavar="N")
    words.add_argument("--minutes", type=float, default=10, metavar="M")
    said = words.parse_args()
    os.chdir(serving.ROOT)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit("Stopped."))  # and what was started is ended
    began = time.monotonic()
    with contextlib.ExitStack() as ending:
        folder = Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="rolecard-load-")))
        folder.chmod(0o755)  # PostgreSQL's server runs as somebody else
        url = ending.enter_context(serving.databases(said.db, folder, ["load"]))["load"]
        prepare(url, said.ratings)
        found = measure(said.db, Database(url, []), folder, said.minutes)
    facts = {"machine": machine(said.db), "took": time.monotonic() - began, **vars(said)}
    tell(found)
    write(RESULTS / f"load-{said.db}.json", facts, found)
    sys.exit(1 if found.missed else 0)


def prepare(url: str, ratings: int) -> None:
    """A company, and static files; from here on Django is set up, here and in what is started."""
    serving.build(url, ratings)
    os.environ |= {
        **serving.environment(url),
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "SECRET_KEY": SECRET_KEY,
    }
    import django  # noqa: PLC0415 - after the settings are known

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", run_syncdb=True, verbosity=0)  # the twins, which have no migrations
    collect_static()


def measure(kind: str, database: Database, folder: Path, minutes: float) -> Found:
    from benchmarks.loading import measuring  # noqa: PLC0415 - after the setup

    on = {"postgresql": measuring.on_postgresql, "sqlite": measuring.on_sqlite}[kind]
    print(f"\n{HEAD}")
    return on(database, folder, minutes, say)


def say(one: Phase) -> None:
    times = "".join(f"{milliseconds:9.1f}" for milliseconds in (one.median, one.p95, one.p99, one.longest))
    print(
        f"{one.name:<30} {one.per_second:8.1f}{times} {one.acknowledged:8,} {one.refused:6,} {one.failed:6,}"
        f"  {one.said}",
        flush=True,
    )


def tell(found: Found) -> None:
    print(f"\n{found.loss}; {found.locked} locked")
    if found.memory:
        print(found.memory)
    print("\n".join(f"Missed: {one}" for one in found.missed) or "All limits are kept.")


def write(file: Path, facts: dict[str, Any], found: Found) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    loss = found.loss._asdict()
    file.write_text(json.dumps({**facts, **asdict(found), "loss": loss, "missed": found.missed}, indent=1))


if __name__ == "__main__":
    main()
