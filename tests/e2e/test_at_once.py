"""A rating shows at once, whatever the line to the server does."""

from __future__ import annotations

import statistics
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from accounts.models import User
from bin.wire import OFFLINE, SLOW, until_a_click_shows
from tests.browsing import Visit, idle
from tests.factories import make_scorecard

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

ENOUGH = 50  # ms
SCRIPT = Path(__file__).parents[2] / "static" / "js" / "scorecard.js"
# Counts and colours only what the server has acknowledged.
AT_ONCE, LATER = "waitingToSubmit = null;\n  showProgress();", "waitingToSubmit = null;"


@pytest.mark.parametrize("line", [SLOW, OFFLINE], ids=["late", "offline"])
def test_a_click_shows_in_the_next_frame(visit: Visit, ines: User, mia: User, line: dict[str, Any]) -> None:
    visitor = visit(ines)
    visitor.expect_complaint("net::ERR_INTERNET_DISCONNECTED")
    visitor.page.goto(make_scorecard(interviewer=ines, manager=mia).get_absolute_url())
    took = until_a_click_shows(visitor.page, 10, line)
    assert statistics.median(took) < ENOUGH, took


def test_a_script_that_waits_for_the_server_is_seen_to_fail(visit: Visit, ines: User, mia: User) -> None:
    visitor = visit(ines)
    source = SCRIPT.read_text()
    assert source.count(AT_ONCE) == 1
    waiting = source.replace(AT_ONCE, LATER)
    visitor.page.route(
        "**/scorecard.js", lambda route: route.fulfill(body=waiting, content_type="text/javascript")
    )
    visitor.page.goto(make_scorecard(interviewer=ines, manager=mia).get_absolute_url())
    assert min(until_a_click_shows(visitor.page, 1, SLOW)) > 20 * ENOUGH


def test_what_is_chosen_before_the_scripts_come_is_saved(visit: Visit, ines: User, mia: User) -> None:
    card = make_scorecard(interviewer=ines, manager=mia)
    visitor = visit(ines)
    held: list[Any] = []
    visitor.page.route("**/scorecard.js", lambda route: held.append(route))
    visitor.page.evaluate("address => { location.href = address }", card.get_absolute_url())
    first = visitor.page.locator("[data-criterion]").first
    first.get_by_label("3 Meets the level").check(force=True)
    first.get_by_role("textbox").fill("Wrote the test first")
    assert card.ratings.of_the_level().in_order()[0].choice == ""
    while not held:  # scripts come when the page is painted
        visitor.page.wait_for_timeout(20)
    held[0].continue_()
    expect(first.locator(".saved")).to_contain_text("Saved")
    expect(visitor.page.locator("#status")).to_contain_text("Saved")
    idle(visitor.page)
    rating = card.ratings.of_the_level().in_order()[0]
    assert (rating.choice, rating.evidence) == ("3", "Wrote the test first")
