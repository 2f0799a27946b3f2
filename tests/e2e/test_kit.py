"""From a candidate's document and the questions of a round to the kit, its paper, and the scorecard."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from interviews import asking
from interviews.models import Application, Interview, Resume, Round
from tests.browsing import Visit
from tests.e2e.test_draft import drag
from tests.factories import make_interview
from tests.interviews.resumes_made import PDF

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def interview(application: Application, ines: User) -> Interview:
    return make_interview(application, [ines])


def questions_of(round_: Round) -> str:
    return f"/openings/{round_.opening_id}/rounds/{round_.pk}/questions/"


def prompts(page: Page) -> Locator:
    return page.locator("#asked .prompt")


def test_from_the_document_and_the_questions_to_the_scorecard(
    visit: Visit, interview: Interview, cora: User, mia: User, ines: User, tmp_path: Path
) -> None:
    arranging = visit(cora)
    page = arranging.page
    page.goto(f"/applications/{interview.application_id}/resume/")
    bad, good = tmp_path / "cv.html.pdf", tmp_path / "Kim Doe.pdf"
    bad.write_bytes(PDF)
    good.write_bytes(PDF)
    page.get_by_label("Document").set_input_files(bad)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("alert")).to_contain_text("The name has two endings, .html and .pdf.")
    arranging.expect_complaint("422")
    arranging.look()
    page.get_by_label("Document").set_input_files(good)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("The document is filed.")).to_be_visible()
    arranging.look()
    assert Resume.objects.get().file_name == "C-1001-resume.pdf"

    planning = visit(mia)
    page = planning.page
    page.goto(questions_of(interview.round))
    page.get_by_label("What did you find?").check()
    page.get_by_role("button", name="Take the chosen ones").click()
    expect(prompts(page)).to_have_text(["What did you find?"])
    page.get_by_role("textbox", name="Question").fill("How old are you, and what broke?")
    page.get_by_label("What to ask next").fill("Who noticed?")
    page.get_by_label("Minutes").fill("58")
    page.get_by_label("What it probes").select_option(index=1)
    page.get_by_role("button", name="Add the question").click()
    expect(page.get_by_text("touches age: not to be asked anywhere")).to_be_visible()
    planning.look()

    interviewing = visit(ines)
    page = interviewing.page
    page.goto(f"/interviews/{interview.pk}/kit/")
    expect(page.get_by_role("heading", name="Interview kit")).to_be_visible()
    expect(page.get_by_text("The questions and the end take 63 minutes")).to_be_visible()
    expect(page.get_by_text("Who noticed?")).to_be_visible()
    interviewing.look()
    for link, name in (("The candidate’s document", "C-1001-resume.pdf"), ("PDF", "kit-C-1001-round-1.pdf")):
        with page.expect_download() as download:
            page.get_by_role("link", name=link, exact=True).click()
        assert download.value.suggested_filename == name
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Open my scorecard")).to_be_hidden()
    expect(page.get_by_text("Who noticed?")).to_be_visible()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Open my scorecard").click()
    expect(page.locator("#questions")).to_contain_text("Who noticed?")
    page.get_by_role("link", name="The kit of this interview").click()
    expect(page.get_by_role("heading", name="Interview kit")).to_be_visible()


def test_questions_are_ordered_by_keys_and_by_dragging(visit: Visit, interview: Interview, mia: User) -> None:
    for words in "abc":
        asking.write(interview.round, by=mia, prompt=words)
    page = visit(mia).page
    page.goto(questions_of(interview.round))
    down = page.get_by_role("button", name="Move question 1 down")
    down.focus()
    page.keyboard.press("Enter")
    expect(prompts(page)).to_have_text(["b", "a", "c"])
    expect(page.get_by_role("button", name="Move question 2 down")).to_be_focused()
    page.keyboard.press("Enter")
    expect(prompts(page)).to_have_text(["b", "c", "a"])
    expect(page.get_by_role("button", name="Move question 3 up")).to_be_focused()
    with page.expect_response(lambda answer: answer.url.endswith("/place/")):
        drag(page, page.locator("#asked .handle").last, page.locator("#asked [data-pk]").first)
    expect(prompts(page)).to_have_text(["a", "b", "c"])
    page.reload()
    expect(prompts(page)).to_have_text(["a", "b", "c"])


def test_without_scripts(visit: Visit, interview: Interview, mia: User) -> None:
    for words in "ab":
        asking.write(interview.round, by=mia, prompt=words)
    visitor = visit(mia, scripts=False)
    page = visitor.page
    page.goto(questions_of(interview.round))
    page.get_by_role("button", name="Move question 2 up").click()
    expect(prompts(page)).to_have_text(["b", "a"])
    page.get_by_role("link", name="Remove question 1").click()
    page.get_by_role("button", name="Remove").click()
    expect(prompts(page)).to_have_text(["a"])
    page.get_by_role("link", name="Edit question 1").click()
    page.get_by_role("textbox", name="Question").fill("c")
    page.get_by_role("button", name="Save").click()
    expect(prompts(page)).to_have_text(["c"])
