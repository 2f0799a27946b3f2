from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from interviews import deciding
from interviews.models import Opening
from tests.factories import make_application, make_opening
from tests.interviews.counting import queries
from tests.interviews.views.conftest import SignIn

LIST = reverse("interviews:opening_list")


def titles(client: Client, address: str = LIST) -> list[str]:
    return [str(opening) for opening in client.get(address).context["stretch"].rows]


def test_managers_see_theirs_coordinators_all_interviewers_none(
    signed_in: SignIn, opening: Opening, mia: User, max_: User, cora: User, ada: User, ines: User, rosa: User
) -> None:
    make_opening(by=max_, title="Search of Max")
    seen = {str(person): titles(signed_in(person)) for person in (mia, max_, cora, ada, ines, rosa)}
    assert seen == {
        "Mia Novak": ["Analyst search"],
        "Max Otieno": ["Search of Max"],
        "Cora Lund": ["Search of Max", "Analyst search"],
        "Ada Park": ["Search of Max", "Analyst search"],
        "Ines Ruiz": [],
        "Rosa Adler": [],
    }


def test_candidates_and_open_decisions_are_counted(signed_in: SignIn, opening: Opening, mia: User) -> None:
    first, _ = make_application(opening=opening), make_application(opening=opening)
    deciding.decide(first, by=mia, outcome="withdrawn", reason="Took another job.")
    assert "2 candidates, 1 undecided" in signed_in(mia).get(LIST).content.decode()


def test_closed_searches_stay_and_say_so(signed_in: SignIn, opening: Opening, mia: User) -> None:
    deciding.close(opening, by=mia)
    assert '<span class="tag">Closed</span>' in signed_in(mia).get(LIST).content.decode()


@pytest.mark.parametrize("before", ["x", "-1", "²", "9" * 5000, ""])
def test_what_is_no_number_begins_with_the_newest(
    signed_in: SignIn, opening: Opening, mia: User, before: str
) -> None:
    assert titles(signed_in(mia), f"{LIST}?before={before}") == ["Analyst search"]


def test_more_than_fifty_go_on_with_older_ones(signed_in: SignIn, opening: Opening, mia: User) -> None:
    more = Opening.objects.bulk_create(Opening(level=opening.level, title=f"Search {n}") for n in range(50))
    for one in more:
        one.managers.add(mia)
    client = signed_in(mia)
    older = client.get(LIST).context["stretch"].older
    assert [len(titles(client, address)) for address in (LIST, f"{LIST}?before={older}")] == [50, 1]


def test_before_the_oldest_there_is_a_way_back(signed_in: SignIn, opening: Opening, mia: User) -> None:
    page = signed_in(mia).get(f"{LIST}?before=1").content.decode()
    assert ("No opening is older." in page, "No openings yet" in page, ">Newest<" in page) == (
        *(True, False, True),
    )


@pytest.mark.parametrize("number", [1, 12])
def test_queries(signed_in: SignIn, mia: User, number: int) -> None:
    for n in range(number):
        make_application(opening=make_opening(by=mia, title=f"Search {n}"))
    client = signed_in(mia)
    with queries(5):
        client.get(LIST)
