from __future__ import annotations

import re

import pytest
from django.test import Client

from accounts.models import User
from interviews.models import Rating, Scorecard
from tests.factories import make_scorecard, rate_all, submit_all
from tests.interviews.counting import queries
from tests.interviews.views.conftest import SignIn
from tests.interviews.views.posting import (
    BAD_VALUES,
    BAD_VERSIONS,
    EMPTY,
    posted,
    rating_address,
    ratings_of,
    stored,
)

HTMX = {"HX-Request": "true"}


@pytest.fixture
def rating(card: Scorecard) -> Rating:
    return ratings_of(card)[0]


def test_a_click_is_stored_and_answered_in_words(page: Client, card: Scorecard, rating: Rating) -> None:
    response = page.post(rating_address(rating), posted(rating, "3"), headers=HTMX)
    assert response.status_code == 200
    assert stored(card) == [("3", "", "", 1), EMPTY, EMPTY]
    answer = response.content.decode()
    assert re.search(r"Saved \d\d:\d\d", answer)
    assert f'name="{rating.pk}-version" value="1"' in answer
    assert "1 of 3 rated" in answer
    assert "Ability 1: 3, saved" in answer


@pytest.mark.parametrize("value", ["3", "na", ""])
def test_the_answer_is_small_and_replaces_no_control(
    page: Client, card: Scorecard, rating: Rating, value: str
) -> None:
    """An answer that replaced a control would take its focus, and the next click with it."""
    rate_all(card)
    card.ratings.update(evidence="x" * 10_000)
    Rating.objects.filter(pk=rating.pk).update(version=7)
    rating.criterion.name = "A" * 300
    rating.criterion.save(update_fields=["name"])
    response = page.post(rating_address(rating), posted(rating, value, version=7), headers=HTMX)
    assert response.status_code == 200
    assert len(response.content) <= 1_000
    assert not re.search(rb"radio|textarea|<select|<button|<fieldset|<form", response.content)
    assert re.findall(rb"<input[^>]*>", response.content) == [
        f'<input type="hidden" id="version-{rating.pk}" name="{rating.pk}-version" value="8"'
        f' form="sheet" hx-swap-oob="true">'.encode()
    ]


def test_not_assessed_has_its_reason(page: Client, card: Scorecard, rating: Rating) -> None:
    page.post(rating_address(rating), posted(rating, "na", "no_time", "Fire drill"))
    assert stored(card)[0] == ("na", "no_time", "Fire drill", 1)


def test_a_reason_without_not_assessed_is_left_out(page: Client, card: Scorecard, rating: Rating) -> None:
    page.post(rating_address(rating), posted(rating, "2", "no_time"))
    assert stored(card)[0] == ("2", "", "", 1)


def test_line_ends_are_one_kind_so_that_a_repeat_is_a_repeat(
    page: Client, card: Scorecard, rating: Rating
) -> None:
    for evidence in ("one\r\ntwo\rthree", "one\ntwo\nthree"):
        page.post(rating_address(rating), posted(rating, "3", evidence=evidence))
    assert stored(card)[0] == ("3", "", "one\ntwo\nthree", 1)


def test_a_request_that_arrives_twice_counts_once(page: Client, card: Scorecard, rating: Rating) -> None:
    said = {**posted(rating, "3"), "key": "ab" * 16}
    answers = [page.post(rating_address(rating), said).status_code for _ in range(2)]
    late = page.post(rating_address(rating), {**posted(rating, "1"), "key": "ab" * 16})
    assert [*answers, late.status_code] == [200, 200, 200]
    assert stored(card)[0] == ("3", "", "", 1)


@pytest.mark.parametrize("key", ["\0", "x" * 1000, "'; --", "🙈"])
def test_a_key_that_no_page_makes_does_no_harm(
    page: Client, card: Scorecard, rating: Rating, key: str
) -> None:
    response = page.post(rating_address(rating), {**posted(rating, "3"), "key": key})
    assert (response.status_code, stored(card)[0]) == (200, ("3", "", "", 1))


def test_a_conflict_says_what_is_stored_and_offers_to_keep_mine(
    page: Client, card: Scorecard, rating: Rating
) -> None:
    page.post(rating_address(rating), posted(rating, "4"))
    response = page.post(rating_address(rating), posted(rating, "1", version=0), headers=HTMX)
    answer = response.content.decode()
    assert response.status_code == 409
    assert re.search(r"changed elsewhere at \d\d:\d\d to 4", answer)
    assert "Keep what is on this page" in answer
    assert f'{{"{rating.pk}-version": "1"}}' in answer
    assert stored(card)[0] == ("4", "", "", 1)


# What is refused


@pytest.mark.parametrize("value", BAD_VALUES)
def test_a_value_off_the_scale_is_refused(page: Client, card: Scorecard, rating: Rating, value: str) -> None:
    response = page.post(rating_address(rating), posted(rating, value), headers=HTMX)
    assert (response.status_code, stored(card)[0]) == (422, EMPTY)
    assert "Choose 1 to 4, or not assessed." in response.content.decode()


@pytest.mark.parametrize("version", BAD_VERSIONS)
def test_a_version_that_is_none_is_refused(
    page: Client, card: Scorecard, rating: Rating, version: str
) -> None:
    response = page.post(rating_address(rating), posted(rating, "3", version=version), headers=HTMX)
    assert (response.status_code, stored(card)[0]) == (422, EMPTY)
    assert b"Not saved: " in response.content


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"reason": "bored", "value": "na"}, "bored is not one of the available choices"),
        ({"evidence": "x" * 10_001}, "at most 10000 characters"),
        ({"evidence": "a\0b"}, "Null characters are not allowed"),
    ],
)
def test_other_bad_input_is_refused_in_words(
    page: Client, card: Scorecard, rating: Rating, fields: dict[str, str], said: str
) -> None:
    response = page.post(rating_address(rating), posted(rating, **fields), headers=HTMX)
    assert (response.status_code, stored(card)[0]) == (422, EMPTY)
    assert said in response.content.decode()


def test_a_refusal_never_says_markup_again(page: Client, rating: Rating) -> None:
    response = page.post(rating_address(rating), posted(rating, "na", "<img src=x>"), headers=HTMX)
    assert response.status_code == 422
    assert "<img" not in response.content.decode()


def test_ten_thousand_characters_and_any_script_are_stored(
    page: Client, card: Scorecard, rating: Rating
) -> None:
    evidence = ("Ж🙈\u202e'\"<b>\\" * 2_000)[:10_000]
    assert page.post(rating_address(rating), posted(rating, "3", evidence=evidence)).status_code == 200
    assert stored(card)[0] == ("3", "", evidence, 1)


def test_half_a_character_is_replaced(page: Client, card: Scorecard, rating: Rating) -> None:
    """A lone surrogate, as bytes: no database could keep it."""
    body = b"%d-version=0&%d-evidence=a%%ED%%A0%%80b" % (rating.pk, rating.pk)
    response = page.post(rating_address(rating), body, content_type="application/x-www-form-urlencoded")
    assert (response.status_code, stored(card)[0][2]) == (
        200,
        "a\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}b",
    )


def test_fields_that_are_not_asked_for_are_ignored(
    page: Client, card: Scorecard, rating: Rating, mia: User
) -> None:
    extra = {
        "submitted_at": "2030-01-01",
        "interviewer": mia.pk,
        "criterion": 0,
        "last_key": "x",
        "saved_at": "",
    }
    more = {f"{rating.pk}-{name}": value for name, value in extra.items()}
    other = posted(ratings_of(card)[1], "1")
    response = page.post(rating_address(rating), {**posted(rating, "3"), **extra, **more, **other})
    card.refresh_from_db()
    assert response.status_code == 200
    assert (card.submitted_at, str(card.interviewer), stored(card)) == (
        None,
        "Ines Ruiz",
        [("3", "", "", 1), EMPTY, EMPTY],
    )


def test_a_locked_card_is_refused_in_words(page: Client, card: Scorecard, rating: Rating) -> None:
    submit_all(card)
    before = stored(card)
    response = page.post(rating_address(rating), posted(rating, "1", version=1), headers=HTMX)
    assert (response.status_code, stored(card)) == (409, before)
    assert "was submitted on" in response.content.decode()


# Whose it is


@pytest.mark.parametrize("value", ["3", "9"])
def test_strangers_find_nothing(
    signed_in: SignIn,
    card: Scorecard,
    rating: Rating,
    oscar: User,
    mia: User,
    cora: User,
    ada: User,
    value: str,
) -> None:
    for stranger in (oscar, mia, cora, ada):
        response = signed_in(stranger).post(rating_address(rating), posted(rating, value))
        assert (response.status_code, stored(card)[0]) == (404, EMPTY)


@pytest.mark.parametrize("value", ["3", "9"])
def test_a_rating_is_of_its_own_card(
    page: Client, card: Scorecard, rating: Rating, ines: User, mia: User, value: str
) -> None:
    other = ratings_of(make_scorecard(interviewer=ines, manager=mia))[0]
    mixed = rating_address(rating).replace(f"ratings/{rating.pk}/", f"ratings/{other.pk}/")
    assert page.post(mixed, posted(other, value)).status_code == 404
    assert (stored(card)[0], stored(other.scorecard)[0]) == (EMPTY, EMPTY)


@pytest.mark.parametrize("value", ["3", "9"])
@pytest.mark.parametrize("number", [0, 2**63, 10**30])
def test_numbers_that_no_row_has(
    page: Client, card: Scorecard, rating: Rating, number: int, value: str
) -> None:
    said = {f"{number}-value": value, f"{number}-version": "0"}
    assert page.post(f"/scorecards/{card.pk}/ratings/{number}/", said).status_code == 404
    assert page.post(f"/scorecards/{number}/ratings/{rating.pk}/", posted(rating, value)).status_code == 404


def test_who_is_signed_out_gets_401_in_a_fragment(client: Client, card: Scorecard, rating: Rating) -> None:
    response = client.post(rating_address(rating), posted(rating, "3"), headers=HTMX)
    assert (response.status_code, response["HX-Trigger"], response.content) == (401, "session-expired", b"")
    assert stored(card)[0] == EMPTY


def test_reading_is_no_way_to_rate(page: Client, rating: Rating) -> None:
    assert page.get(rating_address(rating), posted(rating, "3")).status_code == 405


@pytest.mark.parametrize("must_haves", [4, 7, 25])
def test_queries(signed_in: SignIn, ines: User, mia: User, must_haves: int) -> None:
    rating = ratings_of(make_scorecard(interviewer=ines, manager=mia, must_haves=must_haves))[0]
    page = signed_in(ines)
    with queries(6):
        page.post(rating_address(rating), posted(rating, "3"), headers=HTMX)
