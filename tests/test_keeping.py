"""Kept rows are as if each test had made its own."""

from __future__ import annotations

import pytest

from accounts.models import User
from tests.factories import UserFactory
from tests.keeping import kept

pytestmark = pytest.mark.django_db

MADE: list[str] = []


@kept
def person() -> User:
    MADE.append("person")
    return UserFactory.create(display_name="Kim")


@kept
def renamed(person: User) -> User:
    MADE.append("renamed")
    person.display_name = "Lee"
    person.save(update_fields=["display_name"])
    return person


def names() -> list[str]:
    return list(User.objects.values_list("display_name", flat=True))


def test_nobody_is_there_who_was_not_asked_for() -> None:
    assert names() == []


@pytest.mark.parametrize("time", [1, 2])
def test_what_a_test_does_to_rows_and_objects_is_gone(person: User, time: int) -> None:
    assert (MADE, person.display_name, names()) == (["person"], "Kim", ["Kim"])
    person.display_name = "Max"
    User.objects.all().delete()


@pytest.mark.parametrize("time", [1, 2])
def test_what_two_fixtures_know_is_one_thing(renamed: User, person: User, time: int) -> None:
    assert MADE == ["person", "renamed"], "nothing is made again"
    assert renamed is person
    assert names() == [person.display_name] == ["Lee"]


@pytest.mark.django_db(transaction=True)
def test_rows_for_transactions_of_its_own_are_committed(renamed: User) -> None:
    assert MADE[-2:] == ["person", "renamed"]
    assert names() == ["Lee"]
