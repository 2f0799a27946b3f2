from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from interviews.choices import CriterionKind
from interviews.models import Application, Criterion, FirstSight, Opening, Scorecard
from interviews.reports import debriefs, openings, scorecards
from interviews.reports.debriefs import Debrief
from roleprofiles import dependents
from roleprofiles.dependents import Dependent
from tests.factories import make_application, make_interview, make_opening, make_role, rate_all, submit_all

Cell = tuple[str, list[int | None], str]


def card_of(application: Application, person: User, round_number: int = 1) -> Scorecard:
    return make_interview(application, [person], round_number=round_number).scorecards.get()


def table(shown: Debrief) -> list[Cell]:
    return [
        (row.criterion.name, [cell.value if cell else None for cell in row.cells], str(row.reading))
        for row in shown.rows
    ]


def panel(shown: Debrief) -> list[tuple[str, str, bool]]:
    return [(str(one.interviewer), one.round_title, one.is_submitted) for one in shown.panel]


@pytest.fixture
def two_rounds(application: Application, ines: User, oscar: User) -> Application:
    """Round 1 rates abilities 1, 2 and 4, round 2 abilities 1, 2 and 3; both rate the first two."""
    submit_all(card_of(application, ines), [2, 4, None])
    submit_all(card_of(application, oscar, 2), [4, 3, 1])
    return application


def test_what_needs_talk_stands_first(two_rounds: Application, mia: User) -> None:
    shown = debriefs.debrief(two_rounds, mia)
    assert table(shown) == [
        ("Ability 4", [None, None], "not assessed"),
        ("Ability 1", [2, 4], "split"),
        ("Ability 3", [None, 1], "not yet"),
        ("Ability 2", [4, 3], "met"),
    ]
    assert shown.fit
    assert [line.name for line in shown.fit.lines] == [name for name, _, _ in table(shown)]
    assert str(shown.fit.verdict) == "not yet"


def test_a_not_assessed_cell_is_another_thing_than_no_cell(two_rounds: Application, mia: User) -> None:
    first = debriefs.debrief(two_rounds, mia).rows[0]
    assert [cell and cell.is_not_assessed for cell in first.cells] == [True, None]
    assert [(str(rater), cell.get_not_assessed_reason_display()) for rater, cell in first.ratings] == [
        ("Ines Ruiz", "No time")
    ]


def test_a_draft_is_on_the_panel_and_nowhere_else(
    two_rounds: Application, mia: User, cora: User, max_: User
) -> None:
    rate_all(card_of(two_rounds, max_, 3), 1, "A draft")
    shown = debriefs.debrief(two_rounds, mia)
    assert panel(shown)[-1] == ("Max Otieno", "Round 3", False)
    assert [str(one.interviewer) for one in shown.columns] == ["Ines Ruiz", "Oscar Berg"]
    assert all(len(row.cells) == 2 for row in shown.rows)
    assert shown.submitted_count == 2


def test_added_criteria_are_read_apart(two_rounds: Application, mia: User) -> None:
    Criterion.objects.all().of_the_level().filter(name="Ability 3").update(kind=CriterionKind.ADDED)
    shown = debriefs.debrief(two_rounds, mia)
    assert [row.criterion.name for row in shown.others] == ["Ability 3"]
    assert shown.fit
    assert [line.name for line in shown.fit.lines] == ["Ability 4", "Ability 1", "Ability 2"]
    assert str(shown.fit.verdict) == "can't say yet"


def closed_to(application: Application, people: Iterable[User]) -> list[Debrief]:
    return [debriefs.debrief(application, person) for person in people]


def test_while_closed_only_who_has_submitted_is_said(
    two_rounds: Application, ada: User, cora: User, max_: User
) -> None:
    waiting = card_of(two_rounds, max_, 3)
    for shown in closed_to(two_rounds, [ada, cora, max_]):
        assert (shown.is_closed, shown.columns, shown.rows, shown.others, shown.fit) == (
            True,
            (),
            (),
            (),
            None,
        )
        assert [who for who, _, is_in in panel(shown) if is_in] == ["Ines Ruiz", "Oscar Berg"]
    submit_all(waiting)
    assert [shown.is_closed for shown in closed_to(two_rounds, [ada, cora, max_])] == [True, True, False]


def test_a_manager_with_an_own_draft_waits_like_everybody(two_rounds: Application, mia: User) -> None:
    own = card_of(two_rounds, mia, 3)
    assert debriefs.debrief(two_rounds, mia).is_closed
    submit_all(own)
    assert not debriefs.debrief(two_rounds, mia).is_closed


def test_a_second_round_closes_the_debrief_again(two_rounds: Application, ines: User) -> None:
    assert not debriefs.debrief(two_rounds, ines).is_closed
    again = card_of(two_rounds, ines, 3)
    assert debriefs.debrief(two_rounds, ines).is_closed
    assert list(Scorecard.objects.readable_by(ines).filter(interview__application=two_rounds)) == [
        *two_rounds_cards_of(two_rounds, ines),
        again,
    ]


def two_rounds_cards_of(application: Application, person: User) -> list[Scorecard]:
    return list(Scorecard.objects.submitted().filter(interview__application=application, interviewer=person))


def test_cards_of_other_applications_are_not_readable(two_rounds: Application, max_: User) -> None:
    """A submitted card opens its own application, not the next one of the same opening."""
    assert not Scorecard.objects.readable_by(max_).exists()
    own = card_of(make_application(opening=two_rounds.opening, name="Sam Roe"), max_)
    submit_all(own)
    assert list(Scorecard.objects.readable_by(max_)) == [own]


def sights() -> list[tuple[str, int]]:
    return [(str(sight.person), sight.application_id) for sight in FirstSight.objects.order_by("pk")]


def look(application: Application, person: User) -> None:
    debriefs.note_first_sight(application, person, debriefs.debrief(application, person))


def test_first_sight_is_of_others_ratings(application: Application, ines: User, oscar: User) -> None:
    submit_all(card_of(application, ines))
    look(application, ines)
    assert sights() == []
    submit_all(card_of(application, oscar, 2))
    look(application, ines)
    look(application, oscar)
    assert sights() == [("Ines Ruiz", application.pk), ("Oscar Berg", application.pk)]


def test_first_sight_stays_the_first(two_rounds: Application, mia: User) -> None:
    shown = debriefs.debrief(two_rounds, mia)
    debriefs.note_first_sight(two_rounds, mia, shown)
    first = FirstSight.objects.get()
    debriefs.note_first_sight(two_rounds, mia, shown)  # another tab, at the same moment
    look(two_rounds, mia)
    assert FirstSight.objects.get().seen_at == first.seen_at
    assert debriefs.debrief(two_rounds, mia).standing.has_seen_others


def progress(card: Scorecard) -> scorecards.Progress:
    return scorecards.Progress(tuple(card.ratings.in_order()))


def test_progress_of_a_card(application: Application, ines: User) -> None:
    card = card_of(application, ines)
    before = progress(card)
    assert (before.done, before.total, before.need_evidence, before.saved_at) == (0, 3, 0, None)
    rate_all(card, [1, 3, None], evidence="")
    after = progress(card)
    assert (after.done, after.total, after.need_evidence) == (3, 3, 1)
    assert (before.state, after.state) == ("0.0-0.0-0.0-0.0-0.0-0.0", "1.0-0.0-1.0-0.0-1.0-0.0")
    assert after.saved_at == max(rating.saved_at for rating in card.ratings.all() if rating.saved_at)


# What rests on a role's revisions


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
