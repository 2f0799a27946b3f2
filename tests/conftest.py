"""The standing cast: who takes part in the tests' one search, and who does not."""

from __future__ import annotations

import gc

from accounts.models import User
from interviews.models import Application, Opening
from tests.browsing import browser, visit
from tests.emptying import emptying_is_quick
from tests.factories import UserFactory, make_application, make_opening
from tests.keeping import (
    _django_db_helper,
    kept,
    kept_rows,
    pytest_collection_modifyitems,
    pytest_runtest_teardown,
)

# Fixtures and hooks, for every folder of tests.
__all__ = [
    "_django_db_helper",
    "browser",
    "emptying_is_quick",
    "kept_rows",
    "pytest_collection_modifyitems",
    "pytest_runtest_teardown",
    "visit",
]


@kept
def ines() -> User:
    """An interviewer; in ``application`` she is on the panel."""
    return UserFactory.create(display_name="Ines Ruiz", email="ines@example.com", groups=["Interviewers"])


@kept
def oscar() -> User:
    """An interviewer of other applications."""
    return UserFactory.create(display_name="Oscar Berg", email="oscar@example.com", groups=["Interviewers"])


@kept
def cora() -> User:
    return UserFactory.create(display_name="Cora Lund", email="cora@example.com", groups=["Coordinators"])


@kept
def mia() -> User:
    """The hiring manager of ``opening``."""
    return UserFactory.create(display_name="Mia Novak", email="mia@example.com", groups=["Hiring managers"])


@kept
def max_() -> User:
    """A hiring manager of other openings."""
    return UserFactory.create(display_name="Max Otieno", email="max@example.com", groups=["Hiring managers"])


@kept
def rosa() -> User:
    """A role editor."""
    return UserFactory.create(
        display_name="Rosa Adler", email="rosa@example.com", groups=["Role editors"], is_staff=True
    )


@kept
def ada() -> User:
    """An administrator."""
    return UserFactory.create(
        display_name="Ada Park", email="ada@example.com", is_staff=True, is_superuser=True
    )


@kept
def opening(mia: User) -> Opening:
    return make_opening(by=mia)


@kept
def application(opening: Opening) -> Application:
    return make_application(opening=opening)


def pytest_collection_finish() -> None:
    """Look less often for what nobody needs: among all that the tests have loaded, a fifth of their time."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
