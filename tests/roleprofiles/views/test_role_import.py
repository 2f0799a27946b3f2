"""/roles/import/: upload one document, look at its plan, confirm"""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from accounts.models import User
from roleprofiles import importing, publishing
from roleprofiles.models import ImportDocument, Revision, Skill, SkillAlias
from tests.factories import SEED, make_import, make_role, make_seed_role, role_document
from tests.interviews.counting import queries
from tests.roleprofiles.rows import rows
from tests.roleprofiles.views.importing import UPLOAD, confirm, send, upload
from tests.roleprofiles.views.pages import body, main_of, said, text, texts

REFUSED = "This document cannot be imported yet"


def published() -> dict[str, list[tuple[object, ...]]]:
    """What the database holds of roles: an import that waits is none of it."""
    return {model: found for model, found in rows().items() if not model.startswith("Import")}


def test_the_form(editor: Client) -> None:
    page = main_of(editor.get(UPLOAD))
    assert texts(page, "h1") == ["Import role documents"]
    assert 'type="file" name="documents"' in page
    assert 'name="text"' in page
    assert "Not finished yet" not in page


def test_the_plan_of_a_new_role(editor: Client) -> None:
    response = upload(editor, SEED.read_bytes())
    page = main_of(response)
    assert response.status_code == 200
    assert texts(page, "h1") == ["🤖 Machine Learning Engineer"]
    assert texts(page, "p", ' class="lede"') == ["A new role. Nothing is written yet."]
    assert texts(page, "p", ' class="counts"') == ["58 added 0 changed 0 moved 0 removed 0 unchanged"]
    assert texts(page, "button") == ["Leave it out", "Publish revision 1"]
    assert not any(published().values())


def test_the_plan_shows_what_was_mended(editor: Client) -> None:
    page = upload(editor, SEED.read_bytes())
    mended = body(page).split("Mended characters")[1].split("</section>")[0]
    assert text(mended).startswith("8 lines had broken characters. The original is kept.")
    assert (
        texts(mended, "li")[0]
        == "Line 1 # \uf8ffü§ñ Machine Learning Engineer # 🤖 Machine Learning Engineer"
    )
    assert len(texts(mended, "li")) == 8


def test_the_plan_of_a_next_revision_shows_each_change(editor: Client) -> None:
    make_role()
    changed = role_document(must_haves=5).replace("- **Ability 1** - Category 1", "- **Ability 1**: <b>", 1)
    response = upload(editor, changed)
    assert texts(main_of(response), "p", ' class="lede"') == [
        "Would become revision 2. Nothing is written yet."
    ]
    assert texts(main_of(response).split('class="diff')[1], "li") == [
        "Changed requirement (Mid, Must-Have) : Ability 1 - Category 1 → Ability 1: <b>",
        "Added requirement (Mid, Must-Have) : Ability 5 - Category 5",
        "Added requirement (Senior, Must-Have) : Ability 5 - Category 5",
    ]
    assert "New skills 1 name the library does not know yet. Show them Ability 5" in text(body(response))


def test_the_plan_of_the_same_document_has_nothing_to_publish(editor: Client) -> None:
    make_role()
    response = upload(editor, role_document())
    assert "The document says what revision 1 says." in text(main_of(response))
    assert texts(main_of(response), "button") == []


def test_the_plan_of_another_order_says_so(editor: Client) -> None:
    one, two = "- **Ability 1** - Category 1\n", "- **Ability 2** - Category 2\n"
    make_role()
    response = upload(editor, role_document().replace(one + two, two + one))
    assert "Only the order or the layout of lines differs." in text(main_of(response))
    assert texts(main_of(response), "button") == ["Leave it out", "Publish revision 2"]


def test_confirming_publishes_what_was_shown(editor: Client, rosa: User) -> None:
    response = confirm(editor, upload(editor, SEED.read_bytes()))
    assert response.redirect_chain == [("/roles/machine-learning-engineer/", 302)]
    assert said(response) == ["Revision 1 is published."]
    revision = Revision.objects.get()
    assert (revision.published_by, bytes(revision.source or b"")) == (rosa, SEED.read_bytes())


def test_confirming_twice_publishes_once(editor: Client) -> None:
    page = upload(editor, role_document())
    confirm(editor, page)
    response = confirm(editor, page)
    assert response.redirect_chain == [(page.context["document"].get_absolute_url(), 302)]
    assert said(response) == ["Nothing is left to import here."]
    assert text(main_of(response)).endswith(
        "Imported A new role: 19 added. Data Analyst, revision 1 Import another document"
    )
    assert Revision.objects.count() == 1


def test_confirming_a_plan_that_is_out_of_date_shows_the_new_one(editor: Client) -> None:
    make_role()
    page = upload(editor, role_document(must_haves=6))
    make_role(must_haves=5)
    before = published()
    response = confirm(editor, page)
    assert (response.status_code, said(response)) == (409, [importing.CHANGED_MEANWHILE])
    assert "Would become revision 3." in text(main_of(response))
    assert published() == before
    assert said(confirm(editor, response)) == ["Revision 3 is published."]


def test_confirming_while_a_draft_is_open_is_refused(editor: Client, rosa: User) -> None:
    page = upload(editor, role_document())
    publishing.start_draft(make_role(by=rosa), by=rosa)
    before = published()
    response = confirm(editor, page)
    refusal = "Data Analyst has an open draft, revision 2 by Rosa Adler. Publish or discard it first."
    assert (response.status_code, texts(main_of(response), "li")) == (422, [f"Line 1: {refusal}"])
    assert published() == before


@pytest.mark.parametrize("basis", ["0", "999999", "9" * 30, "9" * 5000, "-1", "x", "1\0"])
def test_a_form_with_another_basis_is_refused(editor: Client, basis: str) -> None:
    response = confirm(editor, upload(editor, role_document()), basis=basis)
    assert (response.status_code, said(response)) == (409, [importing.CHANGED_MEANWHILE])
    assert not any(published().values())


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "Line 1: The file is empty: a role document begins with a title"),
        (b"# R\n\n\0", "Line 3: This line contains a NUL character: is the file really text?"),
        (role_document().encode("utf-16"), "Line 1: The file is UTF-16, not UTF-8: save it again"),
        ("# R\n\u202eevil".encode(), "Line 2: This line contains an invisible control"),
        (b"# R\n\xff", "Line 2: This line is not UTF-8 (byte 1 of the line)"),
        (b"%PDF-1.7\n\x00\xff", "Line 2: "),
        (b"# Shopping\n- milk", "Line 1: There is no section of requirements by level"),
    ],
    ids=["empty", "nul", "utf-16", "bidi", "latin-1", "pdf", "no role"],
)
def test_a_bad_file_is_refused_with_its_line(editor: Client, content: bytes, problem: str) -> None:
    response = upload(editor, content)
    page = main_of(response)
    assert (response.status_code, texts(page, "h1")) == (200, [REFUSED])
    assert texts(page, "h2") == ["1 problem; nothing was written"]
    assert texts(page, "li")[0].startswith(problem)
    assert "Publish" not in page
    assert not any(published().values())


def test_a_file_of_more_than_a_megabyte_is_refused(editor: Client) -> None:
    response = upload(editor, b"x" * 1_000_001)
    assert response.status_code == 422
    assert "role.md: The file is larger than 1 MB (1,000,001 bytes)." in text(main_of(response))
    assert not any(rows().values())
    accepted = upload(editor, role_document() + "x" * 900_000)
    assert texts(main_of(accepted), "h1") == ["📊 Data Analyst"]


@pytest.mark.parametrize("posted", [{}, {"documents": ""}, {"documents": "text, no file"}, {"text": " \n"}])
def test_nothing_is_said(editor: Client, posted: dict[str, str]) -> None:
    response = editor.post(UPLOAD, posted)
    assert response.status_code == 422
    assert "Choose a file, or paste the text of a document." in text(main_of(response))


@pytest.mark.parametrize("name", ["role.pdf", "role.md.html", "role", ".md", "role.md.zip.exe", "a.svg"])
def test_a_file_of_another_kind_is_refused(editor: Client, name: str) -> None:
    response = send(editor, (name, role_document()))
    assert response.status_code == 422
    assert f"{name}: A file of this kind is not read. Expected: .md," in text(main_of(response))
    assert not any(rows().values())


def test_ten_thousand_problems_are_counted_and_fifty_shown(editor: Client) -> None:
    document = role_document().replace("- **Spare**: nice to see", "-\n" * 10_000, 1)
    response = upload(editor, document)
    shown = texts(main_of(response), "li")
    assert texts(main_of(response), "h2") == ["10001 problems; nothing was written"]
    assert (len(shown), shown[0], shown[-1]) == (
        51,
        "Line 17: This requirement has no name.",
        "and 9951 more",
    )
    assert len(body(response)) < 30_000


def test_many_warnings_and_mended_lines_are_counted_and_fifty_shown(editor: Client) -> None:
    document = role_document() + "## Skills by level\nä ‚Äì b\n" * 60
    page = body(upload(editor, document))
    assert page.count("This is a second section of the kind") == 50
    assert page.count('<li class="changed"><span class="muted">Line') == 50
    assert page.count("<li>and 10 more</li>") == 2


def test_markup_in_a_document_is_text_on_the_plan(editor: Client) -> None:
    hostile = "<script>alert(1)</script>"
    document = (
        role_document(f"Analyst {hostile}").replace("Ability 1", hostile).replace("Category 2", hostile)
    )
    page = body(upload(editor, document))
    assert hostile not in page
    assert page.count("&lt;script&gt;") > 5


def test_a_role_called_import_has_another_address(editor: Client) -> None:
    response = confirm(editor, upload(editor, role_document("Import")))
    assert response.redirect_chain == [("/roles/import-2/", 302)]


def test_the_seed_once_more_is_said_to_be_the_same(editor: Client) -> None:
    make_seed_role()
    assert said(confirm(editor, upload(editor, SEED.read_bytes()))) == [
        "Nothing had changed, so no revision was made."
    ]


# Pasted text


def test_pasted_text_is_planned_like_a_file(editor: Client) -> None:
    response = send(editor, text=role_document().replace("\n", "\r\n"))
    assert texts(main_of(response), "p", ' class="counts"') == [
        "19 added 0 changed 0 moved 0 removed 0 unchanged"
    ]
    assert ImportDocument.objects.get().name == "Pasted text.md"
    assert said(confirm(editor, response)) == ["Revision 1 is published."]


def test_the_format_of_pasted_text_can_be_chosen(editor: Client) -> None:
    response = send(editor, text=role_document(), format="markdown")
    assert texts(main_of(response), "h1") == ["📊 Data Analyst"]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"text": "# R\n\0"}, "Null characters are not allowed."),
        ({"text": "é" * 500_001}, "The text is larger than 1 MB."),
        ({"text": "# R", "format": "docx"}, "docx is not one of the available choices."),
    ],
    ids=["nul", "long", "format"],
)
def test_what_was_typed_is_not_lost(editor: Client, typed: dict[str, str], problem: str) -> None:
    response = send(editor, **typed)
    assert (response.status_code, problem in text(main_of(response))) == (422, True)
    assert response.context["form"]["text"].value() == typed["text"]
    assert not any(rows().values())


def test_a_pasted_text_with_a_problem_is_mended_where_it_stands(editor: Client) -> None:
    broken = "\n" + role_document().replace("- **Ability 1** - Category 1", "-", 1)
    page = send(editor, text=broken, format="markdown")
    problem = ImportDocument.objects.get()
    shown = main_of(page).split('name="text"')[1].split("</textarea>")[0].split(">", 1)[1]
    assert unescape(shown).removeprefix("\n") == broken
    mended = unescape(shown).replace("\n-\n", "\n- **Ability 1** - Category 1\n")
    page = send(editor, text=mended, format="markdown", instead=str(problem.pk))
    assert texts(main_of(page), "h1") == ["📊 Data Analyst"]
    assert list(ImportDocument.objects.values_list("state", flat=True)) == ["skipped", "ready"]
    assert said(confirm(editor, page)) == ["Revision 1 is published."]


def test_a_file_with_a_problem_is_mended_in_the_file(editor: Client) -> None:
    page = main_of(upload(editor, role_document().replace("- **Ability 1** - Category 1", "-", 1)))
    assert "<textarea" not in page
    assert "Change these lines in role.md, then upload it again." in text(page)


@pytest.mark.parametrize("instead", ["x", "0", "-1", "9" * 30])
def test_only_ones_own_text_is_replaced(editor: Client, ada: User, instead: str) -> None:
    make_import("# R", by=ada)
    before = list(ImportDocument.objects.values())
    for pk in (instead, str(before[0]["id"])):
        send(editor, text=role_document(), instead=pk)
    assert list(ImportDocument.objects.values())[:1] == before


# A draft in the way


def test_a_draft_in_the_way_is_said_and_linked(editor: Client, rosa: User) -> None:
    publishing.start_draft(make_role(by=rosa), by=rosa)
    response = upload(editor, role_document(must_haves=5))
    assert texts(main_of(response), "li") == [
        "Line 1: Data Analyst has an open draft, revision 2 by Rosa Adler. Publish or discard it first."
    ]
    assert '<a class="btn btn-primary" href="/roles/data-analyst/draft/">Open the draft</a>' in main_of(
        response
    )


# New names for known skills


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Skill:
    """A skill that the library proposes for "Ability 5"."""
    skill = Skill.objects.create(name="Ability V", key="ability v")
    skills = type(Skill.objects.all())
    monkeypatch.setattr(skills, "like", lambda _, names: {"ability 5": skill} if "Ability 5" in names else {})
    return skill


def test_names_that_look_like_known_skills_are_asked_about(editor: Client, known: Skill) -> None:
    page = main_of(upload(editor, role_document(must_haves=6)))
    assert texts(page, "label") == ["“Ability 5” is the same as Ability V"]
    assert page.count("checkbox") == 1
    assert "checked" not in page


def test_without_such_names_nothing_is_asked(editor: Client) -> None:
    assert "look like known skills" not in main_of(upload(editor, role_document()))


def test_a_name_that_is_said_to_be_the_same_becomes_an_alias(editor: Client, known: Skill) -> None:
    page = upload(editor, role_document(must_haves=6))
    confirm(editor, page, same=[f"{known.pk} Ability 5"])
    assert list(SkillAlias.objects.values_list("name", "skill__name")) == [("Ability 5", "Ability V")]
    assert not Skill.objects.filter(name="Ability 5").exists()
    assert known.requirements.count() == 2


def test_a_name_that_nobody_ticks_becomes_a_skill(editor: Client, known: Skill) -> None:
    confirm(editor, upload(editor, role_document(must_haves=6)))
    assert not SkillAlias.objects.exists()
    assert Skill.objects.get(name="Ability 5").requirements.count() == 2


def test_a_refused_import_makes_no_alias_and_keeps_the_ticks(editor: Client, known: Skill) -> None:
    page = upload(editor, role_document(must_haves=6))
    make_role(must_haves=3)
    before = published()
    response = confirm(editor, page, same=[f"{known.pk} Ability 5"])
    assert (response.status_code, said(response)) == (409, [importing.CHANGED_MEANWHILE])
    assert published() == before
    assert main_of(response).count(" checked") == 1


@pytest.mark.parametrize("same", ["x", "1 Ability 5", "999 Ability 5", "Ability 5", "1\0"])
def test_only_what_was_asked_can_be_answered(editor: Client, known: Skill, same: str) -> None:
    other = Skill.objects.create(name="Other", key="other")
    page = upload(editor, role_document(must_haves=6))
    response = confirm(editor, page, same=[same.replace("1 ", f"{other.pk} ")])
    assert (response.status_code, said(response)) == (409, [importing.CHANGED_MEANWHILE])
    assert not published()["Role"]


# Huge documents


def test_the_plan_of_two_thousand_requirements_prints_some(editor: Client) -> None:
    response = upload(editor, role_document(must_haves=990))
    page = main_of(response)
    assert texts(page, "p", ' class="counts"') == ["1991 added 0 changed 0 moved 0 removed 0 unchanged"]
    assert (page.count("Ability"), "and 690 more" in text(page)) == (300, True)
    assert ("and 2 more lists" in text(page), "and 3 more lists" in text(page)) == (True, True)
    assert len(body(response)) < 60_000


def test_the_plan_of_many_changes_prints_some(editor: Client) -> None:
    make_role()
    page = main_of(upload(editor, role_document(must_haves=990)))
    assert len(texts(page.split('class="diff')[1], "li")) == 201
    assert "and 1772 more" in text(page)


def test_the_page_of_a_plan_takes_the_same_queries_for_any_size(editor: Client) -> None:
    for must_haves in (1, 500):
        document = upload(editor, role_document(must_haves=must_haves)).context["document"]
        with queries(9):
            assert editor.get(document.get_absolute_url()).status_code == 200
