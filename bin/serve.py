"""`make run`: bring the database and the static files up to date, then become gunicorn.

One process does it all, because starting Django costs more than the work when nothing has changed.
"""

import hashlib
import io
import os
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
HOST = "127.0.0.1"


def main() -> None:
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    port = os.environ.get("PORT") or "8000"
    refuse_taken_port(port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django  # noqa: PLC0415 - after the port: a second `make run` is told so at once

    django.setup()
    prepare_database()
    collect_static()

    print(f"\nRolecard is at http://{HOST}:{port}/  (Ctrl-C stops it)\n")
    sign_ins = VAR / "demo-sign-ins"
    if sign_ins.is_file():
        print(sign_ins.read_text())
    sys.stdout.flush()
    # exec: who stops this process stops the server. The control socket's path is shared by a user's servers.
    options = ["--workers=2", "--worker-class=gthread", "--threads=4", "--no-control-socket"]
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", f"--bind={HOST}:{port}", *options]
    os.execv(sys.executable, command)  # noqa: S606 - no shell is wanted


def refuse_taken_port(port: str) -> None:
    if not port.isdecimal():
        sys.exit(f"PORT must be a number, not {port!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(port)))
        except (OSError, OverflowError) as error:
            sys.exit(f"Port {port} cannot be used ({error}). Another one: make run PORT=8001")


def prepare_database() -> None:
    """Migrate; a database without people is a new one and gets the demo."""
    from django.core.management import call_command  # noqa: PLC0415 - only after django.setup()

    # With the checks, which a call from a program leaves out: a database that keeps nothing is refused.
    call_command("migrate", verbosity=0, skip_checks=False)
    # It says the sign-ins; they are said last, where they are seen.
    call_command("load_demo", if_empty=True, stdout=io.StringIO(), stderr=io.StringIO())


def collect_static() -> None:
    """Only when a file has changed since the last time: compressing takes seconds."""
    from django.conf import settings  # noqa: PLC0415 - only after django.setup()
    from django.contrib.staticfiles.finders import get_finders  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    files = [found for finder in get_finders() for found in finder.list(None)]
    facts = [f"{path} {store.size(path)} {store.get_modified_time(path)}" for path, store in files]
    digest = hashlib.sha256("\n".join([str(settings.STORAGES), *sorted(facts)]).encode()).hexdigest()
    done = VAR / "static.sha256"
    if not Path(settings.STATIC_ROOT).is_dir() or not done.is_file() or done.read_text() != digest:
        print("Collecting static files", flush=True)
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        done.write_text(digest)


main()
