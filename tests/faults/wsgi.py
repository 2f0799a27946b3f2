"""The application with something wrong: faults of the network, and sabotage that a test has to notice.

FAULTS_WRONG names what, separated by commas. The product knows nothing of it.
"""

from __future__ import annotations

import os
import random
import socket
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.db.models import F
from django.utils import timezone

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
WRONG = set(os.environ.get("FAULTS_WRONG", "").split(",")) - {""}
KNOWN = {"lossy", "acknowledge-first", "no-keys", "no-versions", "deferred"}


def assemble() -> Application:
    assert WRONG <= KNOWN, WRONG
    if "deferred" in WRONG:
        settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] = "DEFERRED"
    application: Application = get_wsgi_application()
    if WRONG & {"no-keys", "no-versions"}:
        forget()
    if "acknowledge-first" in WRONG:
        application = acknowledging_first(application)
    if "lossy" in WRONG:
        application = losing(application)
    return application


def losing(application: Application) -> Application:
    """30 % of the writes are refused with 503, and of 20 % the answer is lost after the commit."""

    def lossy(environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        fate = random.random()
        if environ["REQUEST_METHOD"] != "POST" or fate > 0.5:
            return application(environ, start)
        if fate < 0.3:
            start("503 Service Unavailable", [("Retry-After", "0"), ("Content-Length", "0")])
            return [b""]
        for _ in application(environ, lambda *_: None):
            pass
        environ["gunicorn.socket"].shutdown(socket.SHUT_RDWR)
        start("200 OK", [("Content-Length", "0")])
        return [b""]

    return lossy


def acknowledging_first(application: Application) -> Application:
    """Sabotage: says 200 at once and stores it a little later, if it lives that long."""

    def hasty(environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "POST":
            return application(environ, start)
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        later = {**environ, "wsgi.input": BytesIO(body)}

        def store() -> None:
            time.sleep(0.2)
            for _ in application(later, lambda *_: None):
                pass
            connection.close()

        threading.Thread(target=store, daemon=True).start()
        version = int(parse_qs(body.decode())["version"][0]) + 1
        said = b'{"version": %d, "saved_at": "00:00"}' % version
        start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(said)))])
        return [said]

    return hasty


def forget() -> None:
    """Sabotage: what is stored is compared with neither the key nor the version, or with one of them."""
    from interviews import scoring  # noqa: PLC0415 - after the setup
    from interviews.models import ChangedElsewhere, Rating, Scorecard  # noqa: PLC0415

    def store(row: Rating | Scorecard, entry: scoring.Entry) -> bool:
        version, key, saved_at = entry.said.columns
        if "no-keys" not in WRONG and entry.key == getattr(row, key):
            return False
        compared = type(row)._default_manager.filter(pk=row.pk)
        if "no-versions" not in WRONG:
            compared = compared.filter(**{version: entry.version})
        changes = {version: F(version) + 1, key: entry.key, saved_at: timezone.now()}
        if not compared.update(**asdict(entry.said), **changes):
            raise ChangedElsewhere(row)
        return True

    scoring._store = store


application = assemble()
