"""What was submitted or decided is proved by the events, and guarded by the database."""

from __future__ import annotations

import hashlib
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
    Application,
    Decision,
    DecisionReopening,
    Rating,
    RatingsMissing,
    Reopening,
    Scorecard,
    ScorecardLocked,
)
from tests.factories import make_interview, make_scorecard, rate_all, submit_all
from tests.keeping import kept


@kept
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
    triggers.lift(connection)
    Decision.objects.update(reason="Did not fit in")
    (said,) = proving.altered()
    assert said.startswith(f"Decision {made.pk} was changed after it was made")


@kept
def resting(card: Scorecard, mia: User) -> Decision:
    """A decision that rests on the first and the second must-have."""
    application = card.interview.application
    first, second = application.opening.criteria.of_the_level().order_by("position")[:2]
    return deciding.decide(
        application, by=mia, outcome="no_hire", must_haves=[second, first], reason="Two are not yet met"
    )


def test_a_decision_that_rests_on_other_must_haves_now_is_named(resting: Decision) -> None:
    assert list(proving.altered()) == []
    triggers.lift(connection)
    third = resting.application.opening.criteria.of_the_level().order_by("position")[2]
    kept = list(resting.must_haves.all())
    for change in ([*kept, third], kept[:1], [kept[0], third], []):
        resting.must_haves.set(change)
        (said,) = proving.altered()
        assert said.startswith(f"Decision {resting.pk} was changed after it was made"), change
    resting.must_haves.set(reversed(kept))
    assert list(proving.altered()) == []


def test_a_decision_from_before_there_were_must_haves_keeps_its_digest(card: Scorecard, mia: User) -> None:
    """As an earlier version of this application recorded it."""
    made = Decision.objects.create(
        application=card.interview.application, outcome="no_hire", reason="Not yet", dissent="", by=mia
    )
    Application.objects.update(decision=made)
    text = f'[{made.application_id},"no_hire",null,"Not yet","",{mia.pk}]'
    digest = hashlib.sha256(text.encode()).hexdigest()
    Event.objects.record(Verb.DECIDED, made, by=mia, digest=digest)
    assert list(proving.altered()) == []


TAKEN_BACK: list[tuple[Callable[[Decision], object], str]] = [
    (lambda one: Application.objects.update(decision=one), "Decision {} stands although it was taken back."),
    (lambda one: one.reopening.delete(), "Decision {} does not stand, and nobody took it back."),
    (
        lambda one: DecisionReopening.objects.update(reason="Felt like it"),
        "Why decision {} was taken back was changed later",
    ),
    (
        lambda one: Event.objects.filter(verb=Verb.REOPENED).delete(),
        "Decision {} was taken back, and no event says so.",
    ),
]


@pytest.mark.parametrize(("change", "words"), TAKEN_BACK)
def test_a_reopening_that_is_not_as_it_was_is_named(
    resting: Decision, mia: User, change: Callable[[Decision], object], words: str
) -> None:
    deciding.reopen(resting.application, seen=resting.pk, by=mia, reason="A card was mixed up")
    assert list(proving.altered()) == []
    triggers.lift(connection)
    change(resting)
    (said,) = proving.altered()
    assert said.startswith(words.format(resting.pk))


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
    for number in range(count):
        card = make_scorecard(interviewer=ines, manager=mia)
        submit_all(card)
        application = card.interview.application
        rests_on = application.opening.criteria.of_the_level()[: number % 3 + 1]
        made = deciding.decide(application, by=mia, outcome="no_hire", must_haves=rests_on, reason="Not yet")
        deciding.reopen(application, seen=made.pk, by=mia, reason="Mixed up")
    with django_assert_num_queries(12):
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
    assert_refused(sql.format(card=card.pk, draft=draft.pk, recused=recused.pk))


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE interviews_decision SET reason = 'x'",
        "UPDATE interviews_decision SET level_id = NULL",
        "DELETE FROM interviews_decision",
        "INSERT INTO interviews_decision SELECT * FROM interviews_decision",
        "UPDATE interviews_decisionreopening SET reason = 'x'",
        "DELETE FROM interviews_decisionreopening",
        "INSERT INTO interviews_decisionreopening SELECT * FROM interviews_decisionreopening",
        "UPDATE interviews_decision_must_haves SET criterion_id = {third}",
        "DELETE FROM interviews_decision_must_haves",
        "INSERT INTO interviews_decision_must_haves SELECT * FROM interviews_decision_must_haves",
        "INSERT INTO interviews_decision_must_haves (decision_id, criterion_id) VALUES ({decision}, {third})",
    ],
)
def test_the_database_keeps_decisions(resting: Decision, mia: User, sql: str) -> None:
    deciding.reopen(resting.application, seen=resting.pk, by=mia, reason="A card was mixed up")
    third = resting.application.opening.criteria.of_the_level().order_by("position")[2]
    assert_refused(sql.format(decision=resting.pk, third=third.pk))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Only SQLite replaces rows")
@pytest.mark.parametrize(
    "sql",
    [
        "REPLACE INTO interviews_decision SELECT * FROM interviews_decision",
        "REPLACE INTO interviews_decisionreopening SELECT * FROM interviews_decisionreopening",
        "REPLACE INTO interviews_decision_must_haves SELECT * FROM interviews_decision_must_haves",
        "REPLACE INTO interviews_decision_must_haves (id, decision_id, criterion_id)"
        " SELECT id, 0, criterion_id FROM interviews_decision_must_haves",
    ],
)
def test_no_row_of_a_decision_is_replaced(resting: Decision, mia: User, sql: str) -> None:
    deciding.reopen(resting.application, seen=resting.pk, by=mia, reason="A card was mixed up")
    assert_refused(sql)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="Only PostgreSQL knows TRUNCATE")
@pytest.mark.parametrize(
    "sql",
    [
        "TRUNCATE interviews_decision CASCADE",
        "TRUNCATE interviews_decisionreopening",
        "TRUNCATE interviews_decision_must_haves",
    ],
)
def test_decisions_are_not_emptied(resting: Decision, mia: User, sql: str) -> None:
    deciding.reopen(resting.application, seen=resting.pk, by=mia, reason="A card was mixed up")
    connection.check_constraints()  # what waits for the end would refuse it otherwise
    assert_refused(sql)


def assert_refused(sql: str) -> None:
    through = Decision.must_haves.through
    models = (Rating, Amendment, Reopening, Decision, DecisionReopening, through)
    before = [list(model._default_manager.order_by("pk").values()) for model in models]
    refused = pytest.raises(DatabaseError, match=r"does not change|stay as they are")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert [list(model._default_manager.order_by("pk").values()) for model in models] == before
