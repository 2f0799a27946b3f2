"""What a page says of two documents: every line once, with all that happened to it."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roleprofiles.changes import Placed, with_keys
from roleprofiles.choices import RequirementForm
from roleprofiles.differences import Differences, Happening, between
from roleprofiles.differences.matching import matched, rising
from roleprofiles.differences.shapes import LineDifference
from roleprofiles.differences.wording import COMPARED, Piece, marked
from roleprofiles.documents.shapes import Anchor, Level, Requirement, RoleDocument, SkillList
from tests.roleprofiles.documents.texts import LIST, document_of
from tests.roleprofiles.test_changes import DOCUMENTS, GROWTH, TWO_LISTS

LEAD = (
    "### **Lead Level (5+ years)**\n#### **Must-Have:**\n- **Design** - Systems\n- **Coaching**: of others\n"
)
DOCUMENT = with_keys(None, document_of(TWO_LISTS + LEAD))
MUST, GOOD, LEAD_MUST = (0, 0), (0, 1), (1, 0)


def listed(document: RoleDocument, level: int, place: int) -> tuple[Requirement, ...]:
    return document.levels[level].lists[place].requirements


def having(document: RoleDocument, **lists: tuple[Requirement, ...]) -> RoleDocument:
    """The document with other lines in lists; ``l0_1`` is the second list of the first level."""

    def level(i: int, said: Level) -> Level:
        parts = tuple(
            replace(part, requirements=lists.get(f"l{i}_{p}", part.requirements))
            for p, part in enumerate(said.lists)
        )
        return replace(said, parts=parts)

    return replace(document, levels=tuple(level(i, said) for i, said in enumerate(document.levels)))


def told(found: Differences) -> list[tuple[str, list[str]]]:
    """What is said of lines, level by level and list by list."""
    return [
        ((line.after or line.before or NOWHERE).requirement.name, [one.words for one in line.said])
        for line in found.lines
        if line.said
    ]


def around(found: Differences) -> list[tuple[str, list[str]]]:
    """What is said of levels and lists."""
    levels = [(level.name, [one.words for one in level.said]) for level in found.levels if level.said]
    lists = [
        (one.title, [said.words for said in one.said])
        for level in found.levels
        for one in level.lists
        if one.said
    ]
    return levels + lists


def counts(found: Differences) -> list[str]:
    return [f"{tally.count} {tally.words}" for tally in found.tallies]


NOWHERE = Placed("", "", Requirement(name=""), (0, 0, 0))
GIT, SQL = listed(DOCUMENT, *MUST)
(GO,) = listed(DOCUMENT, *GOOD)
DESIGN, COACHING = listed(DOCUMENT, *LEAD_MUST)
NEW = Requirement(name="Docker", key=UUID(int=99))


@pytest.mark.parametrize(
    ("after", "lines", "tallies"),
    [
        (having(DOCUMENT), [], []),
        (having(DOCUMENT, l0_0=(GIT, SQL, NEW)), [("Docker", ["Added"])], ["1 requirement added"]),
        (having(DOCUMENT, l0_0=(GIT,)), [("SQL", ["Removed"])], ["1 requirement removed"]),
        (
            having(DOCUMENT, l0_0=(replace(GIT, text="Versions"), replace(SQL, name="SQL 2"))),
            [("Git", ["Reworded"]), ("SQL 2", ["Reworded"])],
            ["2 requirements reworded"],
        ),
        (
            having(DOCUMENT, l0_0=(GIT,), l0_1=(GO, SQL)),
            [("SQL", ["Moved from Must-have to Good-to-have"])],
            ["1 requirement moved from Must-have to Good-to-have"],
        ),
        (
            having(DOCUMENT, l0_0=(GIT,), l1_0=(SQL, DESIGN, COACHING)),
            [("SQL", ["Moved from Mid to Lead"])],
            ["1 requirement moved from Mid to Lead"],
        ),
        (
            having(DOCUMENT, l0_1=(), l1_0=(DESIGN, COACHING, replace(GO, text="Deep"))),
            [("Go", ["Moved from Mid to Lead", "Moved from Good-to-have to Must-have", "Reworded"])],
            [
                "1 requirement moved from Mid to Lead",
                "1 requirement moved from Good-to-have to Must-have",
                "1 requirement reworded",
            ],
        ),
        (
            having(DOCUMENT, l0_0=(SQL, replace(GIT, anchors=(Anchor(value=3, text="Alone"),)))),
            [("SQL", ["Reordered, now first"]), ("Git", ["Anchors changed"])],
            ["1 requirement reordered", "1 requirement with changed anchors"],
        ),
    ],
)
def test_what_happened_to_lines(
    after: RoleDocument, lines: list[tuple[str, list[str]]], tallies: list[str]
) -> None:
    found = between(DOCUMENT, after)
    assert (told(found), counts(found), around(found)) == (lines, tallies, [])
    assert found.is_empty == (lines == [])


def test_a_line_moved_to_a_list_of_its_kind_is_told_by_titles() -> None:
    second = f"{LIST}- **Git**\n- **SQL**\n#### **Must-Have, later:**\n- **Go**\n"
    old = with_keys(None, document_of(second))
    (git, sql), (go,) = listed(old, 0, 0), listed(old, 0, 1)
    found = between(old, having(old, l0_0=(sql,), l0_1=(go, git)))
    assert told(found) == [("Git", ["Moved from “Must-Have” to “Must-Have, later”"])]
    assert counts(found) == ["1 requirement moved to another list"]


def test_one_line_moved_up_is_one_line() -> None:
    lines = tuple(Requirement(name=f"Line {n}", key=UUID(int=n + 1)) for n in range(10))
    old = having(DOCUMENT, l0_0=lines)
    found = between(old, having(DOCUMENT, l0_0=(*lines[:2], lines[8], *lines[2:8], lines[9])))
    assert told(found) == [("Line 8", ["Reordered, now after “Line 1”"])]


def test_a_removed_line_stands_after_the_line_it_followed() -> None:
    lines = tuple(Requirement(name=f"Line {n}", key=UUID(int=n + 1)) for n in range(4))
    found = between(having(DOCUMENT, l0_0=lines), having(DOCUMENT, l0_0=(lines[3], NEW, lines[1])))
    names = [
        (line.after or line.before or NOWHERE).requirement.name for line in found.levels[0].lists[0].lines
    ]
    assert names == ["Line 0", "Line 3", "Docker", "Line 1", "Line 2"]


def test_a_level_by_another_name_keeps_its_lines() -> None:
    mid, lead = DOCUMENT.levels
    renamed = replace(DOCUMENT, levels=(replace(mid, name="Experienced", min_years=2), lead))
    found = between(DOCUMENT, renamed)
    assert told(found) == []
    assert around(found) == [("Experienced", ["Renamed from “Mid”", "Was without years"])]
    assert counts(found) == ["1 level renamed", "1 level with other years"]


def test_levels_and_lists_that_come_and_go() -> None:
    mid, lead = DOCUMENT.levels
    found = between(DOCUMENT, replace(DOCUMENT, levels=(mid,)))
    assert around(found) == [("Lead", ["Removed"]), ("Must-Have", ["Removed"])]
    assert told(found) == [("Design", ["Removed"]), ("Coaching", ["Removed"])]
    back = between(replace(DOCUMENT, levels=(mid,)), DOCUMENT)
    assert around(back) == [("Lead", ["Added"]), ("Must-Have", ["Added"])]
    assert counts(back) == ["2 requirements added", "1 level added", "1 list added"]
    swapped = between(DOCUMENT, replace(DOCUMENT, levels=(lead, mid)))
    assert around(swapped) == [("Lead", ["Reordered, now first"])]


def test_a_list_by_another_title_keeps_its_lines() -> None:
    renamed = document_of((TWO_LISTS + LEAD).replace("Good-to-Have", "Nice to have"))
    found = between(DOCUMENT, with_keys(DOCUMENT, renamed))
    assert around(found) == [("Nice to have", ["Renamed from “Good-to-Have”"])]
    assert told(found) == []


def test_a_list_that_becomes_another_kind_takes_its_lines_along() -> None:
    found = between(
        DOCUMENT, with_keys(DOCUMENT, document_of((TWO_LISTS + LEAD).replace("Good-to-Have", "Other")))
    )
    assert around(found) == [("Other", ["Renamed from “Good-to-Have”", "Was Good-to-have"])]
    assert told(found) == [("Go", ["Moved from Good-to-have to Other"])]


def test_other_elements_are_told_as_the_import_counts_them() -> None:
    old = document_of(GROWTH)
    found = between(old, document_of(GROWTH.replace("- Teach", "- Teach others").replace("# Role", "# Job")))
    assert [(other.words, other.change.place, other.pieces) for other in found.others] == [
        ("Overview changed", "", ((Piece("Role", True),), (Piece("Job", True),))),
        ("Step added", "Mid → Lead", ((), (Piece("Teach others"),))),
        ("Step removed", "Mid → Lead", ((Piece("Teach"),), ())),
    ]
    assert counts(found) == ["1 overview changed", "1 step added", "1 step removed"]


def test_without_a_document_before_everything_is_added() -> None:
    found = between(None, DOCUMENT)
    assert {one.words for line in found.lines for one in line.said} == {"Added"}
    assert counts(found)[-4:] == [
        "5 requirements added",
        "2 levels added",
        "3 lists added",
        "1 overview added",
    ]


# The words of a line


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        ("Git - VCS", "Git - VCS", "Git - VCS", "Git - VCS"),
        ("knows Java 8 well", "knows Java 17 well", "knows Java [8] well", "knows Java [17] well"),
        ("one two three", "one three", "one [two] three", "one three"),
        ("one two", "one two three four", "one two", "one two [three four]"),
        ("all of this is gone", "nothing here stays", "[all of this is gone]", "[nothing here stays]"),
        ("a  b", "a b", "a b", "a b"),
    ],
)
def test_words_that_changed_are_marked(before: str, after: str, old: str, new: str) -> None:
    def shown(pieces: tuple[Piece, ...]) -> str:
        return " ".join(f"[{piece.text}]" if piece.is_changed else piece.text for piece in pieces)

    assert tuple(map(shown, marked(before, after))) == (old, new)


TEXTS = st.lists(st.sampled_from(["a", "b", "c", "\n"]), max_size=12).map(" ".join)


@given(TEXTS, TEXTS)
def test_pieces_are_the_text_and_what_stays_is_on_both_sides(before: str, after: str) -> None:
    old, new = marked(before, after)
    assert [" ".join(piece.text for piece in pieces).split() for pieces in (old, new)] == [
        before.split(),
        after.split(),
    ]
    kept = [" ".join(p.text for p in pieces if not p.is_changed) for pieces in (old, new)]
    assert kept[0] == kept[1]


def test_long_texts_are_not_compared_word_by_word() -> None:
    random = Random(1)
    old, new = (" ".join(random.choices("abcdef", k=COMPARED * 50)) for _ in range(2))
    began = time.process_time()
    assert [len(pieces) for pieces in marked(f"x {old}", f"x {new}")] == [1, 1]
    assert time.process_time() - began < 20


# Whatever the documents

NAMES = ["alpha", "beta", "gamma", "delta", "epsilon"]
KEYS = [UUID(int=number) for number in range(1, 9)]


def with_some_keys(document: RoleDocument, random: Random) -> RoleDocument:
    """Lines with a few keys, none twice, in levels of different names, as revisions have them."""
    free = random.sample(KEYS, len(KEYS))
    names = random.sample(["Junior", "Mid", "Lead", "Staff"], len(document.levels))
    levels = zip(document.levels, names, strict=True)
    drawn = replace(
        document, levels=tuple(_redrawn(level, name, names, free, random) for level, name in levels)
    )
    return with_keys(None, drawn)


def _redrawn(level: Level, name: str, names: list[str], free: list[UUID], random: Random) -> Level:
    def line(said: Requirement) -> Requirement:
        anchors = tuple(Anchor(value=v, text=random.choice("ab")) for v in (1, 3) if random.random() < 0.3)
        return replace(said, key=free.pop() if free and random.random() < 0.7 else None, anchors=anchors)

    parts = tuple(
        replace(part, requirements=tuple(map(line, part.requirements)))
        if isinstance(part, SkillList)
        else replace(part, level_name=random.choice(names))  # a question is always about a level there is
        for part in level.parts
    )
    return replace(level, name=name, parts=parts)


@st.composite
def keyed_documents(draw: st.DrawFn) -> RoleDocument:
    return with_some_keys(draw(DOCUMENTS), draw(st.randoms(use_true_random=False)))


MIRROR = {Happening.ADDED: Happening.REMOVED, Happening.REMOVED: Happening.ADDED}


def spots(document: RoleDocument) -> list[tuple[int, int, int]]:
    return [
        (i, j, k)
        for i, level in enumerate(document.levels)
        for j, one in enumerate(level.lists)
        for k, _ in enumerate(one.requirements)
    ]


def fate(line: LineDifference, *, mirrored: bool = False) -> tuple[object, ...]:
    """Where a line is on both sides and what happened to it; which of several was reordered may differ."""
    ends = [line.before and line.before.spot, line.after and line.after.spot]
    happened = line.happened - {Happening.REORDERED}
    return (
        (*ends[::-1], frozenset(MIRROR.get(one, one) for one in happened)) if mirrored else (*ends, happened)
    )


@given(keyed_documents())
def test_nothing_is_between_a_document_and_itself(document: RoleDocument) -> None:
    found = between(document, document)
    assert (found.is_empty, found.tallies, found.changed) == (True, [], [])
    assert sorted(line.after.spot for line in found.lines if line.after) == spots(document)


@given(keyed_documents(), keyed_documents())
def test_every_line_of_both_sides_is_there_once(old: RoleDocument, new: RoleDocument) -> None:
    lines = between(old, new).lines
    assert sorted(line.before.spot for line in lines if line.before) == spots(old)
    assert sorted(line.after.spot for line in lines if line.after) == spots(new)
    for line in lines:
        assert (Happening.ADDED in line.happened) == (line.before is None)
        assert (Happening.REMOVED in line.happened) == (line.after is None)


@given(keyed_documents(), keyed_documents())
def test_the_other_way_round_says_the_same_backwards(old: RoleDocument, new: RoleDocument) -> None:
    there, back = between(old, new), between(new, old)
    assert Counter(fate(line) for line in there.lines) == Counter(
        fate(line, mirrored=True) for line in back.lines
    )
    reordered = [sum(Happening.REORDERED in line.happened for line in found.lines) for found in (there, back)]
    assert reordered[0] == reordered[1]
    others = {"added": "removed", "removed": "added"}
    assert Counter((one.change.element, one.change.kind.value) for one in there.others) == Counter(
        (one.change.element, others.get(one.change.kind.value, one.change.kind.value)) for one in back.others
    )


@given(st.permutations(range(8)))
def test_what_rises_is_the_longest_that_does(places: list[int]) -> None:
    kept = [place for place in places if place in rising(places)]
    assert kept == sorted(kept)
    best = [1] * len(places)
    for n, place in enumerate(places):
        best[n] = max([1, *(best[m] + 1 for m in range(n) if places[m] < place)])
    assert len(kept) == max(best)


def test_places_without_a_namesake_go_by_what_they_share() -> None:
    assert matched(["A", "B", "C"], ["b", "X", "Y"], {(0, 1): 1, (0, 2): 4, (2, 1): 1, (1, 2): 9}) == {
        1: 0, 0: 2, 2: 1,
    }  # fmt: skip


def test_two_thousand_requirements_are_quick() -> None:
    random = Random(1)
    texts = [" ".join(random.choices(NAMES, k=20)) for _ in range(2_000)]
    lines = [
        Requirement(name=f"Line {n}", text=text, form=RequirementForm.DETAIL, key=UUID(int=n + 1))
        for n, text in enumerate(texts)
    ]
    old = having(DOCUMENT, l0_0=tuple(lines))
    random.shuffle(lines)
    new = having(DOCUMENT, l0_0=tuple(replace(line, text=f"new {line.text[5:]}") for line in lines))
    began = time.process_time()
    found = between(old, new)
    assert sum(len(line.pieces[0]) > 1 for line in found.lines if line.said) == 2_000
    assert time.process_time() - began < 20
