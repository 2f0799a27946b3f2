"""Two names become one skill, and two again; aliases come and go."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from roleprofiles import importing, merging, publishing
from roleprofiles.merging import Undone
from roleprofiles.models import Requirement, Revision, Role, Skill, SkillAlias, SkillMerge
from roleprofiles.models.merges import (
    AlreadyMerged,
    LibraryRefusal,
    MergedIntoItself,
    MergeOvertaken,
    MergeUndone,
    NameTaken,
    SkillGone,
    SuccessorMerged,
)
from tests.factories import make_role, role_document
from tests.interviews.threads import together
from tests.keeping import kept
from tests.roleprofiles.rows import rows, undone

pytestmark = pytest.mark.django_db


def skill(name: str) -> Skill:
    """As the database has it now."""
    return Skill.objects.get(name=name)


def merge(name: str, into: str, by: User | None = None) -> SkillMerge:
    return merging.merge(skill(name), into=skill(into), by=by)


def lines(revision: Revision | None, name: str) -> list[str]:
    """What the lines of a name are about."""
    assert revision
    found = Requirement.objects.of(revision).filter(name=name).order_by("pk")
    return list(found.values_list("skill__name", flat=True))


@kept
def role() -> Role:
    """Published with Ability 1 to 4 and Spare for Mid and Senior, with the same in an open draft."""
    role = make_role()
    publishing.start_draft(role, by=None)
    return role


def draft_of(role: Role) -> Revision:
    return role.revisions.drafts().get()


# Merging


def test_merging_moves_draft_lines_and_leaves_published_ones(role: Role, rosa: User) -> None:
    made = merge("Ability 1", "Ability 2", rosa)
    assert skill("Ability 1").merged_into == skill("Ability 2")
    assert lines(draft_of(role), "Ability 1") == ["Ability 2", "Ability 2"]
    assert lines(role.current, "Ability 1") == ["Ability 1", "Ability 1"]
    moved = Requirement.objects.of(draft_of(role)).filter(name="Ability 1").values_list("pk", flat=True)
    assert (made.moved_requirements, made.repointed_skills) == (sorted(moved), [])
    assert (made.merged_by, made.undone_at) == (rosa, None)


def test_what_was_merged_before_follows(role: Role) -> None:
    merge("Ability 1", "Ability 2")
    made = merge("Ability 2", "Ability 3")
    assert made.repointed_skills == [skill("Ability 1").pk]
    assert skill("Ability 1").merged_into == skill("Ability 3")
    known = Skill.objects.named({"Ability 1", "Ability 2"})
    assert {found.name for found in known.values()} == {"Ability 3"}


@pytest.mark.parametrize(
    ("name", "into", "refusal", "said"),
    [
        ("Ability 1", "Ability 1", MergedIntoItself, "cannot be merged into itself"),
        ("Spare", "Ability 1", AlreadyMerged, "“Spare” has been merged already"),
        ("Ability 1", "Spare", SuccessorMerged, "“Spare” has been merged into another skill"),
    ],
)
def test_what_is_refused(role: Role, name: str, into: str, refusal: type[LibraryRefusal], said: str) -> None:
    merge("Spare", "Ability 4")
    before = rows()
    with pytest.raises(refusal, match=said):
        merge(name, into)
    assert rows() == before


def test_a_skill_that_is_gone_is_refused(role: Role) -> None:
    gone = Skill.objects.create(name="Gone", key="gone")
    Skill.objects.filter(pk=gone.pk).delete()
    for pair in ((gone, skill("Spare")), (skill("Spare"), gone)):
        with pytest.raises(SkillGone):
            merging.merge(pair[0], into=pair[1], by=None)


def test_what_breaks_half_way_leaves_nothing(role: Role, monkeypatch: pytest.MonkeyPatch) -> None:
    before = rows()
    monkeypatch.setattr(SkillMerge.objects, "create", lambda **said: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        merge("Ability 1", "Ability 2")
    assert rows() == before


# Undoing


def test_undoing_gives_two_skills_again(role: Role, rosa: User) -> None:
    before = rows()
    made = merge("Ability 1", "Ability 2")
    assert merging.undo(made, by=rosa) == Undone(returned=2, published=0, elsewhere=0)
    made.refresh_from_db()
    assert made.undone_by == rosa
    assert made.undone_at
    assert {**rows(), "SkillMerge": []} == before


def test_lines_published_meanwhile_stay(role: Role) -> None:
    made = merge("Ability 1", "Ability 2")
    published = publishing.publish(draft_of(role), by=None)
    assert merging.undo(made, by=None) == Undone(returned=0, published=2, elsewhere=0)
    assert lines(published, "Ability 1") == ["Ability 2", "Ability 2"]
    assert skill("Ability 1").merged_into is None


def test_lines_removed_or_about_something_else_meanwhile_stay(role: Role) -> None:
    made = merge("Ability 1", "Ability 2")
    first, second = Requirement.objects.filter(pk__in=made.moved_requirements)
    first.delete()
    second.skill = skill("Spare")
    second.save()
    assert merging.undo(made, by=None) == Undone(returned=0, published=0, elsewhere=2)
    assert lines(draft_of(role), "Ability 1") == ["Spare"]


def test_a_line_that_was_about_the_successor_before_stays(role: Role) -> None:
    made = merge("Ability 1", "Ability 2")
    merging.undo(made, by=None)
    assert lines(draft_of(role), "Ability 2") == ["Ability 2", "Ability 2"]


def test_undoing_twice_is_refused(role: Role) -> None:
    made = merge("Ability 1", "Ability 2")
    merging.undo(made, by=None)
    merge("Ability 1", "Ability 2")
    before = rows()
    with pytest.raises(MergeUndone):
        merging.undo(made, by=None)
    assert rows() == before


def test_a_merge_that_another_has_overtaken_is_undone_after_it(role: Role) -> None:
    state = rows()
    first, second = merge("Ability 1", "Ability 2"), merge("Ability 2", "Ability 3")
    with pytest.raises(MergeOvertaken, match="“Ability 2” has been merged into another skill since"):
        merging.undo(first, by=None)
    merging.undo(second, by=None)
    assert skill("Ability 1").merged_into == skill("Ability 2")
    assert lines(draft_of(role), "Ability 1") == ["Ability 2", "Ability 2"]
    merging.undo(first, by=None)
    assert {**rows(), "SkillMerge": []} == state


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=4),
    st.tuples(st.integers(0, 5), st.integers(0, 5)),
    st.booleans(),
)
def test_merging_and_undoing_gives_back_exactly_the_same_rows(
    earlier: list[tuple[int, int]], pair: tuple[int, int], is_published: bool
) -> None:
    """Whatever was merged before, and whether or not a draft is open."""

    def merged(places: tuple[int, int]) -> SkillMerge | None:
        one, other = (Skill.objects.order_by("pk")[place] for place in places)
        try:
            return merging.merge(one, into=other, by=None)
        except LibraryRefusal:
            return None

    with undone():
        role = make_role(must_haves=4)
        merging.add_alias(Skill.objects.create(name="Extra", key="extra"), "More", by=None)
        if not is_published:
            publishing.start_draft(role, by=None)
        for places in earlier:
            merged(places)
        history, before = SkillMerge.objects.count(), rows()
        if made := merged(pair):
            assert rows() != before
            merging.undo(made, by=None)
        after = rows()
        assert after.pop("SkillMerge")[:history] == before.pop("SkillMerge")
        assert after == before


# What it would touch


def test_the_consequences_are_what_happens(role: Role) -> None:
    make_role("Other", must_haves=1)
    make_role("Once", must_haves=1)
    importing.import_document(role_document("Once").replace("Ability 1", "Else").encode(), by=None)
    merging.add_alias(skill("Ability 1"), "Talent", by=None)
    merging.add_alias(skill("Spare"), "Extra", by=None)
    merge("Spare", "Ability 1")
    told = merging.consequences(skill("Ability 1"), skill("Ability 2"))
    assert (told.skill, told.into) == (skill("Ability 1"), skill("Ability 2"))
    # The draft's two lines of Spare moved to Ability 1 before. Once asked for it in its first revision.
    assert (told.moving, told.staying) == (4, 6)
    assert told.names == ("Ability 1", "Talent", "Spare", "Extra")
    assert told.repointed == (skill("Spare"),)
    assert told.roles == ("Data Analyst", "Other")
    made = merge("Ability 1", "Ability 2")
    assert (len(made.moved_requirements), made.repointed_skills) == (4, [skill("Spare").pk])
    known = Skill.objects.named(set(told.names))
    assert set(known.values()) == {skill("Ability 2")}


def test_a_role_that_is_only_a_draft_is_named_by_its_draft() -> None:
    draft = publishing.begin_role(title="Planned", by=None)
    level = draft.levels.create(name="Mid")
    unused = Skill.objects.create(name="Unused", key="unused")
    level.skill_lists.create(kind="must_have", title="Must-Have").requirements.create(
        skill=unused, name="Unused"
    )
    told = merging.consequences(unused, Skill.objects.create(name="Used", key="used"))
    assert (told.roles, told.moving, told.staying, told.names) == (("Planned",), 1, 0, ("Unused",))


@pytest.mark.parametrize("count", [1, 30])
def test_consequences_take_the_same_queries_for_many(count: int) -> None:
    make_role(must_haves=count)
    into = skill("Spare")
    pairs = [(one, into) for one in Skill.objects.exclude(pk=into.pk)]
    with CaptureQueriesContext(connection) as seen:
        assert [told.staying for told in merging.consequences_of(pairs)] == [2] * count
    assert len(seen) == 4


# Names that nobody has looked at


def test_a_newer_name_is_proposed_for_what_was_there_before(rosa: User) -> None:
    for name in ("Kubernetes", "Machine Learning", "Kubernets", "Machine Lerning", "Java", "JavaScript"):
        Skill.objects.for_name(name)
    found = merging.review()
    assert [(told.skill.name, told.into.name) for told in found.proposals] == [
        ("Kubernets", "Kubernetes"), ("Machine Lerning", "Machine Learning"),
    ]  # fmt: skip
    assert (found.looked_at, found.after) == (6, None)
    merging.keep(skill("Kubernets"), by=rosa)
    merge("Machine Lerning", "Machine Learning")
    assert merging.review() == merging.Review(proposals=[], looked_at=4, after=None)


def test_a_review_comes_in_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        for name in (f"Ability{number * 1111}", f"Ability {number * 1111}", f"Other {'abcd' * (number + 1)}"):
            Skill.objects.for_name(name)
    monkeypatch.setattr(merging, "PROPOSED", 2)
    first = merging.review()
    assert [told.skill.name for told in first.proposals] == ["Ability 0", "Ability 1111"]
    assert (first.looked_at, first.after) == (5, skill("Ability 1111").pk)
    second = merging.review(after=first.after or 0)
    assert [told.skill.name for told in second.proposals] == ["Ability 2222"]
    assert (second.looked_at, second.after) == (4, None)
    monkeypatch.setattr(merging, "LOOKED_AT", 4)
    assert (merging.review().looked_at, merging.review().after) == (4, skill("Ability 1111").pk - 1)


@pytest.mark.parametrize("count", [1, 15])
def test_a_review_takes_the_same_queries(count: int) -> None:
    for number in range(count):
        for name in (f"Ability{number * 1111}", f"Ability {number * 1111}"):
            Skill.objects.for_name(name)
    with CaptureQueriesContext(connection) as seen:
        assert len(merging.review().proposals) == count
    assert len(seen) == 8


# Aliases and names


def test_an_alias_leads_to_its_skill_or_to_the_successor(role: Role, rosa: User) -> None:
    alias = merging.add_alias(skill("Ability 1"), "  Talent   of Kim ", by=rosa)
    assert (alias.skill, alias.name, alias.key) == (skill("Ability 1"), "Talent of Kim", "talent of kim")
    assert merging.add_alias(skill("Ability 1"), "TALENT of Kim", by=rosa) == alias
    merge("Spare", "Ability 1")
    assert merging.add_alias(skill("Spare"), "Reserve", by=rosa).skill == skill("Ability 1")


@pytest.mark.parametrize("name", ["Ability 2", "ability  1", "Talent", "Spare"])
def test_a_name_that_leads_elsewhere_is_no_alias(role: Role, rosa: User, name: str) -> None:
    merging.add_alias(skill("Ability 2"), "Talent", by=rosa)
    merge("Spare", "Ability 2")
    before = rows()
    with pytest.raises(NameTaken):
        merging.add_alias(skill("Ability 1"), name, by=rosa)
    assert rows() == before


def test_a_removed_alias_leads_nowhere(role: Role, rosa: User) -> None:
    alias = merging.add_alias(skill("Ability 1"), "Talent", by=rosa)
    merging.remove_alias(alias, by=rosa)
    assert Skill.objects.named({"Talent"}) == {}


def test_a_skill_that_a_person_adds_has_been_looked_at(role: Role, rosa: User) -> None:
    made = merging.add_skill(" Big   Data ", category="Data", description="Much", by=rosa)
    assert (made.name, made.key, made.category, made.description) == ("Big Data", "big data", "Data", "Much")
    assert made.reviewed_at
    merging.add_alias(made, "Data at scale", by=rosa)
    for name in ("BIG data", "data at scale", "Spare"):
        with pytest.raises(NameTaken):
            merging.add_skill(name, by=rosa)


def test_a_new_name_leaves_the_old_one_as_an_alias(role: Role, rosa: User) -> None:
    edited = merging.edit(skill("Spare"), name="Reserve", category="Any", description="More", by=rosa)
    assert (edited.name, edited.key, edited.category, edited.description) == (
        "Reserve", "reserve", "Any", "More",
    )  # fmt: skip
    assert Skill.objects.named({"Spare", "Reserve"}) == {"spare": edited, "reserve": edited}
    # and back again
    merging.edit(edited, name="Spare", category="", description="", by=rosa)
    assert list(skill("Spare").aliases.values_list("name", flat=True)) == ["Reserve"]
    # another spelling of the same name is no second name
    merging.edit(skill("Spare"), name="SPARE", category="", description="", by=rosa)
    assert list(SkillAlias.objects.values_list("name", flat=True)) == ["Reserve"]


@pytest.mark.parametrize("name", ["Ability 1", "talent"])
def test_a_taken_name_is_refused(role: Role, rosa: User, name: str) -> None:
    merging.add_alias(skill("Ability 1"), "Talent", by=rosa)
    before = rows()
    with pytest.raises(NameTaken):
        merging.edit(skill("Spare"), name=name, category="", description="", by=rosa)
    assert rows() == before


# At the same moment


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_opposite_merges_at_once_are_one_merge() -> None:
    make_role()
    one, other = skill("Ability 1"), skill("Ability 2")
    outcomes = together(
        lambda: merging.merge(one, into=other, by=None), lambda: merging.merge(other, into=one, by=None)
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, AlreadyMerged | SuccessorMerged)]
    assert (len(refused), SkillMerge.objects.count()) == (1, 1)
    assert Skill.objects.filter(merged_into__isnull=False).count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_merging_while_the_draft_is_published_moves_all_or_nothing() -> None:
    role = make_role()
    draft = publishing.start_draft(role, by=None)
    one, other = skill("Ability 1"), skill("Ability 2")
    outcomes = together(
        lambda: merging.merge(one, into=other, by=None), lambda: publishing.publish(draft, by=None)
    )
    assert [type(outcome) for outcome in outcomes] == [SkillMerge, Revision]
    moved = len(SkillMerge.objects.get().moved_requirements)
    assert lines(draft, "Ability 1") == (["Ability 2"] * 2 if moved else ["Ability 1"] * 2)
    assert moved in (0, 2)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_undoing_twice_at_once_is_one_undoing() -> None:
    make_role()
    made = merge("Ability 1", "Ability 2")
    outcomes = together(*[lambda: merging.undo(made, by=None)] * 2)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["MergeUndone", "Undone"]
    assert skill("Ability 1").merged_into is None
