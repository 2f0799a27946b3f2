from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import PASSWORD

HOME = reverse("interviews:home")
NEW = "another battery staple"


def change(client: Client, old: str = PASSWORD, new: str = NEW, again: str = "") -> HttpResponse:
    said = {"old_password": old, "new_password1": new, "new_password2": again or new}
    return client.post(reverse("accounts:password_change"), said)  # type: ignore[return-value]


@pytest.fixture
def page(client: Client, ines: User) -> Client:
    client.force_login(ines)
    return client


def test_the_new_one_is_used_from_now_on(page: Client, ines: User) -> None:
    assert change(page).headers["Location"] == reverse("accounts:password_change_done")
    assert page.get(reverse("accounts:password_change_done")).status_code == 200
    ines.refresh_from_db()
    assert (ines.check_password(NEW), ines.check_password(PASSWORD)) == (True, False)


def test_other_browsers_are_signed_out(page: Client, ines: User) -> None:
    other = Client()
    other.force_login(ines)
    change(page)
    assert (page.get(HOME).status_code, other.get(HOME).status_code) == (200, 302)


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("wrong", NEW, NEW),
        (PASSWORD, NEW, "something else"),
        (PASSWORD, "short", "short"),
        (PASSWORD, "password1234", "password1234"),
        (PASSWORD, "ines@example.com", "ines@example.com"),
    ],
)
def test_refusals(page: Client, ines: User, old: str, new: str, again: str) -> None:
    answer = change(page, old, new, again)
    assert answer.context["form"].errors  # type: ignore[attr-defined]
    ines.refresh_from_db()
    assert ines.check_password(PASSWORD)


def test_long_ones_with_any_letters_are_welcome(page: Client, ines: User) -> None:
    new = "пароль 密码 " * 10
    assert change(page, new=new.strip()).status_code == 302
    ines.refresh_from_db()
    assert ines.check_password(new.strip())
