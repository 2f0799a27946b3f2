"""What the application starts with, and what it refuses to start with: each start is a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from environ import Env

from config import env as environment

ROOT = Path(__file__).resolve().parents[2]
KEY = "0123456789" * 5
PRODUCTION = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "rolecard.example"}
SHOW = """
import json, config.settings as said
print(json.dumps({name: getattr(said, name) for name in dir(said) if name.isupper()}, default=str))
"""


def run(*words: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Python with these environment variables and no others."""
    env = {"PATH": os.defpath, "PYTHONPATH": str(folder), **variables}
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)  # noqa: S603


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """The package with the settings in a folder without var/."""
    shutil.copytree(ROOT / "config", tmp_path / "config")
    return tmp_path


def settings_of(house: Path, **variables: str) -> dict[str, Any]:
    started = run("-c", SHOW, folder=house, **variables)
    assert started.returncode == 0, started.stderr
    settings: dict[str, Any] = json.loads(started.stdout)
    return settings


@pytest.mark.parametrize(
    ("variables", "reason"),
    [
        ({}, "SECRET_KEY is missing"),
        ({"ALLOWED_HOSTS": "rolecard.example"}, "SECRET_KEY is missing"),
        ({**PRODUCTION, "SECRET_KEY": ""}, "SECRET_KEY is missing or shorter than 50"),
        ({**PRODUCTION, "SECRET_KEY": KEY[:49]}, "SECRET_KEY is missing or shorter than 50"),
        ({"SECRET_KEY": KEY}, "ALLOWED_HOSTS must name"),
        ({**PRODUCTION, "ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS must name"),
        ({**PRODUCTION, "ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name"),
        ({**PRODUCTION, "ALLOWED_HOSTS": "rolecard.example, *.example"}, "ALLOWED_HOSTS must name"),
        (
            {**PRODUCTION, "DEBUG": "0", "LOCAL_MODE": "false", "ALLOWED_HOSTS": "*"},
            "ALLOWED_HOSTS must name",
        ),
    ],
)
def test_refuses_to_start(house: Path, variables: dict[str, str], reason: str) -> None:
    started = run("-c", SHOW, folder=house, **variables)
    assert started.returncode != 0
    assert f"ImproperlyConfigured: {reason}" in started.stderr


def test_production_is_strict(house: Path) -> None:
    said = settings_of(house, **PRODUCTION)
    assert (said["DEBUG"], said["LOCAL_MODE"], said["ALLOWED_HOSTS"]) == (False, False, ["rolecard.example"])
    assert (said["SESSION_COOKIE_NAME"], said["CSRF_COOKIE_NAME"]) == ("__Host-session", "__Host-csrf")
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT")
    assert [said[name] for name in (*names, "SECURE_HSTS_INCLUDE_SUBDOMAINS")] == [True] * 4
    assert said["SECURE_HSTS_SECONDS"] >= 60 * 60 * 24 * 365
    # What __Host- demands besides Secure: no Domain, and the path "/", both Django's defaults.
    assert not {"SESSION_COOKIE_DOMAIN", "SESSION_COOKIE_PATH", "CSRF_COOKIE_DOMAIN"} & set(said)


def test_a_desk_has_no_https(house: Path) -> None:
    said = settings_of(house, SECRET_KEY=KEY, LOCAL_MODE="1")
    assert said["ALLOWED_HOSTS"] == environment.LOOPBACK
    assert (said["SESSION_COOKIE_NAME"], said["CSRF_COOKIE_NAME"]) == ("session", "csrf")
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")
    assert not any(said[name] for name in names)


def test_headers_of_a_proxy_are_believed_only_behind_one(house: Path) -> None:
    assert settings_of(house, **PRODUCTION)["SECURE_PROXY_SSL_HEADER"] is None
    said = settings_of(house, **PRODUCTION, BEHIND_PROXY="1")
    assert said["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert said["BEHIND_PROXY"] is True


def test_a_desk_reads_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Env, "ENVIRON", {})
    (tmp_path / "local.env").write_text("SECRET_KEY=from-the-file\nLOCAL_MODE=1\n")
    env = environment.load(tmp_path / "local.env")
    assert (env.str("SECRET_KEY"), env.bool("LOCAL_MODE")) == ("from-the-file", True)


def test_production_does_not_read_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Env, "ENVIRON", {"SECRET_KEY": ""})
    (tmp_path / "local.env").write_text("SECRET_KEY=from-the-file\nLOCAL_MODE=1\n")
    env = environment.load(tmp_path / "local.env")
    assert (env.str("SECRET_KEY"), env.bool("LOCAL_MODE", default=False)) == ("", False)


def test_deployment_checks_have_nothing_to_say(tmp_path: Path) -> None:
    words = ("manage.py", "check", "--deploy", "--database", "default", "--fail-level", "WARNING")
    checked = run("-W", "error", *words, folder=ROOT, **PRODUCTION, DATABASE_URL=f"sqlite:///{tmp_path}/db")
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite")
@pytest.mark.django_db
def test_sqlite_keeps_what_it_has_acknowledged() -> None:
    with connection.cursor() as cursor:
        values = [
            cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert values == ["wal", 2, 1]
    assert vars(connections["default"])["transaction_mode"] == "IMMEDIATE"
    assert connection.settings_dict["OPTIONS"]["timeout"] >= 10


@pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL")
@pytest.mark.django_db
def test_postgresql_keeps_what_it_has_acknowledged() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",)
    pool = connection.settings_dict["OPTIONS"]["pool"]
    assert pool["max_size"] >= pool["min_size"] >= 1
    assert pool["timeout"] < 2


def test_postgresql_has_a_pool_and_limits_in_production(house: Path) -> None:
    url = "postgres://u@db/x?options=-c%20work_mem%3D8MB"
    said = settings_of(house, **PRODUCTION, DATABASE_URL=url, DATABASE_POOL="3", DATABASE_LOCK_TIMEOUT="0.25")
    options = said["DATABASES"]["default"]["OPTIONS"]
    assert options["pool"] == {"min_size": 1, "max_size": 3, "timeout": 1.0, "reconnect_timeout": 2}
    assert options["options"] == (
        "-c statement_timeout=10000 -c lock_timeout=250 -c idle_in_transaction_session_timeout=30000 "
        "-c plan_cache_mode=force_generic_plan"
        " -c work_mem=8MB"
    )
    assert options["connect_timeout"] == 3
    assert said["DATABASES"]["default"]["CONN_HEALTH_CHECKS"] is True


@pytest.mark.parametrize(
    ("variables", "url", "host"),
    [
        ({}, "https://rolecard.example", "localhost"),
        ({"SITE_URL": "https://hire.example/"}, "https://hire.example", "localhost"),
        (
            {"EMAIL_URL": "smtp+tls://me%40example.com:p%24w@mail.example:587"},
            *("https://rolecard.example", "mail.example"),
        ),
        ({"LOCAL_MODE": "1"}, "http://127.0.0.1:8000", "localhost"),
    ],
)
def test_where_links_lead_and_who_takes_mail(
    house: Path, variables: dict[str, str], url: str, host: str
) -> None:
    said = settings_of(house, **PRODUCTION, **variables)
    assert (said["SITE_URL"], said["EMAIL_HOST"]) == (url, host)
    kind = "console" if "LOCAL_MODE" in variables else "smtp"
    assert said["EMAIL_BACKEND"] == f"django.core.mail.backends.{kind}.EmailBackend"
    if host == "mail.example":
        names = ("EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD")
        assert [said[name] for name in names] == [587, True, "me@example.com", "p$w"]
