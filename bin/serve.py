"""`make run`: bring the database and the static files up to date, then run gunicorn and the worker.

One process prepares it all, because starting Django costs more than the work when nothing has changed. Then
the server and the worker, which sends mails and reminders, run beside each other and end together.
"""

import hashlib
import io
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
HOST = "127.0.0.1"
# Of gunicorn: threads for all who work, wait or are sent away in config.middleware.TakingTurns. The control
# socket's path is shared by a user's servers.
OPTIONS = ["--workers=2", "--worker-class=gthread", "--threads=64", "--no-control-socket"]


def main() -> None:
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    port = os.environ.get("PORT") or "8000"
    refuse_taken_port(port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("SITE_URL", f"http://{HOST}:{port}")
    import django  # noqa: PLC0415 - after the port: a second `make run` is told so at once

    django.setup()
    prepare_database()
    collect_static()

    print(f"\nRolecard is at http://{HOST}:{port}/  (Ctrl-C stops it)\n")
    sign_ins = VAR / "demo-sign-ins"
    if sign_ins.is_file():
        print(sign_ins.read_text())
    sys.stdout.flush()
    server = [sys.executable, "-m", "gunicorn", "config.wsgi", f"--bind={HOST}:{port}", *OPTIONS]
    sys.exit(run_together(server, [sys.executable, "manage.py", "work"]))


def run_together(*commands: list[str]) -> int:
    """Until one of them ends or this process is told to; the others end with it. The first one's status."""
    for one in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(one, stop)
    processes: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:  # each is known at once to whoever has to end it
            processes.append(subprocess.Popen(command))
        ended, status = os.wait()
        print(f"\nProcess {ended} has ended; Rolecard stops.", flush=True)
        return os.waitstatus_to_exitcode(status) or 1
    except SystemExit:
        return 0
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            end(process)


def stop(signum: int, frame: FrameType | None) -> None:
    """Once: what comes after it must not break off the ending."""
    for one in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(one, signal.SIG_IGN)
    sys.exit(0)


def end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(30)  # gunicorn lets requests come to their end
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


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


if __name__ == "__main__":
    main()
