"""`make test`: every check, then every test on SQLite and on PostgreSQL. Stops at the first that fails.

`make faults`: the long form of tests/faults on both, one after the other, and its figures.

Chromium and PostgreSQL's server come from the machine, or from apt-get where that is allowed. The
database cluster is a new one for each run, on loopback only, and is removed whatever happens.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from bin.postgres import cluster, find_postgres
from tests.faults.figures import Figure, table

ROOT = Path(__file__).resolve().parent.parent
TOOLS = Path(sys.executable).parent
# PostgreSQL can be told not to wait for its disk, SQLite waits at every commit. Faults have their own disks.
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
# What knows no database, or takes long and leaves it to querysets, is tested once; most browser tests too,
# shared out so that both runs end together. The main job and scoring are tried on both.
LEFT_TO_THE_OTHER = {
    "SQLite": (
        "e2e/test_differences.py",
        "e2e/test_draft.py",
        "e2e/test_import.py",
        "e2e/test_job_description.py",
        "e2e/test_kit.py",
        "e2e/test_plan.py",
        "e2e/test_skills.py",
    ),
    "PostgreSQL": (
        "e2e/test_admin.py",
        "e2e/test_debrief.py",
        "e2e/test_decision.py",
        "e2e/test_jobs.py",
        "e2e/test_long_names.py",
        "e2e/test_next_level.py",
        "roleprofiles/documents",
        "roleprofiles/adverthints",
        "roleprofiles/adverts",
        "test_headers.py",
        "test_canary.py",
    ),
}
# A developer's own environment must not change what the checks say.
OURS = ("SECRET_KEY", "DEBUG", "LOCAL_MODE", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "DATABASE_URL")


def main() -> None:
    os.chdir(ROOT)
    for name in (*OURS, "DJANGO_SETTINGS_MODULE", "PYTEST_ADDOPTS"):
        os.environ.pop(name, None)
    # As exceptions, so that the clean-up below also happens when make, CI or a closed terminal ends this;
    # SIGINT too, because a shell's background jobs begin with it ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit("Stopped."))

    began = time.monotonic()
    chromium, postgres = find_or_install()
    os.environ["CHROMIUM"] = str(chromium)
    with (
        tempfile.TemporaryDirectory(prefix="rolecard-test-") as folder,
        tempfile.TemporaryDirectory(prefix="rolecard-test-", dir=MEMORY) as memory,
    ):
        scratch = Path(folder)
        # PostgreSQL's servers, which tests of faults start in here, run as somebody else.
        scratch.chmod(0o755)
        faults_only = sys.argv[1:] == ["faults"]
        if not faults_only:
            check(scratch)
        # Nothing in this cluster has to survive a crash, so no fsync.
        with cluster(postgres, "-F", "-c full_page_writes=off") as made:
            urls = {"SQLite": f"sqlite:///{memory}/sqlite3", "PostgreSQL": f"{made.server}/rolecard"}
            passed = faults(urls, scratch) if faults_only else pytest(urls, scratch)
    print(f"{passed} passed, 0 failed on SQLite and PostgreSQL in {time.monotonic() - began:.0f} s")


# The checks


def check(scratch: Path) -> None:
    step("ruff check", [TOOLS / "ruff", "check", "--quiet"])
    step("ruff format", [TOOLS / "ruff", "format", "--check", "--quiet"])
    step("djade", [TOOLS / "djade", "--check", *sorted(Path("templates").rglob("*.html"))])
    step("mypy", [TOOLS / "mypy"])
    step("lint-imports", [TOOLS / "lint-imports", "--no-logo"])
    production = {
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "rolecard.example",
        "CSRF_TRUSTED_ORIGINS": "https://rolecard.example",
        "DATABASE_URL": f"sqlite:///{scratch}/empty.sqlite3",
    }
    manage = [sys.executable, "-W", "error", "manage.py"]
    step("migrations are complete", [*manage, "makemigrations", "--check", "--dry-run"], production)
    deploy = [*manage, "check", "--deploy", "--database", "default", "--fail-level", "WARNING"]
    step("check --deploy", deploy, production)


def pytest(databases: dict[str, str], scratch: Path) -> int:
    """The number of tests that passed. A process for each database, side by side: two cores, half the time.

    The first one's output is shown as it comes, the others' when they have ended.
    """
    print(f"==> pytest on {' and '.join(databases)}", flush=True)
    began = time.monotonic()
    with contextlib.ExitStack() as ending:
        runs: dict[str, subprocess.Popen[bytes]] = {}
        for database, url in databases.items():
            # What a killed browser or database file leaves behind goes with the scratch folder.
            env = os.environ | {"DATABASE_URL": url, "TMPDIR": str(scratch)}
            # --reuse-db: the database is new and goes with its cluster or folder; dropping it takes time.
            words = [
                "-q",
                "--reuse-db",
                f"--junit-xml={scratch}/{database}.xml",
                f"-o=cache_dir={scratch}/{database}",
            ]
            words += [f"--ignore=tests/{name}" for name in LEFT_TO_THE_OTHER[database]]
            said = ending.enter_context((scratch / f"{database}.txt").open("wb")) if runs else None
            process = subprocess.Popen(
                [sys.executable, "-m", "pytest", *words], env=env, stdout=said, stderr=subprocess.STDOUT
            )
            runs[database] = ending.enter_context(ended_with_us(process))
        failed = []
        for database, process in runs.items():
            if process.wait() != 0:
                failed.append(database)
            if (said_in := scratch / f"{database}.txt").is_file():
                print(f"==> what it said on {database}\n{said_in.read_text()}", flush=True)
    print(f"    {time.monotonic() - began:.1f} s", flush=True)
    if failed:
        sys.exit(f"pytest on {' and '.join(failed)}: failed")
    counts = [ET.parse(scratch / f"{database}.xml").getroot()[0].attrib for database in databases]  # noqa: S314
    return sum(int(one["tests"]) - int(one["skipped"]) for one in counts)


def faults(databases: dict[str, str], scratch: Path) -> int:
    """The number of figures, all of which kept their promise."""
    file = scratch / "figures"
    words = ["-q", "--reuse-db", "-m", "faults", "tests/faults"]
    for database, url in databases.items():
        env = {"DATABASE_URL": url, "TMPDIR": str(scratch), "FAULTS": "long", "FAULTS_FIGURES": str(file)}
        step(f"faults on {database}", [sys.executable, "-m", "pytest", *words], env)
    figures = [Figure(**json.loads(line)) for line in file.read_text().splitlines()]
    print("\n".join(["", *table(figures), ""]))
    return len(figures)


def step(title: str, command: Sequence[str | Path], env: dict[str, str] | None = None) -> None:
    print(f"==> {title}", flush=True)
    began = time.monotonic()
    with ended_with_us(subprocess.Popen(command, env=os.environ | (env or {}))) as process:
        failed = process.wait() != 0
    print(f"    {time.monotonic() - began:.1f} s", flush=True)
    if failed:
        sys.exit(f"{title}: failed")


@contextlib.contextmanager
def ended_with_us(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    try:
        yield process
    except BaseException as stop:
        # Ctrl-C reached the child too; other signals did not. It gets time to close its browser and database.
        if not isinstance(stop, KeyboardInterrupt):
            process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
        process.kill()
        raise


# What the machine has to have


def find_or_install() -> tuple[Path, Path]:
    """Chromium, and the folder of PostgreSQL's server programs."""
    if not (find_chromium() and find_postgres()):
        apt_install("chromium", "fonts-liberation", "postgresql")
    chromium, postgres = find_chromium(), find_postgres()
    if not (chromium and postgres):
        sys.exit("Tests need Chromium and PostgreSQL's server: apt-get install chromium postgresql")
    return chromium, postgres


def find_chromium() -> Path | None:
    for name in (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"):
        if name and (found := shutil.which(name)):
            return Path(found)
    return None


def apt_install(*packages: str) -> None:
    """Where there is apt-get and the right to use it without asking; otherwise nothing happens."""
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not shutil.which("apt-get") or (as_root and not shutil.which("sudo")):
        return
    apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "--no-install-recommends"]
    print(f"==> apt-get install {' '.join(packages)}", flush=True)
    if subprocess.run([*apt, "update"], check=False).returncode == 0:
        subprocess.run([*apt, "install", "-y", *packages], check=False)


try:
    main()
except KeyboardInterrupt:
    sys.exit("Stopped.")
