from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from interviews import scoring
from interviews.models import Scorecard
from tests.factories import enter, make_scorecard, rate_all, submit_all
from tests.interviews.counting import queries
from tests.interviews.views.conftest import SignIn
from tests.interviews.views.posting import posted, ratings_of, stored, submit_address


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


def save(page: Client, card: Scorecard, **changes: str) -> Any:
    """As the button does it."""
    return page.post(card.get_absolute_url(), {**complete(card, **changes), "then": "submit"})


def seen(page: Client, card: Scorecard) -> dict[str, str]:
    """What the page that asks for confirmation posts."""
    found = re.search(r'name="seen" value="([^"]+)"', page.get(submit_address(card)).content.decode())
    assert found
    return {"seen": found[1]}


def test_what_is_on_the_page_is_saved_shown_once_more_and_locked(page: Client, card: Scorecard) -> None:
    response = save(page, card)
    assert (response.status_code, response["Location"], is_locked(card)) == (302, submit_address(card), False)
    assert stored(card) == [("3", "", 1, "Did it", 1)] * 3
    asked = page.get(submit_address(card)).content.decode()
    assert "Submit this scorecard?" in asked
    assert asked.count("Did it") == asked.count("Meets the level") == 3
    done = page.post(submit_address(card), seen(page, card), follow=True)
    assert done.redirect_chain == [(card.interview.application.get_absolute_url(), 302)]
    assert b"Submitted and locked." in done.content
    assert is_locked(card)
    assert stored(card) == [("3", "", 1, "Did it", 1)] * 3


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
    save(page, card, **changes)
    response = page.get(submit_address(card))
    said = response.content.decode()
    assert (response.status_code, is_locked(card)) == (422, False)
    assert "1 criterion to look at before this can be submitted" in said
    assert f'<li><a href="#criterion-{first.pk}">Ability 1</a>: {gap}</li>' in said
    assert f"Still missing: {gap}." in said
    assert stored(card)[1:] == [("3", "", 1, "Did it", 1)] * 2


def test_a_page_with_gaps_can_be_completed_and_submitted(page: Client, card: Scorecard) -> None:
    save(page, card, value="")
    lines = page.get(submit_address(card)).context["sheet"].lines
    now = {f"{line.rating.pk}-version": str(line.version) for line in lines}
    now |= {f"{line.rating.pk}-evidence-version": str(line.evidence_version) for line in lines}
    page.post(card.get_absolute_url(), {**complete(card), **now})
    page.post(submit_address(card), seen(page, card))
    assert is_locked(card)


def test_an_empty_card_names_every_criterion(page: Client, card: Scorecard) -> None:
    for response in (
        page.get(submit_address(card)),
        page.post(submit_address(card), {"seen": "0.0-0.0-0.0"}),
    ):
        assert (response.status_code, is_locked(card)) == (422, False)
        assert [line.criterion.name for line in response.context["sheet"].open_lines] == [
            "Ability 1",
            "Ability 2",
            "Ability 4",
        ]
        assert b"3 criteria to look at" in response.content


@pytest.mark.parametrize("said", [{}, {"seen": ""}, {"seen": "1.1-1.1-1.1"}, {"seen": "x" * 10_000}])
def test_only_what_was_shown_is_locked(page: Client, card: Scorecard, said: dict[str, str]) -> None:
    rate_all(card)
    enter(ratings_of(card)[0], scoring.Mark(value=4), version=1)
    response = page.post(submit_address(card), said)
    assert (response.status_code, is_locked(card)) == (409, False)
    assert b"Something was changed elsewhere since you looked." in response.content
    page.post(submit_address(card), seen(page, card))
    assert is_locked(card)


def test_bad_input_is_not_submitted(page: Client, card: Scorecard) -> None:
    rate_all(card)
    before = stored(card)
    response = save(page, card, value="9", version="1")
    assert (response.status_code, is_locked(card), stored(card)) == (422, False, before)


def test_a_conflict_submits_nothing_and_keeps_mine(page: Client, card: Scorecard) -> None:
    mine = {**complete(card, evidence="Mine"), "then": "submit"}
    rate_all(card, 4, evidence="Theirs")
    response = page.post(card.get_absolute_url(), mine)
    assert (response.status_code, is_locked(card)) == (409, False)
    assert [line.evidence for line in response.context["sheet"].lines] == ["Mine", "Did it", "Did it"]
    assert [line.conflict is not None for line in response.context["sheet"].lines] == [True] * 3


def test_a_second_click_on_submit_leads_to_the_locked_card(page: Client, card: Scorecard) -> None:
    submit_all(card)
    response = page.post(submit_address(card), {"seen": "1.1-1.1-1.1"}, follow=True)
    assert response.redirect_chain == [(card.get_absolute_url(), 302)]
    assert "and locked. What you wrote stays" in response.content.decode()


def test_strangers_submit_nothing(
    signed_in: SignIn, card: Scorecard, oscar: User, mia: User, cora: User, ada: User
) -> None:
    rate_all(card)
    for stranger in (oscar, mia, cora, ada):
        browser = signed_in(stranger)
        answers = [browser.get(submit_address(card)), browser.post(submit_address(card), {"seen": "1.1"})]
        assert [answer.status_code for answer in answers] == [404, 404]
    assert not is_locked(card)


@pytest.mark.parametrize("must_haves", [4, 25])
def test_queries(signed_in: SignIn, ines: User, mia: User, must_haves: int) -> None:
    card = make_scorecard(interviewer=ines, manager=mia, must_haves=must_haves)
    rate_all(card)
    browser = signed_in(ines)
    with queries(5):
        browser.get(submit_address(card))
