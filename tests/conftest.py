"""The standing cast: who takes part in the tests' one search, and who does not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import TransactionTestCase

from accounts import triggers
from accounts.models import User
from interviews.models import Application, Opening
from tests.factories import UserFactory, make_application, make_opening


@pytest.fixture
def ines(db: None) -> User:
    """An interviewer; in ``application`` she is on the panel."""
    return UserFactory.create(display_name="Ines Ruiz", email="ines@example.com", groups=["Interviewers"])


@pytest.fixture
def oscar(db: None) -> User:
    """An interviewer of other applications."""
    return UserFactory.create(display_name="Oscar Berg", email="oscar@example.com", groups=["Interviewers"])


@pytest.fixture
def cora(db: None) -> User:
    return UserFactory.create(display_name="Cora Lund", email="cora@example.com", groups=["Coordinators"])


@pytest.fixture
def mia(db: None) -> User:
    """The hiring manager of ``opening``."""
    return UserFactory.create(display_name="Mia Novak", email="mia@example.com", groups=["Hiring managers"])


@pytest.fixture
def max_(db: None) -> User:
    """A hiring manager of other openings."""
    return UserFactory.create(display_name="Max Otieno", email="max@example.com", groups=["Hiring managers"])


@pytest.fixture
def rosa(db: None) -> User:
    """A role editor."""
    return UserFactory.create(
        display_name="Rosa Adler", email="rosa@example.com", groups=["Role editors"], is_staff=True
    )


@pytest.fixture
def ada(db: None) -> User:
    """An administrator."""
    return UserFactory.create(
        display_name="Ada Park", email="ada@example.com", is_staff=True, is_superuser=True
    )


@pytest.fixture
def opening(mia: User) -> Opening:
    return make_opening(by=mia)


@pytest.fixture
def application(opening: Opening) -> Application:
    return make_application(opening=opening)


@pytest.fixture(scope="session", autouse=True)
def flushing_lifts_triggers() -> Iterator[None]:
    """A transactional test ends with a flush, which deletes guarded rows; then the triggers stand again."""
    flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def lifted(case: TransactionTestCase) -> None:
        triggers.lift(connection)
        flush(case)
        triggers.install(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lifted)
        yield
