"""What a debrief is about, when the plan was changed between one interview and the next."""

from __future__ import annotations

import pytest

from accounts.models import User
from interviews import levelfit, rewording, scoring
from interviews.models import Application, Criterion, Opening, Scorecard
from interviews.reports import debriefs
from interviews.rewording import Wording
from tests.factories import enter, make_application, make_interview, submit_all
from tests.interviews.counting import queries


@pytest.fixture
def rated(application: Application, ines: User) -> Scorecard:
    """Ines has submitted a 3 for Abilities 1, 2 and 4."""
    card = make_interview(application, [ines]).scorecards.get()
    submit_all(card)
    return card


def reword(opening: Opening, name: str, new: str, *, by: User) -> None:
    criterion = opening.criteria.current().get(name=name)
    seen = rewording.wording_of(criterion).fingerprint
    rewording.reword(criterion, Wording(name=new), seen=seen, reason="Clearer", by=by)


def read(application: Application) -> list[tuple[str, bool]]:
    return [(one.name, one.is_dropped) for one in application.opening.criteria.all().read_in(application.pk)]


def names(application: Application) -> list[str]:
    return [name for name, _ in read(application)]


def test_without_a_change_it_is_the_plan(application: Application, rated: Scorecard) -> None:
    assert names(application) == ["Ability 1", "Ability 2", "Ability 3", "Ability 4"]


def test_who_was_interviewed_before_is_read_by_the_earlier_wording(
    application: Application, rated: Scorecard, mia: User
) -> None:
    opening = application.opening
    reword(opening, "Ability 1", "Better 1", by=mia)
    reword(opening, "Better 1", "Best 1", by=mia)
    reword(opening, "Ability 3", "Better 3", by=mia)
    others = ["Ability 2", "Better 3", "Ability 4"]
    assert names(application) == ["Ability 1", *others]
    assert names(make_application(opening=opening)) == ["Best 1", *others]
    assert not any(dropped for _, dropped in read(application))


def test_both_wordings_are_read_where_both_were_asked(
    application: Application, rated: Scorecard, mia: User, oscar: User
) -> None:
    reword(application.opening, "Ability 1", "Better 1", by=mia)
    make_interview(application, [oscar], round_number=2)
    assert sorted(names(application)) == ["Ability 1", "Ability 2", "Ability 3", "Ability 4", "Better 1"]


def test_what_left_the_plan_is_shown_and_not_counted(
    application: Application, rated: Scorecard, mia: User
) -> None:
    opening = application.opening
    Criterion.objects.filter(name="Ability 4").update(retired_in=2)
    assert read(application) == [
        *[("Ability 1", False), ("Ability 2", False), ("Ability 3", False), ("Ability 4", True)],
    ]
    shown = debriefs.debrief(application, mia)
    assert [(row.criterion.name, row.reading) for row in shown.others] == [
        ("Ability 4", levelfit.Reading.MET)
    ]
    assert {row.criterion.name for row in shown.rows} == {"Ability 1", "Ability 2", "Ability 3"}
    assert names(make_application(opening=opening)) == ["Ability 1", "Ability 2", "Ability 3"]


@pytest.mark.parametrize("number", [1, 20])
def test_queries(application: Application, rated: Scorecard, mia: User, oscar: User, number: int) -> None:
    for n in range(number):
        reword(application.opening, "Ability 1" if n == 0 else f"Better {n}", f"Better {n + 1}", by=mia)
    card = make_interview(make_application(opening=application.opening), [oscar]).scorecards.get()
    enter(card.ratings.in_order()[0], scoring.Mark(value=1))
    with queries(1):
        assert names(application) == ["Ability 1", "Ability 2", "Ability 3", "Ability 4"]
