"""Hostile text in every text field: on every page it stays text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from accounts import triggers
from tests.access_table import table
from tests.addresses import NOBODY, World, world

pytestmark = pytest.mark.django_db

TABLE = table()
# It leaves an attribute, then each kind of element in which text stands.
CANARY = "'\"></textarea></title><xss-canary onload=alert(1)>"
SHORT = '"><xss-canary>'
IMAGE = '"><img src=x onerror=alert(1)>'
PAYLOADS = [IMAGE, *json.loads((Path(__file__).parent / "data" / "xss-payloads.json").read_text())]
# Texts that are looked up or compared, and never typed into a form.
KEYS = {"title_key", "key", "last_key", "password", "address", "account", "wording"}
ROOM = 20  # characters; in less there is no markup
URLS = {"href", "src", "action", "formaction", "hx-get", "hx-post", "data-url"}


def text_fields(model: type[models.Model]) -> list[Any]:
    fields = [field for field in model._meta.concrete_fields if type(field) in TEXTS and not field.choices]
    roomy = [field for field in fields if field.max_length is None or field.max_length >= ROOM]
    return [field for field in roomy if field.name not in KEYS]


TEXTS = (models.CharField, models.TextField, models.EmailField)


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        triggers.lift(connection)  # comes back with the end of the transaction
        with world() as made:
            poison()
            yield made
        transaction.set_rollback(True)


def poison() -> None:
    """Write past the models, as if somebody had found a way."""
    number = count(1)
    for app in ("accounts", "roleprofiles", "interviews"):
        for model in apps.get_app_config(app).get_models():
            for pk in model._base_manager.values_list("pk", flat=True):
                said = {field.name: hostile(next(number), field.max_length) for field in text_fields(model)}
                if said:
                    models.QuerySet(model).filter(pk=pk).update(**said)


def hostile(n: int, room: int | None) -> str:
    """The number keeps names apart that must differ."""
    if room and room < 100:
        return f"{n}{SHORT}"
    return f"{n}{CANARY}{PAYLOADS[n % len(PAYLOADS)]}"[:room]


class Reader(HTMLParser):
    """Collects what a browser could act upon and none of our templates says."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "xss-canary":
            self.found.append(tag)
        for name, value in attrs:
            scheme = (value or "").strip().lower().partition(":")[0]
            acts = name.startswith("on") or (name in URLS and scheme in ("javascript", "data", "vbscript"))
            if acts or name == "style":
                self.found.append(f"{tag} {name}={value}")


def test_the_reader_notices_each_payload() -> None:
    assert Reader(f'<input value="{CANARY}">').found == ["xss-canary", "xss-canary onload=alert(1)"]
    assert Reader(f'<input value="{SHORT}">').found == ["xss-canary"]
    assert Reader(f'<input value="{IMAGE}">').found == ["img onerror=alert(1)"]
    assert Reader("<a href=' JavaScript:alert(1)'>x</a>").found


def test_every_text_field_is_hostile(site: World) -> None:
    for app in ("roleprofiles", "interviews"):
        for model in apps.get_app_config(app).get_models():
            for field in text_fields(model):
                rows = model._base_manager
                assert rows.filter(**{f"{field.name}__contains": "xss-canary"}).count() == rows.count()


@pytest.mark.parametrize("person", ["ines", "mia", "max", "rosa", "ada"])
def test_every_page(site: World, person: str) -> None:
    rows = [row for row, method in TABLE if method == "GET" and TABLE[row, method][person] == "200"]
    seen = 0
    for row in rows:
        answer = site.ask(person, "GET", site.path(*row))
        if answer.headers["Content-Type"].startswith("text/html"):
            page = answer.content.decode()
            assert (row, Reader(page).found) == (row, [])
            seen += "&lt;xss-canary" in page
        elif "markdown" in answer.headers["Content-Type"]:
            assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert seen > 5


@pytest.mark.parametrize("person", [NOBODY, "mia", "ada"])
def test_words_in_the_address(site: World, person: str) -> None:
    names = ["q", "page", "next", "category", "into", "after", "o", "p"]
    words = dict.fromkeys([*names, "_changelist_filters", "_popup", "role"], CANARY)
    pages = [
        "accounts:sign_in",
        "roleprofiles:role_list",
        "roleprofiles:skill_list",
        "roleprofiles:skill_review",
        "interviews:candidate_list",
        "interviews:opening_list",
    ]
    pages += ["admin:roleprofiles_role_changelist", "admin:interviews_candidate_changelist"]
    for name in pages:
        answer = site.clients[person].get(reverse(name), words, follow=True)
        assert (name, Reader(answer.content.decode()).found) == (name, [])


def test_words_that_come_back_with_an_error(site: World) -> None:
    mia, card, rosa = (site.clients[name] for name in ("mia", "ines", "rosa"))
    said = {"username": CANARY, "password": CANARY, "next": CANARY}
    sheet = {
        f"{site.rows['']['rating_pk'].pk}-{name}": CANARY for name in ("value", "evidence-text", "reason")
    }
    versions = {f"{site.rows['']['rating_pk'].pk}-{name}version": "0" for name in ("", "evidence-")}
    answers = (
        Client().post(reverse("accounts:sign_in"), said),
        mia.post(site.path("openings/<int:pk>/applications/new/"), {"name": CANARY, "email": CANARY}),
        rosa.post("/skills/new/", {"name": CANARY * 9, "category": CANARY, "description": CANARY}),
        rosa.post(site.path("skills/<int:pk>/edit/"), {"name": CANARY * 9, "description": CANARY}),
        rosa.post(site.path("skills/<int:pk>/aliases/"), {"name": CANARY * 9}),
        mia.post(site.path("openings/new/<int:level_pk>/"), {"title": CANARY * 9, "managers": CANARY}),
        mia.post(site.path("applications/<int:pk>/decision/"), {"outcome": CANARY, "reason": CANARY}),
        card.post(site.path("scorecards/<int:pk>/"), {**sheet, **versions}),
    )
    for answer in answers:
        assert (answer.status_code in (200, 422), Reader(answer.content.decode()).found) == (True, [])
        assert "&lt;xss-canary" in answer.content.decode()
