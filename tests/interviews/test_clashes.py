from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.models import User
from interviews import scoring
from interviews.models import Application, Interview, Opening
from interviews.reports.clashes import Clash, clashes_of
from tests.factories import UserFactory, make_application, make_interview
from tests.interviews.counting import queries

pytestmark = pytest.mark.django_db

TWO = datetime(2030, 1, 15, 14, tzinfo=UTC)


def clash(here: Interview, there: Interview, person: str) -> Clash:
    assert there.starts_at
    assert there.ends_at
    return Clash(
        interview_pk=here.pk,
        person=person,
        code=there.application.candidate.code,
        starts_at=there.starts_at,
        ends_at=there.ends_at,
        time_zone=there.time_zone,
    )


def test_both_sides_of_a_clash_are_shown(
    application: Application, opening: Opening, ines: User, oscar: User
) -> None:
    said: dict[str, Any] = {"starts_at": TWO, "time_zone": "UTC"}
    first = make_interview(application, [ines, oscar], **said)
    second = make_interview(application, [oscar], round_number=2, **said)
    other = make_application(opening=opening)
    later: dict[str, Any] = {"starts_at": TWO + timedelta(minutes=59), "time_zone": "Europe/Berlin"}
    third = make_interview(other, [ines], **later)
    assert clashes_of(application) == {
        first.pk: [
            *(clash(first, second, "Oscar Berg"), clash(first, second, "")),
            clash(first, third, "Ines Ruiz"),
        ],
        second.pk: [clash(second, first, "Oscar Berg"), clash(second, first, "")],
    }
    assert clashes_of(other) == {third.pk: [clash(third, first, "Ines Ruiz")]}


def test_who_took_themselves_out_is_in_one_interview_only(
    application: Application, opening: Opening, ines: User
) -> None:
    here = make_interview(application, [ines], starts_at=TWO)
    there = make_interview(make_application(opening=opening), [ines], starts_at=TWO)
    assert set(clashes_of(application)) == {here.pk}
    scoring.recuse(there.scorecards.get().pk, by=ines, reason="Friends")
    assert clashes_of(application) == {}


def test_without_times_nothing_clashes(application: Application, ines: User) -> None:
    make_interview(application, [ines])
    make_interview(application, [ines], round_number=2)
    assert clashes_of(application) == {}


@pytest.mark.parametrize("number", [1, 20])
def test_queries(application: Application, opening: Opening, number: int) -> None:
    people = UserFactory.create_batch(number, groups=["Interviewers"])
    for n in (1, 2, 3):
        make_interview(application, people, round_number=n, starts_at=TWO)
    for _ in range(number):
        make_interview(make_application(opening=opening), people, starts_at=TWO)
    with queries(2):
        found = clashes_of(application)
    assert len(found) == 3
