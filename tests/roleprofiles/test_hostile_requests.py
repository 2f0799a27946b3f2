"""Whatever stands in an address or a form, the answer is no fault of ours and nothing is written."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from tests.access_table import table
from tests.addresses import FORM, PARAMETER, World, world

pytestmark = pytest.mark.django_db

ROWS = sorted({row for row, _ in table() if row[0].startswith(("roles/", "skills/", "admin/roleprofiles/"))})
PAGES = [row for row in ROWS if table()[row, "GET"]["rosa"] == "200"]
# As they stand in an address. The first cannot be in any text, the next is no character at all.
LONG = "9" * 5_000
VALUES = ["%00", "%ED%A0%80", "%E2%80%AE", str(10**18), str(10**30), LONG, "[]", "x" * 5_000]
# What the site's pages read of an address, and what they do not.
NAMES = ["q", "category", "page", "state", "after", "into", "old", "new", "nothing"]
# The same for the admin's lists, which go no further at the first that they do not know.
FILTERS = {
    "requirement": ["skill_list__level__revision__state__exact", "skill_list__kind__exact", "level", "role"],
    "level": ["revision__state__exact", "role"],
    "skilllist": ["kind__exact", "level__revision__state__exact", "role"],
    "questionset": ["level__revision__state__exact", "role"],
    "growthpath": ["revision__state__exact", "role"],
    "revision": ["state__exact", "role"],
    "role": [],
    "skill": ["merged", "reviewed", "used", "category"],
}
OF_EVERY_LIST = ["q", "o", "p", "all", "e", "_to_field", "_popup", "id__exact", "id__in", "nothing"]
INLINES = ["levels", "overview_lines", "growth_paths", "skill_lists", "question_sets", "requirements",
           "anchors", "questions", "steps", "aliases"]  # fmt: skip


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    logging.disable(logging.ERROR)  # thousands of refusals are meant
    with django_db_blocker.unblock(), world() as made:
        for client in made.clients.values():
            client.raise_request_exception = False
        yield made
    logging.disable(logging.NOTSET)


def faults(site: World, paths: dict[Any, str]) -> dict[Any, str]:
    answers = {key: site.ask("rosa", "GET", path) for key, path in paths.items()}
    return {key: a.said for key, a in answers.items() if a.said.startswith("5") or a.written}


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value[:20])
def test_pages(site: World, value: str) -> None:
    said = "&".join(f"{name}={value}&{name}={value}&{name}[]={value}" for name in NAMES)
    pages = [f"{name}-page={value}" for name in INLINES]
    paths = {row: f"{site.path(*row)}?{said}&{'&'.join(pages)}" for row in PAGES}
    assert faults(site, paths) == {}


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value[:20])
@pytest.mark.parametrize("model", FILTERS)
def test_lists_of_the_admin(site: World, model: str, value: str) -> None:
    names = [*FILTERS[model], *OF_EVERY_LIST]
    paths = {(name,): f"/admin/roleprofiles/{model}/?{name}={value}" for name in names}
    assert faults(site, paths) == {}


@pytest.mark.parametrize("model", FILTERS)
def test_every_column_orders_the_list(site: World, model: str) -> None:
    paths: dict[Any, str] = {(order,): f"/admin/roleprofiles/{model}/?o={order}" for order in "1234567"}
    paths |= {(order, "q"): f"{path}&q=a" for (order, *_), path in paths.items()}
    assert faults(site, paths) == {}


AUTOCOMPLETE = {"app_label": "roleprofiles", "model_name": "requirement", "field_name": "skill", "term": "a"}


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value[:20])
def test_autocomplete(site: World, value: str) -> None:
    paths = {}
    for name in [*AUTOCOMPLETE, "page"]:
        said = "&".join(f"{key}={word}" for key, word in (AUTOCOMPLETE | {name: value}).items())
        paths[name,] = f"/admin/autocomplete/?{said}"
    assert faults(site, paths) == {}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("value", ["0", str(10**30), LONG, "%00"])
def test_parts_of_addresses(site: World, value: str, method: str) -> None:
    """Each part of an address in turn: it leads nowhere, whatever is there with the others."""
    wrong = {}
    for pattern, case in ROWS:
        for parameter in PARAMETER.finditer(pattern):
            before, after = pattern[: parameter.start()], pattern[parameter.end() :]
            path = site.path(f"{before}@@{after}", case).replace("@@", value)
            answer = site.ask("rosa", method, path)
            if answer.said.startswith("5") or (answer.written and path != site.path(pattern, case)):
                wrong[pattern, parameter[1]] = answer.said, sorted(answer.written)
    assert wrong == {}


# Forms

POSTS = [row for row in ROWS if table()[row, "POST"]["rosa"] not in ("403", "405")]
FIELDS = re.findall(
    r"\S+",
    """
    title icon name category description is_own into is_review after act basis same text format documents
    number fingerprint change_note rows filters target skill stays seal confirm shown form value position kind
    label prompt look_for from_name to_name min_years max_years about seen skill_list anchor_1 before by
    action _selected_action select_across index
    """,
)
OF_A_ROW = ("id", "name", "title", "text", "position", "DELETE", "skill", "kind", "shown")
FIELDS += [f"{inline}-0-{name}" for inline in INLINES for name in OF_A_ROW]
FIELDS += [f"{inline}-{name}_FORMS" for inline in INLINES for name in ("TOTAL", "INITIAL")]
# These ask for nothing but the request itself.
BARE = ("start/", "discard/", "put-back/", "keep/", "undo/", "remove/", "place/", "skip/", "work/", "import/",
        "start-draft/", "delete/")  # fmt: skip
# No text, no number, and nothing that a person would choose.
REFUSED = ("%00", "%E2%80%AE", LONG, "x" * 5_000)


def wrong_answers(
    site: World, body: str | bytes, content_type: str = FORM, *, may_write: bool = False
) -> Any:
    wrong = {}
    for row in POSTS:
        answer = site.ask("rosa", "POST", site.path(*row), body=body, content_type=content_type)
        if answer.said.startswith("5") or (answer.written and not may_write and not row[0].endswith(BARE)):
            wrong[row] = f"{answer.said} {sorted(answer.written)}"
    return wrong


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value[:20])
def test_fields(site: World, value: str) -> None:
    body = "&".join(f"{name}={value}" for name in FIELDS)
    assert wrong_answers(site, body, may_write=value not in REFUSED) == {}


def test_no_form_at_all(site: World) -> None:
    multipart = "multipart/form-data; boundary=x"
    bodies: list[tuple[str | bytes, str]] = [
        ("", FORM),
        ("a=1&" * 5_000, FORM),
        (b"\0\xff\xfe", f"{FORM}; charset=utf-16"),
        ('{"name": "x"}', "application/json"),
        ("--x", multipart),
        ("--x\r\nContent-Disposition: form-data; name=documents; filename=a.md\r\n", multipart),
    ]
    found = {n: wrong for n, (body, kind) in enumerate(bodies) if (wrong := wrong_answers(site, body, kind))}
    assert found == {}


@pytest.mark.parametrize("path", ["/roles/import/", "/skills/new/", "/admin/roleprofiles/skill/add/"])
def test_megabytes(site: World, path: str) -> None:
    for body in (b"x" * 10_000_001, b"name=" + b"x" * 9_000_000):
        answer = site.ask("rosa", "POST", path, body=body)
        assert (answer.said, answer.written) == ("413", frozenset())
