"""What is saved as one goes: marks, evidence, the note for the next interviewer."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from interviews import scoring
from interviews.models import Rating, Scorecard
from tests.factories import make_scorecard, submit_all
from tests.interviews.counting import queries
from tests.interviews.views.conftest import SignIn
from tests.interviews.views.posting import BAD_VALUES, BAD_VERSIONS, EMPTY, entry_address, ratings_of, stored
from tests.keeping import kept

SCRIPT = {"Accept": "application/json"}
SLOTS = ["rating_set", "evidence_set", "handover_set"]
KEY = "ab" * 16


@kept
def rating(card: Scorecard) -> Rating:
    return ratings_of(card)[0]


def said(name: str, content: str = "3", version: int | str = 0, **more: str) -> dict[str, str]:
    """The fields of an entry: what the field holds is called by what it is."""
    field = {"value": content, "reason": ""} if name == "rating_set" else {"text": content}
    return {**field, "version": str(version), **more}


def send(page: Client, rating: Rating, name: str, *args: Any, **more: Any) -> Any:
    return page.post(entry_address(rating, name), said(name, *args, **more), headers=SCRIPT)


def content(rating: Rating, name: str) -> tuple[str, int]:
    row = Rating.objects.select_related("scorecard").get(pk=rating.pk)
    return {
        "rating_set": (row.choice, row.version),
        "evidence_set": (row.evidence, row.evidence_version),
        "handover_set": (row.scorecard.handover, row.scorecard.handover_version),
    }[name]


@pytest.mark.parametrize("name", SLOTS)
def test_an_entry_is_stored_and_acknowledged(page: Client, rating: Rating, name: str) -> None:
    response = send(page, rating, name)
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    answer = response.json()
    assert re.fullmatch(r"\d\d:\d\d", answer.pop("saved_at"))
    assert answer == {"version": 1}
    assert content(rating, name) == ("3", 1)


@pytest.mark.parametrize("name", SLOTS)
def test_each_is_stored_without_the_others(page: Client, rating: Rating, name: str) -> None:
    send(page, rating, name)
    assert {other: content(rating, other) for other in SLOTS if other != name} == {
        other: ("", 0) for other in SLOTS if other != name
    }


def test_not_assessed_has_its_reason(page: Client, card: Scorecard, rating: Rating) -> None:
    send(page, rating, "rating_set", "na", reason="no_time")
    assert stored(card)[0] == ("na", "no_time", 1, "", 0)


def test_a_reason_without_not_assessed_is_left_out(page: Client, card: Scorecard, rating: Rating) -> None:
    send(page, rating, "rating_set", "2", reason="no_time")
    assert stored(card)[0] == ("2", "", 1, "", 0)


@pytest.mark.parametrize("name", SLOTS[1:])
def test_line_ends_are_one_kind_so_that_a_repeat_is_a_repeat(page: Client, rating: Rating, name: str) -> None:
    for text in ("one\r\ntwo\rthree", "one\ntwo\nthree"):
        send(page, rating, name, text)
    assert content(rating, name) == ("one\ntwo\nthree", 1)


@pytest.mark.parametrize("name", SLOTS)
def test_a_request_that_arrives_again_counts_once_and_is_answered_the_same(
    page: Client, rating: Rating, name: str
) -> None:
    answers = [send(page, rating, name, key=KEY).content for _ in range(3)]
    assert answers == [answers[0]] * 3
    assert content(rating, name) == ("3", 1)


@pytest.mark.parametrize("name", SLOTS)
def test_a_key_for_something_else_is_refused(page: Client, rating: Rating, name: str) -> None:
    send(page, rating, name, key=KEY)
    response = send(page, rating, name, "1", key=KEY)
    assert (response.status_code, response.json()) == (
        422,
        {"errors": ["This was sent before with something else in it."]},
    )
    assert content(rating, name) == ("3", 1)


@pytest.mark.parametrize("key", ["\0", "x" * 1000, "'; --", "🙈", "AB" * 16, "a" * 65])
def test_a_key_that_no_page_makes_is_refused(page: Client, rating: Rating, key: str) -> None:
    response = send(page, rating, "rating_set", key=key)
    assert (response.status_code, content(rating, "rating_set")) == (422, ("", 0))


@pytest.mark.parametrize("name", SLOTS)
def test_a_conflict_says_what_is_stored(page: Client, rating: Rating, name: str) -> None:
    send(page, rating, name, "4")
    response = send(page, rating, name, "1")
    answer = response.json()["theirs"]
    assert response.status_code == 409
    assert re.fullmatch(r"\d\d:\d\d", answer.pop("saved_at"))
    mine = {"value": "4", "reason": ""} if name == "rating_set" else {"text": "4"}
    assert answer == {**mine, "version": 1}
    assert content(rating, name) == ("4", 1)
    assert send(page, rating, name, "1", version=1).json()["version"] == 2


# What is refused


@pytest.mark.parametrize("value", BAD_VALUES)
def test_a_value_off_the_scale_is_refused(page: Client, card: Scorecard, rating: Rating, value: str) -> None:
    response = send(page, rating, "rating_set", value)
    assert (response.status_code, stored(card)[0]) == (422, EMPTY)
    assert response.json() == {"errors": ["Choose 1 to 4, or not assessed."]}


@pytest.mark.parametrize("name", SLOTS)
@pytest.mark.parametrize("version", BAD_VERSIONS)
def test_a_version_that_is_none_is_refused(page: Client, rating: Rating, version: str, name: str) -> None:
    response = send(page, rating, name, version=version)
    assert (response.status_code, content(rating, name)) == (422, ("", 0))
    assert len(response.json()["errors"]) == 1


@pytest.mark.parametrize(
    ("name", "fields", "words"),
    [
        ("rating_set", {"reason": "bored", "value": "na"}, "bored is not one of the available choices"),
        ("evidence_set", {"text": "x" * 10_001}, "at most 10000 characters"),
        ("evidence_set", {"text": "a\0b"}, "Null characters are not allowed"),
        ("handover_set", {"text": "x" * 10_001}, "at most 10000 characters"),
        ("handover_set", {"text": "a\0b"}, "Null characters are not allowed"),
    ],
)
def test_other_bad_input_is_refused_in_words(
    page: Client, rating: Rating, name: str, fields: dict[str, str], words: str
) -> None:
    response = page.post(entry_address(rating, name), {**said(name), **fields}, headers=SCRIPT)
    assert (response.status_code, content(rating, name)) == (422, ("", 0))
    assert words in response.json()["errors"][0]


@pytest.mark.parametrize("name", SLOTS[1:])
def test_ten_thousand_characters_and_any_script_are_stored(page: Client, rating: Rating, name: str) -> None:
    text = ("Ж🙈\u202e'\"<b>\\" * 2_000)[:10_000]
    assert send(page, rating, name, text).status_code == 200
    assert content(rating, name) == (text, 1)


def test_half_a_character_is_replaced(page: Client, rating: Rating) -> None:
    """A lone surrogate, as bytes: no database could keep it."""
    address = entry_address(rating, "evidence_set")
    body = b"version=0&text=a%ED%A0%80b"
    page.post(address, body, content_type="application/x-www-form-urlencoded")
    assert content(rating, "evidence_set") == (f"a{chr(0xFFFD) * 3}b", 1)


def test_fields_that_are_not_asked_for_are_ignored(
    page: Client, card: Scorecard, rating: Rating, mia: User
) -> None:
    extra = {"submitted_at": "2030-01-01", "interviewer": str(mia.pk), "criterion": "0", "last_key": "x"}
    more = {f"{ratings_of(card)[1].pk}-value": "1", "text": "Evidence", "saved_at": ""}
    response = send(page, rating, "rating_set", **extra, **more)
    card.refresh_from_db()
    assert response.status_code == 200
    assert (card.submitted_at, str(card.interviewer)) == (None, "Ines Ruiz")
    assert stored(card) == [("3", "", 1, "", 0), EMPTY, EMPTY]


@pytest.mark.parametrize("name", SLOTS)
@pytest.mark.parametrize(
    ("close", "words"),
    [
        (submit_all, "was submitted on"),
        (lambda card: scoring.recuse(card.pk, by=card.interviewer, reason="x"), "took yourself out"),
    ],
)
def test_a_locked_card_is_refused_in_words(
    page: Client, card: Scorecard, rating: Rating, name: str, close: Any, words: str
) -> None:
    close(card)
    before = content(rating, name)
    response = send(page, rating, name, "1", version=before[1])
    assert (response.status_code, content(rating, name)) == (409, before)
    assert words in response.json()["locked"]


# Whose it is


@pytest.mark.parametrize("name", SLOTS)
@pytest.mark.parametrize("version", ["0", "nine"])
def test_strangers_find_nothing(
    signed_in: SignIn,
    rating: Rating,
    oscar: User,
    mia: User,
    cora: User,
    ada: User,
    name: str,
    version: str,
) -> None:
    for stranger in (oscar, mia, cora, ada):
        response = send(signed_in(stranger), rating, name, version=version)
        assert (response.status_code, content(rating, name)) == (404, ("", 0))


@pytest.mark.parametrize("name", SLOTS[:2])
@pytest.mark.parametrize("version", ["0", "nine"])
def test_a_rating_is_of_its_own_card(
    page: Client, rating: Rating, ines: User, mia: User, name: str, version: str
) -> None:
    other = ratings_of(make_scorecard(interviewer=ines, manager=mia))[0]
    mixed = entry_address(rating, name).replace(f"ratings/{rating.pk}/", f"ratings/{other.pk}/")
    assert page.post(mixed, said(name, version=version)).status_code == 404
    assert (content(rating, name), content(other, name)) == (("", 0), ("", 0))


@pytest.mark.parametrize("version", ["0", "nine"])
@pytest.mark.parametrize("number", [0, 2**63, 10**30])
def test_numbers_that_no_row_has(page: Client, rating: Rating, number: int, version: str) -> None:
    for name in SLOTS:
        address = entry_address(rating, name)
        wrong = [address.replace(f"/scorecards/{rating.scorecard_id}/", f"/scorecards/{number}/")]
        wrong += [address.replace(f"/ratings/{rating.pk}/", f"/ratings/{number}/")] * (name != "handover_set")
        assert {page.post(one, said(name, version=version)).status_code for one in wrong} == {404}


def test_who_is_signed_out_is_told_so(client: Client, rating: Rating) -> None:
    for name in SLOTS:
        response = send(client, rating, name)
        assert (response.status_code, response.json()) == (401, {"reason": "signed-out"})
        assert content(rating, name) == ("", 0)


@pytest.mark.parametrize("name", SLOTS)
def test_nothing_is_stored_in_the_name_of_somebody_else(
    page: Client, signed_in: SignIn, rating: Rating, ines: User, oscar: User, name: str
) -> None:
    """Two people share a browser: the page of one is still open when the other has signed in."""
    for person in (oscar.outbox_id, "", "x" * 1000):
        response = send(page, rating, name, person=person)
        assert (response.status_code, response.json()) == (401, {"reason": "another-person"})
    response = send(signed_in(oscar), rating, name, person=ines.outbox_id)
    assert (response.status_code, content(rating, name)) == (401, ("", 0))
    assert send(page, rating, name, person=ines.outbox_id).status_code == 200


def test_reading_is_no_way_to_rate(page: Client, rating: Rating) -> None:
    for name in SLOTS:
        assert page.get(entry_address(rating, name), said(name)).status_code == 405


@pytest.mark.parametrize("name", SLOTS)
@pytest.mark.parametrize("must_haves", [4, 25])
def test_queries(signed_in: SignIn, ines: User, mia: User, must_haves: int, name: str) -> None:
    rating = ratings_of(make_scorecard(interviewer=ines, manager=mia, must_haves=must_haves))[0]
    page = signed_in(ines)
    with queries(5):
        send(page, rating, name)
