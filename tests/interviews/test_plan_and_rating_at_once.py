"""Somebody rates while the plan is changed: whoever is first, the other one finds things as they are then."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.db import connection, transaction

from accounts.models import User
from interviews import arranging, plans, replanning, scoring
from interviews.models import Interview, Opening, PlanVersion, Rating, Round, Scorecard
from interviews.plans import Plan
from tests.factories import make_application, make_interview
from tests.interviews.threads import together

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

WAIT = 0.4  # seconds: long enough for an act that is not held up


@pytest.fixture
def card(opening: Opening, ines: User) -> Scorecard:
    return make_interview(make_application(opening=opening), [ines]).scorecards.get()


def only_second(opening: Opening) -> Plan:
    """Round 1 assesses Ability 2 alone."""
    plan = replanning.current_plan(opening)
    first = replace(plan.rounds[0], criteria=(plan.criteria[1].number,))
    return replace(plan, rounds=(first, *plan.rounds[1:]))


def saving(opening: Opening, by: User, reason: str = "Why not") -> Callable[[], replanning.Saved]:
    new, seen = only_second(opening), plans.fingerprint(replanning.current_plan(opening))
    return lambda: replanning.save(opening.pk, new, seen=seen, reason=reason, by=by)


def rating(card: Scorecard) -> Callable[[], object]:
    """Of the first criterion of the card: the one that goes away."""
    first = card.ratings.in_order()[0]
    entry = scoring.Entry(said=scoring.Mark(value=4), version=0, rating_pk=first.pk)
    return lambda: scoring.enter(card.pk, entry, by=card.interviewer)


@contextmanager
def after(first: Callable[[], object], second: Callable[[], object]) -> Iterator[Future[object]]:
    """The second begins while the transaction of the first is open, and has to wait for its end."""
    is_open, may_end = threading.Event(), threading.Event()

    def run_first() -> object:
        try:
            with transaction.atomic():
                done = first()
                is_open.set()
                may_end.wait(20)
                return done
        finally:
            connection.close()

    def run_second() -> object:
        try:
            return second()
        except Exception as raised:
            return raised
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        begun = pool.submit(run_first)
        assert is_open.wait(20)
        waiting = pool.submit(run_second)
        time.sleep(WAIT)
        assert not waiting.done()
        may_end.set()
        begun.result()
        yield waiting


def test_a_rating_that_is_first_freezes_the_plan_and_keeps_its_card(
    opening: Opening, card: Scorecard, mia: User
) -> None:
    with after(rating(card), saving(opening, mia)) as save:
        assert save.result().version == 2  # type: ignore[attr-defined]
    assert [(one.criterion.name, one.value) for one in card.ratings.in_order()] == [
        *[("Ability 1", 4), ("Ability 2", None), ("Ability 4", None)],
    ]
    assert (Scorecard.objects.get().plan_version, PlanVersion.objects.count()) == (1, 1)


def test_a_rating_that_is_first_asks_for_a_reason(opening: Opening, card: Scorecard, mia: User) -> None:
    with after(rating(card), saving(opening, mia, reason="")) as save:
        assert isinstance(save.result(), replanning.ReasonMissing)
    assert (card.ratings.count(), PlanVersion.objects.count()) == (3, 0)


def test_a_plan_that_is_first_takes_the_criterion_away(opening: Opening, card: Scorecard, mia: User) -> None:
    with after(saving(opening, mia), rating(card)) as entry:
        assert isinstance(entry.result(), Rating.DoesNotExist)
    assert [(one.criterion.name, one.value) for one in card.ratings.in_order()] == [("Ability 2", None)]
    assert not PlanVersion.objects.exists()


def test_a_card_that_is_given_out_meanwhile_is_of_the_new_plan(
    opening: Opening, mia: User, ines: User
) -> None:
    application, first = make_application(opening=opening), opening.rounds.all()[0]
    with after(
        saving(opening, mia), lambda: arranging.arrange(application, first, interviewers=[ines])
    ) as arranged:
        assert isinstance(arranged.result(), Interview)
    assert [one.criterion.name for one in Rating.objects.all()] == ["Ability 2"]


def test_a_round_that_goes_away_meanwhile_is_not_arranged(opening: Opening, mia: User, ines: User) -> None:
    application, first = make_application(opening=opening), opening.rounds.all()[0]
    plan = replanning.current_plan(opening)
    seen, rest = plans.fingerprint(plan), replace(plan, rounds=plan.rounds[1:])

    def drop() -> object:
        return replanning.save(opening.pk, rest, seen=seen, reason="", by=mia)

    with after(drop, lambda: arranging.arrange(application, first, interviewers=[ines])) as arranged:
        assert isinstance(arranged.result(), arranging.RoundGone)
    assert (Interview.objects.count(), Round.objects.count()) == (0, 2)


def test_of_two_who_save_at_once_one_is_told(opening: Opening, mia: User) -> None:
    said = together(saving(opening, mia), saving(opening, mia))
    assert sorted(type(one).__name__ for one in said) == ["PlanChanged", "Saved"]


def test_all_at_once_nothing_given_is_lost(opening: Opening, mia: User, ines: User, oscar: User) -> None:
    """Whatever the order: a card that has a value has all of its old criteria, another all of its new."""
    cards = [
        make_interview(make_application(opening=opening), [person]).scorecards.get()
        for person in (ines, oscar, ines, oscar)
    ]
    together(saving(opening, mia), *(rating(card) for card in cards))
    assert [one.name for one in opening.rounds.all()[0].criteria.all()] == ["Ability 2"]
    for card in cards:
        names = [one.criterion.name for one in card.ratings.in_order()]
        given = card.ratings.begun().exists()
        assert names == (["Ability 1", "Ability 2", "Ability 4"] if given else ["Ability 2"])
