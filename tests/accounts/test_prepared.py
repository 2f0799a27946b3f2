"""Querysets that are put into SQL once: the rows are those of the queryset, whoever asks for which."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db.models import Count, Exists, F, OuterRef, Prefetch, QuerySet
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.prepared import FEW, Prepared
from interviews.models import Interview, Rating, Scorecard
from tests.factories import make_application, make_interview, make_opening, rate_all

pytestmark = pytest.mark.django_db


def cards_of(person: int, application: int) -> QuerySet[Any]:
    """With a join, an annotation, and numbers for columns of several tables."""
    others = Scorecard.objects.filter(interview=OuterRef("interview")).exclude(interviewer=person)
    mine = Scorecard.objects.filter(interviewer=person, interview__application=application)
    return mine.select_related("interview__round").annotate(has_others=Exists(others)).order_by("pk")


@pytest.fixture
def cards(mia: User, ines: User, oscar: User) -> list[Scorecard]:
    """Two of one interview, and one of another."""
    opening = make_opening(by=mia)
    shared = make_interview(make_application(opening=opening), [ines, oscar])
    alone = make_interview(make_application(opening=opening), [ines])
    return [
        shared.scorecards.get(interviewer=ines),
        shared.scorecards.get(interviewer=oscar),
        alone.scorecards.get(),
    ]


def keys(card: Scorecard) -> tuple[int, int]:
    return card.interviewer_id, card.interview.application_id


def test_the_rows_are_those_of_the_queryset(cards: list[Scorecard]) -> None:
    prepared = Prepared(cards_of)
    for card in cards:
        found, plain = prepared(*keys(card)), list(cards_of(*keys(card)))
        assert found == plain == [card]
        assert [vars(one) | {"_state": None} for one in found] == [
            vars(one) | {"_state": None} for one in plain
        ]
    assert prepared(cards[1].interviewer_id, cards[2].interview.application_id) == []


def test_each_call_asks_anew_and_loads_what_is_joined(
    cards: list[Scorecard], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    prepared = Prepared(cards_of)
    prepared(*keys(cards[0]))
    with django_assert_num_queries(1):
        (found,) = prepared(*keys(cards[0]))
        assert found.interview.round == cards[0].interview.round
    Scorecard.objects.filter(pk=found.pk).update(handover="Ask about queues.")
    (again,) = prepared(*keys(cards[0]))
    assert (again.handover, again.has_others) == ("Ask about queues.", True)


def test_moments_and_truths_are_read_as_such(cards: list[Scorecard]) -> None:
    moment = datetime(2030, 1, 15, 13, tzinfo=UTC)
    Interview.objects.filter(pk=cards[0].interview_id).update(starts_at=moment)
    prepared = Prepared(cards_of)
    assert prepared(*keys(cards[0]))[0].interview.starts_at == moment
    assert prepared(*keys(cards[2]))[0].interview.starts_at is None
    assert prepared(*keys(cards[2]))[0].has_others is False


def test_what_is_prefetched_comes_too(
    cards: list[Scorecard], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    @Prepared
    def with_ratings(pk: int) -> QuerySet[Any]:
        entered = Prefetch("ratings", Rating.objects.begun(), to_attr="entered")
        return Scorecard.objects.filter(pk=pk).prefetch_related(entered)

    rate_all(cards[0])
    with django_assert_num_queries(2):
        (found,) = with_ratings(cards[0].pk)
    assert {one.pk for one in found.entered} == {one.pk for one in cards[0].ratings.of_the_level()}
    assert with_ratings(cards[2].pk)[0].entered == []


def more_than(number: int) -> QuerySet[Scorecard]:
    return Scorecard.objects.filter(pk__gt=number + 1)


def twice(number: int) -> QuerySet[Scorecard]:
    return Scorecard.objects.filter(pk=number if number % 2 else F("interview"))


def passed_by(number: int) -> QuerySet[Scorecard]:
    return Scorecard.objects.filter(handover="")


def cut_off(number: int) -> QuerySet[Scorecard]:
    return Scorecard.objects.all()[:number]


@pytest.mark.parametrize("build", [more_than, twice, cut_off, passed_by])
def test_numbers_may_only_be_compared_with(build: Callable[[int], QuerySet[Scorecard]]) -> None:
    with pytest.raises(ValueError, match="another way"):
        Prepared(build)(1)


def test_a_number_too_many_or_too_few_is_refused(cards: list[Scorecard]) -> None:
    for numbers in ((1,), (1, 2, 3)):
        with pytest.raises(TypeError):
            Prepared(cards_of)(*numbers)


@pytest.mark.parametrize("number", [0, -1, 2**31 - 1, 2**31, 2**63 - 1, 2**63, 10**40])
def test_a_number_may_be_of_any_size(cards: list[Scorecard], number: int) -> None:
    @Prepared
    def one(pk: int) -> QuerySet[Scorecard]:
        return Scorecard.objects.filter(pk=pk)

    assert one(number) == list(Scorecard.objects.filter(pk=number)) == []


@pytest.mark.parametrize("count", [0, 1, 2, FEW, FEW + 1])
def test_some_of_a_list(cards: list[Scorecard], count: int) -> None:
    @Prepared
    def some(*pks: int) -> QuerySet[Scorecard]:
        return Scorecard.objects.filter(pk__in=pks)

    others = [-number for number in range(1, FEW + 1)]
    asked = [*(card.pk for card in cards[:2]), *others][:count]
    assert some(*asked) == cards[: min(count, 2)]


def test_columns_and_counts_instead_of_rows(cards: list[Scorecard]) -> None:
    @Prepared
    def held(interview: int) -> QuerySet[Scorecard, tuple[int, int]]:
        found = Scorecard.objects.filter(interview=interview).order_by()
        return found.values_list("interview").annotate(Count("pk"))

    assert held(cards[0].interview_id) == [(cards[0].interview_id, 2)]
    assert held(cards[2].interview_id) == [(cards[2].interview_id, 1)]


def test_there_may_be_no_numbers(cards: list[Scorecard]) -> None:
    assert set(Prepared(Scorecard.objects.all)()) == set(cards)


def test_nothing_is_asked_before_somebody_asks(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert Prepared(cards_of).__doc__ == cards_of.__doc__
