from __future__ import annotations

from functools import partial

import pytest
from django.db import IntegrityError, transaction

from accounts.choices import Verb
from accounts.models import Event, User
from interviews import deciding
from interviews.choices import CriterionKind, Outcome
from interviews.models import (
    AlreadyDecided,
    Application,
    Criterion,
    Decision,
    DecisionIncomplete,
    DecisionReopening,
    EvidenceNotIn,
    NotDecided,
    Opening,
)
from roleprofiles.models import Level
from tests.factories import make_interview, make_opening, submit_all
from tests.interviews.threads import together
from tests.keeping import kept

in_threads = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@kept
def with_evidence(application: Application, ines: User) -> Application:
    submit_all(make_interview(application, [ines]).scorecards.get())
    return application


def other_level(application: Application) -> Level:
    return Level.objects.get(revision=application.opening.level.revision, name="Senior")


def abilities(application: Application, *numbers: int) -> list[Criterion]:
    return [application.opening.criteria.of_the_level().get(name=f"Ability {number}") for number in numbers]


def test_a_decision_keeps_what_was_said(with_evidence: Application, mia: User) -> None:
    level = other_level(with_evidence)
    deciding.decide(
        with_evidence,
        by=mia,
        outcome="hire",
        level=level,
        must_haves=abilities(with_evidence, 2, 1),
        reason="All met.",
        dissent="Ines: Mid would do.",
    )
    kept = Decision.objects.values("application", "outcome", "level", "reason", "dissent", "by").get()
    assert kept == {
        "application": with_evidence.pk,
        "outcome": "hire",
        "level": level.pk,
        "reason": "All met.",
        "dissent": "Ines: Mid would do.",
        "by": mia.pk,
    }
    assert [one.name for one in Decision.objects.get().must_haves.all()] == ["Ability 1", "Ability 2"]


# The rule: what a decision has to say


@kept
def readings(application: Application, ines: User, oscar: User, max_: User) -> Application:
    """Ability 1 is met, 2 not yet, 3 split and 4 not assessed."""
    said: list[tuple[User, list[int | None]]] = [
        (ines, [3, 2, None]),
        (oscar, [3, 2, 4]),
        (max_, [3, 2, None]),
    ]
    for number, (person, values) in enumerate(said, 1):
        submit_all(make_interview(application, [person], round_number=number).scorecards.get(), values)
    return application


REST, HIRE_LEVEL = "Choose at least one must-have that this hire rests on.", "A hire names the level."
WRITTEN = "A hire needs a written reason."
UNMET = "Choose a must-have above that reads as not yet, or write the reason here."


@pytest.mark.parametrize(
    ("outcome", "numbers", "reason", "with_level", "lacks"),
    [
        ("hire", [1], "Did it.", True, {}),
        ("hire", [2], "Did it in the end.", True, {}),
        ("hire", [1, 2, 3], "Did it.", False, {"level": HIRE_LEVEL}),
        ("hire", [], "Did it.", True, {"must_haves": REST}),
        ("hire", [1], "", True, {"reason": WRITTEN}),
        ("hire", [1], " \n ", True, {"reason": WRITTEN}),
        ("hire", [], "", False, {"level": HIRE_LEVEL, "must_haves": REST, "reason": WRITTEN}),
        ("no_hire", [2], "", False, {}),
        ("no_hire", [1, 2], "", False, {}),
        ("no_hire", [], "Did not want to travel.", False, {}),
        ("no_hire", [1], "Met it, and still.", False, {}),
        ("no_hire", [], "", False, {"reason": UNMET}),
        ("no_hire", [], "  ", False, {"reason": UNMET}),
        ("no_hire", [1], "", False, {"reason": UNMET}),
        ("no_hire", [3], "", False, {"reason": UNMET}),
        ("no_hire", [4], "", False, {"reason": UNMET}),
        ("withdrawn", [], "", False, {}),
        ("withdrawn", [2], "", False, {}),
    ],
)
def test_what_a_decision_has_to_say(
    readings: Application,
    mia: User,
    outcome: str,
    numbers: list[int],
    reason: str,
    with_level: bool,
    lacks: dict[str, str],
) -> None:
    decide = partial(
        deciding.decide,
        readings,
        by=mia,
        outcome=outcome,
        level=readings.opening.level if with_level else None,
        must_haves=abilities(readings, *numbers),
        reason=reason,
    )
    if lacks:
        with pytest.raises(DecisionIncomplete) as refusal:
            decide()
        assert (refusal.value.gaps, Decision.objects.exists()) == (lacks, False)
        return
    decide()
    kept = Decision.objects.get()
    named = [] if outcome == "withdrawn" else [f"Ability {number}" for number in numbers]
    assert (kept.outcome, kept.reason, [one.name for one in kept.must_haves.all()]) == (
        outcome,
        reason,
        named,
    )


@pytest.mark.parametrize("outcome", ["hire", "no_hire"])
@pytest.mark.parametrize("which", ["of another opening", "added by hand"])
def test_only_must_haves_of_the_opening_count(
    readings: Application, mia: User, outcome: str, which: str
) -> None:
    if which == "of another opening":
        other = make_opening(by=mia, title="Other").criteria.of_the_level()[0]
    else:
        other = readings.opening.criteria.create(kind=CriterionKind.ADDED, name="Nice", position=9)
    level = readings.opening.level
    with pytest.raises(DecisionIncomplete, match="must-haves of this opening"):
        deciding.decide(readings, by=mia, outcome=outcome, level=level, must_haves=[other], reason="Said so.")
    assert not Decision.objects.exists()


def test_the_reading_is_that_of_the_moment(readings: Application, mia: User, oscar: User, cora: User) -> None:
    """Another card has come in since the page was made: the must-have is split now."""
    chosen = abilities(readings, 2)
    interview = make_interview(readings, [oscar, cora], round_number=2)
    submit_all(interview.scorecards.get(interviewer=cora), [3, 4, 3])
    with pytest.raises(DecisionIncomplete, match="reads as not yet"):
        deciding.decide(readings, by=mia, outcome="no_hire", must_haves=chosen, reason="")


@pytest.mark.parametrize("outcome", ["no_hire", "withdrawn"])
def test_only_a_hire_names_a_level(with_evidence: Application, mia: User, outcome: str) -> None:
    level = other_level(with_evidence)
    decision = deciding.decide(with_evidence, by=mia, outcome=outcome, level=level, reason="Said so.")
    assert (decision.outcome, decision.level) == (outcome, None)


def test_there_is_one_decision(with_evidence: Application, mia: User) -> None:
    first = deciding.decide(with_evidence, by=mia, outcome="no_hire", reason="Not yet.")
    with pytest.raises(AlreadyDecided):
        deciding.decide(with_evidence, by=mia, outcome="withdrawn", reason="Second thought.")
    assert Decision.objects.get() == first


@pytest.mark.parametrize("outcome", ["hire", "no_hire"])
def test_without_a_submitted_card_there_is_nothing_to_decide_on(
    application: Application, mia: User, ines: User, outcome: str
) -> None:
    make_interview(application, [ines])
    with pytest.raises(EvidenceNotIn, match="nothing to decide on"):
        deciding.decide(application, by=mia, outcome=outcome, reason="A hunch.")
    assert not Decision.objects.exists()


def test_a_candidate_may_withdraw_before_any_evidence(application: Application, mia: User) -> None:
    deciding.decide(application, by=mia, outcome="withdrawn", reason="Took another job.")
    assert Decision.objects.get().outcome == Outcome.WITHDRAWN


def test_who_has_an_own_draft_decides_after_submitting_it(with_evidence: Application, mia: User) -> None:
    own = make_interview(with_evidence, [mia], round_number=2).scorecards.get()
    for outcome in Outcome:
        with pytest.raises(EvidenceNotIn, match="Submit your own scorecard first"):
            deciding.decide(with_evidence, by=mia, outcome=outcome, reason="Too early.")
    submit_all(own)
    deciding.decide(with_evidence, by=mia, outcome="no_hire", reason="Now I may.")
    assert Decision.objects.get().reason == "Now I may."


def test_who_takes_no_part_decides_nothing(with_evidence: Application, max_: User, ada: User) -> None:
    for stranger in (max_, ada):
        with pytest.raises(EvidenceNotIn):
            deciding.decide(with_evidence, by=stranger, outcome="no_hire", reason="Not mine.")
    assert not Decision.objects.exists()


@pytest.mark.parametrize(("outcome", "with_level"), [("hire", False), ("no_hire", True), ("withdrawn", True)])
def test_the_database_ties_the_level_to_a_hire(
    with_evidence: Application, mia: User, outcome: str, with_level: bool
) -> None:
    level = with_evidence.opening.level if with_level else None
    with pytest.raises(IntegrityError, match="decision_level_with_a_hire"), transaction.atomic():
        Decision.objects.create(
            application=with_evidence, outcome=outcome, level=level, reason="Raw.", by=mia
        )


def test_the_database_wants_a_reason_for_a_hire(with_evidence: Application, mia: User) -> None:
    level = with_evidence.opening.level
    with pytest.raises(IntegrityError, match="decision_hire_with_a_reason"), transaction.atomic():
        Decision.objects.create(application=with_evidence, outcome="hire", level=level, by=mia)


# Reopening


@kept
def decision(with_evidence: Application, mia: User) -> Decision:
    return deciding.decide(with_evidence, by=mia, outcome="no_hire", reason="Not yet.")


def reopen(decision: Decision, by: User) -> DecisionReopening:
    return deciding.reopen(decision.application, seen=decision.pk, by=by, reason="A card was mixed up.")


def test_a_decision_that_is_taken_back_stays_and_another_may_follow(
    decision: Decision, mia: User, ines: User
) -> None:
    application = decision.application
    before = Decision.objects.values().get()
    reopening = reopen(decision, mia)
    application.refresh_from_db()
    assert (application.is_decided, Decision.objects.values().get()) == (False, before)
    assert (reopening.decision, reopening.by, reopening.reason) == (decision, mia, "A card was mixed up.")
    make_interview(application, [ines], round_number=2)
    second = deciding.decide(application, by=mia, outcome="withdrawn", reason="")
    application.refresh_from_db()
    assert application.decision == second
    assert [one.is_taken_back for one in application.decisions.order_by("pk")] == [True, False]
    events = Event.objects.filter(row_model="interviews.decision").order_by("number")
    assert [(one.verb, one.row_pk, one.by, one.digest) for one in events] == [
        (Verb.DECIDED, decision.pk, mia, decision.digest),
        (Verb.REOPENED, decision.pk, mia, reopening.digest),
        (Verb.DECIDED, second.pk, mia, second.digest),
    ]


def test_a_decision_is_taken_back_once(decision: Decision, mia: User) -> None:
    reopen(decision, mia)
    with pytest.raises(NotDecided):
        reopen(decision, mia)
    deciding.decide(decision.application, by=mia, outcome="withdrawn", reason="")
    with pytest.raises(NotDecided):
        reopen(decision, mia)
    assert DecisionReopening.objects.count() == 1
    assert Application.objects.get().is_decided


def test_who_may_not_decide_reopens_nothing(
    decision: Decision, mia: User, ines: User, max_: User, ada: User, cora: User
) -> None:
    """Also not a manager whose own scorecard is still a draft."""
    with pytest.raises(AlreadyDecided):
        make_interview(decision.application, [mia], round_number=2)
    decision.application.opening.managers.add(cora)
    card = decision.application.interviews.get().scorecards.create(interviewer=cora)
    for stranger in (ines, max_, ada, cora):
        with pytest.raises(EvidenceNotIn):
            reopen(decision, stranger)
    assert not DecisionReopening.objects.exists()
    card.delete()
    assert reopen(decision, cora).by == cora


def test_a_reopening_has_a_reason(decision: Decision, mia: User) -> None:
    with pytest.raises(IntegrityError, match="decision_reopening_with_a_reason"), transaction.atomic():
        deciding.reopen(decision.application, seen=decision.pk, by=mia, reason="")


# At the same moment


@in_threads
@pytest.mark.parametrize("turn", range(3))
def test_of_two_decisions_one_is_made(with_evidence: Application, mia: User, turn: int) -> None:
    must_haves = abilities(with_evidence, 1)
    level = with_evidence.opening.level
    outcomes = together(
        partial(deciding.decide, with_evidence, by=mia, outcome="no_hire", reason="Not yet."),
        partial(
            deciding.decide,
            with_evidence,
            by=mia,
            outcome="hire",
            level=level,
            must_haves=must_haves,
            reason="All met.",
        ),
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["AlreadyDecided", "Decision"]
    assert Application.objects.get().decision == Decision.objects.get()


@in_threads
@pytest.mark.parametrize("turn", range(3))
def test_of_two_reopenings_one_counts(decision: Decision, mia: User, turn: int) -> None:
    outcomes = together(*[partial(reopen, decision, mia)] * 3)
    assert sorted(type(one).__name__ for one in outcomes) == ["DecisionReopening", "NotDecided", "NotDecided"]
    assert Event.objects.filter(verb=Verb.REOPENED).count() == 1


def test_closing_a_search_keeps_the_first_date(opening: Opening, mia: User) -> None:
    deciding.close(opening, by=mia)
    opening.refresh_from_db()
    closed_at = opening.closed_at
    deciding.close(opening, by=mia)
    opening.refresh_from_db()
    assert closed_at
    assert (opening.closed_at, opening.is_open) == (closed_at, False)
