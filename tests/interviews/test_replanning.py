"""A plan changes, and ratings stay: before the first of them, and after it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accounts.models import Event, User
from interviews import arranging, plans, replanning, rewording, scoring
from interviews.choices import CriterionKind
from interviews.models import (
    Application,
    Criterion,
    Opening,
    PlanVersion,
    Rating,
    Round,
    Scorecard,
)
from interviews.plans import Plan, PlannedRound
from interviews.replanning import Saved
from interviews.rewording import Wording
from tests.factories import (
    enter,
    make_application,
    make_interview,
    make_opening,
    make_opening_of_one_level,
    submit_all,
)
from tests.interviews.counting import queries
from tests.keeping import kept

REASON = "The team has changed."


def plan_of(opening: Opening) -> Plan:
    return replanning.current_plan(opening)


def save(opening: Opening, plan: Plan, *, by: User, reason: str = REASON, seen: str = "") -> Saved:
    seen = seen or plans.fingerprint(plan_of(opening))
    return replanning.save(opening.pk, plan, seen=seen, reason=reason, by=by)


def with_criteria(plan: Plan, place: int, *names: str) -> Plan:
    """The round at a place assesses these instead."""
    numbers = tuple(one.number for one in plan.criteria if one.name in {f"Ability {name}" for name in names})
    rounds = list(plan.rounds)
    rounds[place] = replace(rounds[place], criteria=numbers)
    return replace(plan, rounds=tuple(rounds))


def shape(opening: Opening) -> list[tuple[str, int, str]]:
    """Title, minutes and the numbers of the abilities, of each round."""
    plan = plan_of(opening)
    return [
        (one.title, one.minutes, "".join(plan.names[number][-1] for number in one.criteria))
        for one in plan.rounds
    ]


def sheet(card: Scorecard) -> str:
    """What a card rates: the last letters of its criteria."""
    return "".join(rating.criterion.name[-1] for rating in card.ratings.in_order())


def begin(card: Scorecard, value: int = 3) -> Rating:
    return enter(card.ratings.in_order()[0], scoring.Mark(value=value))


def given(opening: Opening) -> list[tuple[int, int, int | None, str, int, int]]:
    """All that was ever rated, as it is stored."""
    ratings = Rating.objects.of_opening(opening.pk).begun().order_by("pk")
    fields = ("pk", "criterion", "value", "evidence", "version", "evidence_version")
    return list(ratings.values_list(*fields))


@kept
def opening(mia: User) -> Opening:
    return make_opening_of_one_level(by=mia)


@kept
def card(application: Application, ines: User) -> Scorecard:
    """Ines's, of round 1, in which nothing is said yet."""
    return make_interview(application, [ines]).scorecards.get()


# Before the first rating


def test_a_plan_is_saved_as_a_whole(opening: Opening, mia: User) -> None:
    plan = plan_of(opening)
    first, second, third = plan.rounds
    new = Plan(
        criteria=plan.criteria[::-1],
        rounds=(
            replace(third, title="Pairing", minutes=90, note="Bring a laptop"),
            PlannedRound(title="Tea", minutes=15, criteria=(plan.criteria[3].number,)),
            replace(first, criteria=(plan.criteria[0].number, plan.criteria[1].number)),
        ),
    )
    saved = save(opening, new, by=mia)
    assert shape(opening) == [("Pairing", 90, "431"), ("Tea", 15, "4"), ("Round 1", 60, "21")]
    assert list(opening.rounds.values_list("position", "note")) == [(1, "Bring a laptop"), (2, ""), (3, "")]
    assert saved == Saved(changes=plans.changes(plan, new))
    assert not Round.objects.filter(title=second.title).exists()
    assert not PlanVersion.objects.exists()
    assert Event.objects.about(opening).values_list("verb", "by")[0] == ("changed", mia.pk)


def test_a_plan_that_is_the_same_changes_nothing(opening: Opening, mia: User) -> None:
    before = Event.objects.count()
    assert save(opening, plan_of(opening), by=mia) == Saved()
    assert Event.objects.count() == before


def test_a_plan_that_was_changed_meanwhile_is_not_written_over(opening: Opening, mia: User) -> None:
    seen = plans.fingerprint(plan_of(opening))
    save(opening, with_criteria(plan_of(opening), 0, "1"), by=mia)
    stored = plan_of(opening)
    with pytest.raises(replanning.PlanChanged) as refusal:
        save(opening, with_criteria(stored, 0, "2"), by=mia, seen=seen)
    assert (refusal.value.plan, plan_of(opening)) == (stored, stored)


def test_cards_that_are_out_get_the_new_criteria(opening: Opening, card: Scorecard, mia: User) -> None:
    kept = {rating.criterion_id: rating.pk for rating in card.ratings.all()}
    assert sheet(card) == "124"
    save(opening, with_criteria(plan_of(opening), 0, "2", "3"), by=mia)
    assert sheet(card) == "23"
    ability = opening.criteria.get(name="Ability 2")
    assert card.ratings.get(criterion=ability).pk == kept[ability.pk]


def test_a_new_card_has_what_its_round_assesses_now(
    opening: Opening, application: Application, mia: User, ines: User
) -> None:
    save(opening, with_criteria(plan_of(opening), 0, "3"), by=mia)
    assert sheet(make_interview(application, [ines]).scorecards.get()) == "3"


# Readiness


def test_a_plan_without_gaps_is_marked_ready_once(opening: Opening, mia: User) -> None:
    replanning.mark_ready(opening.pk, by=mia)
    since = Opening.objects.get(pk=opening.pk).ready_at
    replanning.mark_ready(opening.pk, by=mia)
    assert (since is not None, Opening.objects.get(pk=opening.pk).ready_at) == (True, since)
    verbs = list(Event.objects.about(opening).values_list("verb", flat=True))
    assert verbs == ["readied", "opened"]


def test_a_gap_is_refused_by_name(opening: Opening, mia: User) -> None:
    plan = plan_of(opening)
    for place in range(3):
        plan = with_criteria(plan, place, "1", "2")
    save(opening, plan, by=mia)
    with pytest.raises(replanning.PlanHasGaps) as refusal:
        replanning.mark_ready(opening.pk, by=mia)
    assert [one.name for one in refusal.value.gaps] == ["Ability 3", "Ability 4"]
    assert Opening.objects.get(pk=opening.pk).ready_at is None


def test_a_gap_takes_readiness_away_and_nothing_else_does(opening: Opening, mia: User) -> None:
    replanning.mark_ready(opening.pk, by=mia)
    assert not save(opening, with_criteria(plan_of(opening), 0, "1", "2", "3"), by=mia).lost_readiness
    assert Opening.objects.get(pk=opening.pk).is_ready
    plan = plan_of(opening)
    for place in range(3):
        plan = with_criteria(plan, place, "1", "2", "3")
    assert save(opening, plan, by=mia).lost_readiness
    assert not Opening.objects.get(pk=opening.pk).is_ready


# From the first rating on


@pytest.mark.parametrize(
    "said",
    [
        scoring.Mark(value=2),
        scoring.Mark(is_not_assessed=True, not_assessed_reason="no_time"),
        scoring.Evidence(evidence="Said so"),
    ],
)
def test_whatever_is_said_freezes_the_plan(
    opening: Opening, card: Scorecard, mia: User, said: scoring.Mark | scoring.Evidence
) -> None:
    assert not replanning.is_frozen(opening)
    rating = enter(card.ratings.in_order()[0], said)
    assert replanning.is_frozen(opening)
    taken_back = scoring.Mark() if isinstance(said, scoring.Mark) else scoring.Evidence(evidence="")
    enter(rating, taken_back, version=1)
    assert replanning.is_frozen(opening)
    with pytest.raises(replanning.ReasonMissing):
        save(opening, with_criteria(plan_of(opening), 1, "1"), by=mia, reason="  ")


def test_ratings_of_another_search_freeze_nothing(opening: Opening, card: Scorecard, mia: User) -> None:
    begin(card)
    assert not replanning.is_frozen(make_opening(by=mia, title="Other"))


def test_a_change_makes_a_version_for_interviews_that_have_not_begun(
    opening: Opening, card: Scorecard, mia: User, ines: User, oscar: User
) -> None:
    submit_all(card)
    later = make_interview(make_application(opening=opening), [ines, oscar])
    before = given(opening)
    new = with_criteria(plan_of(opening), 0, "3")
    saved = save(opening, new, by=mia, reason=f"  {REASON}\n")
    assert saved == Saved(
        changes=(
            "Round 1 assesses Ability 3 too.",
            "Round 1 no longer assesses Ability 1, Ability 2, Ability 4.",
        ),
        version=2,
    )
    version = PlanVersion.objects.get()
    assert (version.number, version.reason, version.made_by) == (2, REASON, mia)
    assert version.changes.splitlines() == list(saved.changes)
    assert Opening.objects.get(pk=opening.pk).plan_version == 2
    assert [(sheet(one), one.plan_version) for one in later.scorecards.all()] == [("3", 2), ("3", 2)]
    card.refresh_from_db()
    assert (sheet(card), card.plan_version, given(opening)) == ("124", 1, before)


def test_one_card_that_has_begun_keeps_all_of_its_interview(
    opening: Opening, application: Application, mia: User, ines: User, oscar: User
) -> None:
    """Who interviews together rates the same."""
    cards = list(make_interview(application, [ines, oscar]).scorecards.all())
    begin(cards[0])
    save(opening, with_criteria(plan_of(opening), 0, "3"), by=mia)
    assert [sheet(card) for card in cards] == ["124", "124"]


def test_a_note_for_the_next_interviewer_begins_an_interview_too(
    opening: Opening, card: Scorecard, application: Application, mia: User, oscar: User
) -> None:
    entry = scoring.Entry(said=scoring.Handover(handover="Ask about tests"), version=0)
    scoring.enter(card.pk, entry, by=card.interviewer)
    begin(make_interview(application, [oscar], round_number=2).scorecards.get())
    save(opening, with_criteria(plan_of(opening), 0, "3"), by=mia)
    assert sheet(card) == "124"


def test_somebody_who_took_themselves_out_keeps_their_card(
    opening: Opening, card: Scorecard, application: Application, mia: User, oscar: User
) -> None:
    scoring.recuse(card.pk, by=card.interviewer, reason="We are related.")
    save(opening, with_criteria(plan_of(opening), 0, "3"), by=mia)
    assert sheet(card) == "124"


def test_who_steps_out_beforehand_begins_no_interview(
    opening: Opening, card: Scorecard, application: Application, mia: User, oscar: User
) -> None:
    """Whoever stands in for them rates by the plan as it is now."""
    scoring.recuse(card.pk, by=card.interviewer, reason="We are related.")
    instead = make_interview(application, [card.interviewer, oscar]).scorecards.get(interviewer=oscar)
    save(opening, with_criteria(plan_of(opening), 0, "3"), by=mia)
    assert (sheet(card), sheet(instead)) == ("124", "3")


def test_who_joins_an_interview_that_has_begun_rates_what_the_others_do(
    opening: Opening, card: Scorecard, application: Application, mia: User, ines: User, oscar: User
) -> None:
    kind = CriterionKind.NEXT_LEVEL
    beneath = Criterion.objects.create(opening=opening, beneath=ability(opening), kind=kind, name="Next N")
    card.ratings.create(criterion=beneath)
    begin(card)
    save(opening, with_criteria(plan_of(opening), 0, "3"), by=mia)
    word(ability(opening), "Better B", by=mia)
    panel = make_interview(application, [ines, oscar]).scorecards
    assert [(sheet(one), one.plan_version) for one in panel.all()] == [("1N24", 1)] * 2
    elsewhere = make_interview(make_application(opening=opening), [oscar]).scorecards.get()
    assert (sheet(elsewhere), elsewhere.plan_version) == ("3", 3)


def test_who_joins_a_round_that_was_taken_out_rates_by_the_wording_of_now(
    opening: Opening, card: Scorecard, mia: User, ines: User, oscar: User
) -> None:
    begin(card)
    waiting = make_interview(make_application(opening=opening), [ines])
    plan = plan_of(opening)
    save(opening, replace(plan, rounds=plan.rounds[1:]), by=mia)
    word(ability(opening), "Better B", by=mia)
    arranging.assign(waiting, [ines, oscar])
    assert [sheet(one) for one in waiting.scorecards.all()] == ["B24", "B24"]


def test_a_round_with_interviews_is_retired_and_one_without_is_gone(
    opening: Opening, card: Scorecard, mia: User
) -> None:
    begin(card)
    plan = plan_of(opening)
    first, _, third = (one.pk for one in plan.rounds)
    save(opening, replace(plan, rounds=plan.rounds[2:]), by=mia)
    assert list(opening.rounds.values_list("pk", "retired_in")) == [(first, 2), (third, None)]
    assert not Round.objects.filter(title="Round 2").exists()
    assert sheet(card) == "124"
    assert [one.pk for one in opening.rounds.with_interview_of(card.interview.application_id)] == [
        first,
        third,
    ]


def test_what_is_arranged_in_a_round_that_is_taken_out_stays_as_it_is(
    opening: Opening, card: Scorecard, mia: User
) -> None:
    plan = plan_of(opening)
    save(opening, replace(plan, rounds=plan.rounds[1:]), by=mia)
    assert (sheet(card), Round.objects.get(title="Round 1").retired_in) == ("124", 1)


def test_next_level_criteria_stay_on_a_card_with_the_one_they_hang_beneath(
    opening: Opening, card: Scorecard, mia: User
) -> None:
    for name in ("1", "2"):
        above = opening.criteria.get(name=f"Ability {name}")
        kind = CriterionKind.NEXT_LEVEL
        beneath = Criterion.objects.create(opening=opening, beneath=above, kind=kind, name=f"Next {name}")
        card.ratings.create(criterion=beneath)
    assert [one.name for one in plan_of(opening).criteria] == [f"Ability {n}" for n in range(1, 5)]
    save(opening, with_criteria(plan_of(opening), 0, "2", "3"), by=mia)
    names = [rating.criterion.name for rating in card.ratings.order_by("criterion__name")]
    assert names == ["Ability 2", "Ability 3", "Next 2"]


# What a criterion says


def word(criterion: Criterion, name: str, *, by: User, reason: str = REASON) -> Saved:
    seen = rewording.wording_of(criterion).fingerprint
    return rewording.reword(criterion, Wording(name=name, detail="New"), seen=seen, reason=reason, by=by)


def ability(opening: Opening, number: int = 1) -> Criterion:
    return opening.criteria.get(name=f"Ability {number}")


def test_a_criterion_is_worded_anew_in_place_until_somebody_rates(
    opening: Opening, card: Scorecard, mia: User
) -> None:
    criterion = ability(opening)
    saved = word(criterion, "Better 1", by=mia, reason="")
    criterion.refresh_from_db()
    assert (criterion.name, criterion.detail, criterion.retired_in) == ("Better 1", "New", None)
    assert saved.changes == (
        "“Ability 1” reads “Better 1” now.",
        "Better 1: the detail reads “New” instead of “Category 1”.",
    )
    assert (opening.criteria.count(), sheet(card)) == (4, "124")


def test_then_it_gets_a_successor_in_its_place(
    opening: Opening, card: Scorecard, mia: User, ines: User
) -> None:
    begin(card)
    later = make_interview(make_application(opening=opening), [ines]).scorecards.get()
    criterion = ability(opening)
    kind = CriterionKind.NEXT_LEVEL
    beneath = Criterion.objects.create(opening=opening, beneath=criterion, kind=kind, name="Next 1")
    before = given(opening)
    word(criterion, "Better 1", by=mia)
    criterion.refresh_from_db()
    heir = criterion.replaced_by
    assert (criterion.name, criterion.retired_in) == ("Ability 1", 2)
    assert (heir.name, heir.requirement_key, heir.position, heir.since, heir.retired_in) == (
        *("Better 1", criterion.requirement_key, criterion.position, 2, None),
    )
    assert [one.name for one in plan_of(opening).criteria] == [
        "Better 1",
        "Ability 2",
        "Ability 3",
        "Ability 4",
    ]
    assert shape(opening) == [("Round 1", 60, "124"), ("Round 2", 60, "123"), ("Round 3", 60, "134")]
    beneath.refresh_from_db()
    assert (beneath.beneath, beneath.retired_in) == (heir, None)
    assert (given(opening), card.ratings.filter(criterion=criterion).exists()) == (before, True)
    assert set(later.ratings.values_list("criterion__name", flat=True)) == {
        "Better 1",
        "Next 1",
        "Ability 2",
        "Ability 4",
    }
    assert PlanVersion.objects.get().changes.startswith("“Ability 1” reads “Better 1” now.")


def test_a_card_of_a_round_that_was_taken_out_follows_the_wording(
    opening: Opening, card: Scorecard, mia: User, ines: User
) -> None:
    begin(card)
    waiting = make_interview(make_application(opening=opening), [ines]).scorecards.get()
    plan = plan_of(opening)
    save(opening, replace(plan, rounds=plan.rounds[1:]), by=mia)
    word(ability(opening), "Better 1", by=mia)
    assert set(waiting.ratings.values_list("criterion__name", flat=True)) == {
        "Better 1",
        "Ability 2",
        "Ability 4",
    }


def test_a_wording_that_was_changed_meanwhile_is_not_written_over(
    opening: Opening, card: Scorecard, mia: User
) -> None:
    old = ability(opening)
    word(old, "Theirs", by=mia)
    with pytest.raises(rewording.CriterionChanged):
        word(old, "Mine", by=mia)
    assert opening.criteria.get(pk=old.pk).name == "Theirs"


def test_a_criterion_is_added_by_hand_and_removed(opening: Opening, card: Scorecard, mia: User) -> None:
    rewording.add(opening, Wording(name="Curiosity C", anchors={"4": "Asks"}), reason="", by=mia)
    added = opening.criteria.get(name="Curiosity C")
    assert (added.kind, added.requirement_key, added.position, added.anchors, added.since) == (
        *("added", None, 5, {"4": "Asks"}, 1),
    )
    plan = plan_of(opening)
    rounds = (replace(plan.rounds[0], criteria=(*plan.rounds[0].criteria, added.pk)), *plan.rounds[1:])
    save(opening, replace(plan, rounds=rounds), by=mia)
    assert sheet(card) == "124C"
    rewording.remove(added, reason="", by=mia)
    assert (sheet(card), opening.criteria.filter(name="Curiosity C").exists()) == ("124", False)


def test_what_was_rated_is_retired_when_it_is_removed(opening: Opening, card: Scorecard, mia: User) -> None:
    rewording.add(opening, Wording(name="Curiosity"), reason="", by=mia)
    added = opening.criteria.get(name="Curiosity")
    plan = plan_of(opening)
    save(
        opening,
        replace(plan, rounds=(replace(plan.rounds[0], criteria=(added.pk,)), *plan.rounds[1:])),
        by=mia,
    )
    begin(card)
    with pytest.raises(replanning.ReasonMissing):
        rewording.remove(added, reason="", by=mia)
    rewording.remove(added, reason=REASON, by=mia)
    added.refresh_from_db()
    assert (added.retired_in, card.ratings.get().criterion, plan_of(opening).names.get(added.pk)) == (
        *(2, added, None),
    )


def test_a_must_have_of_the_level_is_not_removed(opening: Opening, mia: User) -> None:
    with pytest.raises(rewording.NotAddedByHand):
        rewording.remove(ability(opening), reason=REASON, by=mia)


# However many


@pytest.mark.parametrize("number", [1, 15])
def test_queries_of_a_change_that_takes_less_than_a_hundred_ratings_away(
    opening: Opening, mia: User, ines: User, oscar: User, number: int
) -> None:
    for _ in range(number + 1):
        make_interview(make_application(opening=opening), [ines, oscar])
    begin(Scorecard.objects.latest("pk"))
    plan = plan_of(opening)
    new = with_criteria(with_criteria(plan, 0, "3"), 1, "1", "2", "3", "4")
    seen = plans.fingerprint(plan)
    with queries(28):
        replanning.save(opening.pk, new, seen=seen, reason=REASON, by=mia)
