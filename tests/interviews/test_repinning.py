"""A search and a newer revision of its role: what it would change, and what it changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from accounts.models import User
from interviews import repinning, replanning, rewording, scoring
from interviews.choices import CriterionKind
from interviews.models import Application, Criterion, Opening, PlanVersion, Scorecard
from interviews.repinning import Repin
from interviews.reports.debriefs import debrief
from interviews.reports.fits import fits_of
from interviews.rewording import Wording
from roleprofiles import publishing
from roleprofiles.choices import RequirementKind
from roleprofiles.models import Level, Requirement
from tests.factories import enter, make_application, make_interview, make_opening_of_one_level
from tests.interviews.counting import queries
from tests.interviews.ladders import make_search, submit
from tests.keeping import kept

REASON = "Observability matters now."


@kept
def opening(mia: User) -> Opening:
    return make_opening_of_one_level(by=mia)


@pytest.fixture
def revise(opening: Opening, rosa: User) -> Callable[[], None]:
    """Revision 2: Ability 1 is worded anew, 2 is a good-to-have, 3 is gone, 4 has an anchor, 5 is new."""

    def publish() -> None:
        draft = publishing.start_draft(opening.level.revision.role, by=rosa)
        level = draft.levels.get(name="Mid")
        lines = {one.name: one for one in level.must_haves()}
        spare = level.skill_lists.get(kind=RequirementKind.GOOD_TO_HAVE)
        lines["Ability 4"].anchors.create(value=4, text="Teaches it")
        Requirement.objects.filter(pk=lines["Ability 1"].pk).update(name="Better 1")
        Requirement.objects.filter(pk=lines["Ability 2"].pk).update(skill_list=spare)
        skill, skill_list = lines["Ability 3"].skill, lines["Ability 3"].skill_list
        lines["Ability 3"].delete()
        skill_list.requirements.create(name="Ability 5", skill=skill, text="New", position=9)
        publishing.publish(draft, by=rosa)

    return publish


def proposed(opening: Opening) -> Repin:
    found = repinning.proposal(Opening.objects.with_level().get(pk=opening.pk))
    assert found
    return found


def repin(opening: Opening, *, by: User, reason: str = "", seen: str = "") -> replanning.Saved:
    return repinning.repin(opening.pk, seen=seen or proposed(opening).fingerprint, reason=reason, by=by)


def names(opening: Opening) -> list[str]:
    return [one.name for one in replanning.current_plan(opening).criteria]


def test_the_current_revision_proposes_nothing(opening: Opening) -> None:
    assert repinning.proposal(opening) is None


def test_a_revision_without_that_level_proposes_nothing(opening: Opening, rosa: User) -> None:
    draft = publishing.start_draft(opening.level.revision.role, by=rosa)
    Level.objects.filter(revision=draft, name="Mid").update(name="Middle")
    publishing.publish(draft, by=rosa)
    assert repinning.proposal(Opening.objects.with_level().get(pk=opening.pk)) is None


def test_what_it_would_change_is_said_and_nothing_is_done(
    opening: Opening, revise: Callable[[], None]
) -> None:
    revise()
    before = list(Criterion.objects.values())
    shown = proposed(opening)
    assert [one.name for one in shown.added] == ["Ability 5"]
    assert [(str(one), now_as) for one, now_as in shown.removed] == [
        *[("Ability 2", "Good-to-have"), ("Ability 3", "")],
    ]
    assert [(str(one.criterion), one.differences, one.is_own) for one in shown.reworded] == [
        ("Ability 1", ("“Ability 1” reads “Better 1” now.",), False),
        ("Ability 4", ("Ability 4: what a 4 looks like is worded anew.",), False),
    ]
    assert shown.kept == ()
    assert list(Criterion.objects.values()) == before


def test_what_was_worded_in_the_search_is_marked(
    opening: Opening, revise: Callable[[], None], mia: User
) -> None:
    own = opening.criteria.get(name="Ability 1")
    seen = rewording.wording_of(own).fingerprint
    rewording.reword(own, Wording(name="Our words"), seen=seen, reason="", by=mia)
    revise()
    assert [(str(one.criterion), one.is_own) for one in proposed(opening).reworded] == [
        *[("Our words", True), ("Ability 4", False)],
    ]


def test_before_a_rating_criteria_are_made_what_the_revision_says(
    opening: Opening, revise: Callable[[], None], mia: User, ines: User
) -> None:
    card = make_interview(make_application(opening=opening), [ines]).scorecards.get()
    replanning.mark_ready(opening.pk, by=mia)
    revise()
    saved = repin(opening, by=mia)
    opening.refresh_from_db()
    assert (opening.level.revision.number, opening.is_ready, saved.lost_readiness) == (2, False, True)
    assert list(opening.criteria.values_list("name", "anchors", "retired_in")) == [
        ("Better 1", {}, None),
        ("Ability 4", {"4": "Teaches it"}, None),
        ("Ability 5", {}, None),
    ]
    assert [one.name for one in replanning.current_plan(opening).gaps] == ["Ability 5"]
    assert set(card.ratings.values_list("criterion__name", flat=True)) == {"Better 1", "Ability 4"}
    assert not PlanVersion.objects.exists()


def test_after_a_rating_it_is_a_version_and_the_rating_stays(
    opening: Opening, revise: Callable[[], None], mia: User, ines: User
) -> None:
    begun, waiting = (
        make_interview(make_application(opening=opening), [ines]).scorecards.get() for _ in range(2)
    )
    enter(begun.ratings.in_order()[0], scoring.Mark(value=4))
    revise()
    with pytest.raises(replanning.ReasonMissing):
        repin(opening, by=mia)
    repin(opening, by=mia, reason=REASON)
    assert names(opening) == ["Better 1", "Ability 4", "Ability 5"]
    retired = opening.criteria.filter(retired_in=2)
    assert {one.name for one in retired} == {"Ability 1", "Ability 2", "Ability 3", "Ability 4"}
    assert sheet(begun) == [("Ability 1", 4), ("Ability 2", None), ("Ability 4", None)]
    assert sheet(waiting) == [("Better 1", None), ("Ability 4", None)]
    version = PlanVersion.objects.get()
    assert version.changes.splitlines() == [
        "The opening uses revision 2 of the role.",
        "Ability 5 is added.",
        "Ability 2 is removed.",
        "Ability 3 is removed.",
        "“Ability 1” reads “Better 1” now.",
        "Ability 4: what a 4 looks like is worded anew.",
    ]


def sheet(card: Scorecard) -> list[tuple[str, int | None]]:
    return [(rating.criterion.name, rating.value) for rating in card.ratings.in_order()]


def test_only_what_was_shown_is_done(
    opening: Opening, revise: Callable[[], None], mia: User, rosa: User
) -> None:
    revise()
    seen = proposed(opening).fingerprint
    publishing.publish(publishing.start_draft(opening.level.revision.role, by=rosa), by=rosa)
    with pytest.raises(repinning.RevisionMoved):
        repin(opening, by=mia, seen=seen)
    opening.refresh_from_db()
    assert opening.level.revision.number == 1
    repin(opening, by=mia)
    with pytest.raises(repinning.RevisionMoved):
        repinning.repin(opening.pk, seen=seen, reason="", by=mia)


def revise_senior(opening: Opening, rosa: User, **said: object) -> None:
    """Revision 2, with another line about SQL at the level above."""
    draft = publishing.start_draft(opening.level.revision.role, by=rosa)
    above = Requirement.objects.filter(skill_list__level__revision=draft, skill_list__level__name="Senior")
    above.filter(name="SQL").update(**said)
    publishing.publish(draft, by=rosa)


def of_the_next_level(opening: Opening) -> list[tuple[str, str]]:
    rows = opening.criteria.current().filter(kind=CriterionKind.NEXT_LEVEL)
    return list(rows.values_list("beneath__name", "detail"))


def test_what_is_offered_of_the_next_level_is_what_the_revision_says(mia: User, rosa: User) -> None:
    opening = make_search(by=mia, levels={"Mid": ["SQL", "Git"], "Senior": ["SQL", "Git"]})
    card = make_interview(make_application(opening=opening), [mia]).scorecards.get()
    revise_senior(opening, rosa, text="in the large")
    repin(opening, by=mia)
    assert of_the_next_level(opening) == [("SQL", "in the large"), ("Git", "as Senior")]
    assert set(card.ratings.values_list("criterion__detail", flat=True)) == {
        *("as Mid", "as Senior", "in the large"),
    }


def test_what_was_said_of_the_next_level_stays(mia: User, rosa: User) -> None:
    opening = make_search(by=mia, levels={"Mid": ["SQL", "Git"], "Senior": ["SQL"]})
    application = make_application(opening=opening)
    submit(application, mia, {"SQL": 4, "Git": 3}, {"SQL": 3})
    revise_senior(opening, rosa, text="in the large")
    repin(opening, by=mia, reason=REASON)
    assert of_the_next_level(opening) == [("SQL", "in the large")]
    application = Application.objects.with_case().get(pk=application.pk)
    fits = fits_of(application, debrief(application, mia))
    assert fits
    assert fits.above
    assert [(line.name, line.values) for line in fits.above.fit.lines] == [("SQL", (3,))]


def test_a_line_of_the_next_level_that_is_asked_of_this_one_becomes_a_criterion(
    mia: User, rosa: User
) -> None:
    opening = make_search(by=mia, levels={"Mid": ["SQL", "Git"], "Senior": ["SQL", "Git"]})
    mid = Level.objects.get(revision=opening.level.revision, name="Mid")
    draft = publishing.start_draft(opening.level.revision.role, by=rosa)
    senior = draft.levels.get(name="Senior").must_haves()
    holder = draft.levels.get(name="Mid").skill_lists.get(kind=RequirementKind.MUST_HAVE)
    Requirement.objects.filter(pk=senior[0].pk).update(skill_list=holder, position=9)
    publishing.publish(draft, by=rosa)
    assert [one.name for one in mid.must_haves()] == ["SQL", "Git"]
    repin(opening, by=mia)
    assert [(one.name, one.detail) for one in replanning.current_plan(opening).criteria] == [
        *(("SQL", "as Mid"), ("Git", "as Mid"), ("SQL", "as Senior")),
    ]
    assert of_the_next_level(opening) == [("Git", "as Senior")]


def test_queries(opening: Opening, revise: Callable[[], None]) -> None:
    revise()
    with queries(11):
        repinning.proposal(Opening.objects.with_level().get(pk=opening.pk))
