from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.access import address_of
from accounts.models import SignInAttempt, User
from tests.factories import PASSWORD

URL = reverse("accounts:sign_in")
HOME = reverse("interviews:home")


def sign_in(
    client: Client, email: str, password: str = PASSWORD, *, to: str = "", address: str = "192.0.2.1"
) -> HttpResponse:
    said = {"username": email, "password": password, "next": to}
    return client.post(URL, said, REMOTE_ADDR=address)  # type: ignore[return-value]


def fail(client: Client, email: str, *, times: int, address: str = "192.0.2.1") -> list[int]:
    return [sign_in(client, email, "wrong", address=address).status_code for _ in range(times)]


@pytest.mark.parametrize("email", ["ines@example.com", "Ines@Example.COM", " INES@example.com "])
def test_email_may_be_typed_in_any_case(client: Client, ines: User, email: str) -> None:
    assert sign_in(client, email).headers["Location"] == HOME
    assert client.get(HOME).context["user"] == ines


def test_wrong_password_and_unknown_address_get_the_same_answer(client: Client, ines: User) -> None:
    known, unknown = sign_in(client, ines.email, "wrong"), sign_in(client, "nobody@example.com", "wrong")
    assert known.status_code == unknown.status_code == 200
    assert [form.context["form"].non_field_errors() for form in (known, unknown)] == [  # type: ignore[attr-defined]
        ["Email and password do not match an active account."]
    ] * 2


def test_people_who_left_stay_out(client: Client, ines: User) -> None:
    User.objects.filter(pk=ines.pk).update(is_active=False)
    assert sign_in(client, ines.email).status_code == 200
    assert client.get(HOME).status_code == 302


def test_the_session_gets_a_new_key(client: Client, ines: User) -> None:
    client.session.save()  # one that somebody else may have planted
    planted = client.session.session_key
    sign_in(client, ines.email)
    assert client.session.session_key not in (None, planted)


@pytest.mark.parametrize(
    "to", ["//evil.example", "https:evil.example", "/\\evil.example", "javascript:alert(1)", "http://evil/"]
)
def test_it_leads_nowhere_else(client: Client, ines: User, to: str) -> None:
    assert sign_in(client, ines.email, to=to).headers["Location"] == HOME
    assert client.get(URL, {"next": to}).headers["Location"] == HOME  # for people who are signed in


def test_it_leads_to_the_page_that_was_asked_for(client: Client, ines: User) -> None:
    page = reverse("roleprofiles:role_list")
    asked = client.get(page).headers["Location"]
    assert asked == f"{URL}?next={page}"
    assert sign_in(client, ines.email, to=page).headers["Location"] == page


def test_the_admin_has_no_door_of_its_own(client: Client, rosa: User) -> None:
    index = reverse("admin:index")
    answer = client.get(index, follow=True)
    assert answer.redirect_chain[-1][0] == f"{URL}?next={index}"


# Guessing


def test_the_sixth_attempt_waits(client: Client, ines: User) -> None:
    assert fail(client, ines.email, times=6) == [200] * 5 + [429]
    refused = sign_in(client, ines.email)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "300")
    assert "Wait five minutes" in refused.content.decode()
    assert client.get(HOME).status_code == 302


def test_spelling_the_address_otherwise_does_not_help(client: Client, ines: User) -> None:
    fail(client, ines.email, times=5)
    assert fail(client, "INES@Example.com", times=1) == [429]


def test_the_owner_comes_in_from_elsewhere(client: Client, ines: User) -> None:
    fail(client, ines.email, times=10)
    assert sign_in(client, ines.email, address="198.51.100.7").status_code == 302


def test_others_come_in_from_the_same_place(client: Client, ines: User, oscar: User) -> None:
    fail(client, ines.email, times=10)
    assert sign_in(client, oscar.email).status_code == 302


def test_many_accounts_from_one_place_wait_too(client: Client, ines: User) -> None:
    for n in range(50):
        fail(client, f"guess{n}@example.com", times=1)
    assert sign_in(client, ines.email).status_code == 429
    assert sign_in(client, ines.email, address="198.51.100.7").status_code == 302


def test_waiting_is_over_after_five_minutes(client: Client, ines: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        fail(client, ines.email, times=6)
        clock.shift(timedelta(minutes=5, seconds=1))
        assert sign_in(client, ines.email).status_code == 302
    assert not SignInAttempt.objects.exists()


def test_attempts_that_had_to_wait_do_not_make_it_longer(client: Client, ines: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        fail(client, ines.email, times=5)
        clock.shift(timedelta(minutes=4))
        assert fail(client, ines.email, times=3) == [429] * 3
        clock.shift(timedelta(minutes=1, seconds=1))
        assert sign_in(client, ines.email).status_code == 302


def test_signing_in_begins_the_count_anew(client: Client, ines: User) -> None:
    fail(client, ines.email, times=4)
    assert sign_in(client, ines.email).status_code == 302
    assert fail(Client(), ines.email, times=6) == [200] * 5 + [429]


def test_the_attempt_counts_before_the_password_is_looked_at(
    client: Client, ines: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[int] = []
    monkeypatch.setattr(User, "check_password", lambda *_: counted.append(SignInAttempt.objects.count()))
    fail(client, ines.email, times=2)
    assert counted == [1, 2]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_no_more_get_through_by_coming_at_once() -> None:
    def attempt(_: int) -> bool:
        try:
            return SignInAttempt.objects.begin(email="ines@example.com", address="192.0.2.1") is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as threads:
        assert sum(threads.map(attempt, range(24))) <= 5


def test_attempts_do_not_say_who_it_was(client: Client, ines: User) -> None:
    fail(client, ines.email, times=1)
    kept = " ".join(map(str, SignInAttempt.objects.values_list("address", "account").get()))
    assert "ines" not in kept
    assert "192.0.2.1" not in kept


@pytest.mark.parametrize(
    ("proxy", "remote", "forwarded", "address"),
    [
        (False, "192.0.2.1", "203.0.113.9", "192.0.2.1"),
        (True, "127.0.0.1", "203.0.113.9, 192.0.2.1", "192.0.2.1"),
        (True, "127.0.0.1", None, "127.0.0.1"),
        (False, "2001:db8:1:2:3::4", None, "2001:db8:1:2::/64"),
        (False, "::ffff:192.0.2.1", None, "192.0.2.1"),
        (False, "", None, ""),
    ],
)
def test_the_address_is_what_our_own_proxy_saw(
    rf: RequestFactory, settings: Settings, proxy: bool, remote: str, forwarded: str | None, address: str
) -> None:
    settings.BEHIND_PROXY = proxy
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert address_of(rf.get("/", headers=headers, REMOTE_ADDR=remote)) == address
