from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from interviews import deciding
from interviews.models import Application, Candidate, Opening
from tests.factories import make_application, make_interview, make_opening, submit_all
from tests.interviews.counting import queries
from tests.interviews.views.conftest import SignIn
from tests.roleprofiles.adverts_made import make_job, publish


@pytest.fixture
def manager(signed_in: SignIn, mia: User) -> Client:
    return signed_in(mia)


def address(name: str, opening: Opening) -> str:
    return reverse(f"interviews:{name}", args=[opening.pk])


def test_who_comes_in(
    signed_in: SignIn, opening: Opening, mia: User, cora: User, ada: User, max_: User, ines: User, rosa: User
) -> None:
    make_interview(make_application(opening=opening), [ines])
    for person, status in ((mia, 200), (cora, 200), (ada, 200), (max_, 404), (ines, 404), (rosa, 404)):
        client = signed_in(person)
        pages = [client.get(address(name, opening)) for name in ("opening_detail", "application_create")]
        assert [page.status_code for page in pages] == [status] * 2


def test_applications_say_how_far_they_are(manager: Client, opening: Opening, mia: User, ines: User) -> None:
    _new, running, ready, decided = (make_application(opening=opening) for _ in range(4))
    make_interview(running, [ines])
    submit_all(make_interview(ready, [ines]).scorecards.get())
    deciding.decide(decided, by=mia, outcome="withdrawn", reason="Gone.")
    said = manager.get(opening.get_absolute_url()).content.decode()
    assert re.findall(
        r"(\d of \d) scorecards? submitted|(To arrange|Interviewing|Ready to decide|Decided)<", said
    ) == [
        *[("0 of 0", ""), ("", "Decided")],
        *[("1 of 1", ""), ("", "Ready to decide")],
        *[("0 of 1", ""), ("", "Interviewing")],
        *[("0 of 0", ""), ("", "To arrange")],
    ]


def test_two_candidates_are_compared_once_two_can_be_read(
    manager: Client, signed_in: SignIn, opening: Opening, ines: User, mia: User, cora: User, ada: User
) -> None:
    """Of three, one has no evidence yet, and one waits for the manager's own card."""
    for _ in range(2):
        submit_all(make_interview(make_application(opening=opening), [ines]).scorecards.get())
    make_application(opening=opening)
    link = f'href="/openings/{opening.pk}/compare/"'
    page = opening.get_absolute_url()
    shown = [link in client.get(page).content.decode() for client in map(signed_in, (mia, cora, ada))]
    assert shown == [True, False, False]
    make_interview(opening.applications.all()[1], [mia], round_number=2)
    assert link not in manager.get(page).content.decode()


def test_the_plan_shows_who_assesses_what(manager: Client, opening: Opening) -> None:
    plan = manager.get(opening.get_absolute_url()).context["page"].plan
    assert [(row.criterion.name, [held for _, held in row.cells], row.raters) for row in plan.rows] == [
        ("Ability 1", [True, True, True], 3),
        ("Ability 2", [True, True, False], 2),
        ("Ability 3", [False, True, True], 2),
        ("Ability 4", [True, False, True], 2),
    ]


def test_a_criterion_nobody_assesses_is_said(manager: Client, opening: Opening) -> None:
    for round_ in opening.rounds.all():
        round_.criteria.remove(opening.criteria.of_the_level().get(name="Ability 3"))
    assert '<span class="why">nobody</span>' in manager.get(opening.get_absolute_url()).content.decode()


def test_it_says_where_the_job_description_and_the_plan_differ(
    signed_in: SignIn, manager: Client, opening: Opening, cora: User, rosa: User
) -> None:
    job = make_job(opening.level, by=rosa)
    job.sections.get(kind="must_have").lines.create(text="Driving <licence> & van", position=99)
    publish(job, by=rosa)
    assessed, spare = (
        opening.criteria.of_the_level().get(name="Ability 3"),
        opening.criteria.of_the_level().get(name="Ability 4"),
    )
    for round_ in opening.rounds.all():
        round_.criteria.remove(spare)
    assessed.requirement_key = None
    assessed.name = "Curiosity"
    assessed.save(update_fields=["requirement_key", "name"])
    page = manager.get(opening.get_absolute_url()).content.decode()
    said = " ".join(page.split())
    assert "Job description and plan differ" in said
    links = [
        f'{address("plan_edit", opening)}#criterion-{spare.pk}">Give it a round',
        f'{address("criterion_add", opening)}?name=Driving%20%3Clicence%3E%20%26%20van">Add it',
        f'{job.get_absolute_url()}">Edit {job}',
    ]
    assert [link in said for link in links] == [True] * 3
    assert "<li>Curiosity</li>" in said
    coordinators = " ".join(signed_in(cora).get(opening.get_absolute_url()).content.decode().split())
    assert "Job description and plan differ" in coordinators
    assert [link in coordinators for link in links] == [False] * 3


def test_a_plan_that_agrees_with_the_advert_says_nothing(
    manager: Client, opening: Opening, rosa: User
) -> None:
    publish(make_job(opening.level, by=rosa), by=rosa)
    assert "differ" not in manager.get(opening.get_absolute_url()).content.decode()


@pytest.mark.parametrize("number", [0, 2**63, 10**30])
def test_numbers_that_no_opening_has(manager: Client, number: int) -> None:
    for path in ("", "applications/new/"):
        assert manager.get(f"/openings/{number}/{path}").status_code == 404


@pytest.mark.parametrize("number", [1, 200])
def test_queries(manager: Client, opening: Opening, ines: User, number: int) -> None:
    for _ in range(number):
        make_interview(make_application(opening=opening), [ines])
    with queries(13):
        manager.get(opening.get_absolute_url())


def test_more_than_fifty_candidates_go_on_with_those_before(manager: Client, opening: Opening) -> None:
    for _ in range(51):
        make_application(opening=opening)
    newest = manager.get(opening.get_absolute_url())
    (older,) = re.findall(r'href="(\?before=\d+)#candidates-title">Older', newest.content.decode())
    rest = manager.get(f"{opening.get_absolute_url()}{older}")
    codes = [re.findall(r">(C-\d+) ·", page.content.decode()) for page in (newest, rest)]
    assert [len(found) for found in codes] == [50, 1]
    assert sorted(codes[0] + codes[1]) == sorted(one.candidate.code for one in opening.applications.all())
    assert 'href="?#candidates-title">Newest' in rest.content.decode()
    past = manager.get(f"{opening.get_absolute_url()}?before=1").content.decode()
    assert "No candidate was added earlier." in past
    assert "No candidates yet" not in past
    assert 'href="?#candidates-title">Newest' in past


# Candidates are added


def test_a_candidate_is_added_with_the_next_code(manager: Client, application: Application) -> None:
    said = {"name": "  Zoë D’Arc ", "email": "zoe@example.org", "number": "7", "decision": "hire"}
    response = manager.post(address("application_create", application.opening), said, follow=True)
    added = Application.objects.latest("pk")
    assert response.redirect_chain == [(added.get_absolute_url(), 302)]
    assert Candidate.objects.filter(pk=added.candidate_id).values_list("number", "name", "email").get() == (
        *(1002, "Zoë D’Arc", "zoe@example.org"),
    )
    assert (added.opening, added.is_decided) == (application.opening, False)


@pytest.mark.parametrize(
    "said",
    [
        {"name": "", "email": "kim@example.org"},
        {"name": "   ", "email": "kim@example.org"},
        {"name": "x" * 201, "email": "kim@example.org"},
        {"name": "a\0b", "email": "kim@example.org"},
        {"name": "a\u202eb", "email": "kim@example.org"},
        {"name": "Kim", "email": "not an address"},
    ],
)
def test_bad_input_adds_nobody_and_stays_on_the_page(
    manager: Client, opening: Opening, said: dict[str, str]
) -> None:
    response = manager.post(address("application_create", opening), said)
    form = response.context["form"]
    assert (response.status_code, Candidate.objects.count()) == (422, 0)
    assert {name: form[name].value() for name in said} == said


def test_a_closed_search_takes_no_candidates(manager: Client, opening: Opening, mia: User) -> None:
    deciding.close(opening, by=mia)
    said = manager.get(opening.get_absolute_url()).content.decode()
    answers = [manager.get(address("application_create", opening)).status_code]
    answers.append(manager.post(address("application_create", opening), {"name": "Kim"}).status_code)
    assert (answers, Candidate.objects.count(), "Add a candidate" in said) == ([404, 404], 0, False)


# It is closed


def test_a_manager_closes_the_search(manager: Client, opening: Opening) -> None:
    response = manager.post(address("opening_close", opening), follow=True)
    opening.refresh_from_db()
    assert response.redirect_chain == [(opening.get_absolute_url(), 302)]
    assert not opening.is_open
    assert "The opening is closed. Its records stay." in response.content.decode()


def test_only_managers_and_administrators_close_it(
    signed_in: SignIn, opening: Opening, max_: User, cora: User, ines: User, ada: User
) -> None:
    statuses = [
        signed_in(person).post(address("opening_close", opening)).status_code
        for person in (max_, cora, ines, ada)
    ]
    assert statuses == [404, 404, 404, 302]


def test_looking_closes_nothing(manager: Client, mia: User) -> None:
    opening = make_opening(by=mia)
    assert manager.get(address("opening_close", opening)).status_code == 405
    opening.refresh_from_db()
    assert opening.is_open
