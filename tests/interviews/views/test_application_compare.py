from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Event, User
from interviews import correcting, debriefing
from interviews.models import Application, FirstSight, Opening, Rating
from interviews.scoring import Mark
from tests.factories import UserFactory, make_application, make_interview, submit_all
from tests.interviews.counting import queries
from tests.interviews.views.conftest import SignIn
from tests.keeping import kept


@pytest.fixture
def manager(signed_in: SignIn, mia: User) -> Client:
    return signed_in(mia)


@kept
def two(application: Application, ines: User) -> list[Application]:
    second = make_application(opening=application.opening, name="Sam Roe")
    for one, value in ((application, 2), (second, 4)):
        card = make_interview(one, [ines]).scorecards.get()
        submit_all(card, value, f"Seen of {one.candidate.name}")
    return [application, second]


def address(opening: Opening) -> str:
    return reverse("interviews:application_compare", args=[opening.pk])


def ask(client: Client, *chosen: Application | str) -> str:
    (opening,) = {one.opening for one in chosen if isinstance(one, Application)}
    said = {name: str(getattr(one, "pk", one)) for name, one in zip("ab", chosen, strict=True)}
    return client.get(address(opening), said).content.decode()


def heads(page: str) -> list[str]:
    return re.findall(r'<h2><a href="/applications/\d+/"><span class="code">([^<]+)</span>', page)


def test_two_readable_candidates_are_shown_by_code(manager: Client, two: list[Application]) -> None:
    page = manager.get(address(two[0].opening)).content.decode()
    assert heads(page) == ["C-1001", "C-1002"]
    assert "<title>C-1001 and C-1002 side by side · Rolecard</title>" in page
    (item,) = re.findall(r"<article[^>]*>\s*<h3>Ability 1.*?</article>", page, re.DOTALL)
    spreads, evidence = item.split("<details")
    assert re.findall(r'class="chip c(\d)"', spreads) == ["2", "4"]
    assert re.findall(r'class="reading [\w-]+">([\w ]+)<', spreads) == ["not yet", "met"]
    assert ("Seen of" in spreads, evidence.count("Seen of Kim Doe"), evidence.count("Seen of Sam Roe")) == (
        False,
        1,
        1,
    )


def test_columns_stand_as_they_were_chosen(manager: Client, two: list[Application]) -> None:
    assert heads(ask(manager, *two)) == ["C-1001", "C-1002"]
    assert heads(ask(manager, *two[::-1])) == ["C-1002", "C-1001"]


def test_nothing_adds_up_or_ranks(manager: Client, two: list[Application]) -> None:
    page = ask(manager, *two).casefold()
    words = ("average", "mean", "total", "score:", "rank", "better", "best", "stronger", "winner", "ahead")
    assert [word for word in (*words, "%", "recommend", "verdict") if word in page] == []


def test_both_pages_are_viewed_and_first_seen(manager: Client, two: list[Application], mia: User) -> None:
    before = Event.objects.count()
    ask(manager, *two)
    viewed = Event.objects.filter(number__gt=before, verb="viewed", by=mia).order_by("number")
    assert [(one.row_model, one.row_pk) for one in viewed] == [
        ("interviews.application", one.pk) for one in two
    ]
    assert set(FirstSight.objects.values_list("person", "application")) == {(mia.pk, one.pk) for one in two}


def test_with_more_than_two_nothing_is_shown_until_it_is_chosen(
    manager: Client, two: list[Application], ines: User
) -> None:
    third = make_application(opening=two[0].opening, name="Lee Fox")
    submit_all(make_interview(third, [ines]).scorecards.get())
    before = Event.objects.count()
    page = manager.get(address(third.opening)).content.decode()
    assert re.findall(r">(C-\d+ · [\w ]+)</option>", page) == ["C-1001 · Kim Doe", "C-1002 · Sam Roe", "C-1003 · Lee Fox"] * 2  # fmt: skip # noqa: E501
    assert (heads(page), FirstSight.objects.count(), Event.objects.count() - before) == ([], 0, 0)
    assert heads(ask(manager, third, two[0])) == ["C-1003", "C-1001"]


def test_only_those_whose_evidence_is_open_can_be_chosen(
    manager: Client, two: list[Application], mia: User, ines: User
) -> None:
    """One has no evidence, one waits for her own card, one is of another opening of hers."""
    opening = two[0].opening
    bare = make_application(opening=opening, name="Lee Fox")
    waiting = make_application(opening=opening, name="Ann Ray")
    submit_all(make_interview(waiting, [ines]).scorecards.get(), 1, "CANARY")
    make_interview(waiting, [mia], round_number=2)
    before = Event.objects.count()
    for other in (bare, waiting):
        page = ask(manager, two[0], other)
        assert ("Choose a candidate from the list." in page, heads(page), "CANARY" in page) == (
            True,
            [],
            False,
        )
        assert other.candidate.code not in page
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    ("a", "b", "problem"),
    [
        ("{0}", "{0}", "Choose somebody else than the first candidate."),
        ("{0}", "", "Choose a candidate."),
        ("{0}", "x", "Choose a candidate from the list."),
        ("{0}", "a\0b", "Choose a candidate from the list."),
        ("{0}", str(10**20), "Choose a candidate from the list."),
        ("-1", "{0}", "Choose a candidate from the list."),
    ],
)
def test_bad_choices_are_told(manager: Client, two: list[Application], a: str, b: str, problem: str) -> None:
    said = {"a": a.format(two[0].pk), "b": b.format(two[0].pk)}
    response = manager.get(address(two[0].opening), said)
    page = response.content.decode()
    assert (response.status_code, problem in page, heads(page)) == (422, True, [])


def test_with_fewer_than_two_it_says_what_is_needed(manager: Client, application: Application) -> None:
    page = manager.get(address(application.opening)).content.decode()
    assert "This needs two candidates of this opening with a submitted scorecard" in page
    assert "<select" not in page


def test_it_is_for_managers_of_the_opening_only(
    signed_in: SignIn, two: list[Application], ines: User, cora: User, ada: User, max_: User
) -> None:
    answers = {
        str(one): signed_in(one).get(address(two[0].opening)).status_code for one in (ines, cora, ada, max_)
    }
    assert set(answers.values()) == {404}


def test_amendments_and_notes_are_with_the_evidence(
    manager: Client, two: list[Application], mia: User, ines: User
) -> None:
    rating = Rating.objects.in_order()[0]
    said = (rating.scorecard_id, rating.pk, Mark(value=1))
    correcting.amend(*said, evidence="Copied it", reason="I checked", number=1, by=ines)
    debriefing.note(two[1], rating.criterion_id, text="A clear case", agreed="met", version=0, by=mia)
    page = ask(manager, *two)
    (item,) = re.findall(rf'id="criterion-{rating.criterion_id}">.*?</article>', page, re.DOTALL)
    spreads, evidence = item.split("<details")
    assert re.findall(r'class="chip c(\d)"', spreads) == ["2", "4"]
    assert [word in evidence for word in ("Copied it", "A clear case", "We read it as met.")] == [True] * 3


@pytest.mark.parametrize("raters", [1, 6])
def test_queries(manager: Client, opening: Opening, raters: int, ines: User, mia: User) -> None:
    people = UserFactory.create_batch(raters, groups=["Interviewers"])
    for name in ("Kim Doe", "Sam Roe"):
        application = make_application(opening=opening, name=name)
        for card in make_interview(application, people).scorecards.all():
            submit_all(card)
            for rating in card.ratings.of_the_level():
                said = (card.pk, rating.pk, Mark(value=1))
                correcting.amend(*said, evidence="", reason="So", number=1, by=card.interviewer)
                if not rating.criterion.debrief_notes.filter(application=application).exists():
                    note = {"text": "Well", "agreed": "", "version": 0}
                    debriefing.note(application, rating.criterion_id, **note, by=mia)  # type: ignore[arg-type]
    manager.get(address(opening))  # the first sight is an insert of its own
    with queries(24):
        manager.get(address(opening))
