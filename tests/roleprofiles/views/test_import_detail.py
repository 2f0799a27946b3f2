"""/roles/import/<batch>/: many documents, how far they have come, and going on with them"""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from roleprofiles import uploading
from roleprofiles.documents.arrivals import SUFFIXES
from roleprofiles.models import ImportBatch, ImportDocument, Revision
from tests.factories import make_import, role_document
from tests.interviews.counting import queries
from tests.roleprofiles.documents.zips import zipped
from tests.roleprofiles.rows import rows
from tests.roleprofiles.views.importing import UPLOAD, confirm, send, states
from tests.roleprofiles.views.pages import body, main_of, said, text, texts

BROKEN = role_document("Broken").replace("- **Ability 2** - Category 2", "-", 1)
HTMX = {"HX-Request": "true"}


def three(client: Client) -> ImportBatch:
    """Two documents that are ready and one that is broken."""
    send(client, ("a.md", role_document("A")), ("b.md", BROKEN), ("c.md", role_document("C")))
    return ImportBatch.objects.get()


def listed(response: object) -> list[str]:
    return texts(main_of(response).split('class="card-rc rows')[1], "li")


def work(client: Client, batch: ImportBatch, act: str, **headers: str) -> object:
    return client.post(f"{batch.get_absolute_url()}work/", {"act": act}, headers=headers, follow=True)


def test_many_files_become_an_import(editor: Client) -> None:
    response = send(editor, ("a.md", role_document("A")), ("b.md", BROKEN), ("c.pdf", "%PDF"))
    batch = ImportBatch.objects.get()
    assert response.redirect_chain == [(batch.get_absolute_url(), 302)]
    assert texts(main_of(response), "h1") == ["Import of 3 documents"]
    assert texts(main_of(response), "p", ' class="counts"') == ["1 ready to import 2 cannot be imported"]
    expected = ", ".join(SUFFIXES)
    assert listed(response) == [
        "A a.md A new role: 19 added. Ready to import Leave out",
        "Broken b.md Line 12: This requirement has no name. Cannot be imported Leave out",
        f"c.pdf A file of this kind is not read. Expected: {expected}. Cannot be imported Leave out",
    ]
    assert not Revision.objects.exists()


def test_a_zip_of_many_becomes_an_import(editor: Client) -> None:
    data = zipped(
        {"roles/a.md": role_document("A"), "__MACOSX/._a.md": "x", "roles/c.md": role_document("C")}
    )
    send(editor, ("roles.zip", data))
    assert states(ImportBatch.objects.get()) == [("roles/a.md", "ready"), ("roles/c.md", "ready")]


def test_a_zip_of_one_goes_straight_to_its_plan(editor: Client) -> None:
    response = send(editor, ("roles.zip", zipped({"a.md": role_document("A")})))
    assert texts(main_of(response), "h1") == ["📊 A"]


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"PK no zip", "This is no zip file, or it is damaged."),
        (zipped({}), "There is no document in it."),
        (zipped({".hidden.md": "x"}), "There is no document in it."),
        (zipped({"a.md": b"x" * 900_000}), "The zip unpacks to more than 100 times its size."),
        (zipped({"a.pdf": "x"}), "a.pdf: A file of this kind is not read."),
    ],
    ids=["broken", "empty", "hidden", "bomb", "pdf"],
)
def test_a_zip_that_is_not_opened_is_said_at_the_field(editor: Client, data: bytes, refusal: str) -> None:
    response = send(editor, ("roles.zip", data), ("a.zip", data), text="")
    assert (response.status_code, refusal in text(main_of(response))) == (422, True)
    assert not any(rows().values())


def test_one_bad_zip_among_files_keeps_nothing(editor: Client) -> None:
    response = send(editor, ("a.md", role_document()), ("b.zip", b"PK"), text="# typed")
    assert response.status_code == 422
    assert response.context["form"]["text"].value() == "# typed"
    assert not any(rows().values())


HOSTILE = [
    "../../etc/x.md",
    "..\\x.md",
    "%2e%2e%2fx.md",
    "/x.md",
    "x" * 300 + ".md",
    "x\u202e.md",
    "a\0.md",
    "<b>.md",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_of_any_name_is_shown_by_a_name_that_leads_nowhere(editor: Client, name: str) -> None:
    send(editor, (name, role_document("A")), ("b.md", role_document("B")))
    shown = ImportDocument.objects.get(position=1).name
    assert shown.endswith(".md")
    assert not {"/", "\\", "\0", "\u202e"} & set(shown)
    assert len(shown) <= 255
    page = body(editor.get(ImportBatch.objects.get().get_absolute_url()))
    assert "<b>.md" not in page


# Leaving and coming back


def test_an_import_is_found_again_where_it_was(
    editor: Client, rosa: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = make_import(*(role_document(f"Role {n}") for n in range(3)), by=rosa)
    monkeypatch.setattr(uploading, "READING_AT_ONCE", 0)
    uploading.read_next(batch)
    page = main_of(editor.get(UPLOAD))
    assert texts(page.split("Not finished yet")[1], "li")[0].startswith("1.md and 2 more 3 of 3 to do")
    page = main_of(editor.get(batch.get_absolute_url()))
    assert texts(page, "h2") == ["Reading"]
    assert "1 of 3 read. You can leave this page and come back." in text(page)
    assert texts(page, "button") == ["Go on"]


def test_an_import_that_is_done_is_not_on_the_list(editor: Client) -> None:
    batch = three(editor)
    work(editor, batch, "import")
    assert "Not finished yet" in main_of(editor.get(UPLOAD))
    work(editor, batch, "leave_out")
    assert "Not finished yet" not in main_of(editor.get(UPLOAD))
    assert states(batch) == [("a.md", "imported"), ("b.md", "skipped"), ("c.md", "imported")]


def test_looking_at_an_import_reads_nothing(editor: Client, rosa: User) -> None:
    batch = make_import(role_document("A"), role_document("B"), by=rosa)
    before = rows()
    for document in batch.documents.all():
        assert texts(main_of(editor.get(document.get_absolute_url())), "h1")
    editor.get(batch.get_absolute_url(), headers=HTMX)
    assert rows() == before


# Going on


def test_without_scripts_the_button_goes_on(
    editor: Client, rosa: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "DOCUMENTS_AT_ONCE", 2)
    monkeypatch.setattr(uploading, "READING_AT_ONCE", 0)
    batch = make_import(*(role_document(f"Role {n}") for n in range(3)), by=rosa)
    response = work(editor, batch, "read")
    assert "2 of 3 read." in text(main_of(response))
    response = work(editor, batch, "read")
    assert texts(main_of(response), "button")[:1] == ["Import the 3 that are ready"]
    response = work(editor, batch, "import")
    assert texts(main_of(response), "button")[:1] == ["Import the one that is ready"]
    assert states(batch) == [("1.md", "imported"), ("2.md", "imported"), ("3.md", "ready")]


def test_with_scripts_the_fragment_goes_on_by_itself(
    editor: Client, rosa: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "DOCUMENTS_AT_ONCE", 2)
    monkeypatch.setattr(uploading, "READING_AT_ONCE", 0)
    batch = make_import(*(role_document(f"Role {n}") for n in range(3)), by=rosa)
    address = f"{batch.get_absolute_url()}work/"
    seen = []
    act = "read"
    for _ in range(4):
        fragment = body(editor.post(address, {"act": act}, headers=HTMX))
        assert fragment.lstrip().startswith('<div id="work"')
        goes_on = 'hx-trigger="load delay:200ms, submit"' in fragment
        seen.append((act, goes_on, texts(fragment, "h2"), 'id="status"' in fragment))
        act = act if goes_on else "import"
    assert seen == [
        ("read", True, ["Reading"], False),
        ("read", False, ["Where it stands"], True),
        ("import", True, ["Importing"], False),
        ("import", False, ["Where it stands"], True),
    ]
    assert Revision.objects.count() == 3


def test_importing_leaves_what_is_broken_behind(editor: Client) -> None:
    response = work(editor, three(editor), "import")
    assert listed(response) == [
        "A a.md A new role: 19 added. Revision 1 Imported",
        "Broken b.md Line 12: This requirement has no name. Cannot be imported Leave out",
        "C c.md A new role: 19 added. Revision 1 Imported",
    ]
    assert '<a class="small num" href="/roles/a/revisions/1/">' in main_of(response)


def test_problems_are_read_again(editor: Client) -> None:
    batch = three(editor)
    ImportDocument.objects.filter(name="b.md").update(data=role_document("Mended").encode())
    response = work(editor, batch, "again")
    assert listed(response)[1] == "Mended b.md A new role: 19 added. Ready to import Leave out"


@pytest.mark.parametrize("act", ["", "x", "import\0", "read"])
def test_other_acts_only_read(editor: Client, rosa: User, act: str) -> None:
    batch = make_import(role_document("A"), by=rosa)
    work(editor, batch, act)
    assert states(batch) == [("1.md", "ready")]


def test_one_of_many_is_confirmed_by_itself(editor: Client) -> None:
    batch = three(editor)
    page = editor.get(batch.documents.all()[2].get_absolute_url())
    response = confirm(editor, page)
    assert response.redirect_chain == [(batch.get_absolute_url(), 302)]
    assert said(response) == ["C: Revision 1 is published."]
    assert states(batch) == [("a.md", "ready"), ("b.md", "problem"), ("c.md", "imported")]


def test_one_of_many_is_left_out(editor: Client) -> None:
    batch = three(editor)
    document = batch.documents.all()[1]
    response = editor.post(f"{document.get_absolute_url()}skip/", follow=True)
    assert (said(response), response.redirect_chain[0][0]) == (
        ["b.md is left out."],
        batch.get_absolute_url(),
    )
    assert bytes(batch.documents.all()[1].data) == b""
    again = editor.post(f"{document.get_absolute_url()}skip/", follow=True)
    assert said(again) == ["Nothing is left to import here."]
    page = main_of(editor.get(document.get_absolute_url()))
    assert texts(page, "p", ' class="card-rc"') == [
        "Left out Nothing was published from it. To import it after all, upload it again."
    ]


def test_a_single_document_left_out_leads_back_to_the_form(editor: Client) -> None:
    page = send(editor, ("a.md", "no title"))
    assert texts(main_of(page), "button") == ["Choose another file"]
    response = editor.post(f"{page.context['document'].get_absolute_url()}skip/", follow=True)
    assert response.redirect_chain == [(UPLOAD, 302)]
    assert "Not finished yet" not in main_of(response)


def test_a_file_of_unknown_kind_among_many_says_so_on_its_page(editor: Client) -> None:
    send(editor, ("a.md", role_document()), ("b.pdf", "%PDF"))
    document = ImportDocument.objects.get(name="b.pdf")
    page = text(main_of(editor.get(document.get_absolute_url())))
    assert "Cannot be imported A file of this kind is not read." in page
    response = editor.post(f"{document.get_absolute_url()}import/", follow=True)
    assert said(response) == ["Nothing is left to import here."]


def test_discarding_deletes_documents_and_keeps_what_was_published(editor: Client) -> None:
    batch = three(editor)
    work(editor, batch, "import")
    response = editor.post(f"{batch.get_absolute_url()}discard/", follow=True)
    assert said(response) == ["The import is discarded. What was published from it stays."]
    assert (ImportBatch.objects.count(), ImportDocument.objects.count()) == (0, 0)
    assert Revision.objects.published().count() == 2


# Nobody else's business


def test_an_import_is_its_uploaders_own(editor: Client, ada: User) -> None:
    batch, document = three(editor), ImportDocument.objects.all()[0]
    other = Client()
    other.force_login(ada)
    assert "a.md" not in body(other.get(UPLOAD))
    before = rows()
    for address in (batch.get_absolute_url(), document.get_absolute_url()):
        assert other.get(address).status_code == 404
    for act in ("work/", "discard/", f"{document.pk}/import/", f"{document.pk}/skip/"):
        assert other.post(f"{batch.get_absolute_url()}{act}").status_code == 404
    assert rows() == before


def test_a_document_has_the_address_of_its_own_import_only(editor: Client, rosa: User) -> None:
    batch, other = (make_import(role_document(), by=rosa) for _ in range(2))
    assert editor.get(f"{batch.get_absolute_url()}{other.documents.get().pk}/").status_code == 404


@pytest.mark.parametrize("number", ["0", "9" * 30])
def test_numbers_that_nothing_has(editor: Client, rosa: User, number: str) -> None:
    batch = make_import(role_document(), by=rosa)
    for address in (f"{UPLOAD}{number}/", f"{batch.get_absolute_url()}{number}/"):
        assert editor.get(address).status_code == 404


# Lists


@pytest.mark.parametrize("count", [1, 1_000])
def test_the_page_takes_the_same_queries_for_any_number(editor: Client, rosa: User, count: int) -> None:
    batch = make_import(*["# A"] * count, by=rosa)
    address = batch.get_absolute_url()
    with queries(7):
        page = main_of(editor.get(address))
    assert page.count("Waiting to be read") == min(count, 50)
    with queries(3):
        editor.get(UPLOAD)


def test_documents_stand_fifty_on_a_page_and_by_state(editor: Client, rosa: User) -> None:
    batch = make_import(*["# A"] * 120, by=rosa)
    batch.documents.filter(position__lte=60).update(state="ready")
    address = batch.get_absolute_url()
    assert listed(editor.get(f"{address}?page=3"))[0].startswith("101.md")
    ready = editor.get(f"{address}?state=ready&page=2")
    assert (len(listed(ready)), listed(ready)[0][:5]) == (10, "51.md")
    assert 'href="?state=ready&amp;page=1"' in body(ready)
    assert "Show all 120" in text(main_of(ready))


@pytest.mark.parametrize(
    "query", ["state=x", "state=imported", "state=%00", "page=x", "page=99999999999999999999"]
)
def test_odd_addresses_show_the_list(editor: Client, rosa: User, query: str) -> None:
    batch = make_import("# A", "# B", by=rosa)
    assert len(listed(editor.get(f"{batch.get_absolute_url()}?{query}"))) == 2


def test_the_list_of_unfinished_imports_takes_the_same_queries_for_any_number(
    editor: Client, rosa: User
) -> None:
    for _ in range(3):
        make_import("# A", by=rosa)
    with queries(3):
        page = main_of(editor.get(UPLOAD))
    assert page.count("1 of 1 to do") == 3
