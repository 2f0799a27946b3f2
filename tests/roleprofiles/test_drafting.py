"""Elements of a draft are changed, added and moved; nothing unseen is overwritten."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roleprofiles import drafting, exporting, importing, merging, publishing, removing
from roleprofiles.documents import read, write
from roleprofiles.models import (
    GrowthPath,
    Level,
    Question,
    QuestionSet,
    Removal,
    Requirement,
    Revision,
    RevisionPublished,
    Role,
    Skill,
    SkillList,
)
from roleprofiles.models.elements import ELEMENTS, fingerprint, said
from tests.factories import make_role
from tests.interviews.threads import together
from tests.keeping import kept
from tests.roleprofiles.rows import rows, undone

pytestmark = pytest.mark.django_db


@kept
def draft() -> Revision:
    return publishing.start_draft(make_role(must_haves=3), by=None)


def must_haves(draft: Revision, level: str = "Mid") -> SkillList:
    return SkillList.objects.get(level__revision=draft, level__name=level, kind="must_have")


def names(part: SkillList) -> list[str]:
    return list(part.requirements.values_list("name", flat=True))


def line(draft: Revision, name: str = "Ability 2", level: str = "Mid") -> Requirement:
    return must_haves(draft, level).requirements.get(name=name)


def reworded(draft: Revision, row: Requirement, seen: str | None = None, **values: Any) -> Requirement:
    changed = drafting.change(draft, "requirement", row.pk, values, seen=seen or fingerprint(row))
    assert isinstance(changed, Requirement)
    return changed


# Change


def test_a_change_writes_what_was_changed_and_keeps_the_key(draft: Revision) -> None:
    row = line(draft)
    changed = reworded(draft, row, name="Talent 2", anchor_3="Does it alone", anchor_1="Cannot")
    assert (changed.key, changed.name, changed.text) == (row.key, "Talent 2", "Category 2")
    assert list(changed.anchors.values_list("value", "text")) == [(1, "Cannot"), (3, "Does it alone")]
    again = reworded(draft, changed, anchor_3="Does it well", anchor_1="")
    assert list(again.anchors.values_list("value", "text")) == [(3, "Does it well")]


def test_the_changed_draft_is_written_and_read_the_same(draft: Revision) -> None:
    reworded(draft, line(draft), name="Talent 2", anchor_2="Needs help", anchor_4="Teaches it")
    document = exporting.document_of(draft)
    assert read(write(document).encode()).document == document


def test_a_change_against_an_older_state_is_refused_and_shows_the_newer(draft: Revision) -> None:
    row = line(draft)
    seen = fingerprint(row)
    reworded(draft, row, name="Hers")
    before = rows()
    with pytest.raises(drafting.ElementChanged) as refusal:
        drafting.change(draft, "requirement", row.pk, {"name": "His"}, seen=seen)
    assert str(refusal.value.row) == "Hers"
    assert rows() == before
    assert reworded(draft, row, seen=fingerprint(refusal.value.row), name="His").name == "His"


@pytest.mark.parametrize(
    "theirs",
    [
        {"text": "another detail"},
        {"form": ":"},
        {"anchor_4": "Teaches it"},
        {"skill_name": "Something else", "name": "Ability 2"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_somebody_else_changed_counts(draft: Revision, theirs: dict[str, str]) -> None:
    row = line(draft)
    seen = fingerprint(row)
    reworded(draft, row, **theirs)
    with pytest.raises(drafting.ElementChanged):
        reworded(draft, row, seen=seen, name="His")


def test_a_line_that_somebody_moved_is_not_moved_back_unseen(draft: Revision) -> None:
    row, senior = line(draft), must_haves(draft, "Senior")
    seen, home = fingerprint(row), row.skill_list
    drafting.place(draft, "requirement", row.pk, into=senior.pk)
    with pytest.raises(drafting.ElementChanged):
        reworded(draft, row, seen=seen, name="His", skill_list=home)


def test_saying_what_is_there_is_never_a_conflict(draft: Revision) -> None:
    row = line(draft)
    reworded(draft, row, name="Hers")
    before = rows()
    assert reworded(draft, row, seen="of long ago", name="Hers").name == "Hers"
    assert rows() == before


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["open", "save"]), st.integers(1, 3))))
def test_two_people_never_overwrite_each_other_unseen(
    draft: Revision, acts: list[tuple[str, str, int]]
) -> None:
    """Whoever's change is stored has seen the state it replaced, or said the same."""
    with undone():
        pk = line(draft).pk
        seen: dict[str, tuple[str, str]] = {}
        for person, act, word in acts:
            row = Requirement.objects.get(pk=pk)
            if act == "open" or person not in seen:
                seen[person] = (fingerprint(row), row.name)
                continue
            try:
                drafting.change(draft, "requirement", pk, {"name": f"Word {word}"}, seen=seen[person][0])
            except drafting.ElementChanged:
                assert row.name not in (seen[person][1], f"Word {word}")
            else:
                assert row.name in (seen[person][1], f"Word {word}")


def test_the_library_is_asked_when_a_line_is_reworded(draft: Revision) -> None:
    git = Skill.objects.for_name("Git")
    row = reworded(draft, line(draft), name="git")
    assert row.skill == git
    row = reworded(draft, row, name="Git and GitHub")
    assert row.skill == git  # what the library does not know is still about what it was about
    row = reworded(draft, row, name="Git", skill_name="Version control")
    assert row.skill.name == "Version control"
    assert reworded(draft, row, text="Merging").skill == row.skill


def test_who_empties_the_skill_asks_the_library_anew(draft: Revision) -> None:
    row = reworded(draft, line(draft), name="Kubernetes", skill_name="")
    assert row.skill.name == "Kubernetes"
    row = reworded(draft, row, skill_name="Clusters")
    assert reworded(draft, row, skill_name="").skill.name == "Kubernetes"


def test_a_line_that_is_given_another_list_comes_last_there(draft: Revision) -> None:
    senior = must_haves(draft, "Senior")
    row = reworded(draft, line(draft), skill_list=senior)
    assert names(senior) == ["Ability 1", "Ability 2", "Ability 3", "Ability 2"]
    assert senior.requirements.last() == row


def test_the_title_takes_its_key_along(draft: Revision) -> None:
    head = drafting.change(draft, "head", draft.pk, {"title": "Data Wrangler"}, seen=fingerprint(draft))
    assert list(Role.objects.titled("DATA wrangler")) == [draft.role]
    assert (head.title, head.icon) == ("Data Wrangler", "📊")  # type: ignore[attr-defined]


# Add


def test_a_new_level_begins_with_its_lists(draft: Revision) -> None:
    level = drafting.add(draft, "level", None, {"name": "Lead", "min_years": 6, "max_years": None})
    lists = SkillList.objects.filter(level=level.pk).values_list("kind", "title")
    assert list(lists) == [("must_have", "Must-Have"), ("good_to_have", "Good-to-Have")]
    assert [str(one) for one in draft.levels.all()] == ["Mid", "Senior", "Lead"]


def test_new_elements_come_last_where_they_stand(draft: Revision) -> None:
    part, mid = must_haves(draft), draft.levels.get(name="Mid")
    row = drafting.add(draft, "requirement", part.pk, {"name": "SQL", "form": "-", "text": "Databases"})
    assert names(part) == ["Ability 1", "Ability 2", "Ability 3", "SQL"]
    assert isinstance(row, Requirement)
    assert (row.skill.name, row.skill.category) == ("SQL", "Databases")
    asked = drafting.add(draft, "questions", mid.pk, {"title": "HR Questions"})
    assert isinstance(asked, QuestionSet)
    assert (asked.about, asked.position) == (mid, 4)
    first = drafting.add(draft, "question", asked.pk, {"prompt": "Why?"})
    second = drafting.add(draft, "question", asked.pk, {"prompt": "How?"})
    assert [first.number, second.number] == [1, 2]  # type: ignore[attr-defined]


def test_what_is_added_is_in_the_document(draft: Revision) -> None:
    path = drafting.add(draft, "path", None, {"from_name": "Mid", "to_name": "Senior"})
    drafting.add(draft, "step", path.pk, {"text": "Lead a project"})
    assert write(exporting.document_of(draft)).endswith("### **Mid → Senior Level:**\n- Lead a project\n")


def test_nothing_is_added_to_what_is_gone(draft: Revision) -> None:
    before = rows()
    with pytest.raises(drafting.ElementGone):
        drafting.add(draft, "requirement", 10**9, {"name": "SQL"})
    assert rows() == before


# Order


@pytest.mark.parametrize(
    ("by", "order"),
    [(-1, ["Ability 2", "Ability 1", "Ability 3"]), (1, ["Ability 1", "Ability 3", "Ability 2"])],
)
def test_a_step_up_or_down(draft: Revision, by: int, order: list[str]) -> None:
    drafting.step(draft, "requirement", line(draft).pk, by=by)
    assert names(must_haves(draft)) == order


def test_at_the_ends_it_stays(draft: Revision) -> None:
    before = rows()
    drafting.step(draft, "requirement", line(draft, "Ability 1").pk, by=-1)
    drafting.step(draft, "requirement", line(draft, "Ability 3").pk, by=1)
    assert rows() == before


def test_a_line_is_placed_before_another_or_last(draft: Revision) -> None:
    part = must_haves(draft)
    drafting.place(
        draft, "requirement", line(draft, "Ability 3").pk, before=("requirement", line(draft, "Ability 1").pk)
    )
    assert names(part) == ["Ability 3", "Ability 1", "Ability 2"]
    drafting.place(draft, "requirement", line(draft, "Ability 3").pk)
    assert names(part) == ["Ability 1", "Ability 2", "Ability 3"]


def test_a_line_is_placed_in_another_level(draft: Revision) -> None:
    senior = must_haves(draft, "Senior")
    second = senior.requirements.all()[1]
    row = line(draft)
    drafting.place(draft, "requirement", row.pk, into=senior.pk, before=("requirement", second.pk))
    assert names(senior) == ["Ability 1", "Ability 2", "Ability 2", "Ability 3"]
    assert senior.requirements.all()[1].key == row.key
    assert names(must_haves(draft)) == ["Ability 1", "Ability 3"]


def test_lists_and_questions_of_a_level_share_one_order(draft: Revision) -> None:
    asked = QuestionSet.objects.get(level__revision=draft, level__name="Mid")
    drafting.step(draft, "questions", asked.pk, by=-1)
    titles = [part.title for part in exporting.document_of(draft).levels[0].parts]
    assert titles == ["Must-Have", "HR Questions for Mid Level", "Good-to-Have"]
    drafting.place(draft, "list", must_haves(draft).pk)
    drafting.place(draft, "list", must_haves(draft).pk, before=("questions", asked.pk))
    titles = [part.title for part in exporting.document_of(draft).levels[0].parts]
    assert titles == ["Must-Have", "HR Questions for Mid Level", "Good-to-Have"]


def test_questions_are_numbered_in_their_order(draft: Revision) -> None:
    asked = QuestionSet.objects.get(level__revision=draft, level__name="Mid")
    drafting.add(draft, "question", asked.pk, {"prompt": "Why?"})
    row = drafting.add(draft, "question", asked.pk, {"prompt": "How?"})
    drafting.place(draft, "question", row.pk, before=("question", asked.questions.all()[0].pk))
    numbered = list(Question.objects.filter(question_set=asked).values_list("number", "prompt"))
    assert numbered == [(1, "How?"), (2, "What did you find?"), (3, "Why?")]


def test_a_place_beside_what_is_gone_is_refused(draft: Revision) -> None:
    before = rows()
    with pytest.raises(drafting.ElementGone):
        drafting.place(draft, "requirement", line(draft).pk, before=("requirement", 10**9))
    with pytest.raises(drafting.ElementGone):
        drafting.place(draft, "requirement", line(draft).pk, into=10**9)
    assert rows() == before


# Notes: lines of the document that nothing else holds


NOTED = """\
# Role

## Requirements by Experience Level

### **Mid Level**

#### **Must-Have:**
- **Git**
  - branches
  - tags

Where data lies:
- **SQL**
- **Files**
  - Parquet

#### **Good-to-Have:**
- **Rust**
  - traits

Even better:
- **Zig**
"""


@kept
def noted() -> Revision:
    importing.import_document(NOTED.encode(), by=None)
    return publishing.start_draft(Role.objects.get(), by=None)


def lines_of(draft: Revision, title: str) -> list[str]:
    """What the document says of a list."""
    text = exporting.markdown(draft)
    assert read(text.encode()).document == exporting.document_of(draft)
    return [one.strip("- *") for one in text.split(title)[1].split("####")[0].split("\n")[1:] if one]


def requirement(draft: Revision, name: str) -> Requirement:
    return Requirement.objects.of(draft).get(name=name)


MUST, GOOD = "Must-Have:", "Good-to-Have:"


def test_what_is_indented_below_a_line_goes_where_it_goes(noted: Revision) -> None:
    drafting.step(noted, "requirement", requirement(noted, "Git").pk, by=1)
    assert lines_of(noted, MUST) == [
        "SQL", "Where data lies:", "Git", "branches", "tags", "Files", "Parquet",
    ]  # fmt: skip
    drafting.place(
        noted,
        "requirement",
        requirement(noted, "Files").pk,
        before=("requirement", requirement(noted, "SQL").pk),
    )
    assert lines_of(noted, MUST) == [
        "Files", "Parquet", "Where data lies:", "SQL", "Git", "branches", "tags",
    ]  # fmt: skip


def test_what_is_indented_below_a_line_goes_to_another_list_with_it(noted: Revision) -> None:
    git, zig = requirement(noted, "Git"), requirement(noted, "Zig")
    drafting.place(noted, "requirement", git.pk, into=zig.skill_list_id, before=("requirement", zig.pk))
    assert lines_of(noted, MUST) == ["Where data lies:", "SQL", "Files", "Parquet"]
    assert lines_of(noted, GOOD) == ["Rust", "traits", "Even better:", "Git", "branches", "tags", "Zig"]
    files = requirement(noted, "Files")
    reworded(noted, files, skill_list=zig.skill_list)
    assert lines_of(noted, MUST) == ["Where data lies:", "SQL"]
    assert lines_of(noted, GOOD)[-3:] == ["Zig", "Files", "Parquet"]


@pytest.mark.parametrize("name", ["Git", "SQL", "Files", "Rust", "Zig"])
def test_a_line_is_removed_with_what_is_indented_below_it_and_comes_back_so(
    noted: Revision, name: str
) -> None:
    before = rows()
    row = requirement(noted, name)
    part = BELOW.get(name, [])
    said = lines_of(noted, MUST) + lines_of(noted, GOOD)
    removal = removing.remove(noted, "requirement", row.pk, by=None)
    assert lines_of(noted, MUST) + lines_of(noted, GOOD) == [one for one in said if one not in (name, *part)]
    removing.put_back(noted, removal.pk)
    assert rows() == before


BELOW = {"Git": ["branches", "tags"], "Files": ["Parquet"], "Rust": ["traits"]}
FREE = ["Where data lies:", "Even better:"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=st.lists(
        st.tuples(st.sampled_from(["up", "down", "over", "out", "back"]), st.integers(0, 4)), max_size=8
    )
)
def test_whatever_is_done_each_line_keeps_what_is_below_it(
    noted: Revision, acts: list[tuple[str, int]]
) -> None:
    with undone():
        names_of = sorted(Requirement.objects.of(noted).values_list("name", flat=True))
        out: list[Removal] = []
        for act, n in acts:
            row = Requirement.objects.of(noted).filter(name=names_of[n]).first()
            if act == "back":
                if out:
                    removing.put_back(noted, out.pop(n % len(out)).pk)
            elif row and act == "over":
                other = SkillList.objects.filter(level__revision=noted).exclude(pk=row.skill_list_id).get()
                drafting.place(noted, "requirement", row.pk, into=other.pk)
            elif row and act == "out":
                out.append(removing.remove(noted, "requirement", row.pk, by=None))
            elif row:
                drafting.step(noted, "requirement", row.pk, by=-1 if act == "up" else 1)
            said = lines_of(noted, MUST) + lines_of(noted, GOOD)
            there = [name for name in names_of if name in said]
            assert sorted(said) == sorted(
                there + FREE + [one for name in there for one in BELOW.get(name, [])]
            )
            for name in there:
                below = BELOW.get(name, [])
                at = said.index(name) + 1
                assert said[at : at + len(below)] == below


# What is not in the draft


@pytest.mark.parametrize("kind", ELEMENTS)
def test_rows_of_other_revisions_are_out_of_reach(draft: Revision, kind: str) -> None:
    other = publishing.start_draft(make_role("Other"), by=None)
    GrowthPath.objects.create(revision=other, from_name="Mid", to_name="Senior").steps.create(text="Lead")
    model = ELEMENTS[kind].model
    before = rows()
    for revision in (draft.role.current, other):
        row = model._base_manager.filter(**{model.state_lookup.removesuffix("__state"): revision}).first()
        if row is None:
            continue
        with pytest.raises(drafting.ElementGone):
            drafting.change(draft, kind, row.pk, said(row), seen=fingerprint(row))
        with pytest.raises(drafting.ElementGone):
            drafting.place(draft, kind, row.pk)
        with pytest.raises(drafting.ElementGone):
            drafting.step(draft, kind, row.pk, by=1)
    assert rows() == before


def test_a_published_draft_is_not_changed(draft: Revision) -> None:
    row = line(draft)
    publishing.publish(Revision.objects.get(pk=draft.pk), by=None)
    before = rows()
    with pytest.raises(RevisionPublished):
        reworded(draft, row, name="Late")
    with pytest.raises(RevisionPublished):
        drafting.add(draft, "level", None, {"name": "Lead"})
    with pytest.raises(RevisionPublished):
        drafting.discard(draft)
    assert rows() == before


# Discard


def test_a_discarded_draft_leaves_the_role_as_it_was() -> None:
    role = make_role()
    before = rows()
    assert drafting.discard(publishing.start_draft(role, by=None))
    assert rows() == before


def test_a_role_that_was_only_a_draft_goes_with_it() -> None:
    draft = publishing.begin_role(title="Never", by=None)
    assert not drafting.discard(draft)
    assert (Role.objects.count(), Revision.objects.count(), Level.objects.count()) == (0, 0, 0)


# At the same moment

AT_ONCE = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@AT_ONCE
def test_acts_on_one_draft_come_one_after_the_other() -> None:
    draft = publishing.start_draft(make_role(must_haves=4), by=None)
    part, senior = must_haves(draft), must_haves(draft, "Senior")
    one, two, three, four = part.requirements.all()
    skill = Skill.objects.get(name="Ability 3")
    removal = removing.remove(draft, "requirement", four.pk, by=None)
    done = together(
        lambda: drafting.step(draft, "requirement", one.pk, by=1),
        lambda: drafting.place(draft, "requirement", two.pk, into=senior.pk),
        lambda: drafting.add(draft, "requirement", part.pk, {"name": "New one"}),
        lambda: drafting.add(draft, "requirement", senior.pk, {"name": "New one"}),
        lambda: merging.merge(skill, into=Skill.objects.get(name="Spare"), by=None),
        lambda: removing.put_back(draft, removal.pk),
        lambda: removing.put_back(draft, removal.pk),
        lambda: drafting.change(draft, "requirement", three.pk, {"name": "Mine"}, seen=fingerprint(three)),
    )
    refused = [type(one) for one in done if isinstance(one, Exception)]
    assert refused.count(drafting.ElementGone) == 1
    assert set(refused) <= {drafting.ElementGone, drafting.ElementChanged}
    assert {"Ability 1", "Ability 4", "New one"} <= set(names(part))
    assert names(senior)[4:] in (["Ability 2", "New one"], ["New one", "Ability 2"])
    places = [line.position for line in part.requirements.all()]
    assert len(set(places)) == len(places)
    assert Skill.objects.filter(name="New one").count() == 1


@AT_ONCE
@pytest.mark.parametrize("act", ["change", "add", "remove", "discard"])
def test_what_is_done_while_the_draft_is_published_is_in_it_or_refused(act: str) -> None:
    draft = publishing.start_draft(make_role(must_haves=3), by=None)
    row = line(draft)
    acts: dict[str, Any] = {
        "change": lambda: reworded(draft, row, name="Late"),
        "add": lambda: drafting.add(draft, "level", None, {"name": "Late"}),
        "remove": lambda: removing.remove(draft, "requirement", row.pk, by=None),
        "discard": lambda: drafting.discard(draft),
    }
    held = Revision.objects.get(pk=draft.pk)
    done, published = together(acts[act], lambda: publishing.publish(held, by=None))
    refused = [type(one) for one in (done, published) if isinstance(one, Exception)]
    assert refused in ([], [RevisionPublished])
    if isinstance(done, Exception):
        assert Requirement.objects.of(held).filter(pk=row.pk, name="Ability 2").exists()
        assert held.levels.count() == 2
    assert Removal.objects.count() == 0


@AT_ONCE
def test_one_name_that_two_give_at_once_is_given_once() -> None:
    draft = publishing.start_draft(make_role(), by=None)
    done = together(*[lambda: drafting.add(draft, "level", None, {"name": "Lead"})] * 2)
    assert sorted(type(one).__name__ for one in done) == ["IntegrityError", "Level"]
    assert draft.levels.filter(name="Lead").count() == 1


@AT_ONCE
def test_a_draft_that_two_start_at_once_is_started_once() -> None:
    role = make_role()
    done = together(*[lambda: publishing.start_draft(role, by=None)] * 2)
    assert sorted(type(one).__name__ for one in done) == ["DraftOpen", "Revision"]


@AT_ONCE
def test_a_role_that_two_begin_at_once_is_begun_once() -> None:
    make_role()
    done = together(*[lambda: publishing.begin_role(title="Data Wrangler", by=None)] * 2)
    assert sorted(type(one).__name__ for one in done) == ["Revision", "TitleTaken"]
