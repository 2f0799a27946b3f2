"""From a role's level to an advert: by mouse and keyboard, by two people at once, and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from roleprofiles import advertising, importing, wording
from roleprofiles.choices import AdvertPart
from roleprofiles.models import JobDescription, JobLine
from tests.e2e.conftest import Visit
from tests.factories import level_of, make_role, role_document

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def job(rosa: User) -> JobDescription:
    return advertising.begin(level_of(make_role()), by=rosa)


def part(page: Page, heading: str) -> Locator:
    return page.locator(".job-section").filter(has=page.get_by_role("heading", name=heading, exact=False))


def must_haves(job: JobDescription) -> list[JobLine]:
    return list(JobLine.objects.filter(section__job_description=job, section__kind="must_have"))


def preview(page: Page) -> Locator:
    return page.get_by_role("region", name="The advert as it reads now")


def told(page: Page, words: str) -> None:
    expect(page.locator("#status").filter(has_text=words)).to_be_attached()


def test_from_a_level_to_the_public_page_and_four_files(visit: Visit, mia: User, rosa: User) -> None:
    wording.begin_text(AdvertPart.ABOUT_US, "en", "We count.", by=rosa)
    wording.begin_text(AdvertPart.BENEFITS, "en", "Health insurance.", by=rosa)
    make_role()
    visitor = visit(mia)
    page = visitor.page
    page.goto("/roles/data-analyst/")
    page.get_by_role("link", name="Write an advert for Mid").click()
    page.get_by_label("For", exact=True).fill("Berlin")
    visitor.look()
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Data Analyst for Berlin")
    expect(preview(page)).to_contain_text("We count.")
    visitor.look()
    job = JobDescription.objects.get()
    first, second, *_ = must_haves(job)

    # reworded, with a hint
    page.get_by_role("link", name="Edit Ability 1", exact=False).click()
    field = page.get_by_label("Line*")
    expect(field).to_be_focused()
    field.fill("A rockstar who counts")
    field.blur()
    expect(page.locator(".form-status").filter(has_text="Saved").first).to_be_visible()
    expect(preview(page)).to_contain_text("A rockstar who counts")
    visitor.look()
    page.get_by_role("button", name="Done").click()
    bring = part(page, "What you bring")
    expect(bring.get_by_text("The role says: “Ability 1: Category 1”")).to_be_visible()
    bring.get_by_role("button", name="Use “An expert”").click()
    expect(preview(page)).to_contain_text("An expert who counts")
    expect(bring.locator(".hint")).to_have_count(0)

    # left out and put back, added, ordered by keys
    page.get_by_role("button", name="Leave out Ability 2", exact=False).press("Enter")
    expect(bring.get_by_text("Left out")).to_be_visible()
    expect(preview(page)).not_to_contain_text("Ability 2")
    expect(page.get_by_role("button", name="Put back Ability 2", exact=False)).to_be_focused()
    line = page.get_by_label("Add a line to What you bring")
    line.fill("A driving licence")
    line.press("Enter")
    expect(bring.get_by_text("Not from the role")).to_be_visible()
    expect(line).to_be_focused()
    expect(line).to_have_value("")
    up = page.get_by_role("button", name="Move A driving licence up")
    for place in (3, 2):
        up.press("Enter")
        told(page, "A driving licence moved")
        expect(bring.locator("li .words").nth(place)).to_have_text("A driving licence")
        expect(up).to_be_focused()
    assert [one.text for one in must_haves(job)][2] == "A driving licence"
    page.get_by_role("button", name="Move What you bring up").press("Enter")
    expect(page.locator(".job-section h3").first).to_contain_text("What you bring")
    visitor.look()

    # facts
    page.get_by_label("Employer").fill("Example GmbH")
    page.get_by_label("Pay from").fill("60000")
    page.get_by_label("Pay to").fill("70000")
    page.get_by_label("Currency").fill("eur")
    page.get_by_label("Country").select_option("US")
    page.get_by_label("Region or state").fill("Colorado")
    page.get_by_label("City").fill("Denver")
    page.get_by_label("City").blur()
    expect(preview(page)).to_contain_text("EUR 60,000 to 70,000 a year")
    expect(preview(page)).to_contain_text("Denver, Colorado, US")
    expect(page.get_by_role("heading", name="Publishing will need")).to_be_visible()
    page.get_by_role("button", name="Add a place").click()
    expect(page.get_by_label("Country").nth(1)).to_be_focused()
    visitor.look()
    assert (str(JobDescription.objects.get().pay_max), job.places.count()) == ("70000.00", 1)
    page.get_by_label("Pay to").fill("50000")
    page.get_by_label("Pay to").blur()
    expect(page.locator(".facts-form .refusal")).to_contain_text("must not be below the lower one")
    visitor.expect_complaint("422")
    page.get_by_label("Pay to").fill("75000")
    page.get_by_label("Pay to").blur()
    expect(preview(page)).to_contain_text("75,000")
    page.reload()  # nothing was left unsaved, so nobody is asked
    assert [one.text for one in must_haves(job)] == [
        "An expert who counts",
        second.text,
        "A driving licence",
        "Ability 3: Category 3",
        "Ability 4: Category 4",
    ]
    assert must_haves(job)[0].requirement_key == first.requirement_key

    # refused until it says what the law of the place asks for
    page.get_by_role("link", name="Look at it and publish").click()
    expect(page.get_by_role("main")).to_contain_text("Colorado")
    expect(page.get_by_role("button", name="Publish version 1")).to_have_count(0)
    page.go_back()
    page.locator("#facts > summary").click()
    page.get_by_label("Other pay").fill("None")
    page.get_by_label("Apply by").fill("2030-01-31")
    page.get_by_label("Apply by").blur()
    expect(preview(page)).to_contain_text("31 January 2030")
    expect(page.get_by_role("heading", name="Publishing will need")).to_have_count(0)

    # published, and the same in four files
    page.get_by_role("link", name="Look at it and publish").click()
    page.get_by_label("Show it on the public job page").check()
    page.get_by_role("button", name="Publish version 1").click()
    page.get_by_role("link", name="Open the public page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Data Analyst")
    expect(page.get_by_role("main")).to_contain_text("An expert who counts")
    page.goto(f"/job-descriptions/{job.pk}/")
    begins = {"md": b"# Data Analyst", "html": b"<!DOCTYPE html>", "pdf": b"%PDF-", "docx": b"PK"}
    assert {suffix: download(page, suffix)[: len(begin)] for suffix, begin in begins.items()} == begins
    assert b"An expert who counts" in download(page, "md")


def download(page: Page, suffix: str) -> bytes:
    page.locator("summary").filter(has_text="Download").click()
    with page.expect_download() as coming:
        page.locator(f'a[href$="job.{suffix}"]').click()
    page.keyboard.press("Escape")
    return coming.value.path().read_bytes()


def drag(page: Page, what: Locator, to: Locator) -> None:
    what.scroll_into_view_if_needed()
    start, end = what.bounding_box(), to.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 5, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 6, start["y"] - 6, steps=4)
    page.mouse.move(end["x"] + 20, end["y"] + 8, steps=12)
    for y in (6, 3, 5):
        page.wait_for_timeout(200)
        page.mouse.move(end["x"] + 20, end["y"] + y, steps=2)
    page.mouse.up()


def test_lines_are_dragged(visit: Visit, mia: User, job: JobDescription) -> None:
    page = visit(mia).page
    page.goto(job.get_absolute_url())
    bring = part(page, "What you bring")
    drag(page, bring.locator("li .handle").last, bring.locator("li").first)
    told(page, "Ability 4: Category 4 moved")
    expect(bring.locator("li .words").first).to_have_text("Ability 4: Category 4")
    expect(preview(page).locator("li").first).to_have_text("Ability 4: Category 4")


def test_two_people_at_one_line(visit: Visit, mia: User, job: JobDescription) -> None:
    visitor = visit(mia)
    page, first = visitor.page, must_haves(job)[0]
    page.goto(job.get_absolute_url())
    page.get_by_role("link", name="Edit Ability 1", exact=False).click()
    field = page.get_by_label("Line*")
    field.fill("Mine")
    wording.reword(job, "line", first.pk, {"text": "Theirs"}, seen=0)
    field.blur()
    conflict = page.locator(".conflict")
    expect(conflict).to_contain_text("Theirs")
    expect(field).to_have_value("Mine")
    visitor.expect_complaint("409")
    visitor.look()
    # An act elsewhere brings its section anew, and what is typed stays.
    page.get_by_role("button", name="Leave out Ability 2", exact=False).click()
    expect(page.get_by_text("Left out", exact=True)).to_be_visible()
    expect(field).to_have_value("Mine")
    page.get_by_role("button", name="Save mine over theirs").click()
    expect(preview(page)).to_contain_text("Mine")
    assert must_haves(job)[0].text == "Mine"


def test_what_the_role_changed_is_taken(visit: Visit, mia: User, job: JobDescription) -> None:
    importing.import_document(role_document(must_haves=5).replace("Category 1", "Kind 1").encode(), by=None)
    visitor = visit(mia)
    page = visitor.page
    page.goto(job.get_absolute_url())
    page.get_by_role("link", name="Look at the changes").click()
    visitor.look()
    page.get_by_role("button", name="Keep the advert’s words", exact=False).click()
    page.get_by_role("button", name="Take it into the advert", exact=False).click()
    expect(page.get_by_role("heading", name="Nothing to decide")).to_be_visible()
    job = JobDescription.objects.select_related("level__revision").get()
    assert job.level.revision.number == 2
    assert [one.text for one in must_haves(job)][::4] == ["Ability 1: Category 1", "Ability 5: Category 5"]


def test_without_scripts(visit: Visit, mia: User, job: JobDescription) -> None:
    visitor = visit(mia, scripts=False)
    page = visitor.page
    page.goto(job.get_absolute_url())
    page.get_by_role("link", name="Edit Ability 1", exact=False).click()
    page.get_by_label("Line*").fill("Counting")
    page.get_by_role("button", name="Done").click()
    expect(preview(page)).to_contain_text("Counting")
    page.get_by_role("button", name="Leave out Ability 2", exact=False).click()
    expect(preview(page)).not_to_contain_text("Ability 2")
    page.get_by_role("button", name="Move Counting down").click()
    page.get_by_label("Add a line to What you bring").fill("A licence")
    page.get_by_role("button", name="Add a line to What you bring").click()
    page.get_by_label("Its heading").fill("First months")
    page.get_by_role("button", name="Add a section").click()
    page.get_by_label("Employer").fill("Example GmbH")
    page.get_by_label("Country").select_option("DE")
    page.get_by_role("button", name="Add a place").click()
    page.get_by_label("Country").nth(1).select_option("AT")
    page.get_by_label("Employer").fill("")
    page.get_by_label("Pay from").fill("9")
    page.get_by_label("Pay to").fill("8")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert").first).to_contain_text("must not be below the lower one")
    expect(page.get_by_label("Pay to")).to_have_value("8")
    visitor.expect_complaint("422")
    page.get_by_label("Pay to").fill("10")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(preview(page)).to_contain_text("AT")
    assert [one.text for one in must_haves(job)] == [
        "Ability 2: Category 2",
        "Counting",
        "Ability 3: Category 3",
        "Ability 4: Category 4",
        "A licence",
    ]
    assert [one.country for one in job.places.all()] == ["DE", "AT"]
    assert job.sections.last().heading == "First months"  # type: ignore[union-attr]
