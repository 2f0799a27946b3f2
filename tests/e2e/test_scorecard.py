"""Scoring as people do it: fast, on slow lines, in two tabs, without scripts, by keyboard, on a phone."""

from __future__ import annotations

import re
import threading
import time

import pytest
from playwright.sync_api import APIResponse, Locator, Page, Route, expect

from accounts.models import User
from interviews import scoring
from interviews.models import Criterion, Rating, Scorecard
from tests.e2e.conftest import Visit, Visitor
from tests.factories import make_interview, make_scorecard, rate_all, submit_all

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

LATENCY = 0.4
VALUES = {1: "1 Not there yet", 2: "2 Partly there", 3: "3 Meets the level", 4: "4 Above the level"}


@pytest.fixture
def card(ines: User, mia: User) -> Scorecard:
    """Of three criteria."""
    return make_scorecard(interviewer=ines, manager=mia)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every answer to a rating takes a while."""
    rate = scoring.rate

    def late(*args: object, **kwargs: object) -> Rating:
        time.sleep(LATENCY)
        return rate(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(scoring, "rate", late)


def opened(visitor: Visitor, card: Scorecard) -> Page:
    visitor.page.goto(card.get_absolute_url())
    return visitor.page


def group(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name)


def choose(page: Page, name: str, value: int) -> None:
    group(page, name).get_by_label(VALUES[value]).check(force=True)


def evidence(page: Page, name: str) -> Locator:
    return page.get_by_label(f"Evidence for {name}")


def stored(card: Scorecard) -> list[tuple[str, str]]:
    return [(one.choice, one.evidence) for one in card.ratings.in_order()]


def is_locked(card: Scorecard) -> bool:
    return Scorecard.objects.submitted().filter(pk=card.pk).exists()


def idle(page: Page) -> None:
    """No request is under way, and none is queued."""
    expect(page.locator(".crits .htmx-request")).to_have_count(0)


# Fast hands, slow lines


def test_three_then_four_then_two_is_two(visit: Visit, card: Scorecard, ines: User, slow: None) -> None:
    page = opened(visit(ines), card)
    page.evaluate("for (const one of document.querySelectorAll('input, textarea, select')) one.mine = true")
    began = time.monotonic()
    page.evaluate(
        """() => { for (const value of [3, 4, 2]) {
            const radio = document.querySelector(`.crit input[value="${value}"]`);
            radio.focus(); radio.click();
        } }"""
    )
    assert time.monotonic() - began < 0.2
    expect(page.get_by_role("status").filter(has_text="2, saved")).to_be_attached()
    idle(page)
    assert stored(card)[0] == ("2", "")
    assert "Not saved" not in page.inner_text("main")
    assert page.locator("#unsaved").is_hidden()
    expect(group(page, "Ability 1").get_by_label(VALUES[2])).to_be_focused()
    replaced = "[...document.querySelectorAll('.crits :is(input:not([type=hidden]), textarea, select)')]"
    assert page.evaluate(f"{replaced}.filter((one) => !one.mine).length") == 0


def test_eight_criteria_clicked_fast_are_eight(visit: Visit, card: Scorecard, ines: User, slow: None) -> None:
    opening = card.interview.application.opening
    more = [Criterion.objects.create(opening=opening, name=f"More {n}", position=10 + n) for n in range(5)]
    Rating.objects.bulk_create(Rating(scorecard=card, criterion=one) for one in more)
    page = opened(visit(ines), card)
    page.evaluate("for (const one of document.querySelectorAll('.crit input[value=\"3\"]')) one.click()")
    expect(page.get_by_text("8 of 8 rated")).to_be_visible()
    idle(page)
    assert stored(card) == [("3", "")] * 8


def test_a_note_is_saved_on_its_own_and_the_focus_stays(
    visit: Visit, card: Scorecard, ines: User, slow: None
) -> None:
    page = opened(visit(ines), card)
    evidence(page, "Ability 1").focus()
    page.keyboard.type("Wrote a test")
    expect(page.get_by_role("status").filter(has_text="Ability 1: no value, saved")).to_be_attached()
    page.keyboard.type(" first")
    expect(evidence(page, "Ability 1")).to_be_focused()
    expect(evidence(page, "Ability 1")).to_have_value("Wrote a test first")
    evidence(page, "Ability 1").blur()
    expect(page.locator("[id^=version]").first).to_have_value("2")
    assert stored(card)[0] == ("", "Wrote a test first")


def test_submit_waits_for_what_is_on_its_way(
    visit: Visit, card: Scorecard, ines: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Posted beside its own earlier half, a note would be told that it was changed elsewhere."""
    rate_all(card)
    rate, may_answer = scoring.rate, threading.Event()
    monkeypatch.setattr(
        scoring, "rate", lambda *args, **kwargs: may_answer.wait(10) and rate(*args, **kwargs)
    )
    page = opened(visit(ines), card)
    evidence(page, "Ability 1").fill("Half a")
    expect(group(page, "Ability 1")).to_have_class(re.compile("htmx-request"))
    evidence(page, "Ability 1").fill("Half a note, then the rest")
    page.get_by_role("button", name="Submit scorecard").click()
    assert not is_locked(card)
    may_answer.set()
    expect(page.get_by_text("Submitted and locked.")).to_be_visible()
    assert stored(card)[0] == ("3", "Half a note, then the rest")


def test_answers_that_cross_do_not_turn_the_count_back(visit: Visit, card: Scorecard, ines: User) -> None:
    page = opened(visit(ines), card)
    held: list[tuple[Route, APIResponse]] = []
    first = card.ratings.in_order()[0]
    page.route(f"**/ratings/{first.pk}/", lambda route: held.append((route, route.fetch())))
    choose(page, "Ability 1", 3)
    expect(group(page, "Ability 1")).to_have_class(re.compile("htmx-request"))
    choose(page, "Ability 2", 3)
    expect(page.get_by_text("2 of 3 rated")).to_be_visible()
    ((route, answer),) = held
    route.fulfill(response=answer)
    expect(page.get_by_role("status").filter(has_text="Ability 1: 3, saved")).to_be_attached()
    expect(page.get_by_text("2 of 3 rated")).to_be_visible()


# Two tabs


def test_an_old_tab_is_told_and_may_keep_its_own(visit: Visit, card: Scorecard, ines: User) -> None:
    visitor = visit(ines)
    first, second = opened(visitor, card), visitor.tab()
    second.goto(card.get_absolute_url())
    choose(first, "Ability 1", 4)
    expect(first.get_by_role("status").filter(has_text="4, saved")).to_be_attached()
    choose(second, "Ability 1", 1)
    expect(group(second, "Ability 1")).to_contain_text("Not saved: this criterion was changed elsewhere")
    assert stored(card)[0] == ("4", "")
    second.get_by_role("button", name="Keep what is on this page").click()
    expect(second.get_by_role("status").filter(has_text="Ability 1: 1, saved")).to_be_attached()
    choose(second, "Ability 1", 2)
    expect(second.get_by_role("status").filter(has_text="Ability 1: 2, saved")).to_be_attached()
    assert stored(card)[0] == ("2", "")
    visitor.expect_complaint("409")


def test_signed_out_elsewhere_nothing_is_lost(visit: Visit, card: Scorecard, ines: User) -> None:
    visitor = visit(ines)
    page, other = opened(visitor, card), visitor.tab()
    other.goto("/")
    sign_out(other)
    evidence(page, "Ability 1").fill("Typed while signed out")
    choose(page, "Ability 1", 1)
    bar = page.locator("#unsaved")
    expect(bar).to_contain_text("You are signed out.")
    page.get_by_role("button", name="Submit scorecard").click()
    expect(evidence(page, "Ability 1")).to_have_value("Typed while signed out")
    visitor.sign_in(other, ines)
    choose(page, "Ability 1", 2)
    expect(page.get_by_role("status").filter(has_text="Ability 1: 2, saved")).to_be_attached()
    expect(bar).to_be_hidden()
    assert stored(card)[0] == ("2", "Typed while signed out")
    visitor.expect_complaint("401")


def sign_out(page: Page) -> None:
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")


def test_an_old_page_submits_after_signing_in_again(visit: Visit, card: Scorecard, ines: User) -> None:
    """Its form still has the token of before; the one that counts is in the cookie."""
    rate_all(card)
    visitor = visit(ines)
    page, other = opened(visitor, card), visitor.tab()
    other.goto("/")
    sign_out(other)
    visitor.sign_in(other, ines)
    page.get_by_role("button", name="Submit scorecard").click()
    expect(page.get_by_text("Submitted and locked.")).to_be_visible()


# Without scripts, without a mouse, on a phone


def test_without_scripts(visit: Visit, card: Scorecard, ines: User) -> None:
    visitor = visit(ines, scripts=False)
    page = opened(visitor, card)
    for value in VALUES:
        choose(page, "Ability 1", value)
        expect(group(page, "Ability 1").locator(".anchor:visible")).to_have_count(1)
        expect(group(page, "Ability 1").locator(f".anchor.a{value}")).to_be_visible()
    evidence(page, "Ability 1").fill("No hints needed")
    page.get_by_role("button", name="Save and stay").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    assert stored(card) == [("4", "No hints needed"), ("", ""), ("", "")]
    choose(page, "Ability 2", 3)
    group(page, "Ability 4").get_by_label("Not assessed").check(force=True)
    page.get_by_role("button", name="Submit scorecard").click()
    expect(page.get_by_role("alert")).to_contain_text("Ability 4: say why it was not assessed")
    group(page, "Ability 4").get_by_label("Why not?").select_option("no_time")
    page.get_by_role("button", name="Submit scorecard").click()
    expect(page.get_by_text("Submitted and locked.")).to_be_visible()
    visitor.expect_complaint("422")
    assert [choice for choice, _ in stored(card)] == ["4", "3", "na"]


def test_by_keyboard_alone(visit: Visit, card: Scorecard, ines: User) -> None:
    page = opened(visit(ines), card)
    group(page, "Ability 1").get_by_label(VALUES[1]).focus()
    page.keyboard.press("ArrowRight")
    expect(group(page, "Ability 1").get_by_label(VALUES[2])).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("Needed two hints")
    for _ in range(2):
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        for _ in range(2):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Submit scorecard")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Submitted and locked.")).to_be_visible()
    assert stored(card) == [("2", "Needed two hints"), ("3", ""), ("3", "")]


def test_by_the_keys_of_the_page(visit: Visit, card: Scorecard, ines: User) -> None:
    page = opened(visit(ines), card)
    group(page, "Ability 1").get_by_label(VALUES[1]).focus()
    for key in ("4", "e"):
        page.keyboard.press(key)
    page.keyboard.type("Saw 3 j k e traps")
    page.keyboard.press("Shift+Tab")
    for key in ("j", "3", "j", "3"):
        page.keyboard.press(key)
    expect(page.get_by_text("3 of 3 rated")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Submitted and locked.")).to_be_visible()
    assert stored(card) == [("4", "Saw 3 j k e traps"), ("3", ""), ("3", "")]


LONG_NAME = ("Donaudampfschifffahrtsgesellschaftskapitän" * 8)[:300]


@pytest.mark.parametrize(
    "text", ["x" * 5_000, ("a longer word or two, " * 300)[:5_000]], ids=["word", "words"]
)
def test_long_texts_stay_inside_the_page(
    visit: Visit, card: Scorecard, ines: User, mia: User, text: str
) -> None:
    Criterion.objects.update(name=LONG_NAME, detail=text[:500])
    application = card.interview.application
    type(application.opening).objects.update(title=LONG_NAME[:200])
    type(application.candidate).objects.update(name=LONG_NAME[:200])
    type(card.interview.round).objects.update(title=LONG_NAME[:200], note=text[:500])
    rate_all(card, 1, text)
    visitor = visit(ines)
    opened(visitor, card)
    visitor.fit(360, 320)
    scoring.submit(card.pk, by=ines)
    for address in (card.get_absolute_url(), application.get_absolute_url(), "/"):
        visitor.page.goto(address)
        visitor.fit(360, 320)
    manager = visit(mia)
    for address in (
        application.opening.get_absolute_url(),
        application.get_absolute_url(),
        "/candidates/",
        "/",
    ):
        manager.page.goto(address)
        manager.fit(360, 320)


def test_states_are_accessible(visit: Visit, card: Scorecard, ines: User, oscar: User, mia: User) -> None:
    application = card.interview.application
    submit_all(make_interview(application, [oscar], round_number=2).scorecards.get(), 1)
    visitor = visit(ines)
    page = opened(visitor, card)
    visitor.look()
    page.goto(application.get_absolute_url())
    expect(page.get_by_role("heading", name="Ratings are closed to you for now")).to_be_visible()
    visitor.look()
    opened(visitor, card).get_by_role("button", name="Submit scorecard").click()
    expect(page.get_by_role("alert")).to_be_focused()
    visitor.look()
    visitor.expect_complaint("422")
    submit_all(card)
    opened(visitor, card)
    expect(page.get_by_text("and locked.")).to_be_visible()
    visitor.look()
