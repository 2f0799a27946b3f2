from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from interviews import correcting, debriefing, deciding
from interviews.models import Application, Criterion, FirstSight, Rating
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


def titles(said: str) -> list[str]:
    """Of the groups of criteria, in their order."""
    found = re.findall(r"<h2[^>]*>([^<]*)</h2>", said)
    return [one for one in found if one not in ("Level fit", "Interviews", "Decide", "Still out")]


def spread_of(said: str, ability: int) -> str:
    """What stands between the name of a criterion and the first quote, in words."""
    (item,) = re.findall(rf"<h3>Ability {ability} <.*?</h3>(.*?)</article>", said, re.DOTALL)
    spread = item.split('<p class="quote')[0].split("<div id=")[0]
    return " ".join(re.sub("<[^>]*>", " ", spread).split())


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
    assert "Arrange the interviews first." in said
    assert said.count("not arranged") == 3


def test_the_spreads_the_fit_and_the_evidence(
    manager: Client, application: Application, ines: User, oscar: User
) -> None:
    submitted_by(ines, application, 2)
    submitted_by(oscar, application, 4, round_number=2)
    said = said_to(manager, application)
    assert titles(said) == ["Split: 2 must-haves", "Below the line: 1 must-have", "Met: 1 must-have"]
    assert re.findall(r'class="reading [\w-]+">([^<]+)<', said) == ["split", "split", "not yet", "met"]
    assert [spread_of(said, n) for n in (1, 4)] == [
        "2 Ines Ruiz 4 Oscar Berg 2–4 · 2 raters split",
        "2 Ines Ruiz 1 rater not yet",
    ]
    assert "Every must-have has been assessed by somebody." in said
    assert "<b>not yet</b>" in said
    assert "1 of 4 must-haves met<" in said
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", re.sub("</?span[^>]*>", "", said)) == [
        ("Split", "Ability 1 (2–4, 2 raters), Ability 2 (2–4, 2 raters)"),
        ("Not yet", "Ability 4 (2, 1 rater)"),
    ]
    assert "a second look at Ability 1, Ability 2, Ability 4." in said
    assert "On one rater only: Ability 4, Ability 3." in said
    assert said.count("Ines Ruiz saw it") == said.count("Oscar Berg saw it") == 3


def test_what_nobody_assessed_stands_first_with_what_to_do(
    manager: Client, signed_in: SignIn, application: Application, ines: User, oscar: User
) -> None:
    card = make_interview(application, [ines]).scorecards.get()
    submit_all(card, [None, 3, 3])
    application.opening.rounds.get(position=2).criteria.set([card.ratings.in_order()[0].criterion])
    round_3 = application.opening.rounds.get(position=3)
    round_3.criteria.set(application.opening.criteria.of_the_level().filter(name="Ability 3"))
    make_interview(application, [oscar], round_number=2)
    said = said_to(manager, application)
    assert titles(said) == ["Nobody has assessed 2 must-haves so far", "Met: 2 must-haves"]
    assert spread_of(said, 1) == (
        "– not assessed Ines Ruiz no time not assessed Round 2 with Oscar Berg is still to come in."
    )
    assert spread_of(said, 3) == (
        "not assessed Round 3 assesses it, and nobody holds it yet: arrange Round 3 for Ability 3 ."
    )
    address = f"/applications/{application.pk}/rounds/{round_3.pk}/"
    assert f'href="{address}">arrange Round 3' in said
    read_only = said_to(signed_in(ines), application)
    assert (address in read_only, "nobody holds it yet" in read_only) == (False, True)


def test_when_everybody_has_had_their_turn_it_says_whom_to_ask(
    manager: Client, application: Application, ines: User
) -> None:
    card = make_interview(application, [ines]).scorecards.get()
    submit_all(card, [None, None, None])
    application.opening.rounds.exclude(position=1).update(retired_in=2)
    said = said_to(manager, application)
    assert spread_of(said, 1).endswith(
        "Everybody who was to assess it has had their turn. Ask somebody else: "
        "add an interviewer to Round 1 for Ability 1 , or decide without it and say so."
    )
    assert spread_of(said, 3) == (
        "not assessed No round of the plan assesses it: change the plan for Ability 3 ."
    )
    assert titles(said) == ["Nobody has assessed 4 must-haves"]


def test_the_rest_is_folded_unless_it_is_all_there_is(
    manager: Client, application: Application, ines: User, oscar: User
) -> None:
    submitted_by(ines, application, 3)
    assert '<details class="card-rc rest">' in said_to(manager, application)
    submitted_by(oscar, application, 3, round_number=2)
    assert '<details class="card-rc rest" open>' in said_to(manager, application)


def test_whose_view_stands_last_and_who_had_seen_others_is_said_beside_the_ratings(
    manager: Client, application: Application, ines: User, mia: User
) -> None:
    submitted_by(mia, application, 4)
    before = said_to(manager, application)
    FirstSight.objects.create(application=application, person=ines)
    submitted_by(ines, application, 3, round_number=2)
    said = said_to(manager, application)
    assert spread_of(said, 1) == (
        "3 Ines Ruiz had seen others before 4 Mia Novak hiring manager 3–4 · 2 raters met"
    )
    assert "Ines Ruiz, Round 2 · had seen others before<" in said
    assert "Mia Novak, Round 1 · hiring manager<" in said
    assert ["The hiring manager’s own view stands last." in one for one in (before, said)] == [True, True]
    assert said.index("Ines Ruiz saw it") < said.index("Mia Novak saw it")


def test_earlier_wordings_and_what_is_in_the_plan_no_more_are_marked(
    manager: Client, application: Application, ines: User
) -> None:
    submitted_by(ines, application, 3)
    first, gone = (application.opening.criteria.of_the_level().get(name=f"Ability {n}") for n in (1, 2))
    Criterion.objects.filter(pk__in=[first.pk, gone.pk]).update(retired_in=2)
    application.opening.criteria.create(
        name="Ability 1 said better", since=2, replaces=first, position=first.position
    )
    Criterion.objects.all().of_the_level().filter(name="Ability 4").update(kind="added")
    said = said_to(manager, application)
    assert (
        "Ines Ruiz, Round 1 · on the wording before version 2 of the plan: “Ability 1, Category 1”<" in said
    )
    assert "No longer in the plan since version 2." in said
    assert titles(said) == [
        "Nobody has assessed 1 must-have",
        "Met: 1 must-have",
        "Added by hand",
        "No longer in the plan",
    ]
    assert "1 of 2 must-haves met" in said


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
    with queries(17):
        said_to(manager, application)


@pytest.mark.parametrize("wordings", [1, 6])
def test_queries_with_notes_and_criteria_that_changed(
    manager: Client, application: Application, ines: User, mia: User, wordings: int
) -> None:
    submitted_by(ines, application, 3)
    for criterion in application.opening.criteria.of_the_level()[:3]:
        for version in range(1, wordings + 1):
            debriefing.note(application, criterion.pk, text="Well", agreed="", version=0, by=mia)
            Criterion.objects.filter(pk=criterion.pk).update(retired_in=version + 1)
            criterion = application.opening.criteria.create(
                name=f"{criterion} anew", since=version + 1, replaces=criterion
            )
    said_to(manager, application)
    with queries(17):
        said = said_to(manager, application)
    assert said.count("Debrief note on an earlier wording, Mia Novak") == 3 * wordings


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
    (article,) = re.findall(f'id="criterion-{rating.criterion_id}">(.*?)</article>', after, re.DOTALL)
    said_in = article.split("<div id=")[0].split("<p ")
    quotes = [" ".join(re.sub("<[^>]*>", " ", one).split()) for one in said_in[1:]]
    assert quotes[0] == 'class="quote"> 3 Ines Ruiz saw it Ines Ruiz, Round 1'
    assert re.fullmatch(
        r'class="quote ms-4"> 1 Copied it Amended [\w ]+, [\d:]+, having seen others’ ratings: I checked',
        quotes[1],
    )
    assert [said.count("beside the first rating, which is the one") for said in (before, after)] == [0, 1]
    assert spread_of(after, 1) == "3 Ines Ruiz amended 1 rater met"
    readings = r'<b class="reading [\w-]+">[^<]+</b>'
    assert re.findall(readings, after) == re.findall(readings, before)
    assert "3 of 4 must-haves met" in after


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
    with queries(17):
        said_to(manager, application)
