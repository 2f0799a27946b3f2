from __future__ import annotations

import pytest

from accounts.models import User
from interviews.models import Application
from tests.factories import make_interview, make_opening, submit_all
from tests.interviews.counting import queries
from tests.interviews.views.conftest import SignIn


def said_to(signed_in: SignIn, person: User, application: Application) -> str:
    response = signed_in(person).get(application.candidate.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_the_address_is_for_coordinators(
    signed_in: SignIn, application: Application, mia: User, cora: User, ada: User
) -> None:
    shown = {
        str(person): application.candidate.email in said_to(signed_in, person, application)
        for person in (mia, cora, ada)
    }
    assert shown == {"Mia Novak": False, "Cora Lund": True, "Ada Park": True}


def test_it_says_how_many_cards_are_in_and_nothing_of_them(
    signed_in: SignIn, application: Application, mia: User, ines: User, oscar: User
) -> None:
    for card in make_interview(application, [ines, oscar]).scorecards.filter(interviewer=ines):
        submit_all(card)
    said = said_to(signed_in, mia, application)
    assert "1 of 2 scorecards submitted" in said
    assert "Did it unprompted" not in said


def test_a_manager_sees_the_applications_of_own_openings(
    signed_in: SignIn, application: Application, mia: User, max_: User, cora: User
) -> None:
    other = make_opening(by=max_, title="Search of Max")
    Application.objects.create(candidate=application.candidate, opening=other)
    seen = {
        str(person): [title in said_to(signed_in, person, application) for title in ("Analyst", "of Max")]
        for person in (mia, max_, cora)
    }
    assert seen == {"Mia Novak": [True, False], "Max Otieno": [False, True], "Cora Lund": [True, True]}


def test_candidates_of_others_are_not_found(signed_in: SignIn, application: Application, max_: User) -> None:
    for number in (application.candidate_id, 0, 2**63, 10**30):
        assert signed_in(max_).get(f"/candidates/{number}/").status_code == 404


def test_the_title_carries_the_code_only(signed_in: SignIn, application: Application, mia: User) -> None:
    assert "<title>Candidate C-1001 · Rolecard</title>" in said_to(signed_in, mia, application)


@pytest.mark.parametrize("number", [1, 8])
def test_queries(signed_in: SignIn, application: Application, mia: User, number: int) -> None:
    for n in range(number):
        opening = make_opening(by=mia, title=f"Search {n}")
        Application.objects.create(candidate=application.candidate, opening=opening)
    client = signed_in(mia)
    with queries(7):
        client.get(application.candidate.get_absolute_url())
