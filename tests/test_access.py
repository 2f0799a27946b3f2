"""Who comes in where: every address of the site, for everybody, against the table in access_table."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.access_table import PEOPLE, Row, table
from tests.addresses import NOBODY, Answer, World, routes, world

# The first does not need the database; the mark keeps these tests in one row before those that flush it.
pytestmark = pytest.mark.django_db

TABLE = table()
ROWS = sorted({row for row, _ in TABLE})
METHODS = ("GET", "POST")
HTMX = {"HX-Request": "true"}
SPOOFED = {
    "Referer": "http://testserver/accounts/sign-in/",
    "X-Forwarded-For": "127.0.0.1",
    "X-Forwarded-Host": "evil.example",
    "X-Original-URL": "/healthz",
}
# Pages of a candidate, and what is taken away on paper: that somebody did so is recorded.
CANDIDATES = {
    "interviews/<int:pk>/interview.ics",
    "scorecards/<int:pk>/scorecard.pdf",
    "applications/<int:pk>/",
    "applications/<int:pk>/decision/reopen/",
    "applications/<int:pk>/letter/",
    "applications/<int:pk>/gap/",
    "applications/<int:pk>/gap/gap.pdf",
    "applications/<int:pk>/resume/file/",
    "interviews/<int:pk>/kit/",
    "interviews/<int:pk>/kit.pdf",
    "candidates/<int:pk>/",
    "admin/interviews/application/<path:object_id>/change/",
    "admin/interviews/candidate/<path:object_id>/change/",
}
OPEN = {"healthz", "accounts/sign-in/", "admin/login/"}
OPEN |= {"jobs/", "jobs/<slug:slug>/", "jobs/feed.atom", "jobs/sitemap.xml"}

Walk = Callable[[str, str], dict[Row, Answer]]


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    logging.disable(logging.WARNING)  # thousands of refusals are meant
    with django_db_blocker.unblock(), world() as made:
        yield made
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def walk(site: World) -> Walk:
    """What a person gets from every address by a method; each is asked once."""

    def ask(person: str, method: str) -> dict[Row, Answer]:
        # That a method is not allowed does not depend on who asks: one who is signed in is enough.
        rows = [row for row in ROWS if person == "ada" or TABLE[row, method][person] != "405"]
        return {row: site.ask(person, method, site.path(*row)) for row in rows}

    return cache(ask)


def test_every_address_is_in_the_table() -> None:
    there, listed = {route.pattern for route in routes()}, {pattern for pattern, _ in ROWS}
    assert sorted(there - listed) == [], "say in access_table who may come in there"
    assert sorted(listed - there) == [], "nothing is there any more"


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("person", PEOPLE)
def test_everybody_gets_what_the_table_says(walk: Walk, person: str, method: str) -> None:
    got = walk(person, method).items()
    wrong = {
        row: (a.said, TABLE[row, method][person]) for row, a in got if a.said != TABLE[row, method][person]
    }
    assert wrong == {}, "what they get, and what they should"


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("person", ["ines", "cora", "max", "rosa", "ada"])
def test_headers_open_no_door(site: World, person: str, method: str) -> None:
    doors = [
        row for row in ROWS if method == "GET" or TABLE[row, "GET"][person] != TABLE[row, method][person]
    ]
    refused = [row for row in doors if TABLE[row, method][person] in ("403", "404", "adm", "idx")]
    got = {row: site.ask(person, method, site.path(*row), HTMX | SPOOFED).said for row in refused}
    assert got == {row: TABLE[row, method][person] for row in refused}


@pytest.mark.parametrize("person", PEOPLE[1:])
def test_fragments_are_for_those_who_see_the_page(site: World, person: str) -> None:
    pages = [row for row in ROWS if TABLE[row, "GET"][person] == "200" and not row[0].startswith("admin/")]
    assert {site.ask(person, "GET", site.path(*row), HTMX).said for row in pages} == {"200"}


@pytest.mark.parametrize("method", METHODS)
def test_headers_let_nobody_in(site: World, method: str) -> None:
    got = {row: site.ask(NOBODY, method, site.path(*row), SPOOFED).said for row in ROWS}
    assert got == {row: TABLE[row, method][NOBODY] for row in ROWS}


@pytest.mark.parametrize("method", METHODS)
def test_fragments_tell_signed_out_people_that_the_session_is_over(site: World, method: str) -> None:
    for row in ROWS:
        if row[0] not in OPEN:
            answer = site.ask(NOBODY, method, site.path(*row), HTMX)
            assert (row, answer.said, answer.content) == (row, "401", b"")
            assert answer.headers["HX-Trigger"] == "session-expired"


def test_few_addresses_are_open_to_everybody() -> None:
    assert {route.pattern for route in routes() if route.is_open} == OPEN


# Nothing changes by looking, nor from another site


@pytest.mark.parametrize("person", PEOPLE)
def test_looking_changes_nothing(walk: Walk, person: str) -> None:
    written = {row: answer.written for row, answer in walk(person, "GET").items() if answer.written}
    shown = [
        row for row, answer in walk(person, "GET").items() if answer.said == "200" and row[0] in CANDIDATES
    ]
    expected = {row: {"accounts_event", "accounts_chainhead"} for row in shown}
    if person == "max":
        others_ratings = ("", "letter/", "gap/", "gap/gap.pdf")
        for pattern in (
            "admin/interviews/scorecard/<path:object_id>/change/",
            *(f"applications/<int:pk>/{page}" for page in others_ratings),
        ):
            expected.setdefault((pattern, "other"), set()).add("interviews_firstsight")
    assert written == expected


def test_posting_without_a_token_is_refused(site: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(site.people["ada"])
    got = {row: client.post(site.path(*row)).status_code for row in ROWS}
    assert got == dict.fromkeys(ROWS, 403)


def test_no_view_goes_without_a_token() -> None:
    assert [route.pattern for route in routes() if getattr(route.view, "csrf_exempt", False)] == []
