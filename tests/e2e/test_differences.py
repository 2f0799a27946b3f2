"""What changed, side by side or one below the other; and publishing, by mouse and by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from roleprofiles import importing, publishing
from roleprofiles.models import Requirement, Revision
from tests.e2e.conftest import Visit
from tests.factories import make_role
from tests.roleprofiles.views.test_differences import NEW, OLD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

PAGE = "/roles/data-analyst/"
LONG = "Donaudampfschifffahrtsgesellschaftskapitän" * 7


@pytest.fixture
def two_revisions(rosa: User) -> None:
    for document in (OLD, NEW):
        importing.import_document(document.encode(), by=rosa)


@pytest.fixture
def draft(rosa: User) -> Revision:
    draft = publishing.start_draft(make_role(by=rosa), by=rosa)
    reword(draft, "Anything")
    return draft


def reword(draft: Revision, words: str) -> None:
    Requirement.objects.of(draft).filter(name="Ability 1").update(text=words)


def cells(page: Page, row: str) -> list[dict[str, float]]:
    """Where the cells of a row are."""
    found = page.get_by_role("row", name=row).first.locator("th, td").all()
    boxes = [cell.bounding_box() for cell in found]
    return [{"x": box["x"], "y": box["y"]} for box in boxes if box]


def test_two_sides_on_a_desk_and_one_below_the_other_on_a_phone(
    visit: Visit, ines: User, two_revisions: None
) -> None:
    visitor = visit(ines)
    page = visitor.page
    page.goto(PAGE)
    page.get_by_role("link", name="What changed in revision 2").click()
    expect(page.get_by_role("heading", name="Data Analyst: what changed")).to_be_visible()
    visitor.look()
    words, before, after = cells(page, "Reworded")
    assert words["y"] == before["y"] == after["y"]
    assert words["x"] < before["x"] < after["x"]
    page.set_viewport_size({"width": 360, "height": 900})
    words, before, after = cells(page, "Reworded")
    assert words["x"] == before["x"] == after["x"]
    assert words["y"] < before["y"] < after["y"]
    expect(page.get_by_role("cell", name="Revision 1 Ability 2 - Category 2")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    summary = page.get_by_text("1 line unchanged").first
    expect(page.get_by_text("Ability 4 - Category 4").first).to_be_hidden()
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ability 4 - Category 4").first).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_other_revisions_are_chosen_with_and_without_scripts(
    visit: Visit, ines: User, two_revisions: None, scripts: bool
) -> None:
    page = visit(ines, scripts=scripts).page
    page.goto(f"{PAGE}differences/1/2/")
    page.get_by_label("From").select_option(label="Revision 2 (current)")
    page.get_by_label("To").select_option(label="Revision 1")
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url(f"**{PAGE}differences/2/1/")
    expect(page.get_by_text("This reads backwards")).to_be_visible()
    page.get_by_role("link", name="Read it forwards").click()
    page.wait_for_url(f"**{PAGE}differences/1/2/")


def test_two_levels(visit: Visit, ines: User, two_revisions: None) -> None:
    visitor = visit(ines)
    page = visitor.page
    page.goto(PAGE)
    page.get_by_role("link", name="Compare Mid and Senior").click()
    expect(page.get_by_role("heading", name="Data Analyst: from Mid to Senior")).to_be_visible()
    visitor.look()
    page.get_by_label("From").select_option("Senior")
    page.get_by_label("To").select_option("Mid")
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url("**/levels/2/1/")
    expect(page.get_by_role("heading", name="Data Analyst: from Senior to Mid")).to_be_visible()


def test_publishing_by_mouse(visit: Visit, rosa: User, draft: Revision) -> None:
    visitor = visit(rosa)
    page = visitor.page
    page.goto(draft.get_absolute_url())
    page.get_by_role("link", name="Look at what it changes, and publish it").click()
    expect(page.get_by_role("row", name="Reworded").first).to_contain_text("Anything")
    visitor.look()
    page.get_by_label("What does this revision change").fill("Said better")
    reword(draft, "Another thing")
    page.get_by_role("button", name="Publish revision 2").click()
    expect(page.get_by_role("alert")).to_contain_text("The draft has changed since this page was shown.")
    expect(page.get_by_role("row", name="Reworded").first).to_contain_text("Another thing")
    expect(page.get_by_label("What does this revision change")).to_have_value("Said better")
    visitor.expect_complaint("409")
    visitor.look()
    page.get_by_role("button", name="Publish revision 2").click()
    expect(page.get_by_text("Revision 2 is published")).to_be_visible()
    draft.refresh_from_db()
    assert (draft.state, draft.change_note) == ("published", "Said better")


def test_publishing_by_keyboard_alone_and_the_other_tab(visit: Visit, rosa: User, draft: Revision) -> None:
    visitor = visit(rosa)
    page, other = visitor.page, visitor.tab()
    for one in (page, other):
        one.goto(f"{PAGE}draft/publish/")
    note = page.get_by_label("What does this revision change")
    for _ in range(40):
        page.keyboard.press("Tab")
        if note.evaluate("(one) => one === document.activeElement"):
            break
    page.keyboard.type("By keys")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Publish revision 2")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Revision 2 is published")).to_be_visible()
    other.get_by_label("What does this revision change").fill("Too late")
    other.get_by_role("button", name="Publish revision 2").click()
    expect(other.get_by_role("heading", name="There is no draft to publish any more")).to_be_visible()
    expect(other.get_by_label("Your note, which was not kept")).to_have_value("Too late")
    visitor.expect_complaint("409")
    visitor.page = other
    visitor.look()
    assert Revision.objects.get(number=2).change_note == "By keys"


def test_long_texts_stay_inside_the_pages(visit: Visit, rosa: User, draft: Revision) -> None:
    Requirement.objects.of(draft).update(name=LONG[:300], text=LONG)
    draft.levels.filter(name="Mid").update(name=LONG[:100])
    draft.overview_lines.update(text=LONG)
    Revision.objects.filter(pk=draft.pk).update(title=LONG[:200], change_note=LONG)
    visitor = visit(rosa)
    for address in (
        "differences/1/2/",
        "draft/publish/",
        "revisions/2/levels/1/2/",
        "revisions/2/levels/",
        "",
    ):
        visitor.page.goto(PAGE + address)
        visitor.fit(1280, 360, 320)
