"""The next level on a scorecard as people meet it: offered after a 3 or 4, kept, and not read without one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from interviews.models import Scorecard
from tests.browsing import Visit, Visitor, idle
from tests.factories import make_application, rate_all, rate_next_level
from tests.interviews.ladders import give_card, make_search

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

VALUES = {1: "1 Not there yet", 2: "2 Partly there", 3: "3 Meets the level", 4: "4 Above the level"}
UNREAD = "Not read, because the rating above is not a 3 or 4."


@pytest.fixture
def card(ines: User, mia: User) -> Scorecard:
    """On SQL, Python, Cloud (AWS), which nothing is beneath, and Cloud (Azure)."""
    return give_card(make_application(opening=make_search(by=mia)), ines)


def opened(visitor: Visitor, card: Scorecard) -> Page:
    visitor.page.goto(card.get_absolute_url())
    return visitor.page


def here(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=f"{name}, must-have")


def above(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=f"{name}, next level")


def offer(page: Page, place: int = 0) -> Locator:
    return page.locator(".offer > summary").nth(place)


def choose(criterion: Locator, value: int) -> None:
    criterion.get_by_label(VALUES[value]).check(force=True)


def stored(card: Scorecard) -> list[tuple[str, str, str]]:
    return [
        (str(one.criterion), one.choice, one.evidence) for one in card.ratings.in_order() if one.has_entry
    ]


def test_it_is_offered_after_a_3_or_4_and_nothing_moves(visit: Visit, card: Scorecard, ines: User) -> None:
    page = opened(visit(ines), card)
    place = "[...document.querySelectorAll('.crits > .crit')].map((one) => one.getBoundingClientRect().top)"
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        before = page.evaluate(place)
        for value, is_offered in ((2, False), (3, True), (1, False), (4, True)):
            choose(here(page, "SQL"), value)
            expect(offer(page)).to_be_visible(visible=is_offered)
            page.evaluate("scrollTo(0, 0)")
            idle(page)
            assert page.evaluate(place) == before
    expect(offer(page, 1)).to_be_hidden()
    here(page, "SQL").get_by_label("Not assessed").check(force=True)
    expect(offer(page)).to_be_hidden()


def test_it_is_saved_counts_nothing_and_is_submitted(visit: Visit, card: Scorecard, ines: User) -> None:
    rate_all(card)
    visitor = visit(ines)
    page = opened(visitor, card)
    progress = page.get_by_label("Progress")
    expect(progress).to_contain_text("4 of 4 rated")
    offer(page).click()
    choose(above(page, "SQL"), 4)
    page.get_by_label("Evidence at the next level for SQL").fill("Tuned the planner")
    offer(page, 1).click()
    above(page, "Python").get_by_label("Not assessed").check(force=True)
    expect(progress).to_contain_text("Every criterion is rated")
    expect(progress).to_contain_text("4 of 4 rated")
    expect(progress).to_contain_text("Saved")
    idle(page)
    visitor.look()
    page.get_by_role("button", name="Submit scorecard").click()
    expect(page.get_by_role("article").nth(1)).to_contain_text("Tuned the planner")
    visitor.look()
    page.get_by_role("button", name="Submit and lock").click()
    expect(page.get_by_text("Submitted and locked.")).to_be_visible()
    assert [one for one in stored(card) if "next" in one[0]] == [
        ("SQL, next level", "4", "Tuned the planner"),
        ("Python, next level", "na", ""),
    ]


def test_a_3_that_is_taken_back_keeps_what_was_said(visit: Visit, card: Scorecard, ines: User) -> None:
    page = opened(visit(ines), card)
    choose(here(page, "SQL"), 3)
    offer(page).click()
    choose(above(page, "SQL"), 3)
    expect(page.get_by_text(UNREAD).first).to_be_hidden()
    choose(here(page, "SQL"), 2)
    expect(page.get_by_text(UNREAD).first).to_be_visible()
    expect(above(page, "SQL").get_by_label(VALUES[3])).to_be_checked()
    idle(page)
    page.reload()
    expect(page.get_by_text(UNREAD).first).to_be_visible()
    choose(here(page, "SQL"), 4)
    expect(page.get_by_text(UNREAD).first).to_be_hidden()
    idle(page)
    assert stored(card) == [("SQL", "4", ""), ("SQL, next level", "3", "")]


def test_by_keyboard_alone(visit: Visit, card: Scorecard, ines: User) -> None:
    """J passes by what is not offered."""
    page = opened(visit(ines), card)
    for key in ["j", "4", "j", "3", "e"]:
        page.keyboard.press(key)
    page.keyboard.type("Led it")
    for key in ["Escape", "j", "2", "j", "3", "j", "3", "k", "k", "k", "k"]:
        page.keyboard.press(key)
    expect(here(page, "SQL").get_by_label(VALUES[4])).to_be_focused()
    idle(page)
    assert stored(card) == [
        ("SQL", "4", ""),
        ("SQL, next level", "3", "Led it"),
        ("Python", "2", ""),
        ("Cloud (AWS)", "3", ""),
        ("Cloud (Azure)", "3", ""),
    ]


def test_what_was_entered_offline_is_kept_and_shown_again(visit: Visit, card: Scorecard, ines: User) -> None:
    visitor = visit(ines)
    page = opened(visitor, card)
    choose(here(page, "SQL"), 3)
    idle(page)
    offer(page).click()
    page.route("**/ratings/**", lambda route: route.abort())
    choose(above(page, "SQL"), 4)
    expect(page.locator("#status")).to_contain_text("not saved yet")
    assert stored(card) == [("SQL", "3", "")]
    page.reload()
    expect(above(page, "SQL").get_by_label(VALUES[4])).to_be_checked()
    page.unroute("**/ratings/**")
    page.evaluate("dispatchEvent(new Event('online'))")
    idle(page)
    assert stored(card) == [("SQL", "3", ""), ("SQL, next level", "4", "")]
    visitor.expect_complaint("net::ERR_FAILED")


def test_a_conflict_shows_itself_however_it_was_folded(visit: Visit, card: Scorecard, ines: User) -> None:
    visitor = visit(ines)
    page = opened(visitor, card)
    choose(here(page, "SQL"), 3)
    offer(page).click()
    idle(page)
    rate_next_level(card, "SQL", 2)
    choose(above(page, "SQL"), 4)
    offer(page).click()
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("button", name="Keep what is on this page")).to_be_focused()
    page.keyboard.press("Enter")
    idle(page)
    assert stored(card) == [("SQL", "3", ""), ("SQL, next level", "4", "")]
    visitor.expect_complaint("409")


def test_without_scripts_it_is_always_there(visit: Visit, card: Scorecard, ines: User) -> None:
    visitor = visit(ines, scripts=False)
    page = opened(visitor, card)
    expect(offer(page)).to_be_visible()
    expect(offer(page)).to_have_text("Only after a 3 or 4: at the next level, Senior")
    offer(page).click()
    choose(above(page, "SQL"), 3)
    choose(here(page, "SQL"), 3)
    page.get_by_role("button", name="Save and stay").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert stored(card) == [("SQL", "3", ""), ("SQL, next level", "3", "")]
    expect(above(page, "SQL").get_by_label(VALUES[3])).to_be_checked()
