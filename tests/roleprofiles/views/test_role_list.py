"""/roles/"""

from __future__ import annotations

import re

import pytest
from django.test import Client

from roleprofiles import publishing
from roleprofiles.models import Revision, Role
from tests.factories import make_role, make_seed_role
from tests.roleprofiles.views.pages import body, main_of, queries, text, texts

ADDRESS = "/roles/"


def listed(client: Client, query: str = "") -> list[str]:
    """The rows of the list."""
    response = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == 200
    rows = main_of(response).split('class="card-rc rows"')
    return texts(rows[1].split("</ul>")[0], "li") if len(rows) > 1 else []


def make_draft_only() -> Role:
    role = Role.objects.create(slug="secret-role")
    Revision.objects.create(role=role, number=1, title="Secret role", title_key="secret role")
    return role


def test_a_role_is_listed_with_its_levels_and_revision(reader: Client) -> None:
    make_seed_role()
    make_role("Analyst")
    make_role("analyst of C#")
    make_role("Analyst", must_haves=5)
    assert listed(reader) == [
        "📊 Analyst Mid (2–4 years) · Senior (2–4 years) Revision 2",
        "📊 analyst of C# Mid (2–4 years) · Senior (2–4 years) Revision 1",
        "🤖 Machine Learning Engineer Mid (2–4 years) · Experienced (4+ years) Revision 1",
    ]


def test_a_role_that_was_never_published_is_there_for_editors_only(reader: Client, editor: Client) -> None:
    make_draft_only()
    publishing.start_draft(make_role(), by=None)
    published = "📊 Data Analyst Mid (2–4 years) · Senior (2–4 years) Revision 1"
    assert listed(reader) == [published]
    assert listed(editor) == [
        f"{published} Draft of revision 2 of Data Analyst",
        "Secret role Not published yet Draft of revision 1 of Secret role",
    ]
    links = re.findall('href="([^"]*draft[^"]*)"', body(editor.get(ADDRESS)))
    assert links == ["/roles/data-analyst/draft/", "/roles/secret-role/draft/"]


def test_a_role_that_was_never_published_is_found_by_editors_only(reader: Client, editor: Client) -> None:
    make_draft_only()
    draft = publishing.start_draft(make_role(), by=None)
    Revision.objects.filter(pk=draft.pk).update(title="Secret analyst")
    assert listed(reader, "q=secret") == []
    assert listed(editor, "q=secret") == ["Secret role Not published yet Draft of revision 1 of Secret role"]


def test_only_editors_are_offered_to_import(reader: Client, editor: Client) -> None:
    assert "Import a role document" in body(editor.get(ADDRESS))
    assert "Import" not in body(reader.get(ADDRESS))


def test_an_empty_list_says_how_to_begin(reader: Client, editor: Client) -> None:
    assert "No roles yet A role editor imports the first role document." in text(main_of(reader.get(ADDRESS)))
    assert "No roles yet A role starts from a role document" in text(main_of(editor.get(ADDRESS)))


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("", ["Data Analyst", "Machine Learning Engineer"]),
        ("   ", ["Data Analyst", "Machine Learning Engineer"]),
        ("learning", ["Machine Learning Engineer"]),  # a title
        (" ANALYST ", ["Data Analyst"]),
        ("answers questions", ["Data Analyst"]),  # a responsibility
        ("kubernetes", ["Machine Learning Engineer"]),  # a requirement
        ("a", ["Data Analyst", "Machine Learning Engineer"]),  # many hits, one row
        ("nowhere", []),
        ("'", []),
        ("%", []),
        ("_", []),
        ("--", []),
        ("\\", []),
        ("' OR 1=1 --", []),
        ("<script>alert(1)</script>", []),
        ("\0", []),
        ("data\0", []),
        ("data\udcff", []),
        ("a" * 60_000, []),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_searching(reader: Client, words: str, titles: list[str]) -> None:
    make_role()
    make_seed_role()
    response = reader.get(ADDRESS, {"q": words.encode(errors="surrogateescape")})
    assert response.status_code == 200
    assert [role.current.title for role in response.context["page"]] == titles
    assert ("No role has these words" in body(response)) == (not titles)
    assert "<script>alert" not in body(response)


def test_a_search_looks_at_current_revisions_only(reader: Client) -> None:
    draft = publishing.start_draft(make_role(), by=None)
    draft.overview_lines.update(text="Guards a secret")
    make_role("Data Analyst 2")
    assert listed(reader, "q=secret") == []


def test_words_stay_in_the_box_and_are_escaped(reader: Client) -> None:
    assert 'name="q" value="&quot;&gt;&lt;b&gt;"' in body(reader.get(ADDRESS, {"q": '"><b>'}))


@pytest.mark.parametrize(
    ("page", "first", "count"),
    [
        ("1", "Role 00", 50),
        ("2", "Role 50", 2),
        ("99", "Role 50", 2),
        ("x", "Role 00", 50),
        ("-1", "Role 50", 2),
    ],
)
def test_pages(reader: Client, page: str, first: str, count: int) -> None:
    make_many(52)
    response = reader.get(ADDRESS, {"page": page, "q": "role"})
    found = [role.current.title for role in response.context["page"]]
    assert (found[0], len(found)) == (first, count)
    assert "?q=role&amp;page=" in body(response)


def test_a_fragment_is_the_same_list(reader: Client) -> None:
    make_role()
    fragment = body(reader.get(ADDRESS, headers={"HX-Request": "true"})).strip()
    assert fragment.startswith('<div id="results">')
    assert fragment.endswith("</div>")
    assert fragment in body(reader.get(ADDRESS))


@pytest.mark.parametrize("count", [1, 52])
def test_the_list_takes_the_same_queries_whatever_its_length(reader: Client, count: int) -> None:
    make_many(count)
    assert queries(reader, ADDRESS) == 5
    assert queries(reader, f"{ADDRESS}?q=role") == 5


@pytest.mark.parametrize("count", [1, 52])
def test_drafts_take_one_query_whatever_their_number(editor: Client, count: int) -> None:
    make_many(count)
    for role in Role.objects.all():
        publishing.start_draft(role, by=None)
    assert queries(editor, ADDRESS) == 6


def test_nobody_comes_in_without_signing_in(db: None, client: Client) -> None:
    assert client.get(ADDRESS).headers["Location"] == "/accounts/sign-in/?next=/roles/"


def test_nothing_is_posted_to_the_list(reader: Client) -> None:
    assert reader.post(ADDRESS).status_code == 405


def make_many(count: int) -> None:
    for number in range(count):
        make_role(f"Role {number:02}", must_haves=1)
