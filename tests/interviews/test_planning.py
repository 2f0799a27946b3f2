from __future__ import annotations

import pytest

from accounts.models import User
from interviews import asking, planning
from interviews.choices import CriterionKind
from interviews.models import Criterion, Opening, RoundQuestion
from roleprofiles import publishing
from roleprofiles.models import Requirement, Revision, Role
from tests.factories import UserFactory, level_of, make_opening, make_role, make_seed_role


def draft_of(by: User) -> Revision:
    return publishing.start_draft(make_role(), by=by)


def test_a_level_of_a_draft_is_refused(rosa: User, mia: User) -> None:
    level = draft_of(rosa).levels.get(name="Mid")
    with pytest.raises(planning.LevelNotPublished, match="Publish it first"):
        planning.open_search(level, title="Too early", managers=[], by=mia)
    assert not Opening.objects.exists()


def test_a_level_without_must_haves_is_refused(mia: User) -> None:
    level = level_of(make_role(must_haves=0))
    with pytest.raises(planning.NoMustHaves, match="Mid lists no must-haves"):
        planning.open_search(level, title="Nothing to rate", managers=[], by=mia)
    assert not Opening.objects.exists()


def test_a_preview_of_the_seed_writes_nothing(mia: User) -> None:
    shown = planning.preview(level_of(make_seed_role()))
    assert [(one.title, one.minutes, len(one.criteria)) for one in shown.plan.rounds] == [
        ("Round 1", 60, 5),
        ("Round 2", 60, 5),
        ("Round 3", 60, 5),
    ]
    assert [row.raters for row in shown.plan.rows] == [3, 2, 2, 2, 2, 2, 2]
    assert [one.name for one in shown.plan.criteria] == [one.name for one in shown.must_haves]
    assert (shown.said, Opening.objects.exists()) == ((), False)


def test_criteria_are_copied_and_tied_by_key(mia: User) -> None:
    level = level_of(make_seed_role())
    opening = planning.open_search(level, title="ML search", managers=[], by=mia)
    fields = ("requirement_key", "name", "detail", "kind", "position")
    criteria = list(opening.criteria.of_the_level().values_list(*fields))
    assert criteria == [
        (one.key, one.name, one.text, CriterionKind.MUST_HAVE, n)
        for n, one in enumerate(level.must_haves(), 1)
    ]
    assert len(criteria) == 7


def test_anchors_are_copied_from_the_requirement(mia: User, rosa: User) -> None:
    """A later revision may word them anew; who rates reads what this search began with."""
    role = make_role()
    draft = publishing.start_draft(role, by=rosa)
    line = draft.levels.get(name="Mid").must_haves()[0]
    line.anchors.create(value=1, text="Cannot name a case")
    line.anchors.create(value=4, text="Teaches it")
    publishing.publish(draft, by=rosa)
    opening = planning.open_search(level_of(Role.objects.get(pk=role.pk)), title="A", managers=[], by=mia)
    assert list(opening.criteria.of_the_level().values_list("anchors", flat=True)) == [
        {"1": "Cannot name a case", "4": "Teaches it"},
        {},
        {},
        {},
    ]


def test_the_rounds_are_those_of_the_preview(mia: User) -> None:
    level = level_of(make_seed_role())
    shown = planning.preview(level)
    opening = planning.open_search(level, title="ML search", managers=[], by=mia)
    made = [
        (one.title, one.minutes, one.position, list(one.criteria.values_list("requirement_key", flat=True)))
        for one in opening.rounds.all()
    ]
    assert made == [
        (one.title, one.minutes, n, [shown.must_haves[place].key for place in one.criteria])
        for n, one in enumerate(shown.plan.rounds, 1)
    ]


def test_who_opens_a_search_manages_it(mia: User) -> None:
    other = UserFactory.create(groups=["Hiring managers"])
    opening = planning.open_search(level_of(make_role()), title="Search", managers=[other], by=mia)
    assert set(opening.managers.all()) == {mia, other}
    assert (opening.created_by, opening.is_open, str(opening)) == (mia, True, "Search")


def test_a_later_revision_changes_no_criterion(mia: User, rosa: User) -> None:
    role = make_role()
    opening = make_opening(by=mia, role=role)
    before = list(opening.criteria.values())
    draft = publishing.start_draft(role, by=rosa)
    Requirement.objects.filter(skill_list__level__revision=draft).update(name="Renamed")
    publishing.publish(draft, by=rosa)
    assert list(Criterion.objects.filter(opening=opening).values()) == before


def test_a_plan_that_is_taken_over_brings_its_questions_and_interviewers(mia: User, ines: User) -> None:
    pattern = make_opening(by=mia)
    first, second = pattern.rounds.order_by("position")[:2]
    ability = first.criteria.of_the_level()[0]
    asking.write(first, by=mia, prompt="What did you find?", look_for="A decision", criterion=ability)
    asking.write(second, by=mia, prompt="And then?", minutes=10)
    first.interviewers.add(ines)
    opening = planning.open_search(pattern.level, title="Again", managers=[], by=mia, start_from=pattern)
    rounds = list(opening.rounds.order_by("position"))
    assert [list(one.interviewers.all()) for one in rounds] == [[ines], [], []]
    fields = ("round", "prompt", "look_for", "minutes", "criterion__requirement_key", "criterion__opening")
    assert list(RoundQuestion.objects.filter(round__opening=opening).values_list(*fields)) == [
        (rounds[0].pk, "What did you find?", "A decision", None, ability.requirement_key, opening.pk),
        (rounds[1].pk, "And then?", "", 10, None, None),
    ]
    assert RoundQuestion.objects.filter(round__opening=pattern).count() == 2


def test_questions_that_are_not_open_to_a_person_stay_where_they_are(mia: User, max_: User) -> None:
    pattern = make_opening(by=mia)
    asking.write(pattern.rounds.get(position=1), by=mia, prompt="What did you find?")
    opening = planning.open_search(pattern.level, title="Again", managers=[], by=max_, start_from=pattern)
    assert opening.rounds.count() == 3
    assert not RoundQuestion.objects.filter(round__opening=opening).exists()
