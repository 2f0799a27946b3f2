"""What every answer tells the browser and the caches between."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker, Settings

from tests.access_table import table
from tests.addresses import NOBODY, World, world
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}
# What a stranger has written, should a browser show it.
ALONE, FILE = {"sandbox", "default-src 'none'"}, "applications/<int:pk>/resume/file/"
TABLE = table()
ROWS = sorted({row for row, _ in TABLE})
# What says that it is the same for everybody: the open jobs.
PUBLIC = {("jobs/", ""), ("jobs/<slug:slug>/", "online"), ("jobs/feed.atom", ""), ("jobs/sitemap.xml", "")}


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    logging.disable(logging.WARNING)  # refusals are meant
    with django_db_blocker.unblock(), world() as made:
        yield made
    logging.disable(logging.NOTSET)


def faults(headers: Mapping[str, str], *, is_public: bool = False, policy: set[str] = POLICY) -> list[str]:
    """The names of headers that are missing or say something else. What is public is kept by every cache."""
    kind = headers.get("Content-Type", "").replace('"', "")
    kept = set(headers.get("Cache-Control", "").split(", "))
    varies = set(headers.get("Vary", "").split(", ")) & {"HX-Request", "Cookie"}
    says = {
        "Content-Security-Policy": set(headers.get("Content-Security-Policy", "").split("; ")) == policy,
        "X-Content-Type-Options": headers.get("X-Content-Type-Options") == "nosniff",
        "X-Frame-Options": headers.get("X-Frame-Options") == "DENY",
        "Referrer-Policy": headers.get("Referrer-Policy") == "same-origin",
        "Cross-Origin-Opener-Policy": headers.get("Cross-Origin-Opener-Policy") == "same-origin",
        "Cache-Control": kept == {"public", "max-age=300"} if is_public else {"no-store", "private"} <= kept,
        "Vary": varies == (set() if is_public else {"HX-Request", "Cookie"}),
        "Content-Type": not kind.startswith("text/") or "charset=utf-8" in kind,
        "Access-Control-Allow-Origin": "Access-Control-Allow-Origin" not in headers,
    }
    return [name for name, is_right in says.items() if not is_right]


@pytest.mark.parametrize("person", [NOBODY, "ines", "mia", "ada"])
def test_every_address(site: World, person: str) -> None:
    asked = {
        row: site.ask(person, "GET", site.path(*row), {"Origin": "https://evil.example"}) for row in ROWS
    }
    found = {
        row: faults(
            answer.headers,
            is_public=row in PUBLIC,
            policy=ALONE if row[0] == FILE and answer.said == "200" else POLICY,
        )
        for row, answer in asked.items()
    }
    assert {row: bad for row, bad in found.items() if bad} == {}


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_answers_to_forms(site: World, headers: dict[str, str]) -> None:
    rows = [row for row in ROWS if TABLE[row, "POST"]["mia"] in ("200", "302", "422", "403")]
    asked = {row: site.ask("mia", "POST", site.path(*row), headers) for row in rows}
    assert {row: bad for row, answer in asked.items() if (bad := faults(answer.headers))} == {}


def test_answers_that_never_reach_a_view(site: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(enforce_csrf_checks=True)
    for answer in (
        client.get("/nowhere/"),
        client.get("/roles"),  # to the address with its slash
        client.post(reverse("accounts:sign_in")),  # no token
        client.get(reverse("interviews:home"), headers={"Host": "evil.example"}),
    ):
        assert (answer.status_code, faults(answer.headers)) == (answer.status_code, [])


def test_faults_of_ours(site: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.backends.PeopleBackend.get_user", lambda *_: 1 / 0)
    client = Client(raise_request_exception=False)
    client.cookies = site.clients["ines"].cookies
    logging.disable(logging.ERROR)
    answer = client.get(reverse("interviews:home"))
    assert (answer.status_code, faults(answer.headers)) == (500, [])


def test_files_are_not_sniffed_and_may_be_kept(client: Client, settings: Settings) -> None:
    settings.WHITENOISE_USE_FINDERS = True  # nothing is collected here
    answer = client.get("/static/css/tokens.css")
    assert answer.getvalue()  # to its end, which closes the file
    assert (answer.status_code, answer.headers["X-Content-Type-Options"]) == (200, "nosniff")
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "no-store" not in answer.headers.get("Cache-Control", "")
    assert not answer.cookies


def test_strangers_get_no_cookie_where_there_is_no_form(client: Client) -> None:
    assert not client.get(reverse("healthz")).cookies
    assert not client.get(reverse("interviews:home")).cookies


def test_cookies_are_kept_from_scripts_and_other_sites(
    client: Client, site: World, settings: Settings
) -> None:
    said = {"username": site.people["ines"].email, "password": PASSWORD}
    cookies = client.post(reverse("accounts:sign_in"), said).cookies
    session, csrf = cookies[settings.SESSION_COOKIE_NAME], cookies[settings.CSRF_COOKIE_NAME]
    assert (session["httponly"], session["samesite"]) == (True, "Lax")
    assert (csrf["httponly"], csrf["samesite"]) == ("", "Lax")  # scripts send its value in a header
    assert [(cookie["path"], cookie["domain"]) for cookie in (session, csrf)] == [("/", "")] * 2


def test_plain_requests_are_sent_to_https_but_for_the_load_balancer(
    client: Client, settings: Settings
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    assert client.get(reverse("healthz")).status_code == 200
    answer = client.get(reverse("accounts:sign_in"))
    assert (answer.status_code, answer.headers["Location"]) == (301, "https://testserver/accounts/sign-in/")
    secure = client.get(reverse("accounts:sign_in"), secure=True)
    assert secure.headers["Strict-Transport-Security"].startswith("max-age=31536000")
