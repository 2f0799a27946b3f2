"""What job descriptions claim and what rounds assess."""

from __future__ import annotations

import pytest

from accounts.models import User
from interviews import replanning, rewording
from interviews.models import Opening
from interviews.reports.drift import Drift, drift
from interviews.rewording import Wording
from roleprofiles import posting
from roleprofiles.models import JobDescription
from tests.interviews.counting import queries
from tests.keeping import kept
from tests.roleprofiles.adverts_made import make_job, publish


@kept
def job(opening: Opening, rosa: User) -> JobDescription:
    """Published as the level is."""
    job = make_job(opening.level, by=rosa)
    publish(job, by=rosa)
    return job


def drift_of(opening: Opening) -> Drift:
    opening = Opening.objects.with_level().get(pk=opening.pk)
    return drift(opening, replanning.current_plan(opening))


def take_out(opening: Opening, name: str) -> None:
    for one in opening.rounds.all():
        one.criteria.remove(opening.criteria.of_the_level().get(name=name))


def again(job: JobDescription, *, by: User) -> None:
    posting.publish(job, by=by, seen=posting.propose(job).fingerprint, is_public=True)


def said(found: Drift) -> tuple[list[tuple[str, str | None]], list[str]]:
    claims = [(one.text, one.criterion.name if one.criterion else None) for one in found.claims]
    return claims, [one.name for one in found.unsaid]


def test_there_is_nothing_to_say_without_an_advert(opening: Opening) -> None:
    assert drift_of(opening) == Drift()


def test_there_is_nothing_to_say_while_they_agree(opening: Opening, job: JobDescription) -> None:
    found = drift_of(opening)
    assert (bool(found), found.jobs) == (False, (job,))


def test_a_claim_that_no_round_assesses(opening: Opening, job: JobDescription) -> None:
    take_out(opening, "Ability 2")
    assert said(drift_of(opening)) == ([("Ability 2: Category 2", "Ability 2")], [])


def test_a_claim_that_somebody_added_goes_by_its_words(
    opening: Opening, job: JobDescription, rosa: User, mia: User
) -> None:
    job.sections.get(kind="must_have").lines.create(text="Driving licence", position=99)
    again(job, by=rosa)
    assert said(drift_of(opening)) == ([("Driving licence", None)], [])
    rewording.add(opening, Wording(name="driving  licence"), reason="", by=mia)
    assert said(drift_of(opening)) == ([("Driving licence", "driving  licence")], [])
    opening.rounds.all()[0].criteria.add(opening.criteria.latest("pk"))
    assert not drift_of(opening)


def test_what_is_assessed_and_was_never_said(
    opening: Opening, job: JobDescription, rosa: User, mia: User
) -> None:
    line = job.sections.get(kind="must_have").lines.get(text__startswith="Ability 3")
    line.is_left_out = True
    line.save(update_fields=["is_left_out"])
    again(job, by=rosa)
    rewording.add(opening, Wording(name="Curiosity"), reason="", by=mia)
    assert said(drift_of(opening)) == ([], ["Ability 3"])
    opening.rounds.all()[0].criteria.add(opening.criteria.latest("pk"))
    assert said(drift_of(opening)) == ([], ["Ability 3", "Curiosity"])


def test_only_what_stands_published_counts(opening: Opening, job: JobDescription, rosa: User) -> None:
    take_out(opening, "Ability 2")
    posting.withdraw(job, by=rosa, number=1)
    assert drift_of(opening) == Drift()


def test_adverts_of_another_level_say_nothing_here(opening: Opening, rosa: User) -> None:
    other = make_job(opening.level.revision.levels.get(name="Senior"), by=rosa)
    publish(other, by=rosa)
    take_out(opening, "Ability 2")
    assert drift_of(opening) == Drift()


@pytest.mark.parametrize("number", [1, 5])
def test_queries(opening: Opening, rosa: User, number: int) -> None:
    for _ in range(number):
        publish(make_job(opening.level, by=rosa), by=rosa)
    opening = Opening.objects.with_level().get(pk=opening.pk)
    plan = replanning.current_plan(opening)
    with queries(1):
        found = drift(opening, plan)
        assert len([str(job) for job in found.jobs]) == number
