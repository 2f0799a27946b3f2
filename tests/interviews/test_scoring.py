from __future__ import annotations

from contextlib import nullcontext, suppress
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from interviews import scoring
from interviews.choices import CriterionKind
from interviews.models import Criterion, Rating, RatingConflict, RatingsMissing, Scorecard, ScorecardLocked
from interviews.scoring import Entry, Mark
from tests.factories import NO_TIME, make_scorecard, rate_all, submit_all
from tests.interviews.threads import together

in_threads = pytest.mark.django_db(transaction=True, serialized_rollback=True)
FOUR = Mark(value=4, evidence="Named the trade-offs")


@pytest.fixture
def card(ines: User, mia: User) -> Scorecard:
    return make_scorecard(interviewer=ines, manager=mia)


@pytest.fixture
def rating(card: Scorecard) -> Rating:
    return card.ratings.in_order()[0]


def rate(rating: Rating, mark: Mark, version: int, key: str = "") -> Rating:
    entry = Entry(rating_pk=rating.pk, mark=mark, version=version)
    return scoring.rate(rating.scorecard_id, entry, by=rating.scorecard.interviewer, key=key)


def stored(card: Scorecard) -> list[tuple[int | None, str, int]]:
    return list(card.ratings.in_order().values_list("value", "evidence", "version"))


def entries(card: Scorecard, mark: Mark, version: int = 0) -> list[Entry]:
    return [Entry(rating_pk=rating.pk, mark=mark, version=version) for rating in card.ratings.in_order()]


# One rating


def test_a_mark_is_stored_and_counts_the_version_up(rating: Rating) -> None:
    now = rate(rating, FOUR, 0, key="a" * 32)
    rating.refresh_from_db()
    assert scoring.mark_of(rating) == scoring.mark_of(now) == FOUR
    assert (rating.version, rating.last_key, now.version) == (1, "a" * 32, 1)
    assert rating.saved_at


def test_a_mark_replaces_all_of_the_one_before(rating: Rating) -> None:
    rate(rating, FOUR, 0)
    rate(rating, NO_TIME, 1)
    rating.refresh_from_db()
    assert scoring.mark_of(rating) == NO_TIME
    assert rating.version == 2


@pytest.mark.parametrize("version", [0, 2, 99])
def test_a_mark_for_another_version_is_refused(rating: Rating, version: int) -> None:
    rate(rating, FOUR, 0)
    with pytest.raises(RatingConflict) as refused:
        rate(rating, Mark(value=2), version)
    assert scoring.mark_of(refused.value.rating) == FOUR
    assert refused.value.rating.version == 1
    rating.refresh_from_db()
    assert (scoring.mark_of(rating), rating.version) == (FOUR, 1)


def test_a_repeat_of_a_request_has_no_second_effect(rating: Rating) -> None:
    first = rate(rating, FOUR, 0, key="once")
    again = rate(rating, FOUR, 0, key="once")
    late = rate(rating, Mark(value=1), 0, key="once")
    assert [(r.value, r.version, r.saved_at) for r in (again, late)] == [(4, 1, first.saved_at)] * 2


@pytest.mark.parametrize("version", [0, 1, 7])
def test_the_same_mark_again_is_no_change_and_no_conflict(rating: Rating, version: int) -> None:
    first = rate(rating, FOUR, 0, key="once")
    again = rate(rating, FOUR, version, key="twice")
    assert (again.version, again.last_key, again.saved_at) == (1, "once", first.saved_at)


def test_without_a_key_no_request_is_a_repeat(rating: Rating) -> None:
    rate(rating, FOUR, 0)
    assert rate(rating, Mark(value=1), 1).value == 1


def test_a_rating_is_for_the_author_of_its_card_only(rating: Rating, mia: User, ada: User) -> None:
    entry = Entry(rating_pk=rating.pk, mark=FOUR, version=0)
    for stranger in (mia, ada):
        with pytest.raises(Rating.DoesNotExist):
            scoring.rate(rating.scorecard_id, entry, by=stranger)
    assert stored(rating.scorecard)[0] == (None, "", 0)


def test_a_rating_of_another_card_is_not_found(rating: Rating, ines: User, mia: User) -> None:
    other = make_scorecard(interviewer=ines, manager=mia)
    with pytest.raises(Rating.DoesNotExist):
        scoring.rate(other.pk, Entry(rating_pk=rating.pk, mark=FOUR, version=0), by=ines)


def test_a_locked_card_does_not_change(card: Scorecard, rating: Rating, ines: User) -> None:
    submit_all(card)
    before = stored(card)
    with pytest.raises(ScorecardLocked, match=r"was submitted on .* and is locked"):
        rate(rating, FOUR, 1)
    with pytest.raises(ScorecardLocked):
        scoring.save_sheet(card.pk, entries(card, FOUR, 1), by=ines)
    assert stored(card) == before


# A sheet


def test_a_sheet_is_stored_whole(card: Scorecard, ines: User) -> None:
    scoring.save_sheet(card.pk, entries(card, FOUR), by=ines)
    assert stored(card) == [(4, "Named the trade-offs", 1)] * 3


def test_a_sheet_with_one_conflict_stores_nothing(card: Scorecard, rating: Rating, ines: User) -> None:
    last = card.ratings.in_order()[2]
    rate(last, Mark(value=2), 0)
    with pytest.raises(RatingConflict) as refused:
        scoring.save_sheet(card.pk, entries(card, FOUR), by=ines)
    assert refused.value.rating == last
    assert stored(card) == [(None, "", 0)] * 2 + [(2, "", 1)]


def test_a_sheet_leaves_what_it_does_not_name_or_own(card: Scorecard, ines: User, mia: User) -> None:
    other = make_scorecard(interviewer=ines, manager=mia)
    scoring.save_sheet(card.pk, [*entries(card, FOUR)[:1], *entries(other, FOUR)], by=ines)
    assert stored(card) == [(4, "Named the trade-offs", 1)] + [(None, "", 0)] * 2
    assert stored(other) == [(None, "", 0)] * 3


def test_a_sheet_is_for_its_author_only(card: Scorecard, mia: User) -> None:
    with pytest.raises(Scorecard.DoesNotExist):
        scoring.save_sheet(card.pk, entries(card, FOUR), by=mia)
    with pytest.raises(Scorecard.DoesNotExist):
        scoring.submit(card.pk, by=mia)
    assert stored(card) == [(None, "", 0)] * 3


# Submitting

RATE_IT = "rate it, or say that it was not assessed"
SAY_WHY = "say why it was not assessed"


@pytest.mark.parametrize(
    ("mark", "gap"),
    [
        (Mark(), RATE_IT),
        (Mark(evidence="Only a note"), RATE_IT),
        (Mark(is_not_assessed=True), SAY_WHY),
        (NO_TIME, ""),
        (replace(NO_TIME, evidence="The call broke off"), ""),
        (Mark(value=1), "say what they said or did (needed for a 1)"),
        (Mark(value=2), "say what they said or did (needed for a 2)"),
        (Mark(value=3), ""),
        (Mark(value=4), "say what they said or did (needed for a 4)"),
        (Mark(value=1, evidence="Said so"), ""),
        (Mark(value=4, evidence="Said so"), ""),
    ],
)
def test_what_a_must_have_needs_before_submitting(
    card: Scorecard, rating: Rating, ines: User, mark: Mark, gap: str
) -> None:
    rate_all(card)
    rate(rating, mark, 1)
    with pytest.raises(RatingsMissing) if gap else nullcontext() as missing:
        scoring.submit(card.pk, by=ines)
    card.refresh_from_db()
    assert card.is_locked == (missing is None)
    assert missing is None or [(one.pk, one.gap) for one in missing.value.gaps] == [(rating.pk, gap)]


@pytest.mark.parametrize("value", [1, 2, 4])
def test_evidence_is_needed_for_must_haves_only(
    card: Scorecard, rating: Rating, ines: User, value: int
) -> None:
    Criterion.objects.filter(pk=rating.criterion_id).update(kind=CriterionKind.ADDED)
    rate_all(card)
    rate(rating, Mark(value=value), 1)
    scoring.submit(card.pk, by=ines)
    card.refresh_from_db()
    assert card.is_locked


def test_all_gaps_are_named_in_the_order_of_the_sheet(card: Scorecard, ines: User) -> None:
    with pytest.raises(RatingsMissing) as missing:
        scoring.submit(card.pk, by=ines)
    assert [one.criterion.name for one in missing.value.gaps] == ["Ability 1", "Ability 2", "Ability 4"]
    card.refresh_from_db()
    assert not card.is_locked


def test_a_card_is_submitted_once(card: Scorecard, ines: User) -> None:
    submit_all(card)
    card.refresh_from_db()
    submitted_at = card.submitted_at
    with pytest.raises(ScorecardLocked):
        scoring.submit(card.pk, by=ines)
    card.refresh_from_db()
    assert card.submitted_at == submitted_at


# What the database refuses by any road


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"value": 0}, "rating_value_on_the_scale"),
        ({"value": 5}, "rating_value_on_the_scale"),
        ({"value": 3, "is_not_assessed": True}, "rating_value_or_not_assessed_never_both"),
        ({"not_assessed_reason": "no_time"}, "rating_reason_only_with_not_assessed"),
        ({"value": 3, "not_assessed_reason": "no_time"}, "rating_reason_only_with_not_assessed"),
    ],
)
def test_the_database_refuses(rating: Rating, values: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Rating.objects.filter(pk=rating.pk).update(**values)
    assert stored(rating.scorecard)[0] == (None, "", 0)


def test_a_criterion_is_rated_once_on_a_card(rating: Rating) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(scorecard=rating.scorecard, criterion=rating.criterion)


# At the same moment


@in_threads
def test_of_two_submits_one_counts(card: Scorecard, ines: User) -> None:
    rate_all(card)
    outcomes = together(*[lambda: scoring.submit(card.pk, by=ines)] * 2)
    assert sorted(map(type, outcomes), key=str) == sorted([type(None), ScorecardLocked], key=str)


@in_threads
def test_of_two_marks_one_counts(rating: Rating) -> None:
    outcomes = together(*(lambda value=value: rate(rating, Mark(value=value), 0) for value in (1, 2, 3, 4)))
    kept = [one for one in outcomes if isinstance(one, Rating)]
    assert [type(one) for one in outcomes].count(RatingConflict) == 3
    rating.refresh_from_db()
    assert [(one.value, one.version) for one in kept] == [(rating.value, 1)]


@in_threads
def test_one_request_that_arrives_twice_counts_once(rating: Rating) -> None:
    outcomes = together(*[lambda: rate(rating, FOUR, 0, key="once")] * 4)
    assert [one.version for one in outcomes if isinstance(one, Rating)] == [1] * 4


@in_threads
@pytest.mark.parametrize("turn", range(5))
def test_a_mark_that_races_with_submitting_never_changes_a_locked_card(
    card: Scorecard, rating: Rating, ines: User, turn: int
) -> None:
    rate_all(card)
    marks = [lambda value=value: rate(rating, Mark(value=value), 1) for value in (1, 2, 4)]
    outcomes = together(*marks, lambda: submit_and_read(card, ines))
    after = outcomes.pop()
    assert {type(one) for one in outcomes} <= {Rating, RatingConflict, ScorecardLocked}
    card.refresh_from_db()
    if isinstance(after, RatingsMissing):  # a mark came first and lacks its evidence
        assert not card.is_locked
    else:
        assert after == stored(card) == [(3, "Did it unprompted", 1)] * 3


def submit_and_read(card: Scorecard, by: User) -> list[tuple[int | None, str, int]]:
    scoring.submit(card.pk, by=by)
    return stored(card)


@in_threads
def test_marks_and_sheets_wait_for_each_other_in_one_order(card: Scorecard, ines: User) -> None:
    """A click that is under way while the sheet is saved: neither may end as the other's victim."""
    ratings = list(card.ratings.in_order())

    def click(rating: Rating) -> None:
        for n in range(40):
            with suppress(RatingConflict):
                rate(rating, Mark(value=n % 4 + 1), 0)

    def save() -> None:
        for _ in range(40):
            with suppress(RatingConflict):
                scoring.save_sheet(card.pk, entries(card, FOUR), by=ines)

    assert together(*(partial(click, rating) for rating in ratings), save) == [None] * 4
