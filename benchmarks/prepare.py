"""`python -m benchmarks.prepare [CASE]`: the cases of the database of DATABASE_URL as JSON, twins and all.

With the name of a case only its requests, as they are now: ratings have other versions once they are rated.

A process of its own for each database, since Django knows one at a time. The company is there already.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict

import django


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - after the setup

    call_command("migrate", run_syncdb=True, verbosity=0)
    from benchmarks.cases import cases, counted  # noqa: PLC0415

    found = cases()
    if name := " ".join(sys.argv[1:]):
        said = next(asdict(case)["requests"] for case in found if case.name == name)
        json.dump(said, sys.stdout)
    else:
        json.dump([{**asdict(case), **counted(case)} for case in found], sys.stdout)


if __name__ == "__main__":
    main()
