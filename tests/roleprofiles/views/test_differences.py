"""/roles/<slug>/differences/<old>/<new>/ and /roles/<slug>/revisions/<number>/levels/<lower>/<upper>/"""

from __future__ import annotations

import re

import pytest
from django.test import Client

from accounts.models import User
from roleprofiles import importing, publishing
from roleprofiles.models import Level, Requirement, Role, Skill
from tests.factories import make_role, make_seed_role, role_document
from tests.roleprofiles.views.pages import body, main_of, queries, text, texts

PAGE = "/roles/data-analyst/"
LEVELS = f"{PAGE}revisions/1/levels/"
SEED_LEVELS = "/roles/machine-learning-engineer/revisions/1/levels/"

OLD = role_document()
NEW = (
    OLD.replace("- **Ability 1** - Category 1\n", "", 1)
    .replace("Category 2", "Category two", 1)
    .replace("- **Ability 3** - Category 3\n", "", 1)
    .replace("- **Spare**: nice to see\n", "- **Spare**: nice to see\n- **Ability 3** - Category 3\n", 1)
    .replace("- **Spare**: nice", "- **Docker** - Containers\n- **Spare**: nice", 1)
    .replace("Look for: a decision", "Look for: a reason", 1)
)


def revise(*documents: str, note: str = "") -> Role:
    for document in documents:
        importing.import_document(document.encode(), by=None, change_note=note)
    return Role.objects.with_current().get(slug="data-analyst")


def table_rows(page: str) -> list[tuple[str, ...]]:
    """What each row of the tables says: what happened, before, after."""
    found = re.findall(r"<tr class=.*?</tr>", page, re.DOTALL)
    return [tuple(text(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)) for row in found]


def tallies(page: str) -> list[str]:
    return texts(page.split('class="counts"')[1].split("</p>")[0], "span")


# Two revisions


def test_each_change_is_told_beside_what_it_changed(reader: Client) -> None:
    revise(OLD, NEW, note="Why")
    page = main_of(reader.get(f"{PAGE}differences/1/2/"))
    assert texts(page, "h1") == ["📊 Data Analyst: what changed"]
    assert tallies(page) == [
        "1 requirement added",
        "1 requirement removed",
        "1 requirement moved from Must-have to Good-to-have",
        "1 requirement reworded",
        "1 question changed",
    ]
    assert table_rows(page) == [
        ("Removed", "Ability 1 - Category 1", ""),
        ("Reworded", "Ability 2 - Category 2", "Ability 2 - Category two"),
        ("Added", "", "Docker - Containers"),
        ("Moved from Must-have to Good-to-have", "Ability 3 - Category 3", "Ability 3 - Category 3"),
        (
            "Question changed Mid",
            "What did you find? · a decision",
            "What did you find? · a reason",
        ),
    ]
    assert "Ability 2 - Category <del>2</del></td>" in page
    assert "Ability 2 - Category <ins>two</ins></td>" in page
    assert texts(page, "summary") == ["1 line unchanged", "1 line unchanged", "Senior: unchanged"]
    assert "Change note: Why" in text(page)


def test_the_other_order_reads_backwards_and_says_so(reader: Client) -> None:
    revise(OLD, NEW)
    page = main_of(reader.get(f"{PAGE}differences/2/1/"))
    assert "This reads backwards: revision 2 is the newer one." in text(page)
    assert f'href="{PAGE}differences/1/2/"' in page
    assert table_rows(page)[0] == ("Added", "", "Ability 1 - Category 1")
    assert ("Removed", "Docker - Containers", "") in table_rows(page)


def test_anchors_stand_under_their_line(editor: Client, rosa: User) -> None:
    draft = publishing.start_draft(make_role(), by=rosa)
    line = Requirement.objects.of(draft).filter(name="Ability 1")[0]
    line.anchors.create(value=3, text="Does it <b>alone</b>")
    assert table_rows(main_of(editor.get(f"{PAGE}differences/1/2/"))) == [
        ("Anchors changed", "Ability 1 - Category 1", "Ability 1 - Category 1"),
        ("What a 3 looks like: added", "", "Does it <b>alone</b>"),
    ]


def test_no_difference_is_said(reader: Client) -> None:
    revise(OLD, OLD.replace("HR Questions for Mid", "Questions for Mid"))
    same, layout = (main_of(reader.get(f"{PAGE}differences/{tail}/")) for tail in ("1/1", "1/2"))
    assert "Nothing differs Both say the same, word for word." in text(same)
    assert "No words differ Only headings, the order or the layout of lines differ." in text(layout)
    assert table_rows(same) == table_rows(layout) == []


def test_a_draft_is_compared_by_editors_only(reader: Client, editor: Client, rosa: User) -> None:
    draft = publishing.start_draft(make_role(), by=rosa)
    draft.levels.filter(name="Mid").update(name="Hidden")
    for address in (f"{PAGE}differences/1/2/", f"{PAGE}differences/2/2/", f"{PAGE}revisions/2/levels/1/2/"):
        assert reader.get(address).status_code == 404
        assert editor.get(address).status_code == 200
    assert "Renamed from “Mid”" in text(main_of(editor.get(f"{PAGE}differences/1/2/")))
    for address in (f"{PAGE}differences/", f"{PAGE}differences/1/1/", PAGE):
        assert "revision 2" not in body(reader.get(address)).lower()


@pytest.mark.parametrize(
    "tail",
    [
        "differences/0/1/",
        "differences/1/9/",
        f"differences/1/{10**30}/",
        "revisions/1/levels/0/1/",
        "revisions/1/levels/1/3/",
        f"revisions/1/levels/1/{10**30}/",
        "revisions/9/levels/1/2/",
        "revisions/9/levels/",
    ],
    ids=lambda tail: tail[:30],
)
def test_what_is_not_there_is_not_found(reader: Client, tail: str) -> None:
    make_role()
    assert reader.get(PAGE + tail).status_code == 404
    assert reader.get(f"/roles/nobody/{tail}").status_code == 404


@pytest.mark.parametrize("address", [f"{PAGE}differences/", LEVELS])
def test_choosing_leads_to_an_address_to_share(reader: Client, address: str) -> None:
    revise(OLD, NEW)
    page = main_of(reader.get(address))
    action = re.findall(r'<form[^>]*action="([^"]*)"', page)
    assert action == [address]
    assert re.findall(r'<option value="(\d)" selected', page) == ["1", "2"]
    assert reader.get(address, {"old": "2", "new": "1"}).headers["Location"] == f"{address}2/1/"


@pytest.mark.parametrize("address", [f"{PAGE}differences/", LEVELS])
@pytest.mark.parametrize(
    "chosen", [{"old": "1"}, {"old": "1", "new": "x"}, {"old": "1", "new": "9"}, {"old": "\0"}]
)
def test_a_choice_that_cannot_be_is_said(reader: Client, address: str, chosen: dict[str, str]) -> None:
    revise(OLD, NEW)
    response = reader.get(address, chosen)
    assert response.status_code == 422
    assert "Please look at this again" in body(response)


def test_one_revision_is_nothing_to_compare(reader: Client) -> None:
    make_role()
    page = main_of(reader.get(f"{PAGE}differences/"))
    assert "There is nothing to compare yet" in text(page)
    assert "<form" not in page


def test_the_role_leads_to_what_changed(reader: Client) -> None:
    revise(OLD, NEW)
    page = body(reader.get(PAGE))
    assert re.findall(rf'href="({PAGE}(?:differences|revisions/\d/levels)/[^"]*)"', page) == [
        f"{PAGE}differences/1/2/",
        f"{PAGE}revisions/2/levels/1/2/",
        f"{PAGE}differences/1/2/",
    ]


# Two levels


def test_two_levels_of_the_seed(reader: Client) -> None:
    make_seed_role()
    page = main_of(reader.get(f"{SEED_LEVELS}1/2/"))
    assert tallies(page) == ["4 promoted", "17 new", "3 gone", "4 kept"]
    rows = table_rows(page)
    assert [row[0] for row in rows[:5]] == ["Promoted from good-to-have"] * 4 + ["New, must-have"]
    assert rows[4][1] == "Not listed"
    assert len(rows) == 28
    back = main_of(reader.get(f"{SEED_LEVELS}2/1/"))
    assert tallies(back) == ["3 new", "4 listed lower", "17 gone", "4 kept"]


def test_a_skill_by_two_names_is_one_skill(reader: Client) -> None:
    importing.import_document(OLD.replace("**Ability 1**", "**Abilities**", 1).encode(), by=None)
    Skill.objects.filter(name="Abilities").update(merged_into=Skill.objects.get(name="Ability 1"))
    page = main_of(reader.get(f"{LEVELS}1/2/"))
    assert table_rows(page)[0] == (
        "Reworded", "Abilities Category 1 Must-have", "Ability 1 Category 1 Must-have",
    )  # fmt: skip
    assert tallies(page) == ["1 reworded", "4 kept"]


def test_levels_without_lines_have_nothing_to_compare(editor: Client, rosa: User) -> None:
    draft = publishing.begin_role(title="Chef", by=rosa)
    for name in ("Mid", "Senior"):
        Level.objects.create(revision=draft, name=name)
    page = main_of(editor.get("/roles/chef/revisions/1/levels/1/2/"))
    assert "Neither level lists anything" in text(page)


def test_growth_says_what_the_lists_add(reader: Client) -> None:
    growth = "\n## Growth\n### **Mid → Senior Level:**\n- Learn Kafka\n### **Senior → Lead:**\n- Lead\n"
    senior = OLD.index("### **Senior")
    document = OLD[:senior] + OLD[senior:].replace("- **Spare**: nice to see\n", "").replace(
        "#### **Must-Have:**\n",
        "#### **Must-Have:**\n- **Kafka** - Streams\n- **Rust** - Language\n- **Spare**: needed\n",
    )
    revise(document + growth)
    shown = main_of(reader.get(PAGE)).split('id="growth"')[1]
    assert texts(shown, "summary") == ["What the lists add"]
    assert texts(shown, "p") == ["New must-haves: Rust.", "Promoted to must-have: Spare."]


@pytest.mark.parametrize("count", [1, 499])  # with the other list, and at two levels, up to 1,000
def test_pages_take_the_same_queries_whatever_their_length(reader: Client, count: int) -> None:
    first = role_document(must_haves=count, levels=("Mid", "Senior"))
    revise(first, *(first.replace("Category", f"Part {n}") for n in range(1 + count // 200)))
    assert queries(reader, f"{PAGE}differences/1/2/") == 16
    assert queries(reader, f"{LEVELS}1/2/") == 6
    assert queries(reader, f"{PAGE}differences/") == 4
    assert queries(reader, LEVELS) == 4
