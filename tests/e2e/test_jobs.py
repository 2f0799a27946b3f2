"""From a job description to its public page, and that page for somebody whom nobody knows."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from tests.e2e.conftest import Visit
from tests.roleprofiles.adverts_made import FAR, make_job, publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

PAGE = "/jobs/data-analyst-mid/"
LONG = "Donaudampfschifffahrtsgesellschaftskapitän" * 4


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_last_look_to_the_public_page(visit: Visit, mia: User, scripts: bool) -> None:
    job = make_job(by=mia, apply_by=FAR, apply_to="https://harbour.example/apply")
    visitor = visit(mia, scripts=scripts)
    page = visitor.page
    page.goto(f"/job-descriptions/{job.pk}/")
    page.get_by_role("link", name="Look at it and publish").click()
    expect(page.get_by_role("heading", name="Publish Data Analyst")).to_be_visible()
    if scripts:
        visitor.look()
    page.get_by_label("Show it on the public job page").check()
    page.get_by_role("button", name="Publish version 1").click()
    expect(page.get_by_text("Version 1 is published")).to_be_visible()
    page.get_by_role("link", name="Open the public page").click()
    page.wait_for_url(f"**{PAGE}")
    expect(page.get_by_role("link", name="Apply for this job")).to_have_attribute(
        "href", "https://harbour.example/apply"
    )
    page.get_by_role("link", name="All open jobs").click()
    expect(page.get_by_role("link", name="Data Analyst")).to_be_visible()


def test_pages_for_everybody(visit: Visit, mia: User) -> None:
    publish(make_job(by=mia, apply_by=FAR, apply_to="jobs@harbour.example"), by=mia)
    publish(make_job(title=LONG, organisation=LONG, other_pay=LONG), by=mia)
    visitor = visit(mia)
    visitor.context.clear_cookies()
    page = visitor.page
    for address in ("/jobs/", PAGE, f"{PAGE[:-1]}-2/"):
        page.goto(address)
        visitor.look()
        visitor.fit(320)
    assert visitor.context.cookies() == []
    page.goto(PAGE)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()


def test_withdrawn_while_somebody_reads(visit: Visit, mia: User) -> None:
    job = make_job(by=mia)
    publish(job, by=mia)
    visitor = visit(mia)
    page = visitor.page
    page.goto(f"/job-descriptions/{job.pk}/withdraw/")
    visitor.look()
    page.get_by_role("button", name="Withdraw version 1").click()
    expect(page.get_by_text("Version 1 is withdrawn.")).to_be_visible()
    visitor.look()
    page.goto(PAGE)
    expect(page.get_by_role("heading", name="This job is no longer open")).to_be_visible()
    visitor.look()
    visitor.expect_complaint("410")
    page.get_by_role("link", name="See the open jobs").click()
    expect(page.get_by_role("heading", name=re.compile("No open jobs"))).to_be_visible()
    visitor.look()
