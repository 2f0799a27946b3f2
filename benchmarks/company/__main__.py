"""`python -m benchmarks.company --ratings 1000000`: fill the database of DATABASE_URL, which is new."""

from __future__ import annotations

import argparse
import os
import sys
import time


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m benchmarks.company", description=__doc__)
    words.add_argument("--ratings", type=int, default=10_000, metavar="N")
    said = words.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    import django  # noqa: PLC0415 - after the settings are known

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - after the setup

    from accounts.models import User  # noqa: PLC0415
    from benchmarks.company.building import build  # noqa: PLC0415
    from benchmarks.company.people import PASSWORD  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    if User.objects.exists():
        sys.exit("There is a company in this database already.")
    began = time.monotonic()
    counts = build(
        said.ratings, say=lambda text: print(f"{time.monotonic() - began:6.1f} s  {text}", flush=True)
    )
    print(", ".join(f"{count:,} {what}" for what, count in counts.items()))
    print(f"Everybody's password is {PASSWORD!r}.")


if __name__ == "__main__":
    main()
