"""The next level on the pages of a scorecard: offered, saved, never demanded."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import User
from interviews import correcting, scoring
from interviews.models import Rating, Scorecard
from interviews.scoring import Mark
from tests.factories import enter, make_application, rate_all, rate_next_level
from tests.interviews.counting import queries
from tests.interviews.ladders import give_card, make_search
from tests.interviews.views.conftest import SignIn
from tests.interviews.views.posting import entry_address, posted, submit_address
from tests.keeping import kept

UNREAD = "Not read, because the rating above is not a 3 or 4."


@kept
def card(ines: User, mia: User) -> Scorecard:
    """On SQL and Python with something beneath, Cloud (AWS) without, Cloud (Azure) with."""
    return give_card(make_application(opening=make_search(by=mia)), ines)


@pytest.fixture
def page(signed_in: SignIn, ines: User) -> Client:
    return signed_in(ines)


def above(card: Scorecard, name: str = "SQL") -> Rating:
    return card.ratings.select_related("criterion").get(criterion__beneath__name=name)


def text(response: Any) -> str:
    return str(response.content.decode())


def offers(said: str) -> list[bool]:
    """Of every offer on the page, whether it stands open."""
    return [bool(is_open) for is_open in re.findall(r'<details class="offer"( open)?>', said)]


def test_it_is_folded_beneath_its_criterion_and_names_the_level(page: Client, card: Scorecard) -> None:
    said = text(page.get(card.get_absolute_url()))
    assert said.count("Only after a 3 or 4: at the next level, Senior") == 3
    assert offers(said) == [False] * 3
    names = re.findall(r'<fieldset class="crit[^>]*aria-label="([^"]*)"', said)
    assert names == [
        *("SQL, must-have", "SQL, next level"),
        *("Python, must-have", "Python, next level"),
        "Cloud (AWS), must-have",
        *("Cloud (Azure), must-have", "Cloud (Azure), next level"),
    ]
    assert "<span data-done>0</span> of 4 rated" in said
    assert said.count("data-must-have") == 4


def test_what_was_said_stands_open(page: Client, card: Scorecard) -> None:
    rate_next_level(card, "Python", 3)
    enter(above(card, "Cloud (Azure)"), scoring.Evidence(evidence="Moved two teams over"))
    assert offers(text(page.get(card.get_absolute_url()))) == [False, True, True]


def test_a_click_is_saved_as_any_other(page: Client, card: Scorecard) -> None:
    rating = above(card)
    said = {"version": "0", "key": "a" * 32, "person": card.interviewer.outbox_id}
    answers = [
        page.post(entry_address(rating), {**said, "value": "4"}),
        page.post(entry_address(rating), {**said, "value": "4"}),  # sent twice
        page.post(entry_address(rating, "evidence_set"), {**said, "text": "Led it"}),
        page.post(entry_address(rating), {**said, "value": "2", "key": "b" * 32}),  # of an old page
    ]
    assert [(answer.status_code, answer.json().get("version")) for answer in answers] == [
        *((200, 1), (200, 1), (200, 1), (409, None))
    ]
    rating.refresh_from_db()
    assert (rating.value, rating.evidence, rating.version) == (4, "Led it", 1)


def test_a_sheet_saves_it_and_a_bad_value_loses_nothing(page: Client, card: Scorecard) -> None:
    base = card.ratings.get(criterion__name="SQL", criterion__beneath=None)
    refused = page.post(
        card.get_absolute_url(), {**posted(base, "3"), **posted(above(card), "7", evidence="Both")}
    )
    assert (refused.status_code, offers(text(refused))) == (422, [True, False, False])
    assert ">Both</textarea>" in text(refused)
    assert "criterion to look at" in text(refused)
    saved = {**posted(base, "3"), **posted(above(card), "na", evidence="Both")}
    assert page.post(card.get_absolute_url(), saved).status_code == 302
    assert [(one.choice, one.evidence) for one in card.ratings.in_order()[:2]] == [("3", ""), ("na", "Both")]


def test_two_tabs_are_told_of_each_other(page: Client, card: Scorecard) -> None:
    mine = posted(above(card), "4")
    rate_next_level(card, "SQL", 2)
    refused = page.post(card.get_absolute_url(), mine)
    assert (refused.status_code, offers(text(refused))) == (409, [True, False, False])
    assert "changed elsewhere to 2" in text(refused)
    assert above(card).value == 2


@pytest.mark.parametrize("value", [None, 1, 4])
def test_submitting_never_asks_for_it(page: Client, card: Scorecard, value: int | None) -> None:
    rate_all(card, 3, evidence="")
    if value:
        rate_next_level(card, "SQL", value)
    else:
        enter(above(card), Mark(is_not_assessed=True))
    shown = page.get(submit_address(card))
    assert shown.status_code == 200
    assert "<h1>Submit this scorecard?</h1>" in text(shown)
    assert "4 criteria." in text(shown)
    answer = page.post(submit_address(card), {"seen": shown.context["progress"].state})
    assert answer.status_code == 302
    assert Scorecard.objects.submitted().filter(pk=card.pk).exists()


def test_who_confirms_has_seen_it(page: Client, card: Scorecard) -> None:
    """A value for the next level that came in between is shown before the card is locked."""
    rate_all(card)
    seen = page.get(submit_address(card)).context["progress"].state
    rate_next_level(card, "SQL", 4)
    assert page.post(submit_address(card), {"seen": seen}).status_code == 409
    assert not Scorecard.objects.submitted().exists()


def given(said: str) -> list[str]:
    return [
        " ".join(re.sub("<[^>]*>", " ", one).split())
        for one in re.findall(r'<article class="crit given.*?</article>', said, re.DOTALL)
    ]


def test_what_was_said_is_on_the_confirm_page_and_the_locked_card(page: Client, card: Scorecard) -> None:
    rate_all(card, [3, 2, 3, 4], evidence="Said so")
    rate_next_level(card, "SQL", 3, "Tuned the planner")
    rate_next_level(card, "Python", 4)
    confirm = given(text(page.get(submit_address(card))))
    scoring.submit(card.pk, by=card.interviewer)
    locked = given(text(page.get(card.get_absolute_url())))
    for shown in (confirm, locked):
        heads = [" ".join(one.split(" as ")[0].split()) for one in shown]
        assert heads == [
            *("SQL Must-have", "SQL Next level: Senior"),
            *("Python Must-have", "Python Next level: Senior"),
            *("Cloud (AWS) Must-have", "Cloud (Azure) Must-have"),
        ]
        assert "Tuned the planner" in shown[1]
        assert [UNREAD in one for one in shown] == [False, False, False, True, False, False]


def test_an_amendment_of_it_says_what_it_is_about(page: Client, card: Scorecard) -> None:
    rate_all(card)
    rating = rate_next_level(card, "SQL", 3)
    scoring.submit(card.pk, by=card.interviewer)
    address = reverse("interviews:rating_amend", args=[card.pk, rating.pk])
    assert "Amend SQL, next level</h1>" in text(page.get(address))
    mark, reason = Mark(value=2), "Mixed up"
    correcting.amend(card.pk, rating.pk, mark, evidence="", reason=reason, number=1, by=card.interviewer)
    assert "Mixed up" in given(text(page.get(card.get_absolute_url())))[1]


def lines(answer: Any) -> list[str]:
    return "\n".join(one.extract_text() for one in PdfReader(BytesIO(answer.content)).pages).splitlines()


def test_on_paper(page: Client, card: Scorecard) -> None:
    rate_all(card, [3, 2, 3, 4], evidence="")
    rate_next_level(card, "SQL", 3, "Tuned the planner")
    rate_next_level(card, "Python", 4)
    printed = lines(page.get(reverse("interviews:scorecard_pdf", args=[card.pk])))
    first = printed.index("SQL")
    assert printed[first : first + 9] == [
        *("SQL", "Must-have 3 · Meets the level"),
        *("SQL", "Next level: Senior 3 · Meets the level", "Tuned the planner"),
        *("Python", "Must-have 2 · Partly there", "Python"),
        "Next level: Senior (not read, because the rating above is not a 3 or 4) 4 · Above the level",
    ]


@pytest.mark.parametrize("number", [1, 12])
def test_queries(signed_in: SignIn, ines: User, mia: User, number: int) -> None:
    names = [f"Skill {n}" for n in range(number)]
    search = make_search(by=mia, levels={"Mid": names, "Senior": names})
    card = give_card(make_application(opening=search), ines)
    rate_all(card)
    for name in names:
        rate_next_level(card, name, 3, "Well")
    browser = signed_in(ines)
    with queries(7):
        said = text(browser.get(card.get_absolute_url()))
    assert offers(said) == [True] * number
