"""Pairing: which line of the next document is which line of the one before."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roleprofiles.changes import Changes, compare, paired, with_keys
from roleprofiles.choices import RequirementForm, RequirementKind, SectionKind
from roleprofiles.documents.shapes import (
    GrowthPath,
    GrowthStep,
    Level,
    Note,
    OverviewLine,
    Question,
    QuestionSet,
    Requirement,
    RoleDocument,
    Section,
    SkillList,
)
from tests.roleprofiles.documents.texts import LIST, QUESTIONS, document_of

TWO_LISTS = f"{LIST}- **Git** - VCS\n- **SQL** - Data\n#### **Good-to-Have:**\n- **Go** - Language\n"
GROWTH = f"{LIST}- **Git** - VCS\n## Career Growth\n### **Mid → Lead Level:**\n- Lead\n- Teach\n"


def seen(old: str, new: str) -> list[tuple[str, str, str, str, str]]:
    """The changes that a person is shown: kind, element, place, before, after."""
    found = compare(document_of(old), document_of(new)).visible
    return [
        (change.kind.value, change.element, change.place, change.before, change.after) for change in found
    ]


def keys(document: RoleDocument) -> dict[str, UUID | None]:
    """The key of each line by its place and text, for documents that say nothing twice."""
    return {
        f"{level.name}/{part.title}/{line.name}/{line.text}": line.key
        for level in document.levels
        for part in level.lists
        for line in part.requirements
    }


def requirement_counts(changes: Changes) -> dict[str, int]:
    return Counter(change.kind.value for change in changes.items if change.element == "requirement")


def test_the_same_document_again_changes_nothing() -> None:
    document = document_of(TWO_LISTS)
    assert compare(document, document).counts == {
        "added": 0, "changed": 0, "moved": 0, "removed": 0, "unchanged": 7,
    }  # fmt: skip
    assert seen(TWO_LISTS, TWO_LISTS) == []


def test_without_a_document_before_everything_is_added() -> None:
    assert compare(None, document_of(GROWTH)).counts == {
        "added": 6, "changed": 0, "moved": 0, "removed": 0, "unchanged": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "- **Git** - VCS",
            "- **Git** - Version Control",
            ("changed", "requirement", "Mid, Must-Have", "Git - VCS", "Git - Version Control"),
        ),
        (
            "- **Git** - VCS",
            "- **Git**: VCS",
            ("changed", "requirement", "Mid, Must-Have", "Git - VCS", "Git: VCS"),
        ),
        (
            "- **Git** - VCS",
            "- **GIT** - VCS",
            ("changed", "requirement", "Mid, Must-Have", "Git - VCS", "GIT - VCS"),
        ),
        ("- **SQL** - Data\n", "", ("removed", "requirement", "Mid, Must-Have", "SQL - Data", "")),
        (
            "#### **Good",
            "- **Docker**\n#### **Good",
            ("added", "requirement", "Mid, Must-Have", "", "Docker"),
        ),
        ("**Mid Level**", "**Mid Level (2-4 years)**", ("changed", "level", "Mid", "Mid", "Mid · 2–4 years")),
        ("**Mid Level**", "**Mid Level (4+ years)**", ("changed", "level", "Mid", "Mid", "Mid · 4+ years")),
        ("# Role", "# 🤖 Role", ("changed", "overview", "", "Role", "🤖 Role")),
        ("#### **Good", "A note\n#### **Good", ("added", "note", "", "", "A note")),
    ],
)
def test_one_change(before: str, after: str, expected: tuple[str, str, str, str, str]) -> None:
    assert before in TWO_LISTS
    assert seen(TWO_LISTS, TWO_LISTS.replace(before, after, 1)) == [expected]


def test_a_line_in_another_list_of_its_level_has_moved() -> None:
    moved = f"{LIST}- **SQL** - Data\n#### **Good-to-Have:**\n- **Go** - Language\n- **Git** - Versions\n"
    assert seen(TWO_LISTS, moved) == [
        ("moved", "requirement", "Mid, Good-to-Have", "Git - VCS (Mid, Must-Have)", "Git - Versions")
    ]


def test_a_line_in_another_level_is_a_new_line() -> None:
    lead = "### **Lead Level**\n#### **Must-Have:**\n"
    assert seen(f"{LIST}- **Git**\n{lead}", f"{LIST}{lead}- **Git**\n") == [
        ("added", "requirement", "Lead, Must-Have", "", "Git"),
        ("removed", "requirement", "Mid, Must-Have", "Git", ""),
    ]


def test_a_list_of_another_title_takes_its_lines_along() -> None:
    renamed = TWO_LISTS.replace("Good-to-Have", "Nice to have")
    assert seen(TWO_LISTS, renamed) == [
        ("added", "list", "Mid", "", "Good-to-have · Nice to have"),
        ("removed", "list", "Mid", "Good-to-have · Good-to-Have", ""),
        ("moved", "requirement", "Mid, Nice to have", "Go - Language (Mid, Good-to-Have)", "Go - Language"),
    ]


def test_order_alone_changes_no_element() -> None:
    swapped = TWO_LISTS.replace("- **Git** - VCS\n- **SQL** - Data\n", "- **SQL** - Data\n- **Git** - VCS\n")
    assert swapped != TWO_LISTS
    assert seen(TWO_LISTS, swapped) == []


def test_a_name_that_stands_twice_pairs_by_its_text_first() -> None:
    old, new = f"{LIST}- **Git** - one\n- **Git** - two\n", f"{LIST}- **Git** - two\n- **Git** - three\n"
    assert seen(old, new) == [("changed", "requirement", "Mid, Must-Have", "Git - one", "Git - three")]


def test_a_name_that_stands_twice_pairs_in_order_where_all_texts_are_new() -> None:
    old, new = f"{LIST}- **Git** - a\n- **Git** - b\n", f"{LIST}- **Git** - c\n- **Git** - d\n"
    assert [change[3:] for change in seen(old, new)] == [("Git - a", "Git - c"), ("Git - b", "Git - d")]


def test_keys_survive_being_kept_reworded_and_moved() -> None:
    old = with_keys(None, document_of(TWO_LISTS))
    text = (
        f"{LIST}- **New**\n- **SQL** - Tables\n#### **Good-to-Have:**\n- **Git** - VCS\n- **Go** - Language\n"
    )
    was, now = keys(old), keys(with_keys(old, document_of(text)))
    fresh = now["Mid/Must-Have/New/"]
    assert now == {
        "Mid/Must-Have/New/": fresh,
        "Mid/Must-Have/SQL/Tables": was["Mid/Must-Have/SQL/Data"],
        "Mid/Good-to-Have/Git/VCS": was["Mid/Must-Have/Git/VCS"],
        "Mid/Good-to-Have/Go/Language": was["Mid/Good-to-Have/Go/Language"],
    }
    assert fresh not in {None, *was.values()}


# Lines with keys of their own, as drafts and structured documents have them


def keyed(*levels: tuple[str, list[tuple[str, list[tuple[int, str, str]]]]]) -> RoleDocument:
    """Levels of lists of lines, each a key, a name and a text."""
    return RoleDocument(
        title="Role",
        levels=tuple(
            Level(
                name=name,
                parts=tuple(
                    SkillList(
                        kind=RequirementKind.MUST_HAVE,
                        title=title,
                        requirements=tuple(
                            Requirement(name=line, text=text, key=UUID(int=key) if key else None)
                            for key, line, text in lines
                        ),
                    )
                    for title, lines in lists
                ),
            )
            for name, lists in levels
        ),
    )


GIT = (1, "Git", "VCS")


@pytest.mark.parametrize(
    ("new", "kind"),
    [
        (keyed(("Mid", [("Must", [GIT])])), "unchanged"),
        (keyed(("MID", [("must", [GIT])])), "unchanged"),
        (keyed(("Mid", [("Must", [(1, "Version control", "Any")])])), "changed"),
        (keyed(("Mid", [("Must", []), ("Good", [(1, "Version control", "Any")])])), "moved"),
        (keyed(("Mid", []), ("Lead", [("Must", [(1, "Git", "VCS")])])), "moved"),
    ],
)
def test_a_line_with_a_key_is_known_by_it(new: RoleDocument, kind: str) -> None:
    old = keyed(("Mid", [("Must", [GIT])]))
    (pair,) = paired(old, new)
    assert (pair.kind.value, pair.before and pair.before.requirement) == (kind, lines_of(old)[0])
    assert requirement_counts(compare(old, new)) == {kind: 1}


def test_a_key_goes_before_the_words() -> None:
    old = keyed(("Mid", [("Must", [(1, "Git", ""), (2, "SQL", "")])]))
    new = keyed(("Mid", [("Must", [(2, "Git", ""), (0, "SQL", "")])]))
    pairs = [
        (p.before and p.before.requirement.name, p.after and p.after.requirement.name)
        for p in paired(old, new)
    ]
    assert pairs == [("SQL", "Git"), (None, "SQL"), ("Git", None)]


def test_keys_of_the_document_are_kept_and_none_stands_twice() -> None:
    lines = [(7, "New", ""), (7, "Newer", ""), (0, "Old", ""), (1, "Anew", ""), (5, "Git", "VCS")]
    old, new = keyed(("Mid", [("Must", [GIT])])), keyed(("Mid", [("Must", lines)]))
    keys = [line.key for line in lines_of(with_keys(old, new))]
    assert (keys[0], keys[3], keys[4]) == (UUID(int=7), UUID(int=1), UUID(int=5))
    assert len({*keys, None}) == 6


def test_a_line_that_is_known_by_its_words_takes_the_key_of_before() -> None:
    old, new = keyed(("Mid", [("Must", [GIT])])), keyed(("Mid", [("Must", [(9, "Git", "VCS")])]))
    assert [line.key for line in lines_of(with_keys(old, new))] == [UUID(int=1)]


def test_a_question_keeps_its_prompt_and_a_step_does_not_pair_by_half() -> None:
    asked = f'{QUESTIONS}1. **"Why?"**\n   - Look for: '
    assert seen(f"{asked}honesty\n", f"{asked}reasons\n") == [
        ("changed", "question", "Mid", "Why? · honesty", "Why? · reasons")
    ]
    assert seen(GROWTH, GROWTH.replace("- Teach", "- Teach others")) == [
        ("added", "step", "Mid → Lead", "", "Teach others"),
        ("removed", "step", "Mid → Lead", "Teach", ""),
    ]


def test_level_names_and_list_titles_pair_in_any_case() -> None:
    recased = TWO_LISTS.replace("Mid", "MID").replace("Must-Have", "must-have")
    assert seen(TWO_LISTS, recased) == [
        ("changed", "level", "MID", "Mid", "MID"),
        ("changed", "list", "MID", "Must-have · Must-Have", "Must-have · must-have"),
        ("changed", "list", "MID", "Good-to-have · Good-to-Have", "Good-to-have · Good-to-Have"),
    ]


# Few words, so that the same ones meet again and again

WORDS = st.sampled_from(["Git", "git", "SQL", "Go"])
TEXTS = st.sampled_from(["", "a", "b"])
TITLES = st.sampled_from(["Must-Have", "Extra"])
LINES = st.builds(Requirement, name=WORDS, text=TEXTS, form=st.sampled_from(RequirementForm))
LISTS = st.builds(
    SkillList,
    kind=st.sampled_from(RequirementKind),
    title=TITLES,
    requirements=st.lists(LINES, max_size=5).map(tuple),
)
ASKED = st.builds(
    QuestionSet,
    title=TITLES,
    level_name=st.sampled_from(["Mid", "Lead"]),
    questions=st.lists(st.builds(Question, prompt=WORDS, look_for=TEXTS), max_size=3).map(tuple),
)
LEVELS = st.builds(
    Level,
    name=st.sampled_from(["Mid", "Lead"]),
    parts=st.lists(LISTS | ASKED, max_size=4).map(tuple),
    notes=st.lists(st.builds(Note, text=WORDS), max_size=2).map(tuple),
)
PATHS = st.builds(
    GrowthPath,
    from_name=WORDS,
    to_name=WORDS,
    steps=st.lists(st.builds(GrowthStep, text=WORDS), max_size=3).map(tuple),
)
DOCUMENTS = st.builds(
    RoleDocument,
    title=WORDS,
    sections=st.just((Section(kind=SectionKind.REQUIREMENTS, title="Skills"),)),
    overview=st.lists(st.builds(OverviewLine, label=WORDS, text=TEXTS), max_size=2).map(tuple),
    levels=st.lists(LEVELS, max_size=3).map(tuple),
    growth_paths=st.lists(PATHS, max_size=2).map(tuple),
)


def size(document: RoleDocument) -> int:
    """How many elements a document has, counted by hand."""
    sets = [part for level in document.levels for part in level.question_sets]
    return (
        1
        + len(document.levels)
        + sum(len(level.lists) for level in document.levels)
        + len(lines_of(document))
        + sum(len(asked.questions) for asked in sets)
        + sum(len(path.steps) for path in document.growth_paths)
        + len(document.all_notes())
    )


def lines_of(document: RoleDocument) -> list[Requirement]:
    return [line for level in document.levels for part in level.lists for line in part.requirements]


def apart(document: RoleDocument) -> RoleDocument:
    """The same document with a line object of its own for every line, as reading makes them."""
    return with_keys(None, document)


@given(DOCUMENTS)
def test_a_document_compared_with_itself_is_unchanged(document: RoleDocument) -> None:
    assert compare(document, document).counts == {
        "added": 0, "changed": 0, "moved": 0, "removed": 0, "unchanged": size(document),
    }  # fmt: skip


@given(DOCUMENTS, DOCUMENTS)
def test_every_element_has_one_fate(old: RoleDocument, new: RoleDocument) -> None:
    counts = compare(old, new).counts
    assert sum(counts.values()) - counts["added"] == size(old)
    assert sum(counts.values()) - counts["removed"] == size(new)


@given(DOCUMENTS, DOCUMENTS)
def test_no_line_is_paired_twice(old: RoleDocument, new: RoleDocument) -> None:
    old = apart(old)
    before = [line.key for line in lines_of(old)]
    after = [line.key for line in lines_of(with_keys(old, apart(new)))]
    counts = requirement_counts(compare(old, new))
    assert len(set(after)) == len(after)
    assert len(set(before) & set(after)) == sum(counts.values()) - counts["added"] - counts["removed"]


KEYED = st.builds(
    replace, LINES, key=st.none() | st.sampled_from([UUID(int=number) for number in range(1, 5)])
)


@given(st.lists(KEYED, max_size=6), st.lists(KEYED, max_size=6))
def test_pairing_is_the_same_both_ways_and_keys_are_never_twice(
    before: list[Requirement], after: list[Requirement]
) -> None:
    old, new = (
        RoleDocument(
            title="R",
            levels=(
                Level(
                    name="Mid",
                    parts=(
                        SkillList(kind=RequirementKind.OTHER, title="A", requirements=tuple(lines[:2])),
                        SkillList(kind=RequirementKind.OTHER, title="B", requirements=tuple(lines[2:])),
                    ),
                ),
            ),
        )
        for lines in (before, after)
    )
    there = {(p.before and p.before.spot, p.after and p.after.spot) for p in paired(old, new)}
    back = {(p.after and p.after.spot, p.before and p.before.spot) for p in paired(new, old)}
    assert there == back
    keys = [line.key for line in lines_of(with_keys(old, new))]
    assert len(set(keys)) == len(keys) == len(after)


@given(st.lists(LINES, max_size=8), st.randoms(use_true_random=False))
def test_shuffled_lines_are_the_same_lines(lines: list[Requirement], random: Random) -> None:
    skills = SkillList(kind=RequirementKind.MUST_HAVE, title="Must-Have", requirements=tuple(lines))
    shuffled = list(lines)
    random.shuffle(shuffled)
    old = RoleDocument(title="R", levels=(Level(name="Mid", parts=(skills,)),))
    new = RoleDocument(
        title="R", levels=(Level(name="Mid", parts=(replace(skills, requirements=tuple(shuffled)),)),)
    )
    assert requirement_counts(compare(old, new)) == ({"unchanged": len(lines)} if lines else {})
