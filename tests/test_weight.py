"""What the heaviest pages weigh when they are opened first and again, as a server has collected their files.

`make lighthouse` weighs all pages of the demo, in a browser.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.contrib.staticfiles.finders import get_finders
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from config.storage import HashedFiles
from tests.factories import make_scorecard
from tests.roleprofiles.adverts_made import make_job

FIRST, REQUESTS, AGAIN = 90_000, 10, 15_000  # bytes with an empty cache and with a warm one
SERVED = ("css/", "js/", "vendor/", "favicon.svg", "django_htmx/htmx-2.min.js")
ASKED_FOR = re.compile(r"""(?:href|src)="(/static/[^"]+\.(?:css|js|svg))""")
IMPORTED = re.compile(r"""(?:from|import)\s*["'](\./[^"']+)["']""")


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Hashed and compressed, as by collectstatic."""
    folder = tmp_path_factory.mktemp("static")
    found = {path: (store, path) for finder in get_finders() for path, store in finder.list(None)}
    wanted = {name: place for name, place in found.items() if name.startswith(SERVED)}
    done = list(HashedFiles(location=folder, base_url="/static/").post_process(wanted))
    assert {name for name, *_ in done} >= {"css/layout.css", "js/site.js", "favicon.svg"}
    return folder


@pytest.fixture
def served(collected: Path, settings: Settings) -> Path:
    settings.STATIC_ROOT = collected
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "config.storage.HashedFiles"}}
    return collected


def files_of(page: str, folder: Path) -> set[str]:
    """The addresses that a browser asks for: what a page names, and what its scripts import at once."""
    waiting, seen = ASKED_FOR.findall(page), set()
    while waiting:
        if (address := waiting.pop()) in seen:
            continue
        seen.add(address)
        if address.endswith(".js"):
            text = (folder / address.removeprefix("/static/")).read_text()
            waiting += [urljoin(address, found) for found in IMPORTED.findall(text)]
    return seen


def over_the_wire(content: bytes, headers: Mapping[str, str]) -> int:
    return len(content) + sum(len(f"{name}: {value}\r\n") for name, value in headers.items())


def weigh(client: Client, address: str, folder: Path) -> tuple[int, int, int]:
    """Bytes of a first load, requests of it, bytes of a second one."""
    page = client.get(address).text
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    sent = over_the_wire(answer.content, answer.headers)
    names = [one.removeprefix("/static/") for one in files_of(page, folder)]
    sizes = [
        min(one.stat().st_size for one in (folder / name).parent.glob(f"{Path(name).name}*"))
        for name in names
    ]
    return sent + sum(size + 400 for size in sizes), 1 + len(names), sent


def main_pages(ines: User, mia: User) -> list[tuple[User, str]]:
    card = make_scorecard(interviewer=ines, manager=mia)
    application = card.interview.application
    return [
        (ines, card.get_absolute_url()),
        (mia, application.get_absolute_url()),
        (mia, reverse("interviews:plan_edit", args=[application.opening_id])),
        (mia, reverse("roleprofiles:job_description_edit", args=[make_job(by=mia).pk])),
    ]


@pytest.mark.django_db
def test_pages_are_light(client: Client, ines: User, mia: User, served: Path) -> None:
    weights: dict[str, tuple[int, int, int]] = {}
    for person, address in main_pages(ines, mia):
        client.force_login(person)
        weights[address] = weigh(client, address, served)
    assert all(first > again > 1_000 and requests > 5 for first, requests, again in weights.values()), weights
    limits = (FIRST, REQUESTS, AGAIN)
    assert {
        address: weight
        for address, weight in weights.items()
        if any(one > most for one, most in zip(weight, limits, strict=True))
    } == {}


@pytest.mark.django_db
def test_files_are_kept_for_good_and_pages_never(client: Client, ines: User, mia: User, served: Path) -> None:
    """Otherwise a second load weighs what the first did."""
    card = make_scorecard(interviewer=ines, manager=mia)
    client.force_login(ines)
    answer = client.get(card.get_absolute_url())
    assert "no-store" in answer.headers["Cache-Control"]
    kept = set()
    for address in files_of(answer.text, served):
        file = client.get(address, headers={"Accept-Encoding": "gzip, br"})
        assert file.getvalue()
        kept.add((file.status_code, file.headers["Cache-Control"], file.headers.get("Content-Encoding")))
    assert kept == {(200, "max-age=315360000, public, immutable", "br")}
