"""A debrief of three interviewers, as it is held: by keyboard, on paper, without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from accounts.models import User
from interviews.models import Application, DebriefNote
from tests.browsing import Visit, Visitor
from tests.factories import (
    UserFactory,
    make_application,
    make_interview,
    make_opening,
    make_seed_role,
    submit_all,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

LONG = f"Explained it at length, {'and-so-on-' * 20}and without a break."
Names = tuple[str, str, str]


@pytest.fixture
def case(mia: User, ines: User, oscar: User) -> Application:
    """Seven must-haves in three rounds: the first nobody assessed, then one split, one below the line."""
    third = UserFactory.create(
        display_name="Kimberly Featherstonehaugh-Wieczorkiewicz", groups=["Interviewers"]
    )
    opening = make_opening(by=mia, role=make_seed_role(), title="Machine Learning Engineer, Mid")
    application = make_application(opening=opening, name="Noor Haddad")
    unassessed, split, below = (one.pk for one in opening.criteria.of_the_level()[:3])
    values: dict[int, int | None] = {unassessed: None, split: 4, below: 2}
    for number, person in enumerate((ines, oscar, third), 1):
        card = make_interview(application, [person], round_number=number).scorecards.get()
        rated = [one.criterion_id for one in card.ratings.of_the_level().in_order()]
        submit_all(card, [values.get(one, 3) for one in rated], LONG if number == 1 else "Did it unprompted")
        values[split] = 1 if split in rated else 4
    return application


@pytest.fixture
def names(case: Application) -> Names:
    first, second, third = (one.name for one in case.opening.criteria.of_the_level()[:3])
    return first, second, third


def item(page: Page, name: str) -> Locator:
    return page.locator(".item").filter(has=page.get_by_role("heading", name=name))


def open_note(page: Page, name: str) -> Locator:
    """By keyboard."""
    item(page, name).locator("summary", has_text="Note and outcome").press("Enter")
    return page.get_by_role("form", name=f"Note on {name}")


def test_a_debrief_is_held(visit: Visit, case: Application, names: Names, mia: User, ines: User) -> None:
    manager = visit(mia)
    page = manager.page
    page.goto(case.get_absolute_url())
    unassessed, split, below = names
    titles = page.locator(".page-main").get_by_role("heading", level=2).all_inner_texts()
    assert titles == [
        "Nobody has assessed 1 must-have",
        "Split: 1 must-have",
        "Below the line: 1 must-have",
        "Met: 4 must-haves",
        "Decide",
    ]
    for name, reading in ((unassessed, "not assessed"), (split, "split"), (below, "not yet")):
        expect(item(page, name).locator(".spread > p")).to_contain_text(reading)
    expect(item(page, unassessed)).to_contain_text("no time")
    expect(item(page, unassessed)).to_contain_text("Everybody who was to assess it has had their turn.")
    manager.look()
    manager.fit(320, 700, 1000)
    take_a_note(manager, split)
    unfold_the_rest(manager)
    reader = visit(ines).page
    reader.goto(case.get_absolute_url())
    expect(item(reader, split)).to_contain_text("Look again. Each saw another half of it.")
    expect(reader.get_by_text("Note and outcome")).to_have_count(0)


def take_a_note(manager: Visitor, name: str) -> None:
    page = manager.page
    form = open_note(page, name)
    page.keyboard.press("Tab")
    expect(form.get_by_label("Outcome")).to_be_focused()
    page.keyboard.press("L")
    page.keyboard.press("Tab")
    page.keyboard.type("Each saw another half of it.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(form.locator(".form-status")).to_contain_text("Saved")
    expect(form.get_by_role("button", name="Save")).to_be_focused()
    expect(item(page, name).locator(".noted")).to_contain_text("Look again. Each saw another half of it.")
    manager.look()
    form.get_by_label("Note").fill("Each saw another half of it")
    form.get_by_role("button", name="Save").click()
    expect(item(page, name).locator(".noted")).not_to_contain_text("half of it.")
    form.get_by_label("Note").fill("Each saw another half of it.")
    form.get_by_role("button", name="Save").click()
    expect(item(page, name).locator(".noted")).to_contain_text("half of it.")
    assert [(one.agreed, one.version) for one in DebriefNote.objects.all()] == [("look_again", 3)]


def unfold_the_rest(manager: Visitor) -> None:
    page = manager.page
    rest = page.locator("details.rest")
    expect(rest.locator(".item").first).to_be_hidden()
    rest.locator("summary").first.press("Enter")
    expect(rest.locator(".item")).to_have_count(4)
    expect(rest.locator(".item").first).to_be_visible()
    manager.look()


def test_on_paper_nothing_is_folded(visit: Visit, case: Application, mia: User) -> None:
    page = visit(mia).page
    page.goto(case.get_absolute_url())
    rest = page.locator("details.rest .quote").first
    assert not rest.evaluate("one => one.checkVisibility()")
    page.emulate_media(media="print")
    assert rest.evaluate("one => one.checkVisibility()")
    expect(page.get_by_text("Note and outcome").first).to_be_hidden()


def test_who_meets_anothers_change_keeps_what_was_typed(
    visit: Visit, case: Application, names: Names, mia: User
) -> None:
    manager = visit(mia)
    here, there = manager.page, manager.tab()
    for page in (here, there):
        page.goto(case.get_absolute_url())
    form = open_note(there, names[1])
    form.get_by_label("Note").fill("Theirs")
    form.get_by_role("button", name="Save").click()
    expect(form.locator(".form-status")).to_contain_text("Saved")
    form = open_note(here, names[1])
    form.get_by_label("Note").fill("Mine")
    form.get_by_role("button", name="Save").click()
    alert = form.get_by_role("alert")
    expect(alert).to_contain_text("Not saved. This note was changed elsewhere. Save again to put yours")
    expect(alert).to_contain_text("Theirs")
    manager.expect_complaint("409")
    manager.look()
    expect(form.get_by_label("Note")).to_have_value("Mine")
    form.get_by_role("button", name="Save").click()
    expect(form.locator(".form-status")).to_contain_text("Saved")
    assert [(one.text, one.version) for one in DebriefNote.objects.all()] == [("Mine", 2)]


def test_what_is_typed_is_not_left_unasked(visit: Visit, case: Application, names: Names, mia: User) -> None:
    page = visit(mia).page
    asked = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.goto(case.get_absolute_url())
    form = open_note(page, names[1])
    form.get_by_label("Note").press_sequentially("Both")
    page.reload()
    assert asked == ["beforeunload"]
    form = open_note(page, names[1])
    form.get_by_label("Note").press_sequentially("Both")
    form.get_by_role("button", name="Save").click()
    expect(form.locator(".form-status")).to_contain_text("Saved")
    page.reload()
    assert asked == ["beforeunload"]


def test_without_javascript(visit: Visit, case: Application, names: Names, mia: User) -> None:
    page = visit(mia, scripts=False).page
    page.goto(case.get_absolute_url())
    form = open_note(page, names[2])
    form.get_by_label("Outcome").select_option("We read it as not yet")
    form.get_by_label("Note").fill("Both agree.")
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The note is saved.")).to_be_visible()
    expect(item(page, names[2])).to_contain_text("We read it as not yet. Both agree.")


def test_two_candidates_side_by_side(
    visit: Visit, case: Application, names: Names, mia: User, ines: User
) -> None:
    second = make_application(opening=case.opening, name="Elias Brandt")
    submit_all(make_interview(second, [ines]).scorecards.get(), 4, LONG)
    manager = visit(mia)
    page = manager.page
    page.goto(case.opening.get_absolute_url())
    page.get_by_role("link", name="Two candidates side by side").click()
    expect(page.locator(".heads h2")).to_have_text(["C-1001", "C-1002"])
    manager.look()
    line = item(page, names[1])
    expect(line.locator(".quote").first).to_be_hidden()
    line.locator("summary").press("Enter")
    expect(line.locator(".quote").first).to_be_visible()
    manager.look()
    manager.fit(320, 700)
    page.get_by_label("First candidate").select_option("C-1002 · Elias Brandt")
    page.get_by_label("Second candidate").select_option("C-1001 · Noor Haddad")
    page.get_by_role("button", name="Show side by side").press("Enter")
    expect(page.locator(".heads h2")).to_have_text(["C-1002", "C-1001"])
