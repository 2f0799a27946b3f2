"""What people see when something is wrong: words that help them, and nothing of the inside."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from interviews.models import Opening, Scorecard

SECRET = "the secret of the inside"
HOME = reverse("interviews:home")
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture
def page(ines: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(ines)
    return client


def break_home(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def broken(*_: Any) -> None:
        raise error

    monkeypatch.setattr(type(Scorecard.objects), "for_interviewer", broken)


@pytest.mark.parametrize(
    ("error", "status", "title"),
    [
        (RuntimeError(SECRET), 500, "Something went wrong"),
        (SuspiciousOperation(SECRET), 400, "That request made no sense here"),
        (PermissionError(SECRET), 500, "Something went wrong"),
    ],
)
def test_errors_are_told_without_their_reason(
    page: Client, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, title: str
) -> None:
    break_home(monkeypatch, error)
    answer = page.get(HOME)
    assert (answer.status_code, title in answer.content.decode()) == (status, True)
    for inside in (SECRET, "Traceback", "RuntimeError", "/views/", "SECRET_KEY"):
        assert inside not in answer.content.decode()


def test_pages_that_are_not_there_and_pages_of_others_look_the_same(page: Client, opening: Opening) -> None:
    hidden = page.get(opening.get_absolute_url())
    missing = page.get(reverse("interviews:opening_detail", args=[opening.pk + 1]))
    assert hidden.status_code == missing.status_code == 404
    first, second = (TOKEN.sub(b"", answer.content) for answer in (hidden, missing))
    assert first == second
    assert "Nothing here for you" in hidden.content.decode()
    assert opening.title not in hidden.content.decode()


@pytest.mark.parametrize(
    "path", ["/nowhere/", "/.git/config", "/static/../manage.py", "/var/local.env", "/%00"]
)
def test_nothing_else_is_served(client: Client, path: str, db: None) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert path not in answer.content.decode()


def test_guards_say_whom_to_ask(page: Client) -> None:
    answer = page.get(reverse("interviews:opening_new"))
    assert (answer.status_code, "ask an administrator" in answer.content.decode()) == (403, True)


def test_an_old_form_is_told_apart(ines: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ines)
    answer = client.post(reverse("accounts:sign_out"))
    assert (answer.status_code, "This page had grown old" in answer.content.decode()) == (403, True)


def test_a_foreign_host_gets_nothing(client: Client) -> None:
    for headers in ({"Host": "evil.example"}, {"Host": "evil.example", "X-Forwarded-Host": "localhost"}):
        answer = client.get(reverse("accounts:sign_in"), headers=headers)
        assert (answer.status_code, b"evil.example" in answer.content) == (400, False)


@pytest.mark.parametrize("length", ["10000001", "9" * 400])
def test_what_is_too_large_is_refused_unread(page: Client, length: str) -> None:
    answer = page.post(reverse("accounts:password_change"), CONTENT_LENGTH=length)
    assert (answer.status_code, "That was too large" in answer.content.decode()) == (413, True)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_too_much_typed_text_and_too_many_files_are_too_large(page: Client, rosa: User) -> None:
    page.force_login(rosa)
    address = reverse("roleprofiles:role_import")
    many = [SimpleUploadedFile(f"{n}.md", b"") for n in range(2_001)]
    for said in ({"text": "x" * 2_700_000}, {"documents": many}):
        answer = page.post(address, said)
        assert (answer.status_code, "That was too large" in answer.content.decode()) == (413, True)


def test_uploads_stay_in_memory(settings: Settings) -> None:
    """A handler that writes to a disk would take what is larger than memory may hold."""
    assert settings.FILE_UPLOAD_HANDLERS == ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE == settings.REQUEST_LIMIT == 10_000_000
