from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext, suppress
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from interviews import scoring
from interviews.choices import CriterionKind
from interviews.models import (
    ChangedElsewhere,
    Criterion,
    KeyUsed,
    Rating,
    RatingsMissing,
    Scorecard,
    ScorecardLocked,
)
from interviews.scoring import Entry, Evidence, Handover, Mark
from tests.factories import NO_TIME, enter, make_scorecard, rate_all, submit_all
from tests.interviews.threads import together
from tests.keeping import kept

in_threads = pytest.mark.django_db(transaction=True, serialized_rollback=True)
FOUR = Mark(value=4)
NOTE = Evidence(evidence="Named the trade-offs")
TIP = Handover(handover="Ask about the outage")
SLOTS = [FOUR, NOTE, TIP]
NOW = datetime(2030, 1, 15, 14, tzinfo=UTC)
Said = Mark | Evidence | Handover


@kept
def card(ines: User, mia: User) -> Scorecard:
    return make_scorecard(interviewer=ines, manager=mia)


@kept
def rating(card: Scorecard) -> Rating:
    return card.ratings.in_order()[0]


Say = Callable[..., tuple[int, str, object]]


@pytest.fixture
def say(card: Scorecard, rating: Rating) -> Say:
    """Enter something; the version, key and time of it then."""

    def enter_it(said: Said, version: int = 0, key: str = "") -> tuple[int, str, object]:
        pk = None if isinstance(said, Handover) else rating.pk
        row = scoring.enter(
            card.pk, Entry(said=said, version=version, key=key, rating_pk=pk), by=card.interviewer
        )
        number, last_key, saved_at = (getattr(row, column) for column in said.columns)
        return number, last_key, saved_at

    return enter_it


def other(said: Said) -> Said:
    if isinstance(said, Mark):
        return Mark(value=1)
    return Evidence(evidence="") if isinstance(said, Evidence) else Handover(handover="Nothing")


def all_stored(card: Scorecard) -> tuple[Any, ...]:
    return (*card.ratings.in_order().values(), *Scorecard.objects.filter(pk=card.pk).values())


def stored(card: Scorecard) -> list[tuple[int | None, str, int, int]]:
    """Of each criterion of the level."""
    fields = ("value", "evidence", "version", "evidence_version")
    return list(card.ratings.of_the_level().in_order().values_list(*fields))


def entries(card: Scorecard, mark: Mark, version: int = 0) -> list[Entry]:
    """A mark and a note for every criterion of the level."""
    pks = [rating.pk for rating in card.ratings.of_the_level()]
    return [Entry(rating_pk=pk, said=said, version=version) for pk in pks for said in (mark, NOTE)]


# One entry


@pytest.mark.parametrize("said", SLOTS)
def test_an_entry_is_stored_and_counts_its_own_version_up(
    card: Scorecard, rating: Rating, say: Say, said: Said
) -> None:
    before: dict[str, Any] = {
        "rating": Rating.objects.values().get(pk=rating.pk),
        "card": Scorecard.objects.values().get(),
    }
    version, key, saved_at = say(said, key="a" * 32)
    assert (version, key) == (1, "a" * 32)
    now = {"rating": Rating.objects.values().get(pk=rating.pk), "card": Scorecard.objects.values().get()}
    row = "card" if said is TIP else "rating"
    before[row] |= vars(said) | dict(zip(said.columns, (1, "a" * 32, saved_at), strict=True))
    assert now == before


def test_a_mark_replaces_all_of_the_one_before_and_leaves_the_note(rating: Rating, say: Say) -> None:
    say(FOUR)
    say(NOTE)
    say(NO_TIME, version=1)
    rating.refresh_from_db()
    assert scoring.mark_of(rating) == NO_TIME
    assert (rating.version, rating.evidence, rating.evidence_version) == (2, NOTE.evidence, 1)


@pytest.mark.parametrize("said", SLOTS)
@pytest.mark.parametrize("version", [0, 2, 99])
def test_an_entry_for_another_version_is_refused(card: Scorecard, say: Say, said: Said, version: int) -> None:
    say(said)
    before = all_stored(card)
    with pytest.raises(ChangedElsewhere) as refused:
        say(other(said), version)
    assert {name: getattr(refused.value.row, name) for name in vars(said)} == vars(said)
    assert all_stored(card) == before


@pytest.mark.parametrize("said", SLOTS)
def test_a_repeat_of_a_request_has_no_second_effect(card: Scorecard, say: Say, said: Said) -> None:
    first = say(said, key="0" * 8)
    assert [say(said, key="0" * 8) for _ in range(3)] == [first] * 3


@pytest.mark.parametrize("said", SLOTS)
def test_a_key_stands_for_one_entry(card: Scorecard, say: Say, said: Said) -> None:
    say(said, key="0" * 8)
    before = all_stored(card)
    with pytest.raises(KeyUsed):
        say(other(said), key="0" * 8)
    with pytest.raises(KeyUsed):
        say(said, version=1, key="0" * 8)
    assert all_stored(card) == before


@pytest.mark.parametrize("said", SLOTS)
@pytest.mark.parametrize("version", [0, 1, 7])
def test_the_same_again_is_no_change_and_no_conflict(say: Say, said: Said, version: int) -> None:
    assert say(said, key="1") == say(said, version, key="2")


def test_without_a_key_no_request_is_a_repeat(say: Say) -> None:
    say(FOUR)
    assert say(Mark(value=1), 1)[0] == 2


@pytest.mark.parametrize("said", SLOTS)
def test_an_entry_is_for_the_author_of_its_card_only(
    card: Scorecard, rating: Rating, mia: User, ada: User, said: Said
) -> None:
    before = all_stored(card)
    entry = Entry(said=said, version=0, rating_pk=None if said is TIP else rating.pk)
    for stranger in (mia, ada):
        with pytest.raises((Rating.DoesNotExist, Scorecard.DoesNotExist)):
            scoring.enter(card.pk, entry, by=stranger)
    assert all_stored(card) == before


def test_a_rating_of_another_card_is_not_found(rating: Rating, ines: User, mia: User) -> None:
    other_card = make_scorecard(interviewer=ines, manager=mia)
    with pytest.raises(Rating.DoesNotExist):
        scoring.enter(other_card.pk, Entry(rating_pk=rating.pk, said=FOUR, version=0), by=ines)


@pytest.mark.parametrize("said", SLOTS)
def test_a_locked_card_does_not_change(card: Scorecard, ines: User, say: Say, said: Said) -> None:
    submit_all(card)
    before = all_stored(card)
    with pytest.raises(ScorecardLocked, match=r"was submitted on .* and is locked"):
        say(said, 1)
    with pytest.raises(ScorecardLocked):
        scoring.save_sheet(card.pk, entries(card, FOUR, 1), by=ines)
    with pytest.raises(ScorecardLocked):
        scoring.recuse(card.pk, by=ines, reason="Knows them")
    assert all_stored(card) == before


# A sheet


def test_a_sheet_is_stored_whole(card: Scorecard, ines: User) -> None:
    scoring.save_sheet(card.pk, entries(card, FOUR), by=ines)
    assert stored(card) == [(4, "Named the trade-offs", 1, 1)] * 3


def test_a_sheet_with_one_conflict_stores_nothing(card: Scorecard, rating: Rating, ines: User) -> None:
    last = card.ratings.of_the_level().in_order()[2]
    enter(last, Mark(value=2))
    with pytest.raises(ChangedElsewhere) as refused:
        scoring.save_sheet(card.pk, entries(card, FOUR), by=ines)
    assert refused.value.row == last
    assert stored(card) == [(None, "", 0, 0)] * 2 + [(2, "", 1, 0)]


def test_a_sheet_leaves_what_it_does_not_name_or_own(card: Scorecard, ines: User, mia: User) -> None:
    other = make_scorecard(interviewer=ines, manager=mia)
    with pytest.raises(ChangedElsewhere):
        scoring.save_sheet(card.pk, [*entries(card, FOUR)[:2], *entries(other, FOUR)], by=ines)
    assert stored(card) == stored(other) == [(None, "", 0, 0)] * 3
    scoring.save_sheet(card.pk, [*entries(card, FOUR)[:2], *entries(other, Mark())[::2]], by=ines)
    assert stored(card) == [(4, "Named the trade-offs", 1, 1)] + [(None, "", 0, 0)] * 2
    assert stored(other) == [(None, "", 0, 0)] * 3


def test_a_sheet_is_for_its_author_only(card: Scorecard, mia: User) -> None:
    with pytest.raises(Scorecard.DoesNotExist):
        scoring.save_sheet(card.pk, entries(card, FOUR), by=mia)
    with pytest.raises(Scorecard.DoesNotExist):
        scoring.submit(card.pk, by=mia)
    assert stored(card) == [(None, "", 0, 0)] * 3


# Submitting

RATE_IT = "rate it, or say that it was not assessed"
SAY_WHY = "say why it was not assessed"


@pytest.mark.parametrize(
    ("mark", "evidence", "gap"),
    [
        (Mark(), "", RATE_IT),
        (Mark(), "Only a note", RATE_IT),
        (Mark(is_not_assessed=True), "", SAY_WHY),
        (NO_TIME, "", ""),
        (NO_TIME, "The call broke off", ""),
        (Mark(value=1), "", "say what they said or did (needed for a 1)"),
        (Mark(value=2), "", "say what they said or did (needed for a 2)"),
        (Mark(value=3), "", ""),
        (Mark(value=4), "", "say what they said or did (needed for a 4)"),
        (Mark(value=1), "Said so", ""),
        (Mark(value=4), "Said so", ""),
    ],
)
def test_what_a_must_have_needs_before_submitting(
    card: Scorecard, rating: Rating, ines: User, mark: Mark, evidence: str, gap: str
) -> None:
    rate_all(card)
    enter(rating, mark, version=1)
    enter(rating, Evidence(evidence=evidence), version=1)
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
    rate_all(card, evidence="")
    enter(rating, Mark(value=value), version=1)
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


def test_what_was_confirmed_is_what_is_submitted(card: Scorecard, rating: Rating, ines: User) -> None:
    rate_all(card)
    seen = scoring.state(card.ratings.in_order())
    enter(rating, FOUR, version=1)
    with pytest.raises(ChangedElsewhere):
        scoring.submit(card.pk, by=ines, seen=seen)
    card.refresh_from_db()
    assert not card.is_locked
    scoring.submit(card.pk, by=ines, seen=scoring.state(card.ratings.in_order()))
    card.refresh_from_db()
    assert card.is_submitted


def test_the_digest_is_of_everything_that_was_submitted(card: Scorecard) -> None:
    submit_all(card)
    card.refresh_from_db()
    first = scoring.digest(card, card.ratings.all())
    assert scoring.digest(card, card.ratings.order_by("-pk")) == first
    for change in ({"value": 4}, {"evidence": ""}, {"value": None, "is_not_assessed": True}):
        said = list(card.ratings.all())
        vars(said[0]).update(change)
        assert scoring.digest(card, said) != first
    assert scoring.digest(card, list(card.ratings.all())[1:]) != first
    card.digest_salt = ""
    assert scoring.digest(card, card.ratings.all()) != first


# Recusing


def test_a_recused_card_is_closed_and_keeps_what_was_entered(card: Scorecard, ines: User) -> None:
    rate_all(card, 4)
    before = stored(card)
    scoring.recuse(card.pk, by=ines, reason="We are neighbours")
    card.refresh_from_db()
    assert (card.is_recused, card.is_locked, card.is_submitted) == (True, True, False)
    assert card.recusal_reason == "We are neighbours"
    with pytest.raises(ScorecardLocked, match="took yourself out"):
        scoring.submit(card.pk, by=ines)
    with pytest.raises(ScorecardLocked, match="took yourself out"):
        scoring.save_sheet(card.pk, entries(card, FOUR, 1), by=ines)
    assert stored(card) == before


def test_nobody_recuses_somebody_else(card: Scorecard, mia: User) -> None:
    with pytest.raises(Scorecard.DoesNotExist):
        scoring.recuse(card.pk, by=mia, reason="No")


# What the database refuses by any road


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"submitted_at": NOW, "recused_at": NOW, "recusal_reason": "x"}, "scorecard_submitted_or_recused"),
        ({"recused_at": NOW}, "scorecard_recused_with_a_reason"),
    ],
)
def test_the_database_refuses_of_a_card(card: Scorecard, values: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Scorecard.objects.filter(pk=card.pk).update(**values)


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
    assert stored(rating.scorecard)[0] == (None, "", 0, 0)


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
@pytest.mark.parametrize("said", SLOTS)
def test_of_two_entries_one_counts(card: Scorecard, say: Say, said: Said) -> None:
    several: dict[type, list[Said]] = {
        Mark: [Mark(value=value) for value in (1, 2, 3, 4)],
        Evidence: [Evidence(evidence=text) for text in "abcd"],
        Handover: [Handover(handover=text) for text in "abcd"],
    }
    outcomes = together(*(partial(say, one) for one in several[type(said)]))
    assert [type(one) for one in outcomes].count(ChangedElsewhere) == 3
    assert [one[0] for one in outcomes if isinstance(one, tuple)] == [1]


@in_threads
@pytest.mark.parametrize("said", SLOTS)
def test_one_request_that_arrives_several_times_counts_once(card: Scorecard, say: Say, said: Said) -> None:
    outcomes = together(*[partial(say, said, key="0" * 32)] * 4)
    assert outcomes == [outcomes[0]] * 4
    assert isinstance(outcomes[0], tuple)
    assert outcomes[0][:2] == (1, "0" * 32)


@in_threads
@pytest.mark.parametrize("turn", range(5))
def test_a_mark_that_races_with_submitting_never_changes_a_locked_card(
    card: Scorecard, rating: Rating, ines: User, turn: int
) -> None:
    rate_all(card)
    marks = [partial(enter, rating, Mark(value=value), version=1) for value in (1, 2, 4)]
    outcomes = together(*marks, lambda: submit_and_read(card, ines))
    after = outcomes.pop()
    assert {type(one) for one in outcomes} <= {Rating, ChangedElsewhere, ScorecardLocked}
    card.refresh_from_db()
    assert card.is_locked
    assert after == stored(card)


def submit_and_read(card: Scorecard, by: User) -> list[tuple[int | None, str, int, int]]:
    scoring.submit(card.pk, by=by)
    return stored(card)


@in_threads
def test_of_submitting_and_recusing_one_counts(card: Scorecard, ines: User) -> None:
    rate_all(card)
    outcomes = together(
        partial(scoring.submit, card.pk, by=ines), partial(scoring.recuse, card.pk, by=ines, reason="x")
    )
    assert sorted(map(type, outcomes), key=str) == sorted([type(None), ScorecardLocked], key=str)


@in_threads
def test_marks_and_sheets_wait_for_each_other_in_one_order(card: Scorecard, ines: User) -> None:
    """A click that is under way while the sheet is saved: neither may end as the other's victim."""
    ratings = list(card.ratings.of_the_level())

    def click(rating: Rating) -> None:
        for n in range(40):
            with suppress(ChangedElsewhere):
                enter(rating, Mark(value=n % 4 + 1))

    def save() -> None:
        for _ in range(40):
            with suppress(ChangedElsewhere):
                scoring.save_sheet(card.pk, entries(card, FOUR), by=ines)

    assert together(*(partial(click, rating) for rating in ratings), save) == [None] * 4
