"""A decision at another level than the one applied for, taken back with a reason, and decided again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from interviews import planning
from interviews.models import Application, Decision
from tests.e2e.conftest import Visit, Visitor
from tests.factories import level_of, make_application
from tests.interviews.ladders import submit
from tests.interviews.reports.test_gaps import make_climb

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def kim(mia: User, ines: User, oscar: User) -> Application:
    """SQL is met, Python not yet, and Cloud (Azure) split."""
    opening = planning.open_search(level_of(make_climb(), "Mid"), title="Mid search", managers=[], by=mia)
    application = make_application(opening=opening)
    submit(application, ines, {"SQL": 4, "Python": 2, "Cloud (Azure)": 1}, {"SQL": 3})
    submit(application, oscar, {"SQL": 3, "Python": 2, "Cloud (Azure)": 3})
    return application


def test_decided_at_another_level_taken_back_and_decided_again(
    visit: Visit, kim: Application, mia: User
) -> None:
    manager = visit(mia)
    manager.page.goto(kim.get_absolute_url())
    decide_at_another_level(manager)
    take_the_letter_away(manager)
    read_the_gap_report(manager)
    reopen(manager)
    decide_again(manager)
    made = Decision.objects.order_by("pk")
    assert [(one.outcome, str(one.level), one.is_taken_back) for one in made] == [
        ("hire", "Junior", True),
        ("no_hire", "None", False),
    ]
    assert [[must.name for must in one.must_haves.all()] for one in made] == [["SQL"], ["Python"]]


def decide_at_another_level(manager: Visitor) -> None:
    """By keyboard, after a first try without what a hire needs."""
    page = manager.page
    page.get_by_label("Hire").focus()
    page.keyboard.press("Space")
    page.get_by_label("Dissent").fill("Oscar would wait.")
    page.get_by_role("button", name="Record the decision").press("Enter")
    manager.expect_complaint("422")
    problems = page.locator(".error-summary li")
    expect(problems).to_have_text(
        [
            "Level decided: A hire names the level.",
            "Must-haves this rests on: Choose at least one must-have that this hire rests on.",
            "Reason: A hire needs a written reason.",
        ]
    )
    expect(page.get_by_label("Dissent")).to_have_value("Oscar would wait.")
    manager.look()
    page.get_by_role("link", name="Must-haves this rests on").press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("[name=must_haves]").first).to_be_focused()
    page.get_by_role("checkbox", name="SQL").press("Space")
    page.get_by_label("Level decided").select_option("Junior")
    page.get_by_label("Reason").fill("SQL is met by both; the rest is what a junior learns here.")
    page.get_by_role("button", name="Record the decision").press("Enter")
    expect(page.get_by_role("heading", name="Decision: Hire, Junior")).to_be_visible()
    expect(page.get_by_text("Applied for Mid.")).to_be_visible()
    expect(page.get_by_role("link", name="Arrange")).to_have_count(0)
    manager.look()


def take_the_letter_away(manager: Visitor) -> None:
    page = manager.page
    page.get_by_role("link", name="Letter to the candidate").click()
    letter = page.get_by_label("Letter")
    expect(letter).to_have_value(
        re.compile("You applied for Mid. Having seen your work, we decided on Junior.")
    )
    manager.look()
    letter.fill(letter.input_value().replace("[your name]", "Mia Novak"))
    for button, ending in (("Download as text", "txt"), ("Download for Word", "docx")):
        with page.expect_download() as download:
            page.get_by_role("button", name=button).click()
        assert download.value.suggested_filename == f"letter-C-1001.{ending}"
        if ending == "txt":
            text = download.value.path().read_text(encoding="utf-8")
            assert text.endswith("Mia Novak")
            assert "- SQL" in text
    page.get_by_role("link", name="Back to the application").click()


def read_the_gap_report(manager: Visitor) -> None:
    page = manager.page
    page.get_by_role("link", name="Gap report").click()
    expect(page.get_by_role("heading", name="Towards Mid")).to_be_visible()
    expect(page.get_by_text("It promises nothing")).to_be_visible()
    manager.look()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download PDF").click()
    assert download.value.suggested_filename == "gap-report-C-1001.pdf"
    page.get_by_role("link", name="C-1001").click()


def reopen(manager: Visitor) -> None:
    page = manager.page
    page.get_by_role("link", name="Reopen the application").click()
    expect(page.get_by_role("heading", name="The decision that stands: Hire, Junior")).to_be_visible()
    page.get_by_role("button", name="Reopen the application").click()
    expect(page).to_have_url(re.compile("/decision/reopen/$"))  # the browser asks for the reason
    manager.look()
    page.get_by_label("Reason").fill("There is no junior seat this year.")
    page.get_by_role("button", name="Reopen the application").click()
    earlier = page.get_by_role("region", name="Earlier decisions")
    expect(earlier).to_contain_text("SQL is met by both")
    expect(earlier).to_contain_text("There is no junior seat this year.")
    manager.look()


def decide_again(manager: Visitor) -> None:
    page = manager.page
    page.get_by_label("Not now").check()
    page.get_by_role("checkbox", name="Python").check()
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_role("heading", name="Decision: Not now")).to_be_visible()
    unfold(page)
    expect(page.get_by_text("There is no junior seat this year.")).to_be_visible()
    manager.look()


def unfold(page: Page) -> None:
    summary = page.get_by_role("region", name="Earlier decisions").locator("summary")
    summary.press("Enter")


def test_without_scripts_it_works_too(visit: Visit, kim: Application, mia: User) -> None:
    page = visit(mia, scripts=False).page
    page.goto(kim.get_absolute_url())
    page.get_by_label("Not now").check()
    page.get_by_role("checkbox", name="Python").check()
    page.get_by_role("button", name="Record the decision").click()
    page.get_by_role("link", name="Reopen the application").click()
    page.get_by_label("Reason").fill("Mixed up.")
    page.get_by_role("button", name="Reopen the application").click()
    expect(page.get_by_role("region", name="Earlier decisions")).to_contain_text("Mixed up.")
