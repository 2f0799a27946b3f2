"""What a page does not show is not loaded: the whole documents of roles and candidates."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from interviews.models import Opening, Scorecard
from tests.factories import make_application, make_interview, make_opening
from tests.interviews.views.conftest import SignIn
from tests.keeping import kept

pytestmark = pytest.mark.django_db
BULK = ('"roleprofiles_revision"."source"', '"interviews_resume"."data"')


@kept
def opening(mia: User) -> Opening:
    return make_opening(by=mia)


@kept
def card(opening: Opening, ines: User) -> Scorecard:
    return make_interview(make_application(opening=opening), [ines]).scorecards.get()


Address = Callable[[Scorecard], str]


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("ines", lambda card: "/"),
        ("ines", lambda card: card.get_absolute_url()),
        ("ines", lambda card: f"/interviews/{card.interview_id}/kit/"),
        ("mia", lambda card: "/"),
        ("mia", lambda card: "/openings/"),
        ("mia", lambda card: "/openings/new/"),
        ("mia", lambda card: card.interview.application.opening.get_absolute_url()),
        ("mia", lambda card: f"{card.interview.application.opening.get_absolute_url()}plan/"),
        ("mia", lambda card: card.interview.application.get_absolute_url()),
        ("mia", lambda card: "/candidates/"),
        ("mia", lambda card: "/roles/"),
        ("mia", lambda card: "/job-descriptions/"),
    ],
)
def test_no_page_loads_whole_documents(
    signed_in: SignIn, request: pytest.FixtureRequest, card: Scorecard, who: str, address: Address
) -> None:
    browser = signed_in(request.getfixturevalue(who))
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address(card)).status_code == 200
    assert [one["sql"] for one in queries if any(bulk in one["sql"] for bulk in BULK)] == []
