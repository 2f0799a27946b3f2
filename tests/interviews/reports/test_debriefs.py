from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from accounts import triggers
from accounts.models import User
from interviews import debriefing, scoring
from interviews.choices import CriterionKind
from interviews.models import Application, Criterion, FirstSight, Scorecard
from interviews.reports import debriefs
from interviews.reports.debriefs import Debrief
from interviews.reports.spreads import DebriefRow
from tests.factories import make_application, make_interview, rate_all, submit_all
from tests.keeping import kept

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


@kept
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


# The order of a debrief


def test_of_splits_the_largest_stands_first(
    application: Application, mia: User, ines: User, oscar: User
) -> None:
    submit_all(card_of(application, ines), [3, 1, 4])
    submit_all(card_of(application, oscar, 2), [2, 4, 3])
    shown = debriefs.debrief(application, mia)
    assert [(row.criterion.name, row.size) for row in shown.splits] == [("Ability 2", 3), ("Ability 1", 1)]
    assert ([row.criterion.name for row in shown.met], shown.below_the_line) == (
        ["Ability 3", "Ability 4"],
        (),
    )


def test_the_hiring_managers_own_view_stands_last_in_columns_and_quotes(
    application: Application, mia: User, ines: User
) -> None:
    submit_all(card_of(application, mia), 4)
    submit_all(card_of(application, ines, 2), 3)
    shown = debriefs.debrief(application, mia)
    assert [(str(one.interviewer), one.is_manager) for one in shown.columns] == [
        ("Ines Ruiz", False),
        ("Mia Novak", True),
    ]
    assert [str(one.interviewer) for one in shown.panel] == ["Mia Novak", "Ines Ruiz"]
    (row,) = [row for row in shown.rows if row.criterion.name == "Ability 1"]
    assert [(str(one.by.interviewer), one.rating.value) for one in row.given] == [
        ("Ines Ruiz", 3),
        ("Mia Novak", 4),
    ]
    assert shown.has_managers_view


def test_whoever_rates_in_two_rounds_is_one_rater(
    application: Application, mia: User, ines: User, oscar: User
) -> None:
    for number in (1, 2):
        submit_all(card_of(application, ines, number), [3, None, 3])
    submit_all(card_of(application, oscar, 3))
    counts = {row.criterion.name: row.line.raters for row in debriefs.debrief(application, mia).rows}
    in_round_3 = {one.name for one in application.opening.rounds.get(position=3).criteria.all()}
    expected = {"Ability 1": 1, "Ability 2": 0, "Ability 3": 1, "Ability 4": 1}
    assert counts == {name: count + (name in in_round_3) for name, count in expected.items()}


# What nobody assessed, and what to do


Todo = tuple[str, list[str], list[str], list[str]]


def todo(shown: Debrief) -> list[Todo]:
    return [
        (
            one.row.criterion.name,
            [str(member.interviewer) for member in one.to_come],
            [round_.title for round_ in one.to_arrange],
            [round_.title for round_ in one.held],
        )
        for one in shown.uncovered
    ]


def test_what_nobody_assessed_is_named_with_where_it_still_can_be(
    application: Application, mia: User, ines: User, oscar: User
) -> None:
    """Abilities 3 and 4 stand in one round each; the third has no criteria but those of all rounds."""
    rounds = {one.position: one for one in application.opening.rounds.all()}
    by_name = {one.name: one for one in application.opening.criteria.of_the_level()}
    rounds[3].criteria.set([by_name["Ability 3"]])
    rounds[2].criteria.set([by_name["Ability 2"], by_name["Ability 3"]])
    rounds[1].criteria.set([by_name["Ability 1"]])
    submit_all(card_of(application, ines), [None])
    card_of(application, oscar, 2)
    assert todo(debriefs.debrief(application, mia)) == [
        ("Ability 1", [], [], ["Round 1"]),
        ("Ability 2", ["Oscar Berg"], [], []),
        ("Ability 3", ["Oscar Berg"], ["Round 3"], []),
        ("Ability 4", [], [], []),
    ]


def test_a_round_of_who_stepped_out_is_to_be_arranged_again(
    application: Application, mia: User, ines: User, oscar: User
) -> None:
    submit_all(card_of(application, ines), [3, 3, 3])
    scoring.recuse(card_of(application, oscar, 2).pk, by=oscar, reason="A friend")
    (one,) = [one for one in todo(debriefs.debrief(application, mia)) if one[0] == "Ability 3"]
    assert one[1:] == ([], ["Round 2", "Round 3"][: len(one[2])], [])
    assert "Round 2" in one[2]


# Plans that changed


def replaced(criterion: Criterion, name: str, *, since: int) -> Criterion:
    """As changing a plan does after the first rating."""
    Criterion.objects.filter(pk=criterion.pk).update(retired_in=since)
    return Criterion.objects.create(
        opening=criterion.opening,
        requirement_key=criterion.requirement_key,
        name=name,
        position=criterion.position,
        replaces=criterion,
        since=since,
    )


def one_of(shown: Debrief, name: str) -> DebriefRow:
    (row,) = [row for row in shown.all_rows if row.criterion.name == name]
    return row


def test_a_rating_on_an_earlier_wording_counts_and_is_marked(
    application: Application, mia: User, ines: User, oscar: User, max_: User
) -> None:
    """Two new wordings, and a card for each of the three."""
    first = application.opening.criteria.of_the_level().get(name="Ability 1")
    submit_all(card_of(application, ines), [2, 3, 3])
    second = replaced(first, "Ability 1, said better", since=2)
    application.opening.rounds.get(position=2).criteria.set([second])
    submit_all(card_of(application, oscar, 2), [4])
    third = replaced(second, "Ability 1, said best", since=3)
    application.opening.rounds.get(position=3).criteria.set([third])
    submit_all(card_of(application, max_, 3), [3])
    shown = debriefs.debrief(application, mia)
    row = one_of(shown, "Ability 1, said best")
    assert [(one.rating.value, one.earlier and one.earlier.name) for one in row.given] == [
        (2, "Ability 1"),
        (4, "Ability 1, said better"),
        (3, None),
    ]
    assert (str(row.reading), row.line.values) == ("split", (2, 4, 3))
    assert [one.criterion.name for one in shown.rows if "Ability 1" in one.criterion.name] == [third.name]
    assert shown.retired == ()


def test_what_was_rated_and_is_in_the_plan_no_more_stays_shown_and_counts_no_more(
    two_rounds: Application, mia: User
) -> None:
    before = debriefs.debrief(two_rounds, mia)
    Criterion.objects.all().of_the_level().filter(name__in=["Ability 1", "Ability 3"]).update(retired_in=2)
    shown = debriefs.debrief(two_rounds, mia)
    assert [(row.criterion.name, row.line.values) for row in shown.retired] == [
        ("Ability 1", (2, 4)),
        ("Ability 3", (1,)),
    ]
    assert [row.criterion.name for row in shown.rows] == ["Ability 4", "Ability 2"]
    assert before.fit
    assert shown.fit
    assert [len(before.fit.lines), len(shown.fit.lines)] == [4, 2]


def test_what_was_retired_unrated_is_not_shown(application: Application, mia: User, ines: User) -> None:
    submit_all(card_of(application, ines))
    Criterion.objects.all().of_the_level().filter(name="Ability 3").update(retired_in=2)
    assert "Ability 3" not in {row.criterion.name for row in debriefs.debrief(application, mia).all_rows}


def test_a_new_must_have_is_one_that_nobody_assessed(two_rounds: Application, mia: User) -> None:
    two_rounds.opening.criteria.create(name="New", since=2, position=9)
    assert [one.row.criterion.name for one in debriefs.debrief(two_rounds, mia).uncovered] == [
        "Ability 4",
        "New",
    ]


def test_criteria_of_the_next_level_are_not_of_this_one(two_rounds: Application, mia: User) -> None:
    before = table(debriefs.debrief(two_rounds, mia))
    beneath = two_rounds.opening.criteria.of_the_level().get(name="Ability 1")
    upper = two_rounds.opening.criteria.create(
        name="Ability 1 at the next level", kind=CriterionKind.NEXT_LEVEL, beneath=beneath
    )
    triggers.lift(connection)  # as if they had rated it before they submitted
    for card in Scorecard.objects.all():
        card.ratings.create(criterion=upper, value=4)
    triggers.install(connection)
    shown = debriefs.debrief(two_rounds, mia)
    assert (table(shown), shown.others, shown.retired) == (before, (), ())


# Notes


def test_notes_stand_with_their_criterion_and_are_closed_with_the_evidence(
    two_rounds: Application, mia: User, ines: User, ada: User, max_: User
) -> None:
    first = two_rounds.opening.criteria.of_the_level().get(name="Ability 1")
    debriefing.note(two_rounds, first.pk, text="On the old words", agreed="", version=0, by=mia)
    now = replaced(first, "Ability 1, said better", since=2)
    debriefing.note(two_rounds, now.pk, text="Both saw half", agreed="look_again", version=0, by=mia)
    empty = two_rounds.opening.criteria.of_the_level().get(name="Ability 2")
    debriefing.note(two_rounds, empty.pk, text="Not meant", agreed="", version=0, by=mia)
    debriefing.note(two_rounds, empty.pk, text="", agreed="", version=1, by=mia)
    for person in (mia, ines):
        row = one_of(debriefs.debrief(two_rounds, person), now.name)
        assert row.note
        assert (row.note.text, [note.text for note in row.earlier_notes]) == (
            "Both saw half",
            ["On the old words"],
        )
    emptied = one_of(debriefs.debrief(two_rounds, mia), "Ability 2").note
    assert emptied
    assert not emptied.says_something
    card_of(two_rounds, max_, 3)
    assert [shown.all_rows for shown in closed_to(two_rounds, [ada, max_])] == [(), ()]
