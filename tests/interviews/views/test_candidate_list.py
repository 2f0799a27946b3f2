from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from interviews import arranging
from interviews.models import Application, Candidate, Opening
from tests.factories import make_application, make_interview, make_opening
from tests.interviews.counting import queries
from tests.interviews.views.conftest import SignIn
from tests.keeping import kept

LIST = reverse("interviews:candidate_list")


@pytest.fixture
def coordinator(signed_in: SignIn, cora: User) -> Client:
    return signed_in(cora)


@kept
def three(opening: Opening) -> None:
    for name, email in (("Kim Doe", ""), ("Zoë D’Arc", "zoe@example.net"), ("100%_sure", "")):
        arranging.register(opening, name=name, email=email)


def found(client: Client, words: str) -> list[str]:
    return [candidate.name for candidate in client.post(LIST, {"q": words}).context["stretch"].rows]


def test_who_sees_whom(
    signed_in: SignIn, application: Application, mia: User, max_: User, cora: User, ada: User
) -> None:
    make_application(opening=make_opening(by=max_, title="Other"), name="Sam Roe")
    assert {str(person): found(signed_in(person), "") for person in (mia, max_, cora, ada)} == {
        "Mia Novak": ["Kim Doe"],
        "Max Otieno": ["Sam Roe"],
        "Cora Lund": ["Sam Roe", "Kim Doe"],
        "Ada Park": ["Sam Roe", "Kim Doe"],
    }


def test_it_is_for_managers_and_coordinators(
    signed_in: SignIn, application: Application, ines: User, rosa: User
) -> None:
    make_interview(application, [ines])
    statuses = [
        signed_in(person).get(address).status_code
        for person in (ines, rosa)
        for address in (LIST, application.candidate.get_absolute_url())
    ]
    assert statuses == [403] * 4


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("kim", ["Kim Doe"]),
        ("  KIM ", ["Kim Doe"]),
        ("d’arc", ["Zoë D’Arc"]),
        ("example.net", ["Zoë D’Arc"]),
        ("C-1001", ["Kim Doe"]),
        ("c-1002", ["Zoë D’Arc"]),
        ("1003", ["100%_sure"]),
        ("%", ["100%_sure"]),
        ("_", ["100%_sure"]),
        ("C-9999", []),
        ("' OR 1=1 --", []),
        ("9" * 5000, []),
        ("١٠٠١", []),
        ("a\0b", []),
        ("", ["100%_sure", "Zoë D’Arc", "Kim Doe"]),
    ],
)
def test_search(coordinator: Client, three: None, words: str, names: list[str]) -> None:
    assert found(coordinator, words) == names


def test_the_words_stay_in_the_box_as_text(coordinator: Client) -> None:
    said = coordinator.post(LIST, {"q": '"><script>'}).content.decode()
    assert 'value="&quot;&gt;&lt;script&gt;"' in said
    assert "Nobody found" in said


def test_a_fragment_is_the_results_alone(coordinator: Client, three: None) -> None:
    response = coordinator.post(LIST, {"q": "kim"}, headers={"HX-Request": "true"})
    said = response.content.decode()
    assert said.strip().startswith('<div id="results">')
    assert ("Kim Doe" in said, "<html" in said) == (True, False)
    assert "HX-Request" in response["Vary"]


def test_a_candidate_is_listed_with_the_openings_that_the_reader_sees(
    signed_in: SignIn, application: Application, max_: User, cora: User
) -> None:
    theirs = make_opening(by=max_, title="Search of Max")
    Application.objects.create(candidate=application.candidate, opening=theirs)
    said = {str(person): signed_in(person).get(LIST).content.decode() for person in (max_, cora)}
    assert "Search of Max" in said["Max Otieno"]
    assert "Analyst search" not in said["Max Otieno"]
    assert "Search of Max · Analyst search" in said["Cora Lund"]


def test_more_than_fifty_go_on_with_older_ones(coordinator: Client) -> None:
    Candidate.objects.bulk_create(Candidate(number=n, name=f"Kim {n}") for n in range(1, 52))
    first = coordinator.get(LIST)
    assert [candidate.number for candidate in first.context["stretch"].rows] == list(range(51, 1, -1))
    assert '<a href="?before=2">Older</a>' in first.content.decode()
    assert "Newest" not in first.content.decode()
    second = coordinator.get(LIST, {"before": "2"})
    assert [candidate.name for candidate in second.context["stretch"].rows] == ["Kim 1"]
    assert '<a href="?">Newest</a>' in second.content.decode()
    assert "Older" not in second.content.decode()


def test_before_the_oldest_there_is_a_way_back(coordinator: Client, application: Application) -> None:
    page = coordinator.get(LIST, {"before": "1"}).content.decode()
    assert ("No candidate was added earlier." in page, ">Newest<" in page) == (True, True)


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "\0", ""])
def test_what_is_no_number_begins_with_the_newest(coordinator: Client, three: None, before: str) -> None:
    said = coordinator.get(LIST, {"before": before}).context["stretch"]
    assert (len(said.rows), said.older, said.is_first) == (3, None, True)


def test_a_search_that_finds_too_many_says_so(coordinator: Client) -> None:
    Candidate.objects.bulk_create(Candidate(number=n, name=f"Kim {n}") for n in range(51))
    said = coordinator.post(LIST, {"q": "kim"}).content.decode()
    assert "The newest 50 of more." in said
    assert "before=" not in said


def test_a_name_in_the_address_is_no_search(coordinator: Client, three: None) -> None:
    page = coordinator.get(LIST, {"q": "kim"}).context["stretch"].rows
    assert [candidate.name for candidate in page] == ["100%_sure", "Zoë D’Arc", "Kim Doe"]


@pytest.mark.parametrize("number", [1, 30])
def test_queries(signed_in: SignIn, opening: Opening, mia: User, number: int) -> None:
    for _ in range(number):
        make_application(opening=opening)
    client = signed_in(mia)
    with queries(4):
        client.get(LIST)


def test_addresses_are_searched_by_those_who_see_them(
    signed_in: SignIn, three: None, mia: User, cora: User
) -> None:
    found_by = {str(person): found(signed_in(person), "zoe@") for person in (mia, cora)}
    assert found_by == {"Mia Novak": [], "Cora Lund": ["Zoë D’Arc"]}
