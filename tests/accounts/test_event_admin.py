"""The record in the admin: for administrators, to read."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.choices import Verb
from accounts.models import Event, User
from interviews.models import Application
from tests.factories import UserFactory, make_application
from tests.keeping import kept

LIST = reverse("admin:accounts_event_changelist")


@pytest.fixture
def page(client: Client, ada: User) -> Client:
    client.force_login(ada)
    return client


@kept
def record(application: Application, mia: User) -> list[Event]:
    """After the role was published as nobody and Mia has opened the search."""
    other = make_application(opening=application.opening, name="Sam Roe")
    for row in (application, other, application.candidate):
        Event.objects.record(Verb.VIEWED, row, by=mia, digest="a" * 64)
    return list(Event.objects.order_by("number"))


def shown(page: Client, address: str = LIST) -> list[int]:
    """The numbers of the events on a list, as they stand there."""
    said = page.get(address, follow=True).content.decode()
    return [int(number) for number in re.findall(r"/admin/accounts/event/(\d+)/change/", said)]


def test_the_newest_comes_first_with_who_and_what(page: Client, record: list[Event]) -> None:
    assert shown(page) == [5, 4, 3, 2, 1]
    said = page.get(LIST).content.decode()
    row = record[-1]
    for words in ("Mia Novak", "A command", "Viewed", f"{row.row_model} {row.row_pk}", "interviews.opening"):
        assert words in said


def test_an_event_is_read_whole(page: Client, record: list[Event]) -> None:
    said = page.get(reverse("admin:accounts_event_change", args=[3])).content.decode()
    assert all(words in said for words in ("a" * 64, record[2].previous, record[2].hash))
    assert "Mia Novak" in said
    assert 'name="_save"' not in said
    assert "<input" not in said.partition('id="event_form"')[2].replace('<input type="hidden"', "")


def test_filters(page: Client, record: list[Event], mia: User, ada: User) -> None:
    found = {
        question: shown(page, f"{LIST}?{question}")
        for question in ("verb__exact=opened", f"by={mia.pk}", "by=-", f"by={ada.pk}", "by=x", "by=%00")
    }
    assert list(found.values()) == [[2], [5, 4, 3, 2], [1], [], [], []]
    assert shown(page, f"{LIST}?at__lt=2000-01-01+00:00:00%2B00:00") == []


def test_search_by_row(page: Client, record: list[Event], application: Application) -> None:
    pk = application.pk
    found = {
        words: shown(page, f"{LIST}?q={words}")
        for words in (f"application {pk}", f"interviews.application {pk}", "Application", "99999", "9" * 40)
    }
    assert list(found.values()) == [[3], [3], [4, 3], [], []]
    assert page.get(f"{LIST}?q=%00", follow=True).status_code == 200


def test_nobody_else_reads_it(client: Client, record: list[Event], rosa: User, cora: User, mia: User) -> None:
    User.objects.filter(pk__in=(cora.pk, mia.pk)).update(is_staff=True)
    for person in (rosa, cora, mia):
        client.force_login(person)
        addresses = [LIST, reverse("admin:accounts_event_change", args=[1])]
        assert [client.get(address).status_code for address in addresses] == [403, 403]
        assert LIST not in client.get(reverse("admin:index")).content.decode()


def test_nobody_changes_it(page: Client, record: list[Event]) -> None:
    change = reverse("admin:accounts_event_change", args=[1])
    addresses = [reverse("admin:accounts_event_add"), change, change.replace("change", "delete")]
    before = list(Event.objects.values())
    assert [page.post(address, {"verb": "decided"}).status_code for address in addresses] == [403] * 3
    assert page.post(LIST, {"action": "delete_selected", "_selected_action": ["1"]}).status_code in (200, 403)
    assert list(Event.objects.values()) == before


def test_the_list_takes_the_same_queries_for_many(page: Client, record: list[Event], ada: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page.get(LIST)
        return len(captured)

    queries()
    few = queries()
    for person in UserFactory.create_batch(8):
        Event.objects.record(Verb.VIEWED, person, by=person)
    assert queries() == few == 5
