from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from interviews import deciding
from interviews.models import Amendment, FirstSight, Rating, Scorecard
from tests.factories import rate_all, submit_all
from tests.interviews.counting import queries
from tests.interviews.views.conftest import SignIn
from tests.interviews.views.posting import ratings_of
from tests.keeping import kept


@kept
def rating(card: Scorecard) -> Rating:
    """Of Ines's submitted card: a 3."""
    submit_all(card, 3, "Said so\nat once")
    return ratings_of(card)[0]


def address(rating: Rating) -> str:
    return reverse("interviews:rating_amend", args=[rating.scorecard_id, rating.pk])


def said(**other: str) -> dict[str, str]:
    return {"value": "2", "evidence": "Needed hints", "reason": "Mixed up", "number": "1", **other}


def text(response: Any) -> str:
    return str(response.content.decode())


def stored() -> list[tuple[int, str, str, str]]:
    rows = Amendment.objects.values_list("number", "value", "evidence", "reason")
    return [(number, str(value), evidence, reason) for number, value, evidence, reason in rows]


def test_the_page_shows_what_was_submitted_and_chooses_nothing(page: Client, rating: Rating) -> None:
    shown = text(page.get(address(rating)))
    assert "<title>Amend Ability 1 · Rolecard</title>" in shown
    assert '<span class="chip c3">3</span> Said so' in shown
    assert " checked" not in shown
    assert "had seen the others" not in shown


def test_it_is_added_and_shown_on_ones_own_card(page: Client, rating: Rating) -> None:
    answer = page.post(address(rating), said(evidence="Needed\r\nhints"), follow=True)
    assert answer.redirect_chain == [(rating.scorecard.get_absolute_url(), 302)]
    assert "Amended. Your first rating stays beside it." in text(answer)
    assert stored() == [(1, "2", "Needed\nhints", "Mixed up")]
    assert "Mixed up" in text(page.get(address(rating)))


def test_a_double_click_adds_one(page: Client, rating: Rating) -> None:
    for _ in range(2):
        assert page.post(address(rating), said()).status_code == 302
    assert len(stored()) == 1


def test_a_conflict_shows_the_other_and_keeps_what_was_typed(page: Client, rating: Rating) -> None:
    page.post(address(rating), said(reason="From the other tab"))
    answer = page.post(address(rating), said(value="4", reason="From this tab"))
    shown = text(answer)
    assert (answer.status_code, len(stored())) == (409, 1)
    assert "This rating was amended elsewhere meanwhile." in shown
    assert "From the other tab" in shown
    assert "From this tab</textarea>" in shown
    assert 'name="number" value="2"' in shown
    page.post(address(rating), said(value="4", reason="From this tab", number="2"))
    assert [number for number, *_ in stored()] == [1, 2]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"reason": ""}, "This field is required."),
        ({"reason": "  "}, "This field is required."),
        ({"value": ""}, "This field is required."),
        ({"value": "5"}, "Select a valid choice."),
        ({"value": "na"}, "Say why it was not assessed."),
        ({"value": "na", "not_assessed_reason": "bored"}, "Select a valid choice."),
        ({"evidence": "x" * 10_001}, "at most 10000 characters"),
        ({"reason": "a\0b"}, "Null characters are not allowed."),
        ({"number": "0"}, "Open this page anew from your scorecard"),
        ({"number": "9" * 30}, "Open this page anew from your scorecard"),
    ],
)
def test_bad_input_is_named_and_loses_nothing(
    page: Client, rating: Rating, wrong: dict[str, str], words: str
) -> None:
    answer = page.post(address(rating), said(**wrong))
    assert (answer.status_code, stored()) == (422, [])
    assert words in text(answer)
    assert ("Needed hints</textarea>" in text(answer)) is ("evidence" not in wrong)


def test_as_many_characters_as_fit_whatever_ends_the_lines(page: Client, rating: Rating) -> None:
    assert page.post(address(rating), said(evidence="a\r\n" * 5_000)).status_code == 302


def test_it_says_that_others_had_been_seen(page: Client, rating: Rating, ines: User) -> None:
    FirstSight.objects.create(application=rating.scorecard.interview.application, person=ines)
    assert "had seen the others" in text(page.get(address(rating)))
    page.post(address(rating), said())
    assert Amendment.objects.get().had_seen_others
    assert "having seen others’ ratings" in text(page.get(address(rating)))


def test_a_draft_is_changed_and_not_amended(page: Client, card: Scorecard) -> None:
    rate_all(card)
    for answer in (
        page.get(address(ratings_of(card)[0]), follow=True),
        page.post(address(ratings_of(card)[0]), said(), follow=True),
    ):
        assert answer.redirect_chain == [(card.get_absolute_url(), 302)]
        assert "A scorecard is amended once it is submitted." in text(answer)
    assert stored() == []


def test_after_the_decision_it_is_still_kept(page: Client, rating: Rating, mia: User) -> None:
    application = rating.scorecard.interview.application
    deciding.decide(application, by=mia, outcome="no_hire", reason="Not yet.")
    assert page.post(address(rating), said()).status_code == 302
    assert len(stored()) == 1


def test_strangers_find_nothing(
    signed_in: SignIn, rating: Rating, oscar: User, mia: User, cora: User, ada: User
) -> None:
    for stranger in (oscar, mia, cora, ada):
        browser = signed_in(stranger)
        got = [browser.get(address(rating)), browser.post(address(rating), said())]
        assert [answer.status_code for answer in got] == [404, 404]
    assert stored() == []


def test_a_rating_of_another_card_is_not_found(page: Client, rating: Rating) -> None:
    wrong = reverse("interviews:rating_amend", args=[rating.scorecard_id + 1, rating.pk])
    assert page.post(wrong, said()).status_code == 404


def test_what_people_wrote_stays_text(page: Client, rating: Rating) -> None:
    page.post(address(rating), said(reason="<script>alert(1)</script>"))
    assert "<script>alert" not in text(page.get(address(rating)))


@pytest.mark.parametrize("number", [1, 12])
def test_queries(page: Client, rating: Rating, number: int) -> None:
    for n in range(1, number + 1):
        page.post(address(rating), said(number=str(n), reason=f"Because of {n}"))
    assert len(stored()) == number
    with queries(5):
        page.get(address(rating))
