from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from interviews import deciding
from interviews.choices import Outcome
from interviews.models import AlreadyDecided, Application, Decision, EvidenceNotIn, Opening
from roleprofiles.models import Level
from tests.factories import make_interview, submit_all


@pytest.fixture
def with_evidence(application: Application, ines: User) -> Application:
    submit_all(make_interview(application, [ines]).scorecards.get())
    return application


def other_level(application: Application) -> Level:
    return Level.objects.get(revision=application.opening.level.revision, name="Senior")


def test_a_decision_keeps_what_was_said(with_evidence: Application, mia: User) -> None:
    level = other_level(with_evidence)
    deciding.decide(
        with_evidence, by=mia, outcome="hire", level=level, reason="All met.", dissent="Ines: Mid would do."
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


def test_closing_a_search_keeps_the_first_date(opening: Opening, mia: User) -> None:
    deciding.close(opening, by=mia)
    opening.refresh_from_db()
    closed_at = opening.closed_at
    deciding.close(opening, by=mia)
    opening.refresh_from_db()
    assert closed_at
    assert (opening.closed_at, opening.is_open) == (closed_at, False)
