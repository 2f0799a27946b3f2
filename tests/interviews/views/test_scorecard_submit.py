from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from interviews.models import Scorecard
from tests.factories import rate_all, submit_all
from tests.interviews.views.conftest import SignIn
from tests.interviews.views.posting import EMPTY, posted, ratings_of, stored, submit_address


def is_locked(card: Scorecard) -> bool:
    return Scorecard.objects.submitted().filter(pk=card.pk).exists()


def complete(card: Scorecard, **changes: str) -> dict[str, str]:
    """Every criterion met, with a note; ``changes`` are to the first."""
    said: dict[str, Any] = {"value": "3", "evidence": "Did it"}
    marks = [{**said, **changes}, said, said]
    return {
        name: text
        for rating, mark in zip(ratings_of(card), marks, strict=True)
        for name, text in posted(rating, **mark).items()
    }


def test_what_is_on_the_page_is_saved_and_locked(page: Client, card: Scorecard) -> None:
    response = page.post(submit_address(card), complete(card), follow=True)
    assert response.redirect_chain == [(card.interview.application.get_absolute_url(), 302)]
    assert b"Submitted and locked." in response.content
    assert is_locked(card)
    assert stored(card) == [("3", "", "Did it", 1)] * 3


def test_what_was_saved_before_is_enough(page: Client, card: Scorecard) -> None:
    rate_all(card)
    page.post(submit_address(card))
    assert is_locked(card)


@pytest.mark.parametrize(
    ("changes", "gap"),
    [
        ({"value": ""}, "rate it, or say that it was not assessed"),
        ({"value": "na"}, "say why it was not assessed"),
        ({"value": "1", "evidence": ""}, "say what they said or did (needed for a 1)"),
        ({"value": "4", "evidence": " \n\t "}, "say what they said or did (needed for a 4)"),
    ],
)
def test_a_gap_is_said_at_the_top_with_a_link_and_the_rest_is_saved(
    page: Client, card: Scorecard, changes: dict[str, str], gap: str
) -> None:
    first = ratings_of(card)[0]
    response = page.post(submit_address(card), complete(card, **changes))
    said = response.content.decode()
    assert (response.status_code, is_locked(card)) == (422, False)
    assert "1 criterion to look at before this can be submitted" in said
    assert f'<li><a href="#criterion-{first.pk}">Ability 1</a>: {gap}</li>' in said
    assert f"Still missing: {gap}." in said
    assert stored(card)[1:] == [("3", "", "Did it", 1)] * 2


def test_a_page_with_gaps_can_be_completed_and_submitted(page: Client, card: Scorecard) -> None:
    lines = page.post(submit_address(card), complete(card, value="")).context["sheet"].lines
    now = {f"{line.rating.pk}-version": str(line.version) for line in lines}
    page.post(submit_address(card), {**complete(card), **now})
    assert is_locked(card)


def test_an_empty_card_names_every_criterion(page: Client, card: Scorecard) -> None:
    response = page.post(submit_address(card))
    assert (response.status_code, is_locked(card)) == (422, False)
    assert [line.criterion.name for line in response.context["sheet"].open_lines] == [
        "Ability 1",
        "Ability 2",
        "Ability 4",
    ]
    assert b"3 criteria to look at" in response.content


def test_bad_input_submits_nothing(page: Client, card: Scorecard) -> None:
    rate_all(card)
    before = stored(card)
    response = page.post(submit_address(card), complete(card, value="9", version="1"))
    assert (response.status_code, is_locked(card), stored(card)) == (422, False, before)


def test_a_conflict_submits_nothing_and_keeps_mine(page: Client, card: Scorecard) -> None:
    mine = complete(card, evidence="Mine")
    rate_all(card, evidence="Theirs")
    response = page.post(submit_address(card), mine)
    assert (response.status_code, is_locked(card)) == (409, False)
    assert [line.evidence for line in response.context["sheet"].lines] == ["Mine", "Did it", "Did it"]
    assert [line.conflict is not None for line in response.context["sheet"].lines] == [True] * 3


def test_a_second_click_on_submit_is_told_so(page: Client, card: Scorecard) -> None:
    submit_all(card)
    response = page.post(submit_address(card), follow=True)
    assert response.redirect_chain == [(card.get_absolute_url(), 302)]
    assert "was submitted on" in response.content.decode()


def test_strangers_submit_nothing(
    signed_in: SignIn, card: Scorecard, oscar: User, mia: User, cora: User, ada: User
) -> None:
    rate_all(card)
    for stranger in (oscar, mia, cora, ada):
        assert signed_in(stranger).post(submit_address(card)).status_code == 404
    assert not is_locked(card)


def test_who_signs_in_on_the_way_comes_back_to_the_sheet(page: Client, card: Scorecard) -> None:
    """The sign-in page sends people to the address they came from, and that asks for a post."""
    response = page.get(submit_address(card))
    assert (response.status_code, response["Location"]) == (302, card.get_absolute_url())
    assert (is_locked(card), stored(card)) == (False, [EMPTY] * 3)
