"""Many role documents at once, as a role editor brings them in."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload, Page, expect

from accounts.models import User
from roleprofiles import uploading
from roleprofiles.models import ImportDocument, Revision, Skill, SkillAlias
from tests.e2e.conftest import Visit
from tests.factories import make_import, role_document
from tests.roleprofiles.documents.zips import zipped

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

BROKEN = role_document("Broken").replace("- **Ability 2** - Category 2", "-", 1)


def file(name: str, text: str) -> FilePayload:
    return {"name": name, "mimeType": "text/markdown", "buffer": text.encode()}


THREE = [file("a.md", role_document("Analyst")), file("b.md", BROKEN), file("c.md", role_document("Chemist"))]


def upload(page: Page, *files: FilePayload) -> None:
    page.goto("/roles/import/")
    page.get_by_label("Files").set_input_files(files)
    page.get_by_role("button", name="Show the plan").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_three_documents_one_of_them_broken(visit: Visit, rosa: User, scripts: bool) -> None:
    editor = visit(rosa, scripts=scripts)
    page = editor.page
    upload(page, *THREE)
    expect(page.get_by_role("heading", name="Import of 3 documents")).to_be_visible()
    expect(page.get_by_text("Line 12: This requirement has no name.")).to_be_visible()
    if scripts:
        editor.look()
    page.goto("/roles/")
    page.goto("/roles/import/")
    if scripts:
        editor.look()
    page.get_by_role("link", name="a.md and 2 more").click()
    page.get_by_role("link", name="Chemist").click()
    expect(page.get_by_text("19 added")).to_be_visible()
    page.get_by_role("link", name="All documents").click()
    page.get_by_role("button", name="Import the 2 that are ready").click()
    expect(page.get_by_role("link", name="Revision 1")).to_have_count(2)
    assert list(Revision.objects.order_by("title").values_list("title", flat=True)) == ["Analyst", "Chemist"]
    page.get_by_role("button", name="Leave b.md out").click()
    expect(page.get_by_text("b.md is left out.")).to_be_visible()
    if scripts:
        editor.look()
    assert sorted(ImportDocument.objects.values_list("state", flat=True)) == [
        "imported",
        "imported",
        "skipped",
    ]
    page.goto("/roles/import/")
    expect(page.get_by_text("Not finished yet")).to_have_count(0)


def test_a_zip_goes_on_by_itself(visit: Visit, rosa: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploading, "DOCUMENTS_AT_ONCE", 4)
    monkeypatch.setattr(uploading, "READING_AT_ONCE", 0)
    page = visit(rosa).page
    files = {f"{n}.md": role_document(f"Role {n}") for n in range(10)}
    page.goto("/roles/import/")
    zip_file: FilePayload = {"name": "roles.zip", "mimeType": "application/zip", "buffer": zipped(files)}
    page.get_by_label("Files").set_input_files([zip_file])
    page.get_by_role("button", name="Show the plan").click()
    page.get_by_role("button", name="Import the 10 that are ready").click()
    expect(page.get_by_role("link", name="Revision 1")).to_have_count(10)
    expect(page.get_by_role("status").filter(has_text="10 imported.")).to_be_attached()
    assert Revision.objects.count() == 10


def test_reading_stands_still_without_scripts(visit: Visit, rosa: User) -> None:
    batch = make_import(role_document("A"), role_document("B"), by=rosa)
    page = visit(rosa, scripts=False).page
    page.goto(batch.get_absolute_url())
    expect(page.get_by_text("0 of 2 read.")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("button", name="Import the 2 that are ready")).to_be_visible()


def test_a_name_for_a_known_skill(visit: Visit, rosa: User, monkeypatch: pytest.MonkeyPatch) -> None:
    known = Skill.objects.create(name="Ability One", key="ability one")
    monkeypatch.setattr(type(Skill.objects.all()), "like", lambda *_: {"ability 1": known})
    editor = visit(rosa)
    page = editor.page
    upload(page, file("a.md", role_document()))
    box = page.get_by_label("“Ability 1” is the same as Ability One")
    expect(box).not_to_be_checked()
    editor.look()
    box.check()
    page.get_by_role("button", name="Publish revision 1").click()
    expect(page.get_by_text("Revision 1 is published.")).to_be_visible()
    assert SkillAlias.objects.get().skill == known


def test_pasted_text_and_the_way_back_from_a_mistake(visit: Visit, rosa: User) -> None:
    editor = visit(rosa)
    page = editor.page
    page.goto("/roles/import/")
    page.get_by_role("button", name="Show the plan").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a file, or paste the text of a document.")
    editor.expect_complaint("422")
    editor.look()
    page.get_by_label("Or paste the text of one document").fill("no title")
    page.get_by_role("button", name="Show the plan").click()
    expect(page.get_by_role("heading", name="This document cannot be imported yet")).to_be_visible()
    editor.look()
    expect(page.get_by_label("The text you pasted")).to_have_value("no title")
    page.get_by_label("The text you pasted").fill(role_document("Analyst"))
    page.get_by_role("button", name="Read it again").click()
    expect(page.get_by_role("heading", name="Analyst")).to_be_visible()
    page.get_by_role("button", name="Leave it out").click()
    expect(page.get_by_role("heading", name="Import role documents")).to_be_visible()
    expect(page.get_by_role("heading", name="Not finished yet")).not_to_be_attached()
