from __future__ import annotations

from accounts.models import User
from interviews.choices import CriterionKind
from interviews.models import Application, Criterion
from interviews.reports import comparisons
from interviews.reports.comparisons import ComparedRow
from tests.factories import make_application, make_interview, submit_all
from tests.keeping import kept

Values = list[tuple[str, list[tuple[int, ...] | None]]]


@kept
def two(application: Application, ines: User, oscar: User) -> list[Application]:
    """The first is split on ability 1; the second, rated lower, is not."""
    second = make_application(opening=application.opening, name="Sam Roe")
    for one, values in ((application, [[2, 4, 4], [4, 4, 4]]), (second, [[1, 1, 1], [1, 2, 1]])):
        for number, (person, given) in enumerate(zip((ines, oscar), values, strict=True), 1):
            submit_all(make_interview(one, [person], round_number=number).scorecards.get(), given)
    return [application, second]


def values(rows: tuple[ComparedRow, ...]) -> Values:
    return [
        (row.criterion.name, [cell.line.values if cell else None for _, cell in row.cells]) for row in rows
    ]


def test_criterion_by_criterion_in_the_order_of_the_plan(two: list[Application], mia: User) -> None:
    shown = comparisons.compare(two, mia)
    assert values(shown.must_haves) == [
        ("Ability 1", [(2, 4), (1, 1)]),
        ("Ability 2", [(4, 4), (1, 2)]),
        ("Ability 3", [(4,), (1,)]),
        ("Ability 4", [(4,), (1,)]),
    ]
    assert (shown.others, shown.retired) == ((), ())


def test_sides_stand_as_they_were_chosen(two: list[Application], mia: User) -> None:
    there = [side.application for side in comparisons.compare(two, mia).sides]
    back = [side.application for side in comparisons.compare(two[::-1], mia).sides]
    assert (there, back) == (two, two[::-1])
    assert values(comparisons.compare(two[::-1], mia).must_haves)[0] == ("Ability 1", [(1, 1), (2, 4)])


def test_what_one_was_never_rated_on_and_the_plan_has_no_more(two: list[Application], mia: User) -> None:
    third = make_application(opening=two[0].opening, name="Lee Fox")
    Criterion.objects.filter(name="Ability 4").update(retired_in=2)
    Criterion.objects.all().of_the_level().filter(name="Ability 3").update(kind=CriterionKind.ADDED)
    shown = comparisons.compare([two[0], third], mia)
    assert values(shown.retired) == [("Ability 4", [(4,), None])]
    assert values(shown.others) == [("Ability 3", [(4,), ()])]
    assert [name for name, _ in values(shown.must_haves)] == ["Ability 1", "Ability 2"]
