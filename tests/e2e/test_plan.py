"""A plan is arranged by mouse, by keyboard alone, without scripts, and by two people at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from accounts.models import User
from interviews import replanning, scoring
from interviews.models import Opening, PlanVersion
from tests.e2e.conftest import Visit
from tests.e2e.test_draft import drag
from tests.factories import enter, make_application, make_interview, make_opening, make_role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def search(transactional_db: None, mia: User) -> Opening:
    return make_opening(by=mia)


def address(opening: Opening) -> str:
    return f"/openings/{opening.pk}/plan/"


def held(opening: Opening) -> list[str]:
    """Of each round, the last letters of what it assesses."""
    plan = replanning.current_plan(opening)
    return ["".join(plan.names[number][-1] for number in one.criteria) for one in plan.rounds]


def column(page: Page, title: str) -> Locator:
    return page.locator(".column").filter(has=page.locator(f"input[value='{title}']"))


def shown(page: Page, title: str) -> Locator:
    return column(page, title).locator(".card-line > .grow")


def line(page: Page, title: str, name: str) -> Locator:
    return column(page, title).locator(".card-line").filter(has_text=name)


def told(page: Page, words: str) -> None:
    expect(page.get_by_role("status").filter(has_text=words)).to_be_attached()


def test_by_mouse(visit: Visit, mia: User, search: Opening) -> None:
    visitor = visit(mia)
    page = visitor.page
    page.goto(search.get_absolute_url())
    visitor.look()
    page.get_by_role("link", name="Look at the plan and mark it ready").click()
    page.wait_for_url(f"**{address(search)}")
    visitor.look()

    # To another round: the matrix, the raters and what there is to say follow, and nothing is stored.
    drag(page, line(page, "Round 1", "Ability 2").locator(".handle"), line(page, "Round 3", "Ability 3"))
    told(page, "Ability 2 is in Round 3 now.")
    expect(shown(page, "Round 1")).to_have_text(["Ability 1", "Ability 4"])
    expect(shown(page, "Round 3")).to_have_text(["Ability 1", "Ability 2", "Ability 3", "Ability 4"])
    expect(page.get_by_label("Ability 2 in Round 1")).not_to_be_checked()
    expect(page.get_by_label("Ability 2 in Round 3")).to_be_checked()
    expect(page.get_by_text("2 changes not saved yet")).to_be_visible()
    assert held(search) == ["124", "123", "134"]

    # To where it stands already: it goes back.
    drag(page, line(page, "Round 1", "Ability 1").locator(".handle"), line(page, "Round 2", "Ability 2"))
    expect(page.get_by_text("Round 2 assesses Ability 1 already.")).to_be_visible()
    expect(shown(page, "Round 1")).to_have_text(["Ability 1", "Ability 4"])

    # In one round: the order is that of all.
    drag(page, line(page, "Round 1", "Ability 4").locator(".handle"), line(page, "Round 1", "Ability 1"))
    expect(shown(page, "Round 1")).to_have_text(["Ability 4", "Ability 1"])
    expect(shown(page, "Round 3").first).to_have_text("Ability 4")

    # A box of the matrix, and a text that is being typed meanwhile.
    box = page.get_by_label("Ability 3 in Round 2")
    box = page.locator(f"#{box.get_attribute('id')}")  # its label changes
    box.uncheck()
    column(page, "Round 2").get_by_label("Title").fill("Pairing")
    expect(shown(page, "Round 2")).to_have_text(["Ability 1", "Ability 2"])
    title = page.locator("#id_" + slot(search, 1) + "-title")
    expect(title).to_have_value("Pairing")
    visitor.look()

    # What is selected stays so, and is what the next letter replaces.
    title.select_text()
    box.evaluate("(box) => box.click()")
    expect(shown(page, "Pairing")).to_have_text(["Ability 1", "Ability 2", "Ability 3"])
    box.evaluate("(box) => box.click()")
    expect(shown(page, "Pairing")).to_have_text(["Ability 1", "Ability 2"])
    page.keyboard.insert_text("Pairing")
    expect(title).to_have_value("Pairing")

    page.get_by_role("button", name="Save the plan").last.click()
    expect(page.get_by_text("The plan is saved.")).to_be_visible()
    assert held(search) == ["41", "12", "4123"]
    assert replanning.current_plan(search).rounds[1].title == "Pairing"


def slot(opening: Opening, place: int) -> str:
    return f"r{replanning.current_plan(opening).rounds[place].pk}"


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_by_keyboard_alone(visit: Visit, mia: User, search: Opening) -> None:
    visitor = visit(mia)
    page = visitor.page
    page.goto(address(search))
    first = slot(search, 0)
    number = replanning.current_plan(search).criteria[1].number

    page.locator(f"#menu-{number}-{first}").focus()
    press(page, "Enter", "Tab")
    expect(page.get_by_role("button", name="Move to Round 3")).to_be_focused()
    press(page, "Enter")
    told(page, "Ability 2 is in Round 3 now.")
    expect(page.locator(f"#menu-{number}-{slot(search, 2)}")).to_be_focused()

    page.get_by_role("button", name="Hold Round 3 earlier").focus()
    press(page, "Enter")
    told(page, "Round 3 is number 2 of 3.")
    expect(page.get_by_role("button", name="Hold Round 3 earlier")).to_be_focused()

    page.get_by_role("button", name="Move Ability 4 up").focus()
    press(page, "Enter")
    told(page, "Ability 4 is number 3 of 4.")
    expect(page.get_by_role("button", name="Move Ability 4 up")).to_be_focused()

    page.get_by_label("Ability 3 in Round 1").focus()
    press(page, "Space")
    expect(shown(page, "Round 1")).to_have_text(["Ability 1", "Ability 4", "Ability 3"])
    expect(page.get_by_label("Ability 3 in Round 1")).to_be_focused()

    page.get_by_role("button", name="Add a round").focus()
    press(page, "Enter")
    told(page, "Round 4 is added.")
    page.keyboard.press("Control+A")
    page.keyboard.type("Tea")
    press(page, "Enter")  # in a field: saves
    expect(page.get_by_text("The plan is saved.")).to_be_visible()
    assert held(search) == ["143", "1243", "123", ""]
    titles = [one.title for one in replanning.current_plan(search).rounds]
    assert titles == ["Round 1", "Round 3", "Round 2", "Tea"]


def test_without_scripts(visit: Visit, mia: User, search: Opening) -> None:
    visitor = visit(mia, scripts=False)
    page = visitor.page
    page.goto(address(search))
    expect(page.locator(".handle").first).to_be_hidden()
    line(page, "Round 1", "Ability 2").locator("summary").click()
    line(page, "Round 1", "Ability 2").get_by_role("button", name="Not in this round").click()
    expect(shown(page, "Round 1")).to_have_text(["Ability 1", "Ability 4"])
    page.get_by_label("Ability 3 in Round 1").check()
    page.get_by_role("button", name="Show what this means").click()
    expect(shown(page, "Round 1")).to_have_text(["Ability 1", "Ability 3", "Ability 4"])
    page.get_by_role("button", name="Move Ability 4 up").click()
    page.get_by_role("button", name="Add a round").click()
    column(page, "Round 4").get_by_label("Minutes").fill("30")
    page.get_by_role("button", name="Hold Round 4 earlier").click()
    page.get_by_role("button", name="Save the plan").last.click()
    expect(page.get_by_text("The plan is saved.")).to_be_visible()
    assert held(search) == ["143", "123", "", "143"]
    assert replanning.current_plan(search).rounds[2].minutes == 30


def test_ready_is_refused_and_then_not(visit: Visit, mia: User, search: Opening) -> None:
    gap = search.criteria.of_the_level().get(name="Ability 3")
    for one in search.rounds.all():
        one.criteria.remove(gap)
    visitor = visit(mia)
    page = visitor.page
    page.goto(address(search))
    expect(page.get_by_text("Nobody assesses Ability 3. The plan cannot be marked ready.")).to_be_visible()
    page.get_by_role("button", name="Mark ready").click()
    visitor.expect_complaint("409")
    expect(page.get_by_role("heading", name="Not ready yet")).to_be_visible()
    visitor.look()
    page.get_by_role("alert").get_by_role("link", name="Ability 3").click()
    page.get_by_label("Ability 3 in Round 2").check()
    expect(page.get_by_text("Nobody assesses")).to_have_count(0)
    expect(page.get_by_role("button", name="Mark ready")).to_have_count(0)  # not before it is saved
    page.get_by_role("button", name="Save the plan").last.click()
    page.get_by_role("button", name="Mark ready").click()
    page.wait_for_url(f"**{search.get_absolute_url()}")
    expect(page.get_by_text("Plan ready")).to_be_visible()
    search.refresh_from_db()
    assert search.is_ready


def test_a_frozen_plan_gets_a_version_and_two_people_are_told_apart(
    visit: Visit, mia: User, ines: User, search: Opening
) -> None:
    card = make_interview(make_application(opening=search), [ines]).scorecards.get()
    enter(card.ratings.in_order()[0], scoring.Mark(value=4))
    visitor = visit(mia)
    page, other = visitor.page, visitor.tab()
    for tab in (page, other):
        tab.goto(address(search))
    first = slot(search, 0)
    other.locator(f"#id_{first}-minutes").fill("90")
    other.get_by_label("Why the plan changes").fill("More time")
    other.get_by_role("button", name="Save the plan").last.click()
    expect(other.get_by_text("Saved as version 2.")).to_be_visible()

    page.locator(f"#id_{first}-title").fill("Pairing")
    page.get_by_role("button", name="Save the plan").last.click()
    expect(page.get_by_role("link", name="Why the plan changes: This field is required.")).to_be_visible()
    visitor.look()
    page.get_by_label("Why the plan changes").fill("Clearer")
    page.get_by_role("button", name="Save the plan").last.click()
    expect(page.get_by_text("somebody else changed this plan")).to_be_visible()
    expect(page.locator(f"#id_{first}-title")).to_have_value("Pairing")
    expect(page.get_by_label("Why the plan changes")).to_have_value("Clearer")
    visitor.look()
    page.get_by_role("button", name="Save mine over theirs").click()
    expect(page.get_by_text("Saved as version 3.")).to_be_visible()
    visitor.look()
    for status in ("409", "422"):
        visitor.expect_complaint(status)
    said = list(PlanVersion.objects.values_list("reason", flat=True))
    assert said == ["More time", "Clearer"]
    assert card.ratings.begun().count() == 1


def test_what_is_not_saved_is_not_left_by_mistake(visit: Visit, mia: User, search: Opening) -> None:
    visitor = visit(mia)
    page = visitor.page
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.goto(address(search))
    page.get_by_label("Ability 3 in Round 1").check()
    expect(page.get_by_text("1 change not saved yet")).to_be_visible()
    page.get_by_role("link", name="Skills").click()
    expect(page).to_have_url(re.compile(re.escape(address(search))))
    assert asked == ["beforeunload"]
    page.get_by_role("link", name="Discard").click()
    expect(page.get_by_text("not saved yet")).to_have_count(0)
    assert asked == ["beforeunload"]


def test_criteria_revision_and_copy(visit: Visit, mia: User, search: Opening) -> None:
    """The pages around a plan, on a desk and on a phone."""
    role = make_role("Long one", must_haves=17)
    long = make_opening(by=mia, role=role, title="W" * 200)
    visitor = visit(mia)
    page = visitor.page
    for path in (
        f"/openings/{search.pk}/criteria/new/",
        f"/openings/{search.pk}/criteria/{search.criteria.all()[0].pk}/",
        address(long),
        long.get_absolute_url(),
        f"/openings/new/{long.level_id}/?start_from={long.pk}",
    ):
        page.goto(path)
        visitor.look()
