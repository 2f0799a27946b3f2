"""The environment the application starts in: its variables, and what it refuses to start with."""

from __future__ import annotations

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
SHORTEST_SECRET_KEY = 50
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]


def load(local_env: Path = VAR_DIR / "local.env") -> environ.Env:
    """The variables; on a desk also those of ``var/local.env``.

    A production environment brings its own SECRET_KEY, and then the file is never opened.
    """
    env = environ.Env()
    if "SECRET_KEY" not in env.ENVIRON and local_env.is_file():
        env.read_env(str(local_env))
    return env


def refuse_unsafe(*, secret_key: str, hosts: list[str], debug: bool, local: bool) -> None:
    """Stop the start of a production server whose settings are those of a desk."""
    if debug or local:
        return
    if len(secret_key) < SHORTEST_SECRET_KEY:
        raise ImproperlyConfigured(
            f"SECRET_KEY is missing or shorter than {SHORTEST_SECRET_KEY} characters. "
            "Set it to a long random value, or run `make setup` for work on your own machine."
        )
    if not hosts or any(host.startswith("*") for host in hosts):
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts this server answers for, without *.")


def site_url(hosts: list[str], https: bool) -> str:
    """Where the site most likely is, for links in mails: the first host that it answers for."""
    if not https:
        return "http://127.0.0.1:8000"
    return f"https://{hosts[0].lstrip('.')}" if hosts else "https://localhost"
