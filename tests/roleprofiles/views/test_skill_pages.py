"""/skills/, a skill, adding and editing one, its other names"""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from roleprofiles import drafting, importing, merging, publishing
from roleprofiles.models import Requirement, Skill, SkillAlias, SkillList, skill_key
from tests.factories import make_role, role_document
from tests.keeping import kept
from tests.roleprofiles.rows import rows
from tests.roleprofiles.views.pages import body, main_of, queries, said, text, texts

ADDRESS = "/skills/"
HOSTILE = "<script>alert`1`</script>"
pytestmark = pytest.mark.django_db


def skill(name: str) -> Skill:
    return Skill.objects.get(name=name)


def page_of(name: str) -> str:
    return skill(name).get_absolute_url()


def listed(client: Client, **query: str) -> list[str]:
    """The rows of the list."""
    response = client.get(ADDRESS, query)
    assert response.status_code == 200
    return rows_of(main_of(response))


def rows_of(page: str) -> list[str]:
    found = page.split('class="card-rc rows')
    return texts(found[1].split("</ul>")[0], "li") if len(found) > 1 else []


@kept
def library() -> None:
    """Ability 1 and Spare of two roles; Ability 1 has an alias and what was merged into it."""
    make_role(must_haves=1)
    make_role("Other", must_haves=1)
    merging.add_alias(skill("Ability 1"), "Talent", by=None)
    merging.merge(Skill.objects.for_name("Knack"), into=skill("Ability 1"), by=None)


# The list


def test_a_row_says_names_and_usage(library: None, reader: Client) -> None:
    Skill.objects.for_name("Unused")
    assert listed(reader) == [
        "Ability 1 Category 1 Also called Talent Merged: Knack must-have in 2 roles, 4 levels",
        "Spare good-to-have in 2 roles, 4 levels",
        "Unused no role asks for it now",
    ]
    assert f'href="{page_of("Knack")}"' in main_of(reader.get(ADDRESS))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"q": "talent"}, ["Ability 1"]),
        ({"q": "tallent"}, ["Ability 1"]),
        ({"q": "knack"}, ["Ability 1"]),
        ({"q": "abilty"}, ["Ability 1"]),
        ({"q": "spare", "category": "Category 1"}, []),
        ({"category": "Category 1"}, ["Ability 1"]),
        ({"q": "1", "category": "Category 1"}, ["Ability 1"]),
        ({"category": "category 1"}, []),
        ({"q": "nowhere"}, []),
        ({"q": "\0"}, []),
        ({"category": "\0"}, []),
        ({"category": "a\0"}, []),
        ({"category": "x" * 50_000}, []),
        ({"q": "x" * 50_000}, []),
        ({"q": "\u202e"}, []),
        ({"q": HOSTILE, "category": HOSTILE}, []),
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_searching(library: None, reader: Client, query: dict[str, str], names: list[str]) -> None:
    response = reader.get(ADDRESS, query)
    assert response.status_code == 200
    assert [found.name for found in response.context["page"]] == names
    assert ("No skill found" in body(response)) == (not names)
    assert HOSTILE not in body(response)


def test_surrogates_in_the_address(library: None, reader: Client) -> None:
    response = reader.get(ADDRESS, {"q": b"talent\xed\xb3\xbf", "category": b"\xff"})
    assert (response.status_code, rows_of(main_of(response))) == (200, [])


def test_categories_to_choose_from(library: None, reader: Client) -> None:
    Skill.objects.filter(name="Knack").update(category="Merged only")
    page = main_of(reader.get(ADDRESS, {"category": "Of before"}))
    assert texts(page, "option") == ["All categories", "Of before", "Category 1"]
    assert texts(page, "option", " selected") == ["Of before"]


def test_an_empty_library_says_how_it_fills(reader: Client, editor: Client) -> None:
    assert "No skills yet The library fills itself from the role documents" in text(
        main_of(reader.get(ADDRESS))
    )
    page = main_of(editor.get(ADDRESS))
    assert "No skills yet The library fills itself: each requirement" in text(page)
    assert texts(page, "a") == ["Review new names", "Add a skill", "Import a role document"]


@pytest.mark.parametrize(
    ("page", "first", "count"),
    [
        ("1", "Skill 00", 50),
        ("2", "Skill 50", 2),
        ("x", "Skill 00", 50),
        ("\0", "Skill 00", 50),
        (str(10**20), "Skill 50", 2),
        ("9" * 5_000, "Skill 00", 50),
        ("-1", "Skill 50", 2),
    ],
    ids=lambda value: str(value)[:10],
)
def test_pages(reader: Client, page: str, first: str, count: int) -> None:
    make_many(52)
    response = reader.get(ADDRESS, {"page": page, "q": "skill", "category": "Some & any"})
    found = [skill.name for skill in response.context["page"]]
    assert (found[0], len(found)) == (first, count)
    assert "?q=skill&amp;category=Some%20%26%20any&amp;page=2" in body(response) or page not in ("1", "x")


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("1", "1 2 3 … 12"),
        ("4", "1 2 3 4 5 6 … 12"),
        ("6", "1 … 4 5 6 7 8 … 12"),
        ("12", "1 … 10 11 12"),
    ],
)
def test_pages_far_away_are_left_out(
    reader: Client, monkeypatch: pytest.MonkeyPatch, page: str, shown: str
) -> None:
    monkeypatch.setattr("roleprofiles.views.skills.PAGE_SIZE", 1)
    make_many(12)
    answer = body(reader.get(ADDRESS, {"page": page}))
    assert text(answer.split('<ul class="pages">')[1].split("</ul>")[0]) == shown


def test_a_fragment_is_the_same_list(library: None, reader: Client) -> None:
    fragment = body(reader.get(ADDRESS, {"q": "a"}, headers={"HX-Request": "true"})).strip()
    assert fragment.startswith('<div id="results">')
    assert fragment.endswith("</div>")
    assert fragment in body(reader.get(ADDRESS, {"q": "a"}))


@pytest.mark.parametrize("count", [1, 1_000])
def test_the_list_takes_the_same_queries_whatever_its_length(reader: Client, count: int) -> None:
    make_many(count)
    merging.add_alias(skill("Skill 00"), "Talent", by=None)
    merging.merge(Skill.objects.for_name("Knack"), into=skill("Skill 00"), by=None)
    assert queries(reader, ADDRESS) == 7
    assert queries(reader, f"{ADDRESS}?q=skil&category=Some+%26+any") == 9
    assert queries(reader, f"{ADDRESS}?q=skiil+00") == 9


# One skill


def test_a_skill_says_who_asks_for_it_in_which_words(reader: Client) -> None:
    document = role_document(must_haves=1).replace("Ability 1", "Ability 1 (any)", 1)
    importing.import_document(document.encode(), by=None)
    page = main_of(reader.get(page_of("Ability 1")))
    assert texts(page, "h1") == ["Ability 1"]
    assert texts(page, "p") == ["Category 1", "Must-have in 1 role, 2 levels"]
    assert texts(page, "h3") == ["📊 Data Analyst"]
    assert texts(page, "li") == [
        "Mid Must-have Ability 1 (any) Category 1", "Senior Must-have Ability 1 Category 1",
    ]  # fmt: skip
    places = [f"/roles/data-analyst/#requirement-{line.key}" for line in Requirement.objects.order_by("pk")]
    assert f'href="{places[0]}"' in page
    role = body(reader.get("/roles/data-analyst/"))
    assert f'id="{places[0].partition("#")[2]}"' in role


def test_usage_is_of_published_current_revisions_only(reader: Client) -> None:
    make_role(must_haves=2)
    make_role(must_haves=1)
    draft = publishing.start_draft(make_role("Other", must_haves=1), by=None)
    draft.levels.filter(name="Mid").delete()
    Requirement.objects.of(draft).filter(name="Ability 1").update(text="a secret")
    assert "No published role asks for it now." in text(main_of(reader.get(page_of("Ability 2"))))
    page = main_of(reader.get(page_of("Ability 1")))
    assert (texts(page, "h3"), len(texts(page, "li"))) == (["📊 Data Analyst", "📊 Other"], 4)
    assert "secret" not in page


def test_what_only_a_draft_asks_for_is_for_those_who_see_the_draft(reader: Client, editor: Client) -> None:
    draft = publishing.start_draft(make_role(must_haves=1), by=None)
    part = SkillList.objects.filter(level__revision=draft)[0]
    secret = drafting.add(
        draft, "requirement", part.pk, {"name": "Time travel", "form": "-", "text": "Physics"}
    )
    assert isinstance(secret, Requirement)
    page = f"/skills/{secret.skill_id}/"
    for address in ("/skills/", "/skills/?q=time+travle", "/skills/?category=Physics"):
        assert "Time travel" in body(editor.get(address))
        assert "Time travel" not in body(reader.get(address))
    assert "Physics" not in body(reader.get("/skills/"))
    assert (editor.get(page).status_code, reader.get(page).status_code) == (200, 404)
    merging.add_skill("By hand", by=None)
    assert "By hand" in body(reader.get("/skills/"))
    publishing.publish(draft, by=None)
    assert reader.get(page).status_code == 200


def test_lines_of_merged_skills_are_among_them(library: None, reader: Client) -> None:
    merging.merge(skill("Spare"), into=skill("Ability 1"), by=None)
    page = main_of(reader.get(page_of("Ability 1")))
    assert texts(page, "li")[:2] == [
        "Mid Must-have Ability 1 Category 1",
        "Mid Good-to-have Spare nice to see",
    ]


def test_a_merged_skill_leads_to_its_successor(library: None, reader: Client, editor: Client) -> None:
    merging.merge(skill("Spare"), into=skill("Ability 1"), by=None)
    page = main_of(editor.get(page_of("Spare")))
    assert "This is the same skill as Ability 1 ." in text(page)
    assert f'href="{page_of("Ability 1")}"' in page
    assert texts(page, "li")[0] == "Mid Good-to-have Spare nice to see"
    assert texts(page, "button") == ["Undo the merge of Spare"]
    assert texts(main_of(reader.get(page_of("Spare"))), "button") == []
    for address in ("edit/", "merge/"):
        assert editor.get(page_of("Spare") + address).status_code == 404
    for address in ("edit/", "merge/", "aliases/", "keep/"):
        assert editor.post(page_of("Spare") + address, {"name": "New"}).status_code == 404


def test_other_names_are_beside_it(library: None, reader: Client, editor: Client) -> None:
    merging.add_alias(skill("Ability 1"), "Gift", by=None)
    page = body(editor.get(page_of("Ability 1"))).split("<aside")[1].split("</aside>")[0]
    assert texts(page, "li") == ["Gift Remove Gift", "Talent Remove Talent", "Knack merged"]
    page = body(reader.get(page_of("Ability 1"))).split("<aside")[1].split("</aside>")[0]
    assert (texts(page, "li"), texts(page, "button")) == (["Gift", "Talent", "Knack merged"], [])


@pytest.mark.parametrize("address", ["0/", f"{10**20}/", f"{10**20}/edit/", "0/edit/", "0/merge/"])
def test_a_skill_that_is_not_there(editor: Client, address: str) -> None:
    assert editor.get(ADDRESS + address).status_code == 404
    assert editor.get("/skills/x/").status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_a_skill_takes_the_same_queries(reader: Client, count: int) -> None:
    levels = [f"L{number}" for number in range(count)]
    importing.import_document(role_document(must_haves=1, levels=levels).encode(), by=None)
    kept = skill("Ability 1")
    for number in range(count):
        merging.add_alias(kept, f"Talent {number}", by=None)
        merging.merge(Skill.objects.for_name(f"Knack {number}"), into=kept, by=None)
    assert queries(reader, kept.get_absolute_url()) == 10


def test_markup_in_names_is_text(editor: Client, rosa: User) -> None:
    document = role_document(must_haves=1).replace("Ability 1", HOSTILE).replace("nice to see", HOSTILE)
    importing.import_document(document.encode(), by=None)
    merging.edit(skill(HOSTILE), name=f"{HOSTILE} x", category=HOSTILE, description=HOSTILE, by=rosa)
    merging.merge(Skill.objects.for_name(f"Merged {HOSTILE}"), into=skill(f"{HOSTILE} x"), by=rosa)
    pk = skill(f"{HOSTILE} x").pk
    for address in (
        "",
        f"{pk}/",
        f"{pk}/edit/",
        f"{pk}/merge/?q=spare",
        f"{pk}/merge/?into={skill('Spare').pk}",
    ):
        page = body(editor.get(ADDRESS + address))
        assert HOSTILE not in page
        assert "&lt;script&gt;alert`1`" in page


# Adding and editing


def test_adding_a_skill(editor: Client) -> None:
    posted = {"name": " Big  Data ", "category": "Data", "description": "Much\nof it"}
    response = editor.post(f"{ADDRESS}new/", posted, follow=True)
    made = Skill.objects.get()
    assert response.redirect_chain == [(f"/skills/{made.pk}/", 302)]
    assert said(response) == ["“Big Data” is in the library."]
    assert (made.name, made.key, made.category, made.description) == (
        "Big Data", "big data", "Data", "Much\nof it",
    )  # fmt: skip
    assert made.reviewed_at


def test_a_name_like_a_known_one_is_added_only_if_somebody_says_so(editor: Client) -> None:
    Skill.objects.for_name("Kubernetes")
    response = editor.post(f"{ADDRESS}new/", {"name": "Kubernets", "category": "Kept"})
    assert response.status_code == 422
    page = main_of(response)
    assert "Name : The library has “Kubernetes”, which may be the same." in text(page)
    assert 'type="checkbox" name="is_own"' in page
    assert 'value="Kept"' in page
    assert Skill.objects.count() == 1
    editor.post(f"{ADDRESS}new/", {"name": "Kubernets", "is_own": "on"})
    assert Skill.objects.count() == 2


def test_editing_keeps_the_old_name_as_an_alias(library: None, editor: Client) -> None:
    spare, address = skill("Spare"), f"{page_of('Spare')}edit/"
    assert 'value="Spare"' in body(editor.get(address))
    response = editor.post(address, {"name": "Reserve", "category": "", "description": ""}, follow=True)
    assert (response.redirect_chain, said(response)) == ([(spare.get_absolute_url(), 302)], ["Saved."])
    spare.refresh_from_db()
    assert (spare.name, [str(alias) for alias in spare.aliases.all()]) == ("Reserve", ["Spare"])
    # and the next document that says Spare is about it
    assert Skill.objects.named({"Spare"}) == {"spare": spare}


BAD = [
    ("", "This field is required."),
    ("  ", "This field is required."),
    ("two\nlines", "This has to be one line."),
    ("two\u2028lines", "This has to be one line."),
    ("nul\0", "Null characters are not allowed."),
    ("\u202evil", "This has an invisible character (U+202E). Type the text anew."),
    ("x" * 301, "Ensure this value has at most 300 characters"),
    ("ß" * 200, "This is too long."),
    ("TALENT", "This is a name of “Ability 1”."),
    ("ability  1", "This is a name of “Ability 1”."),
    ("Ability 1", "“Ability 1” has this name already."),
    ("knack", "This is a name of “Knack”."),
]


@pytest.mark.parametrize(("name", "problem"), BAD, ids=lambda value: ascii(value)[:30])
def test_a_bad_name_is_refused_everywhere(library: None, editor: Client, name: str, problem: str) -> None:
    before = rows()
    for address in ("/skills/new/", f"{page_of('Spare')}edit/", f"{page_of('Spare')}aliases/"):
        response = editor.post(address, {"name": name, "category": "Typed before", "is_own": "on"})
        assert (address, response.status_code) == (address, 422)
        assert problem in text(body(response))
    assert rows() == before


@pytest.mark.parametrize(
    "posted",
    [
        {"category": "two\nlines"},
        {"category": "x" * 301},
        {"category": "\u202e"},
        {"category": "\0"},
        {"description": "x" * 5_001},
        {"description": "\u202e"},
        {"description": "a\0"},
        {"description": "\x1b"},
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_other_bad_texts_are_refused(library: None, editor: Client, posted: dict[str, str]) -> None:
    before = rows()
    for address in ("/skills/new/", f"{page_of('Spare')}edit/"):
        response = editor.post(address, {"name": "Fine", **posted})
        assert (response.status_code, "Please look at this again" in body(response)) == (422, True)
    assert rows() == before


def test_surrogates_in_a_form_become_text(editor: Client) -> None:
    form = "application/x-www-form-urlencoded"
    response = editor.post("/skills/new/", "name=a%ED%B3%BFb", form)
    assert response.status_code == 302
    assert Skill.objects.get().name == "a\ufffd\ufffd\ufffdb"


# Other names


def test_adding_and_removing_an_alias(library: None, editor: Client) -> None:
    spare = skill("Spare")
    response = editor.post(f"{page_of('Spare')}aliases/", {"name": " In  reserve "}, follow=True)
    assert said(response) == ["Documents that say “In reserve” mean “Spare”."]
    alias = spare.aliases.get()
    assert (alias.name, alias.key) == ("In reserve", "in reserve")
    response = editor.post(f"{page_of('Spare')}aliases/{alias.pk}/remove/", follow=True)
    assert said(response) == ["“In reserve” is no longer a name of “Spare”."]
    assert not spare.aliases.exists()


def test_an_alias_is_removed_from_its_own_skill_only(library: None, editor: Client) -> None:
    alias = SkillAlias.objects.get(name="Talent")
    for pk in (alias.pk, 0, 10**20):
        assert editor.post(f"{page_of('Spare')}aliases/{pk}/remove/").status_code == 404
    assert SkillAlias.objects.get() == alias


def test_a_refused_alias_stays_in_its_box(library: None, editor: Client) -> None:
    response = editor.post(f"{page_of('Spare')}aliases/", {"name": "talent"})
    assert response.status_code == 422
    assert 'value="talent"' in body(response)
    assert "Error: Spare" in text(body(response).split("</title>")[0])


def make_many(count: int) -> None:
    Skill.objects.bulk_create(
        Skill(name=f"Skill {number:02}", key=skill_key(f"Skill {number:02}"), category="Some & any")
        for number in range(count)
    )
