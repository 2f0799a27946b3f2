"""What was submitted or decided is proved by the events, and guarded by the database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts import triggers
from accounts.choices import Verb
from accounts.models import Event, User
from interviews import correcting, deciding, proving, scoring
from interviews.models import (
    Amendment,
    Decision,
    Rating,
    RatingsMissing,
    Reopening,
    Scorecard,
    ScorecardLocked,
)
from tests.factories import make_interview, make_scorecard, rate_all, submit_all


@pytest.fixture
def card(ines: User, mia: User) -> Scorecard:
    """Submitted."""
    made = make_scorecard(interviewer=ines, manager=mia)
    submit_all(made)
    return made


def verbs(row: Any) -> list[str]:
    return list(Event.objects.about(row).order_by("number").values_list("verb", flat=True))


def test_what_happens_to_a_card_is_recorded_and_a_drafts_clicks_are_not(
    ines: User, mia: User, ada: User
) -> None:
    card = make_scorecard(interviewer=ines, manager=mia)
    rate_all(card)
    assert verbs(card) == []
    scoring.submit(card.pk, by=ines)
    mark = scoring.Mark(value=2)
    pk = card.ratings.all()[0].pk
    correcting.amend(card.pk, pk, mark, evidence="More", reason="Recalled", number=1, by=ines)
    correcting.reopen(card.pk, by=ada, reason="Wrong candidate")
    scoring.recuse(card.pk, by=ines, reason="We are neighbours")
    assert verbs(card) == [Verb.SUBMITTED, Verb.AMENDED, Verb.REOPENED, Verb.RECUSED]
    who = Event.objects.about(card).order_by("number").values_list("by__display_name", flat=True)
    assert list(who) == ["Ines Ruiz", "Ines Ruiz", "Ada Park", "Ines Ruiz"]


def test_what_is_refused_is_not_recorded(card: Scorecard, ines: User, mia: User) -> None:
    empty = make_scorecard(interviewer=ines, manager=mia)
    before = Event.objects.count()
    with pytest.raises(ScorecardLocked):
        scoring.submit(card.pk, by=ines)
    with pytest.raises(ScorecardLocked):
        scoring.recuse(card.pk, by=ines, reason="x")
    with pytest.raises(RatingsMissing):
        scoring.submit(empty.pk, by=ines)
    assert Event.objects.count() == before


def test_nothing_is_said_of_what_is_as_it_was_submitted(card: Scorecard, mia: User) -> None:
    application = card.interview.application
    deciding.decide(application, by=mia, outcome="no_hire", reason="Two must-haves are not yet met")
    assert list(proving.altered()) == []


CHANGES: list[tuple[Callable[[Scorecard], object], str]] = [
    (lambda card: card.ratings.update(value=4), "Scorecard {} was changed after it was submitted"),
    (lambda card: card.ratings.update(evidence=""), "Scorecard {} was changed after it was submitted"),
    (lambda card: Scorecard.objects.update(digest_salt="x"), "Scorecard {} was changed after"),
    (lambda card: card.ratings.all()[0].delete(), "Scorecard {} was changed after it was submitted"),
]


@pytest.mark.parametrize(("change", "words"), CHANGES)
def test_a_submitted_card_that_was_changed_behind_the_applications_back_is_named(
    card: Scorecard, change: Callable[[Scorecard], object], words: str
) -> None:
    triggers.lift(connection)
    change(card)
    (said,) = proving.altered()
    assert said.startswith(words.format(card.pk))
    with pytest.raises(CommandError, match=f"Scorecard {card.pk}"):
        call_command("verify_events")


def test_a_card_that_only_the_database_says_is_submitted_is_named(ines: User, mia: User) -> None:
    card = make_scorecard(interviewer=ines, manager=mia)
    Scorecard.objects.filter(pk=card.pk).update(submitted_at=card.created_at)
    assert list(proving.altered()) == [f"Scorecard {card.pk} is submitted, and no event says so."]


def test_a_decision_that_was_changed_is_named(card: Scorecard, mia: User) -> None:
    made = deciding.decide(card.interview.application, by=mia, outcome="no_hire", reason="Not yet")
    Decision.objects.update(reason="Did not fit in")
    (said,) = proving.altered()
    assert said.startswith(f"Decision {made.pk} was changed after it was made")


def test_a_reopened_card_counts_by_its_last_submission(card: Scorecard, ines: User, ada: User) -> None:
    correcting.reopen(card.pk, by=ada, reason="Wrong candidate")
    assert list(proving.altered()) == []
    rating = card.ratings.in_order()[0]
    entry = scoring.Entry(said=scoring.Mark(value=4), version=rating.version, rating_pk=rating.pk)
    scoring.enter(card.pk, entry, by=ines)
    scoring.submit(card.pk, by=ines)
    assert list(proving.altered()) == []


@pytest.mark.parametrize("count", [1, 12])
def test_proving_takes_the_same_queries(
    ines: User, mia: User, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        submit_all(make_scorecard(interviewer=ines, manager=mia))
    with django_assert_num_queries(5):
        assert list(proving.altered()) == []


# By raw SQL


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE interviews_rating SET value = 1 WHERE scorecard_id = {card}",
        "UPDATE interviews_rating SET evidence = '' WHERE scorecard_id = {card}",
        "UPDATE interviews_rating SET scorecard_id = {draft} WHERE scorecard_id = {card}",
        "UPDATE interviews_rating SET scorecard_id = {card} WHERE scorecard_id = {draft}",
        "DELETE FROM interviews_rating WHERE scorecard_id = {card}",
        "UPDATE interviews_rating SET value = 1 WHERE scorecard_id = {recused}",
        "DELETE FROM interviews_scorecard WHERE id = {card}",
        "UPDATE interviews_amendment SET value = 1",
        "DELETE FROM interviews_amendment",
        "INSERT INTO interviews_amendment SELECT * FROM interviews_amendment",
        "UPDATE interviews_reopening SET reason = 'x'",
        "DELETE FROM interviews_reopening",
    ],
)
def test_the_database_refuses(
    card: Scorecard, ines: User, oscar: User, ada: User, mia: User, sql: str
) -> None:
    application = card.interview.application
    draft = make_interview(application, [oscar], round_number=2).scorecards.get()
    recused = make_scorecard(interviewer=ines, manager=mia)
    scoring.recuse(recused.pk, by=ines, reason="x")
    pk = card.ratings.all()[0].pk
    correcting.amend(card.pk, pk, scoring.Mark(value=2), evidence="", reason="Recalled", number=1, by=ines)
    other = make_scorecard(interviewer=ines, manager=mia)
    submit_all(other)
    correcting.reopen(other.pk, by=ada, reason="Wrong candidate")
    before = [list(model.objects.order_by("pk").values()) for model in (Rating, Amendment, Reopening)]
    refused = pytest.raises(DatabaseError, match=r"does not change|stay as they are")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(card=card.pk, draft=draft.pk, recused=recused.pk))
    assert [list(model.objects.order_by("pk").values()) for model in (Rating, Amendment, Reopening)] == before
