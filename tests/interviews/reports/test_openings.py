from __future__ import annotations

from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from interviews.models import Opening
from interviews.reports import openings
from roleprofiles import dependents
from roleprofiles.dependents import Dependent
from tests.factories import make_opening, make_role


def test_searches_are_named_to_those_who_may_see_them_and_counted_for_others(
    mia: User, max_: User, cora: User, rosa: User, ada: User
) -> None:
    role = make_role()
    mine = make_opening(by=mia, role=role, title="Mine")
    closed = make_opening(by=mia, role=role, title="Closed")
    make_opening(by=max_, role=role, title="His")
    make_opening(by=mia, title="Of another role")
    Opening.objects.filter(pk=closed.pk).update(closed_at=closed.created_at)
    day = timezone.localtime(mine.created_at)

    def seen(user: User) -> tuple[list[str], int]:
        found = openings.openings_resting_on(role.pk, user)
        return [one.title for one in found.shown], found.hidden

    assert {str(one): seen(one) for one in (mia, max_, cora, rosa, ada)} == {
        "Mia Novak": (["Mine"], 1),
        "Max Otieno": (["His"], 1),
        "Cora Lund": (["His", "Mine"], 0),
        "Rosa Adler": ([], 2),
        "Ada Park": (["His", "Mine"], 0),
    }
    (one,) = openings.openings_resting_on(role.pk, mia).shown
    assert one == Dependent(
        title="Mine",
        url=f"/openings/{mine.pk}/",
        revision_number=1,
        state=f"Mid, open since {day:%-d} {day:%b} {day:%Y}",
    )


def test_what_rests_on_a_role_takes_one_query(
    mia: User, max_: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    role = make_role()
    for n in range(5):
        make_opening(by=(mia, max_)[n % 2], role=role, title=f"Search {n}")
    mia = User.objects.with_abilities().get(pk=mia.pk)
    with django_assert_num_queries(1):
        found = dependents.resting_on(role.pk, mia)
    assert ([one.title for one in found.shown], found.hidden) == (["Search 0", "Search 2", "Search 4"], 2)


def test_the_interviews_of_an_advert_are_those_of_the_plan_as_it_is(mia: User) -> None:
    opening = make_opening(by=mia)
    opening.rounds.filter(position=1).update(retired_in=2)
    assert [line.partition(":")[0] for line in openings.interview_steps(opening.level_id)] == [
        *["Round 2, 60 minutes", "Round 3, 60 minutes"],
    ]
