"""From the role document to the decision, as three people in three browsers."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from interviews.models import Application, Decision, Rating
from roleprofiles.models import Revision
from tests.e2e.conftest import Visit, Visitor
from tests.factories import SEED

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_from_the_document_to_the_decision(visit: Visit, rosa: User, mia: User, ines: User) -> None:
    import_the_seed(visit(rosa, by_form=True))
    manager = visit(mia, by_form=True)
    read_the_job_description(manager)
    open_a_search(manager)
    arrange_the_interview(manager)
    interviewer = visit(ines, by_form=True)
    score_and_submit(interviewer)
    decide(manager)


def import_the_seed(editor: Visitor) -> None:
    page = editor.page
    editor.look()
    page.get_by_role("link", name="Roles").click()
    editor.look()
    page.get_by_role("link", name="Import a role document").first.click()
    editor.look()
    page.get_by_label("Files").set_input_files(SEED)
    page.get_by_role("button", name="Show the plan").click()
    expect(page.get_by_role("heading", name="Mended characters")).to_be_visible()
    expect(page.get_by_text("58 added")).to_be_visible()
    editor.look()
    page.get_by_role("button", name="Publish revision 1").click()
    expect(page.get_by_text("Revision 1 is published.")).to_be_visible()
    assert Revision.objects.get().is_published
    row = page.get_by_role("row", name="TensorFlow / PyTorch")
    expect(row).to_contain_text("promoted from good-to-have")
    editor.look()


def read_the_job_description(manager: Visitor) -> None:
    page = manager.page
    page.get_by_role("link", name="Roles").click()
    page.get_by_role("link", name="Machine Learning Engineer").click()
    page.get_by_role("link", name="Job description of Mid").click()
    expect(page.locator("[data-requirement]")).to_have_count(11)
    manager.look()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download Markdown").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert "- **Git**: Version Control System" in text


def open_a_search(manager: Visitor) -> None:
    page = manager.page
    page.get_by_role("link", name="Openings").click()
    manager.look()
    page.get_by_role("link", name="New opening").first.click()
    manager.look()
    page.get_by_role("link", name="Mid").click()
    expect(page.get_by_text("7 criteria from the must-have list")).to_be_visible()
    manager.look()
    page.get_by_role("button", name="Create this opening").click()
    expect(page.get_by_text("The opening is created.")).to_be_visible()
    manager.look()
    page.get_by_role("link", name="Add a candidate").click()
    manager.look()
    page.get_by_label("Name").fill("Kim Doe")
    page.get_by_role("button", name="Add the candidate").click()
    expect(page.get_by_role("heading", name="Debrief: candidate C-1001")).to_be_visible()
    manager.look()


def arrange_the_interview(manager: Visitor) -> None:
    page = manager.page
    page.get_by_role("link", name="Arrange Round 1").click()
    manager.look()
    page.get_by_label("Ines Ruiz").check()
    page.get_by_label("Date").fill("2030-01-15")
    page.get_by_label("Time", exact=True).fill("14:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Ines Ruiz: not submitted yet")).to_be_visible()
    expect(page.get_by_role("heading", name="No evidence yet")).to_be_visible()


def score_and_submit(interviewer: Visitor) -> None:
    page = interviewer.page
    interviewer.look()
    page.get_by_role("link", name="C-1001 · Kim Doe").click()
    interviewer.look()
    names = page.locator("fieldset.must .crit-name").all_inner_texts()
    assert len(names) == 5
    for name in names[:-1]:
        rate(page, name, "3 Meets the level")
    rate(page, names[-1], "1 Not there yet")
    expect(page.get_by_text("5 of 5 rated")).to_be_visible()
    page.get_by_role("button", name="Submit scorecard").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("say what they said or did (needed for a 1)")
    interviewer.expect_complaint("422")
    interviewer.look()
    summary.get_by_role("link", name=names[-1]).click()
    page.get_by_label(f"Evidence for {names[-1]}").fill("Could not say what a heap is for.")
    page.get_by_role("button", name="Submit scorecard").click()
    expect(page.get_by_role("heading", name="Submit this scorecard?")).to_be_visible()
    interviewer.look()
    page.get_by_role("button", name="Submit and lock").click()
    expect(page.get_by_text("Submitted and locked.")).to_be_visible()
    interviewer.look()
    assert Rating.objects.filter(value=3).count() == 4


def rate(page: Page, criterion: str, choice: str) -> None:
    """Choose, and wait until just this choice is said to be saved."""
    group = page.get_by_role("group", name=criterion)
    group.get_by_label(choice).check(force=True)
    expect(group.locator(".saved")).to_contain_text("Saved ")


def decide(manager: Visitor) -> None:
    page = manager.page
    page.get_by_role("link", name="My work").click()
    manager.look()
    page.get_by_role("link", name="Machine Learning Engineer, Mid").click()
    page.get_by_role("link", name="C-1001 · Kim Doe").click()
    expect(page.locator(".fit")).to_contain_text("not yet")
    manager.look()
    page.get_by_role("button", name="Record the decision").click()
    manager.expect_complaint("422")
    page.get_by_label("Not now").check()
    page.get_by_label("Decide although this is missing").check()
    page.get_by_label("Reason").fill("System Design Basics: could not draw a pipeline.")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_role("heading", name="Decision: Not now")).to_be_visible()
    manager.look()
    assert Decision.objects.get().application == Application.objects.get()
