from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from interviews import correcting, deciding, scoring
from interviews.models import (
    AlreadyDecided,
    Amendment,
    Application,
    ChangedElsewhere,
    Decision,
    FirstSight,
    Rating,
    Reopening,
    Scorecard,
    ScorecardNotLocked,
)
from interviews.reports import debriefs
from interviews.scoring import Mark
from tests.factories import NO_TIME, make_interview, make_scorecard, submit_all
from tests.interviews.threads import together
from tests.keeping import kept

in_threads = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@kept
def card(application: Application, ines: User) -> Scorecard:
    """Ines's, submitted: three times 3."""
    card = make_interview(application, [ines]).scorecards.get()
    submit_all(card)
    card.refresh_from_db()
    return card


@kept
def rating(card: Scorecard) -> Rating:
    return card.ratings.in_order()[0]


def amend(
    rating: Rating,
    mark: Mark,
    *,
    number: int = 1,
    evidence: str = "Said so later",
    reason: str = "I mixed two answers up",
    by: User | None = None,
) -> Amendment:
    who = by or rating.scorecard.interviewer
    return correcting.amend(
        rating.scorecard_id, rating.pk, mark, evidence=evidence, reason=reason, number=number, by=who
    )


TWO = Mark(value=2)


def stored(rating: Rating) -> list[tuple[Any, ...]]:
    return list(rating.amendments.values_list("number", "value", "not_assessed_reason", "evidence", "reason"))


# Amending


def test_an_amendment_stands_beside_the_rating_that_stays(rating: Rating) -> None:
    before = Rating.objects.values().get(pk=rating.pk)
    amend(rating, TWO)
    amend(rating, NO_TIME, number=2, evidence="")
    assert stored(rating) == [
        (1, 2, "", "Said so later", "I mixed two answers up"),
        (2, None, "no_time", "", "I mixed two answers up"),
    ]
    assert Rating.objects.values().get(pk=rating.pk) == before


def test_the_first_rating_is_what_level_fit_counts(
    rating: Rating, application: Application, mia: User
) -> None:
    before = debriefs.debrief(application, mia).fit
    amend(rating, Mark(value=1))
    assert debriefs.debrief(application, mia).fit == before


def test_a_repeat_adds_nothing(rating: Rating) -> None:
    assert amend(rating, TWO) == amend(rating, TWO)
    assert len(stored(rating)) == 1


@pytest.mark.parametrize("number", [1, 3, 9])
def test_another_number_than_the_next_is_a_conflict(rating: Rating, number: int) -> None:
    amend(rating, TWO)
    with pytest.raises(ChangedElsewhere):
        amend(rating, Mark(value=4), number=number)
    assert len(stored(rating)) == 1


def test_it_says_whether_others_ratings_had_been_seen(rating: Rating, oscar: User, mia: User) -> None:
    application = rating.scorecard.interview.application
    assert not amend(rating, TWO).had_seen_others
    FirstSight.objects.create(application=application, person=mia)
    assert not amend(rating, TWO, number=2).had_seen_others
    FirstSight.objects.create(application=application, person=rating.scorecard.interviewer)
    assert amend(rating, TWO, number=3).had_seen_others


def test_only_its_author_amends_and_only_what_is_submitted(
    rating: Rating, application: Application, oscar: User, mia: User, ada: User
) -> None:
    for stranger in (oscar, mia, ada):
        with pytest.raises(Rating.DoesNotExist):
            amend(rating, TWO, by=stranger)
    draft = make_interview(application, [oscar], round_number=2).scorecards.get()
    with pytest.raises(ScorecardNotLocked):
        amend(draft.ratings.in_order()[0], TWO)
    scoring.recuse(draft.pk, by=oscar, reason="Neighbours")
    with pytest.raises(ScorecardNotLocked):
        amend(draft.ratings.in_order()[0], TWO)
    assert not Amendment.objects.exists()


def test_an_amendment_after_the_decision_is_kept_too(
    rating: Rating, application: Application, mia: User
) -> None:
    deciding.decide(application, by=mia, outcome="no_hire", reason="Not yet.")
    amend(rating, TWO)
    assert len(stored(rating)) == 1


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"value": None}, "amendment_value_or_not_assessed"),
        ({"value": None, "is_not_assessed": True}, "amendment_value_or_not_assessed"),
        ({"value": 3, "is_not_assessed": True}, "amendment_value_or_not_assessed"),
        ({"value": 5}, "amendment_value_on_the_scale"),
        ({"value": 3, "reason": ""}, "amendment_with_a_reason"),
    ],
)
def test_the_database_refuses(rating: Rating, values: dict[str, Any], constraint: str) -> None:
    said = {"number": 1, "reason": "x", "had_seen_others": False, **values}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Amendment.objects.create(rating=rating, **said)


# Reopening


def test_a_reopened_card_is_a_draft_and_says_so(card: Scorecard, ada: User, ines: User) -> None:
    submitted_at = card.submitted_at
    before = list(card.ratings.values())
    correcting.reopen(card.pk, by=ada, reason="The wrong candidate")
    kept = Reopening.objects.values_list("scorecard", "by", "reason", "submitted_at").get()
    card.refresh_from_db()
    assert kept == (card.pk, ada.pk, "The wrong candidate", submitted_at)
    assert (card.is_locked, list(card.ratings.values())) == (False, before)


def test_a_reopened_card_closes_the_others_ratings_until_it_is_in_again(
    card: Scorecard, application: Application, ines: User, oscar: User, mia: User, ada: User
) -> None:
    submit_all(make_interview(application, [oscar], round_number=2).scorecards.get(), 4)
    shown = debriefs.debrief(application, ines)
    assert not shown.is_closed
    debriefs.note_first_sight(application, ines, shown)
    first = FirstSight.objects.get()
    correcting.reopen(card.pk, by=ada, reason="The wrong candidate")
    assert debriefs.debrief(application, ines).is_closed
    seen = debriefs.debrief(application, mia)
    assert [str(one.interviewer) for one in seen.columns] == ["Oscar Berg"]
    assert seen.gaps[0] == "1 of 2 scorecards are still out"
    scoring.submit(card.pk, by=ines)
    again = debriefs.debrief(application, ines)
    assert not again.is_closed
    assert [(one.was_reopened, one.had_seen_others) for one in again.panel] == [(True, True), (False, False)]
    assert FirstSight.objects.get().seen_at == first.seen_at


def test_a_recused_card_can_be_reopened(application: Application, ines: User, ada: User) -> None:
    card = make_interview(application, [ines]).scorecards.get()
    scoring.recuse(card.pk, by=ines, reason="Neighbours")
    correcting.reopen(card.pk, by=ada, reason="Another person of that name")
    card.refresh_from_db()
    assert (card.is_locked, card.recusal_reason) == (False, "")


def test_what_is_open_or_decided_is_not_reopened(
    card: Scorecard, application: Application, mia: User, ada: User
) -> None:
    draft = make_scorecard(interviewer=mia, manager=ada)
    with pytest.raises(ScorecardNotLocked):
        correcting.reopen(draft.pk, by=ada, reason="x")
    deciding.decide(application, by=mia, outcome="no_hire", reason="Not yet.")
    with pytest.raises(AlreadyDecided):
        correcting.reopen(card.pk, by=ada, reason="x")
    with pytest.raises(Scorecard.DoesNotExist):
        correcting.reopen(0, by=ada, reason="x")
    card.refresh_from_db()
    assert (card.is_submitted, Reopening.objects.count()) == (True, 0)


def test_deciding_waits_for_nobody_who_is_out(
    card: Scorecard, application: Application, oscar: User, mia: User
) -> None:
    other = make_interview(application, [oscar], round_number=2).scorecards.get()
    assert debriefs.debrief(application, mia).gaps[0] == "1 of 2 scorecards are still out"
    scoring.recuse(other.pk, by=oscar, reason="Neighbours")
    shown = debriefs.debrief(application, mia)
    assert (shown.submitted_count, shown.still_out, shown.expected_count) == (1, 0, 1)
    assert all("still out" not in gap for gap in shown.gaps)
    deciding.decide(application, by=mia, outcome="no_hire", reason="Not yet.")
    assert Decision.objects.get().application == application


# At the same moment


@in_threads
def test_of_two_amendments_one_is_the_next(rating: Rating) -> None:
    outcomes = together(*(partial(amend, rating, Mark(value=value)) for value in (1, 2, 4)))
    assert sorted(type(one).__name__ for one in outcomes) == [
        "Amendment",
        "ChangedElsewhere",
        "ChangedElsewhere",
    ]
    assert len(stored(rating)) == 1


@in_threads
def test_a_double_click_amends_once(rating: Rating) -> None:
    outcomes = together(*[partial(amend, rating, TWO)] * 4)
    assert {type(one) for one in outcomes} == {Amendment}
    assert len(stored(rating)) == 1


@in_threads
@pytest.mark.parametrize("turn", range(3))
def test_amending_and_reopening_one_after_the_other(rating: Rating, ada: User, turn: int) -> None:
    """Either order is right; a draft is never amended after it was reopened."""
    amended, reopened = together(
        partial(amend, rating, TWO), partial(correcting.reopen, rating.scorecard_id, by=ada, reason="x")
    )
    assert isinstance(reopened, Reopening)
    assert isinstance(amended, Amendment | ScorecardNotLocked)
    assert len(stored(rating)) == isinstance(amended, Amendment)


@in_threads
@pytest.mark.parametrize("turn", range(3))
def test_of_deciding_and_reopening_one_counts(
    card: Scorecard, application: Application, mia: User, ada: User, turn: int
) -> None:
    """No decision rests on a card that is a draft again."""
    decide = partial(deciding.decide, application, by=mia, outcome="no_hire", reason="Not yet.")
    decided, reopened = together(decide, partial(correcting.reopen, card.pk, by=ada, reason="x"))
    card.refresh_from_db()
    assert Decision.objects.exists() == card.is_submitted == isinstance(reopened, AlreadyDecided)
    assert isinstance(decided, Decision) == isinstance(reopened, AlreadyDecided)
