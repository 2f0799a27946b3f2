"""/roles/import/: upload, plan, confirm"""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from roleprofiles import importing, publishing
from roleprofiles.models import Revision, Role
from tests.factories import SEED, make_role, make_seed_role, role_document
from tests.roleprofiles.rows import rows
from tests.roleprofiles.views.pages import body, main_of, said, text, texts

UPLOAD, CONFIRM = "/roles/import/", "/roles/import/confirm/"
REFUSED = "This document cannot be imported yet"


def upload(client: Client, content: bytes | str) -> Any:
    data = content.encode() if isinstance(content, str) else content
    return client.post(UPLOAD, {"document": SimpleUploadedFile("role.md", data)})


def confirm(client: Client, page: Any, **changes: str) -> Any:
    """Post what the plan's page holds."""
    form = page.context["confirm"]
    values = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    return client.post(CONFIRM, {**values, **changes}, follow=True)


def encoded(content: str | bytes) -> str:
    return base64.b64encode(content.encode() if isinstance(content, str) else content).decode()


def test_the_form(editor: Client) -> None:
    page = main_of(editor.get(UPLOAD))
    assert texts(page, "h1") == ["Import a role document"]
    assert 'type="file" name="document"' in page


def test_the_plan_of_a_new_role(editor: Client) -> None:
    response = upload(editor, SEED.read_bytes())
    page = main_of(response)
    assert response.status_code == 200
    assert texts(page, "h1") == ["🤖 Machine Learning Engineer"]
    assert texts(page, "p", ' class="lede"') == ["A new role. Nothing is written yet."]
    assert texts(page, "p", ' class="counts"') == ["58 added 0 changed 0 moved 0 removed 0 unchanged"]
    assert texts(page, "button") == ["Publish revision 1"]
    assert not any(rows().values())


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
    assert texts(main_of(response), "button") == ["Publish revision 2"]


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
    assert response.redirect_chain == [("/roles/data-analyst/", 302)]
    assert said(response) == ["Nothing had changed, so no revision was made."]
    assert Revision.objects.count() == 1


def test_confirming_a_plan_that_is_out_of_date_shows_the_new_one(editor: Client) -> None:
    make_role()
    page = upload(editor, role_document(must_haves=6))
    make_role(must_haves=5)
    before = rows()
    response = confirm(editor, page)
    assert (response.status_code, said(response)) == (409, [importing.CHANGED_MEANWHILE])
    assert "Would become revision 3." in text(main_of(response))
    assert rows() == before
    assert said(confirm(editor, response)) == ["Revision 3 is published."]


def test_confirming_while_a_draft_is_open_is_refused(editor: Client, rosa: User) -> None:
    page = upload(editor, role_document())
    publishing.start_draft(make_role(by=rosa), by=rosa)
    before = rows()
    response = confirm(editor, page)
    refusal = "Data Analyst has an open draft, revision 2 by Rosa Adler. Publish or delete it first."
    assert (response.status_code, texts(main_of(response), "li")) == (422, [f"Line 1: {refusal}"])
    assert rows() == before


@pytest.mark.parametrize(
    "changes",
    [
        {"content": ""},
        {"content": "not base64!"},
        {"content": "é"},
        {"content": "QUJD\0"},
        {"content": encoded(role_document())[:-3]},
        {"basis": "x"},
        {"basis": "1\0"},
    ],
    ids=str,
)
def test_a_form_that_did_not_arrive_whole_is_refused(editor: Client, changes: dict[str, str]) -> None:
    response = confirm(editor, upload(editor, role_document()), **changes)
    assert response.redirect_chain == [("/roles/import/", 302)]
    assert said(response) == ["The document did not arrive whole. Upload it again."]
    assert not any(rows().values())


@pytest.mark.parametrize("content", [b"\xff", b"# R\n\0", b"no title", b"x" * 1_000_001])
def test_a_form_with_another_document_is_read_like_any_other(editor: Client, content: bytes) -> None:
    response = confirm(editor, upload(editor, role_document()), content=encoded(content))
    assert (response.status_code, texts(main_of(response), "h1")) == (422, [REFUSED])
    assert not any(rows().values())


@pytest.mark.parametrize("basis", ["0", "999999", "9" * 30, "-1"])
def test_a_form_with_another_basis_is_refused(editor: Client, basis: str) -> None:
    response = confirm(editor, upload(editor, role_document()), basis=basis)
    assert (response.status_code, said(response)) == (409, [importing.CHANGED_MEANWHILE])
    assert not any(rows().values())


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
    assert (response.status_code, texts(page, "h1")) == (422, [REFUSED])
    assert texts(page, "h2") == ["1 problem; nothing was written"]
    assert texts(page, "li")[0].startswith(problem)
    assert "Publish" not in page
    assert not any(rows().values())


def test_a_file_of_more_than_a_megabyte_is_refused(editor: Client) -> None:
    response = upload(editor, b"x" * 1_000_001)
    assert response.status_code == 422
    assert "The file is larger than 1 MB." in body(response)
    assert upload(editor, role_document() + "x" * 900_000).status_code == 200


@pytest.mark.parametrize("posted", [{}, {"document": ""}, {"document": "text, no file"}])
def test_no_file_is_said_at_the_field(editor: Client, posted: dict[str, str]) -> None:
    response = editor.post(UPLOAD, posted)
    assert response.status_code == 422
    assert "Role document : This field is required." in text(main_of(response))


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
    again = confirm(editor, upload(editor, role_document()), content=encoded(document))
    assert (again.status_code, len(body(again)) < 30_000) == (422, True)


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


@pytest.mark.parametrize("address", [UPLOAD, CONFIRM])
def test_only_role_editors_import(reader: Client, client: Client, address: str) -> None:
    posted = {"content": encoded(role_document()), "basis": ""}
    assert reader.post(address, posted).status_code == 403
    assert client.post(address, posted).headers["Location"].startswith("/accounts/sign-in/")
    assert not Role.objects.exists()


def test_the_addresses_answer_their_own_methods_only(editor: Client) -> None:
    assert editor.get(CONFIRM).status_code == 405
    assert editor.put(UPLOAD).status_code == 405


def test_a_role_called_import_has_another_address(editor: Client) -> None:
    response = confirm(editor, upload(editor, role_document("Import")))
    assert response.redirect_chain == [("/roles/import-2/", 302)]


def test_the_seed_once_more_is_said_to_be_the_same(editor: Client) -> None:
    make_seed_role()
    assert said(confirm(editor, upload(editor, SEED.read_bytes()))) == [
        "Nothing had changed, so no revision was made."
    ]
