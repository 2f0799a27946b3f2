from __future__ import annotations

from django.db.models import F

from accounts.models import User
from interviews import deciding
from interviews.models import Application, Criterion
from interviews.reports import debriefs, decisions
from interviews.reports.decisions import DecisionShown
from tests.factories import make_interview, submit_all
from tests.keeping import kept


@kept
def decided(application: Application, ines: User, mia: User) -> Application:
    """Withdrawn first, and then decided by abilities 1 (met) and 2 (not yet)."""
    submit_all(make_interview(application, [ines]).scorecards.get(), [3, 2, None])
    first = deciding.decide(application, by=mia, outcome="withdrawn", reason="")
    deciding.reopen(application, seen=first.pk, by=mia, reason="They came back.")
    rests_on = application.opening.criteria.of_the_level()[:2]
    deciding.decide(application, by=mia, outcome="no_hire", must_haves=rests_on, reason="")
    return application


def read(application: Application, person: User) -> decisions.Decisions:
    found = Application.objects.with_case().get(pk=application.pk)
    return decisions.of_application(found, debriefs.debrief(found, person))


def said(shown: DecisionShown | None) -> tuple[str, list[tuple[str, str]], str]:
    assert shown
    must_haves = [(one.name, str(one.reading)) for one in shown.must_haves]
    return (shown.decision.outcome, must_haves, shown.reopening.reason if shown.reopening else "")


def test_the_one_that_stands_and_those_that_were_taken_back(decided: Application, mia: User) -> None:
    found = read(decided, mia)
    assert said(found.standing) == ("no_hire", [("Ability 1", "met"), ("Ability 2", "not yet")], "")
    assert [said(one) for one in found.earlier] == [("withdrawn", [], "They came back.")]


def test_while_the_evidence_is_closed_there_is_nothing(decided: Application, cora: User, ada: User) -> None:
    assert [read(decided, person) for person in (cora, ada)] == [decisions.Decisions()] * 2


def test_a_wording_that_was_replaced_reads_as_its_successor(decided: Application, mia: User) -> None:
    old = Criterion.objects.of_the_level().get(name="Ability 2")
    Criterion.objects.filter(pk=old.pk).update(retired_in=2)
    decided.opening.criteria.create(
        name="Ability 2, better said",
        requirement_key=old.requirement_key,
        position=old.position,
        replaces=old,
        since=2,
    )
    type(decided.opening).objects.update(plan_version=F("plan_version") + 1)
    assert said(read(decided, mia).standing)[1] == [("Ability 1", "met"), ("Ability 2", "not yet")]


def test_a_hire_at_another_level_is_marked(application: Application, ines: User, mia: User) -> None:
    submit_all(make_interview(application, [ines]).scorecards.get())
    levels = application.opening.level.revision.levels
    for name, is_other in (("Mid", False), ("Senior", True)):
        made = deciding.decide(
            application,
            by=mia,
            outcome="hire",
            level=levels.get(name=name),
            must_haves=application.opening.criteria.of_the_level()[:1],
            reason="Did it.",
        )
        standing = read(application, mia).standing
        assert standing
        assert standing.is_at_another_level == is_other
        deciding.reopen(application, seen=made.pk, by=mia, reason="Again.")
