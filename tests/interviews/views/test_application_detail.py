from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from interviews import correcting, deciding
from interviews.models import Application, FirstSight, Rating
from interviews.scoring import Mark
from tests.factories import UserFactory, make_interview, rate_all, submit_all
from tests.interviews.counting import queries
from tests.interviews.views.conftest import SignIn


@pytest.fixture
def manager(signed_in: SignIn, mia: User) -> Client:
    return signed_in(mia)


def said_to(client: Client, application: Application) -> str:
    response = client.get(application.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def submitted_by(person: User, application: Application, value: int, round_number: int = 1) -> None:
    card = make_interview(application, [person], round_number=round_number).scorecards.get()
    submit_all(card, value, f"{person} saw it")


def test_who_comes_in(
    signed_in: SignIn,
    application: Application,
    mia: User,
    cora: User,
    ada: User,
    ines: User,
    oscar: User,
    max_: User,
    rosa: User,
) -> None:
    make_interview(application, [ines])
    statuses = {
        str(person): signed_in(person).get(application.get_absolute_url()).status_code
        for person in (mia, cora, ada, ines, oscar, max_, rosa)
    }
    assert statuses == {
        "Mia Novak": 200,
        "Cora Lund": 200,
        "Ada Park": 200,
        "Ines Ruiz": 200,
        "Oscar Berg": 404,
        "Max Otieno": 404,
        "Rosa Adler": 404,
    }


def test_without_rounds_it_says_how_to_begin(manager: Client, application: Application) -> None:
    said = said_to(manager, application)
    assert "Arrange the rounds first." in said
    assert said.count("not arranged") == 3


def test_the_matrix_the_fit_and_the_evidence(
    manager: Client, application: Application, ines: User, oscar: User
) -> None:
    submitted_by(ines, application, 2)
    submitted_by(oscar, application, 4, round_number=2)
    said = said_to(manager, application)
    assert re.findall(r'<span class="reading [\w-]+">([^<]+)</span></td>', said) == [
        *("split 2–4", "split 2–4"),
        *("not yet", "met"),
    ]
    assert "<b>not yet</b>" in said
    assert "1 of 4 met · 2 split: Ability 1, Ability 2 · 1 not yet: Ability 4" in said
    assert "a second look at Ability 1, Ability 2; a second look at Ability 4." in said
    assert "On one rater only: Ability 4, Ability 3." in said
    assert said.count("Ines Ruiz saw it") == said.count("Oscar Berg saw it") == 3


def test_no_average_and_no_overall_number(manager: Client, application: Application, ines: User) -> None:
    submitted_by(ines, application, 4)
    said = said_to(manager, application).casefold()
    assert [word for word in ("average", "mean", "score:", "%", "recommend") if word in said] == []


def test_no_decision_is_chosen_beforehand(manager: Client, application: Application) -> None:
    assert " checked" not in said_to(manager, application)
    assert " selected" not in said_to(manager, application).replace('<option value="" selected>', "")


def test_while_closed_it_says_who_has_submitted_and_the_way_to_ones_own_card(
    signed_in: SignIn, application: Application, ines: User, oscar: User
) -> None:
    submitted_by(oscar, application, 1, round_number=2)
    own = make_interview(application, [ines]).scorecards.get()
    said = said_to(signed_in(ines), application)
    assert "Ratings are closed to you for now" in said
    assert "Oscar Berg: submitted" in said
    assert f'href="{own.get_absolute_url()}">Open my scorecard, Round 1</a>' in said
    assert "1 of 2 scorecards submitted" in said


def test_links_lead_only_where_the_reader_may_go(
    signed_in: SignIn, application: Application, ines: User, cora: User, mia: User
) -> None:
    submitted_by(ines, application, 3)
    for person in (ines, cora, mia):
        client = signed_in(person)
        links = set(re.findall(r'href="(/[^"#]*)"', said_to(client, application)))
        refused = [link for link in links if "static" not in link and client.get(link).status_code >= 400]
        assert refused == []


def test_only_the_manager_is_asked_to_decide(
    signed_in: SignIn, application: Application, ines: User, cora: User, ada: User, mia: User
) -> None:
    submitted_by(ines, application, 3)
    asked = {
        str(person): "Record the decision" in said_to(signed_in(person), application)
        for person in (ines, cora, ada, mia)
    }
    assert asked == {"Ines Ruiz": False, "Cora Lund": False, "Ada Park": False, "Mia Novak": True}


def test_a_decision_is_shown_with_its_dissent(manager: Client, application: Application, mia: User) -> None:
    deciding.decide(application, by=mia, outcome="withdrawn", reason="Moved away.", dissent="None")
    said = said_to(manager, application)
    assert "Decision: Candidate withdrew" in said
    assert "Moved away." in said
    assert "Record the decision" not in said


def test_first_sight_is_kept_when_the_page_shows_others(
    manager: Client, application: Application, ines: User, mia: User
) -> None:
    said_to(manager, application)
    assert not FirstSight.objects.exists()
    submitted_by(ines, application, 3)
    for _ in range(2):
        said_to(manager, application)
    assert FirstSight.objects.values_list("person", "application").get() == (mia.pk, application.pk)


def test_the_title_and_the_address_carry_the_code_only(manager: Client, application: Application) -> None:
    said = said_to(manager, application)
    assert "<title>Debrief: candidate C-1001 · Rolecard</title>" in said
    assert "Kim" not in application.get_absolute_url()


def test_what_people_wrote_stays_text(manager: Client, application: Application, ines: User) -> None:
    card = make_interview(application, [ines]).scorecards.get()
    submit_all(card, 1, "<script>alert(1)</script>")
    said = said_to(manager, application)
    assert "<script>alert" not in said
    assert said.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 3


@pytest.mark.parametrize("number", [0, 2**63, 10**30])
def test_numbers_that_no_application_has(manager: Client, number: int) -> None:
    assert manager.get(reverse("interviews:application_detail", args=[number])).status_code == 404


@pytest.mark.parametrize("raters", [1, 8])
def test_queries_of_an_open_debrief(manager: Client, application: Application, raters: int) -> None:
    people = UserFactory.create_batch(raters, groups=["Interviewers"])
    for card in make_interview(application, people).scorecards.all():
        submit_all(card)
    said_to(manager, application)  # the first sight is an insert of its own
    with queries(15):
        said_to(manager, application)


@pytest.mark.parametrize("raters", [1, 8])
def test_queries_of_a_closed_debrief(
    signed_in: SignIn, application: Application, ines: User, raters: int
) -> None:
    people = UserFactory.create_batch(raters, groups=["Interviewers"])
    for card in make_interview(application, [*people, ines]).scorecards.all():
        rate_all(card)
    client = signed_in(ines)
    with queries(9):
        said_to(client, application)


# After submitting


def test_an_amendment_stands_beside_the_first_rating_which_counts(
    manager: Client, application: Application, ines: User
) -> None:
    submitted_by(ines, application, 3)
    rating = Rating.objects.in_order()[0]
    before = said_to(manager, application)
    FirstSight.objects.create(application=application, person=ines)
    said = (rating.scorecard_id, rating.pk, Mark(value=1))
    correcting.amend(*said, evidence="Copied it", reason="I checked", number=1, by=ines)
    after = said_to(manager, application)
    (article,) = re.findall(f'id="evidence-{rating.criterion_id}">(.*?)</article>', after, re.DOTALL)
    quotes = [" ".join(re.sub("<[^>]*>", " ", one).split()) for one in article.split("<p ")[1:]]
    assert quotes[0] == 'class="quote"> 3 Ines Ruiz saw it Ines Ruiz'
    assert re.fullmatch(
        r'class="quote ms-4"> 1 Copied it Amended [\w ]+, [\d:]+, having seen others’ ratings: I checked',
        quotes[1],
    )
    assert [said.count("beside the first rating, which is the one") for said in (before, after)] == [0, 1]
    assert after.count(">amended</span>") == 1
    readings = r'<span class="reading [\w-]+">[^<]+</span>'
    assert re.findall(readings, after) == re.findall(readings, before)
    assert "3 of 4 met" in after


def test_who_had_seen_others_before_submitting_is_named(
    manager: Client, application: Application, ines: User, oscar: User
) -> None:
    submitted_by(ines, application, 3)
    FirstSight.objects.create(application=application, person=oscar)
    submitted_by(oscar, application, 3, round_number=2)
    said = " ".join(said_to(manager, application).split())
    assert "Oscar Berg: submitted, had seen others’ ratings before" in said
    assert "Ines Ruiz: submitted </div>" in said


def test_while_closed_nobody_learns_who_had_seen_what(
    signed_in: SignIn, application: Application, ines: User, cora: User
) -> None:
    FirstSight.objects.create(application=application, person=ines)
    submitted_by(ines, application, 3)
    assert "had seen others" not in said_to(signed_in(cora), application)


def test_a_decision_stays_closed_with_the_evidence(
    signed_in: SignIn, application: Application, mia: User, ines: User, oscar: User
) -> None:
    submitted_by(ines, application, 3)
    make_interview(application, [oscar], round_number=2)
    deciding.decide(application, by=mia, outcome="no_hire", reason="CANARY", dissent="CANARY")
    shown = {str(one): said_to(signed_in(one), application) for one in (mia, ines, oscar)}
    assert {name for name, said in shown.items() if "CANARY" in said} == {"Mia Novak", "Ines Ruiz"}
    assert {name for name, said in shown.items() if "Not now" in said} == {"Mia Novak", "Ines Ruiz"}


@pytest.mark.parametrize("amendments", [1, 6])
def test_queries_with_amendments(
    manager: Client, application: Application, ines: User, amendments: int
) -> None:
    submitted_by(ines, application, 3)
    rating = Rating.objects.in_order()[0]
    for n in range(1, amendments + 1):
        said = (rating.scorecard_id, rating.pk, Mark(value=1))
        correcting.amend(*said, evidence="", reason=f"Because {n}", number=n, by=ines)
    said_to(manager, application)
    with queries(15):
        said_to(manager, application)
