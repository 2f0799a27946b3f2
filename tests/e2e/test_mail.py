"""From arranging an interview, through the mail, to the exact scorecard; and what follows by mail."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from interviews.models import Application, Interview
from tests.e2e.conftest import Visit, Visitor
from tests.factories import PASSWORD, make_application, make_interview, make_opening
from tests.interviews.outbox import calendar_of, delivered, sent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture(autouse=True)
def site(settings: Settings, live_server: LiveServer) -> None:
    settings.SITE_URL = live_server.url


def arrange(page: Page, *, day: str, time: str, zone: str = "Europe/Berlin") -> None:
    page.get_by_label("Date").fill(day)
    page.get_by_label("Time", exact=True).fill(time)
    page.get_by_label("Time zone").select_option(zone)
    page.get_by_role("button", name="Save").click()


def test_a_mail_leads_to_the_exact_scorecard(
    visit: Visit, browser: Browser, application: Application, mia: User, ines: User, oscar: User
) -> None:
    manager = visit(mia)
    page = manager.page
    page.goto(application.get_absolute_url())
    page.get_by_role("link", name="Arrange Round 1").click()
    manager.look()
    page.get_by_label("Ines Ruiz").check()
    page.get_by_label("Oscar Berg").check()
    arrange(page, day="2090-01-15", time="14:00")
    expect(page.get_by_text("Everybody whose calendar changes gets a mail.")).to_be_visible()
    expect(page.get_by_text("Sun 15 Jan 2090, 14:00 Europe/Berlin").first).to_be_visible()

    mails = {one.to[0]: one for one in delivered()}
    assert set(mails) == {"ines@example.com", "oscar@example.com"}
    card = Interview.objects.get().scorecards.get(interviewer=ines)
    follow(browser, str(mails["ines@example.com"].body), ines, card.get_absolute_url())

    change_it_and_call_it_off(manager)


def follow(browser: Browser, body: str, person: User, address: str) -> None:
    """The link of the mail in a browser where nobody is signed in: sign in, and there it is."""
    links = re.findall(r"^https?://\S+$", body, re.MULTILINE)
    assert [link.endswith(address) for link in links] == [True]
    context = browser.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(links[0])
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{address}")
    expect(page.get_by_role("group", name="Ability 1")).to_be_visible()
    context.close()


def change_it_and_call_it_off(manager: Visitor) -> None:
    page = manager.page
    page.get_by_role("link", name="Change Round 1").click()
    arrange(page, day="2090-01-16", time="09:30", zone="America/New_York")
    expect(page.get_by_text("Mon 16 Jan 2090, 09:30 America/New_York").first).to_be_visible()
    changed = delivered()
    assert [one.subject for one in changed] == [
        "Changed: interview with C-1001, Mon 16 Jan 2090, 09:30 (America/New_York)"
    ] * 2
    page.get_by_role("link", name="Change Round 1").click()
    page.get_by_role("link", name="Cancel this interview").click()
    manager.look()
    page.get_by_label("Reason").fill("The candidate is ill.")
    page.get_by_role("button", name="Cancel the interview").click()
    expect(page.get_by_text("Round 1 is cancelled.")).to_be_visible()
    manager.look()
    said = [calendar_of(one) for one in (*changed, *delivered())]
    assert {one["UID"] for one in said} == {str(Interview.objects.get().uid)}
    assert [(one["METHOD"], one["SEQUENCE"], one["START"]) for one in said] == [
        *[("REQUEST", "2", "20900116T1430UTC")] * 2,
        *[("CANCEL", "3", "20900116T1430UTC")] * 2,
    ]


def test_a_clash_is_shown_and_arranged_anyway_by_keyboard(
    visit: Visit, application: Application, mia: User, max_: User, ines: User
) -> None:
    manager = visit(mia)
    page = manager.page
    elsewhere = make_application(opening=make_opening(by=max_, title="Search of Max"), name="Secret Name")
    page.goto(application.get_absolute_url())
    page.get_by_role("link", name="Arrange Round 1").click()
    page.get_by_label("Ines Ruiz").check()
    arrange(page, day="2090-01-15", time="14:00")
    expect(page.get_by_text("Round 1 is saved.")).to_be_visible()
    starts_at = Interview.objects.get().starts_at
    make_interview(elsewhere, [ines], starts_at=starts_at, time_zone="Europe/Berlin")
    page.get_by_role("link", name="Change Round 1").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")
    clash = page.get_by_role("alert").filter(has_text="somebody would be in two interviews")
    expect(clash).to_contain_text("Ines Ruiz is in another interview then: Sun 15 Jan 2090, 14:00 to 15:00")
    expect(clash).to_contain_text(f"with {elsewhere.candidate.code}.")
    assert "Secret Name" not in page.content()
    manager.expect_complaint("409")
    manager.look()
    clash.get_by_role("button", name="Arrange anyway").press("Enter")
    expect(page.get_by_text("Round 1 is saved.")).to_be_visible()
    expect(page.get_by_text("Clash").first).to_be_visible()
    manager.look()
    assert [to for to, _ in sent()] == ["ines@example.com"] * 2
