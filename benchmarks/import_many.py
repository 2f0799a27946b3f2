"""How long a thousand role documents take from upload to published, and how much memory.

    python benchmarks/import_many.py [--documents N] [--requirements N] [--profile]

makes a database of its own, imports generated documents through the act that the pages use, in steps of a
second as requests take them, and prints seconds and peak memory. Aims: 1,000 documents within 60 s on two
cores and 200 MB. With ``--requirements`` it is one document of so many instead, through the pages: upload,
plan, import. ``--profile`` prints where the time goes.

The database is an SQLite file in a temporary folder or, where ``DATABASE_URL`` says PostgreSQL, a test
database beside the one that is named (``test_<name>``). Either is gone at the end.
"""

from __future__ import annotations

import argparse
import cProfile
import io
import os
import pstats
import resource
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
FOLDER = tempfile.TemporaryDirectory(prefix="rolecard-benchmark-")
IS_OWN = "DATABASE_URL" not in os.environ
os.environ.setdefault("DATABASE_URL", f"sqlite:///{FOLDER.name}/benchmark.sqlite3")
os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "LOG_LEVEL": "ERROR"}
sys.path.insert(0, str(ROOT))
django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402 - Django is set up first
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from accounts.models import User  # noqa: E402
from benchmarks.documents import generated  # noqa: E402
from roleprofiles import uploading  # noqa: E402
from roleprofiles.documents.arrivals import arrivals  # noqa: E402
from roleprofiles.models import ImportBatch, Requirement, Revision, Skill  # noqa: E402
from tests.factories import UserFactory, role_document  # noqa: E402


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    words.add_argument("--documents", type=int, default=1_000, metavar="N")
    words.add_argument("--requirements", type=int, default=0, metavar="N")
    words.add_argument("--profile", action="store_true")
    said = words.parse_args()
    run = partial(one_large, said.requirements) if said.requirements else partial(many, said.documents)
    with FOLDER, database():
        editor = UserFactory.create(groups=["Role editors"])
        if said.profile:
            profiled(partial(run, editor))
        else:
            run(editor)


@contextmanager
def database() -> Iterator[None]:
    if IS_OWN:
        call_command("migrate", verbosity=0)
        yield
        connection.close()
        return
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def many(count: int, editor: User) -> None:
    packed = zipped(generated(count))
    print(f"{count:,} documents in a zip of {len(packed) / 1e6:.1f} MB, on {connection.vendor}")
    began = time.perf_counter()
    batch = uploading.upload(arrivals("roles.zip", io.BytesIO(packed)), by=editor)
    said("upload", time.perf_counter() - began)
    steps_taken("reading", batch, uploading.read_next, lambda: batch.documents.waiting().exists())
    step = partial(uploading.import_next, by=editor)
    steps_taken("importing", batch, step, lambda: batch.documents.ready().exists())
    said(
        "total", time.perf_counter() - began, f"{time.process_time():.1f} s of processor time with the start"
    )
    print({state.value: found for state, found in batch.documents.counts().items()})
    print({model.__name__: model._default_manager.count() for model in (Revision, Requirement, Skill)})


def one_large(requirements: int, editor: User) -> None:
    client = Client(headers={"Host": "localhost"})
    client.force_login(editor)
    text = role_document(must_haves=requirements // 2 - 1).encode()
    print(f"One document of {requirements:,} requirements, {len(text):,} bytes, on {connection.vendor}")
    file = SimpleUploadedFile("large.md", text)
    began = time.perf_counter()
    page = client.post("/roles/import/", {"documents": file})
    said("upload", time.perf_counter() - began)
    address, began = page.headers["Location"], time.perf_counter()
    page = client.get(address)
    said("plan", time.perf_counter() - began, f"{len(page.content):,} bytes of HTML")
    began = time.perf_counter()
    client.post(f"{address}import/")
    said("importing", time.perf_counter() - began, f"{Requirement.objects.count():,} requirements published")


def steps_taken(what: str, batch: ImportBatch, step: uploading.Step, is_left: Callable[[], bool]) -> None:
    """As requests do: about a second of work in each."""
    began, longest = time.perf_counter(), 0.0
    while is_left():
        began_step = time.perf_counter()
        uploading.work(batch, step)
        longest = max(longest, time.perf_counter() - began_step)
    said(what, time.perf_counter() - began, f"the longest step took {longest:.2f} s")


def said(what: str, seconds: float, more: str = "") -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:>10} {seconds:6.1f} s {peak:6.0f} MB at most  {more}")


def zipped(files: Iterator[tuple[str, str]]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files:
            archive.writestr(name, text)
    return held.getvalue()


def profiled(run: Callable[[], object]) -> None:
    profile = cProfile.Profile()
    profile.runcall(run)
    pstats.Stats(profile).sort_stats("cumulative").print_stats(70)


if __name__ == "__main__":
    main()
