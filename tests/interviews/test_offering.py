from __future__ import annotations

import pytest

from accounts.models import User
from interviews import arranging, offering, planning
from interviews.models import Criterion, Opening
from roleprofiles import merging, publishing
from roleprofiles.models import Role, Skill
from tests.factories import level_of, make_application
from tests.interviews.ladders import make_ladder, make_search


def offered(opening: Opening) -> list[tuple[str, str]]:
    """What is beneath what."""
    rows = opening.criteria.filter(beneath__isnull=False).select_related("beneath")
    return [(one.beneath.name, one.name) for one in rows if one.beneath]


def test_must_haves_of_the_next_level_hang_beneath_those_about_the_same_skill(mia: User) -> None:
    opening = make_search(by=mia)
    assert [one.name for one in opening.criteria.of_the_level()] == [
        "SQL",
        "Python",
        "Cloud (AWS)",
        "Cloud (Azure)",
    ]
    assert offered(opening) == [
        ("SQL", "SQL"),
        ("Python", "Python"),
        ("Cloud (Azure)", "Cloud (Azure)"),
    ]
    above = {one.key: one.text for one in level_of(opening.level.revision.role, "Senior").must_haves()}
    said = opening.criteria.filter(beneath__isnull=False)
    assert {one.requirement_key: one.detail for one in said} == {
        key: text for key, text in above.items() if key in {one.requirement_key for one in said}
    }
    assert {one.detail for one in said} == {"as Senior"}


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ({"Mid": ["SQL"]}, []),
        ({"Mid": ["SQL"], "Senior": ["Python"]}, []),
        ({"Mid": ["SQL"], "Senior": ["Python"], "Lead": ["SQL"]}, []),
        ({"Junior": ["SQL"], "Mid": ["SQL"]}, []),
        (
            {"Mid": ["Cloud"], "Senior": ["Cloud (AWS)", "Cloud (Azure)"]},
            [("Cloud", "Cloud (AWS)"), ("Cloud", "Cloud (Azure)")],
        ),
        ({"Mid": ["Cloud (AWS)", "Cloud (Azure)"], "Senior": ["Cloud"]}, [("Cloud (AWS)", "Cloud")]),
    ],
)
def test_where_there_is_a_next_level_with_the_same_skills(
    mia: User, levels: dict[str, list[str]], expected: list[tuple[str, str]]
) -> None:
    assert offered(make_search(by=mia, levels=levels)) == expected


def test_a_merged_skill_is_the_same_skill(mia: User) -> None:
    role = make_ladder({"Mid": ["SQL"], "Senior": ["Structured queries"]})
    merging.merge(Skill.objects.get(name="Structured queries"), into=Skill.objects.get(name="SQL"), by=mia)
    opening = planning.open_search(level_of(role), title="Search", managers=[], by=mia)
    assert offered(opening) == [("SQL", "Structured queries")]


def test_anchors_are_those_of_the_level_above(mia: User, rosa: User) -> None:
    role = make_ladder()
    draft = publishing.start_draft(role, by=rosa)
    for name, text in (("Mid", "As Mid"), ("Senior", "As Senior")):
        draft.levels.get(name=name).must_haves()[0].anchors.create(value=3, text=text)
    publishing.publish(draft, by=rosa)
    level = level_of(Role.objects.get(pk=role.pk))
    opening = planning.open_search(level, title="Search", managers=[], by=mia)
    anchors = list(opening.criteria.filter(name="SQL").values_list("kind", "anchors"))
    assert sorted(anchors) == [("must_have", {"3": "As Mid"}), ("next_level", {"3": "As Senior"})]


def test_offering_again_adds_what_is_missing_and_nothing_else(mia: User) -> None:
    opening = make_search(by=mia)
    before = list(opening.criteria.values())
    assert offering.offer_next_level(opening) == []
    Criterion.objects.filter(opening=opening, beneath__name="Python").update(retired_in=2)
    Opening.objects.filter(pk=opening.pk).update(plan_version=2)
    opening.refresh_from_db()
    (made,) = offering.offer_next_level(opening)
    assert (made.name, made.since, made.beneath and made.beneath.name) == ("Python", 2, "Python")
    assert list(opening.criteria.exclude(pk=made.pk).exclude(retired_in=2).values()) == [
        row for row in before if not (row["kind"] == "next_level" and row["name"] == "Python")
    ]


def test_a_card_has_what_is_beneath_its_rounds_criteria_and_no_more(mia: User, ines: User) -> None:
    opening = make_search(by=mia)
    round_ = opening.rounds.get(position=1)
    round_.criteria.set(opening.criteria.of_the_level().filter(name__in=["Python", "Cloud (AWS)"]))
    kim = make_application(opening=opening)
    card = arranging.arrange(kim, round_, interviewers=[ines]).scorecards.get()
    assert [str(one.criterion) for one in card.ratings.in_order()] == [
        "Python",
        "Python, next level",
        "Cloud (AWS)",
    ]


def test_what_is_retired_is_not_handed_out(mia: User, ines: User) -> None:
    opening = make_search(by=mia)
    Criterion.objects.filter(opening=opening, beneath__name="SQL").update(retired_in=2)
    round_ = opening.rounds.get(position=1)
    round_.criteria.set(opening.criteria.of_the_level().filter(name="SQL"))
    kim = make_application(opening=opening)
    card = arranging.arrange(kim, round_, interviewers=[ines]).scorecards.get()
    assert [str(one.criterion) for one in card.ratings.in_order()] == ["SQL"]


def test_the_sheet_keeps_the_next_level_with_its_criterion_whatever_the_order(mia: User, ines: User) -> None:
    opening = make_search(by=mia)
    for position, name in enumerate(["Cloud (Azure)", "Python", "Cloud (AWS)", "SQL"]):
        opening.criteria.of_the_level().filter(name=name).update(position=position)
    round_ = opening.rounds.get(position=1)
    round_.criteria.set(opening.criteria.of_the_level())
    kim = make_application(opening=opening)
    card = arranging.arrange(kim, round_, interviewers=[ines]).scorecards.get()
    assert [str(one.criterion) for one in card.ratings.in_order()] == [
        *("Cloud (Azure)", "Cloud (Azure), next level"),
        *("Python", "Python, next level"),
        "Cloud (AWS)",
        *("SQL", "SQL, next level"),
    ]
