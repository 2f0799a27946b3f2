"""Scoring as people do it: fast, on slow lines, in two tabs, without scripts, by keyboard, on a phone."""

from __future__ import annotations

import gzip
import re
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from accounts.models import User
from interviews import scoring
from interviews.models import Criterion, Rating, Scorecard
from tests.browsing import Visit, Visitor, idle
from tests.factories import make_interview, make_scorecard, rate_all, submit_all

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

LATENCY = 0.4
# What waits in the browser to be acknowledged.
VALUES = {1: "1 Not there yet", 2: "2 Partly there", 3: "3 Meets the level", 4: "4 Above the level"}


@pytest.fixture
def card(ines: User, mia: User) -> Scorecard:
    """Of three criteria."""
    return make_scorecard(interviewer=ines, manager=mia)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every answer takes a while."""
    enter = scoring.enter

    def late(*args: object, **kwargs: object) -> Rating | Scorecard:
        time.sleep(LATENCY)
        return enter(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(scoring, "enter", late)


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
    """Of the level."""
    return [(one.choice, one.evidence) for one in card.ratings.of_the_level().in_order()]


def is_locked(card: Scorecard) -> bool:
    return Scorecard.objects.submitted().filter(pk=card.pk).exists()


def status(page: Page) -> Locator:
    return page.locator("#status")


def submit(page: Page) -> None:
    page.get_by_role("button", name="Submit scorecard").click()
    page.get_by_role("button", name="Submit and lock").click()
    expect(page.get_by_text("Submitted and locked.")).to_be_visible()


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
    expect(page.get_by_role("status")).to_contain_text("Saved")
    idle(page)
    assert stored(card)[0] == ("2", "")
    assert "Not saved" not in page.inner_text("main")
    assert page.locator("#unsaved").is_hidden()
    expect(group(page, "Ability 1").get_by_label(VALUES[2])).to_be_focused()
    replaced = "[...document.querySelectorAll('.crits :is(input:not([type=hidden]), textarea, select)')]"
    assert page.evaluate(f"{replaced}.filter((one) => !one.mine).length") == 0


def test_nothing_moves_while_one_clicks(visit: Visit, card: Scorecard, ines: User) -> None:
    """What moves between the finger's going down and coming up takes the click away."""
    page = opened(visit(ines), card)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        place = (
            "[...document.querySelectorAll('.crit')].map((one) => one.getBoundingClientRect().top + scrollY)"
        )
        before = page.evaluate(place)
        evidence(page, "Ability 1").focus()
        assert page.evaluate(place) == before
        choose(page, "Ability 1", 2)
        idle(page)
        expect(group(page, "Ability 1").locator(".saved")).to_contain_text("Saved")
        assert page.evaluate(place) == before


def test_a_note_is_saved_on_its_own_and_the_focus_stays(
    visit: Visit, card: Scorecard, ines: User, slow: None
) -> None:
    page = opened(visit(ines), card)
    evidence(page, "Ability 1").focus()
    page.keyboard.type("Wrote a test")
    expect(status(page)).to_contain_text("Saved")
    page.keyboard.type(" first")
    expect(evidence(page, "Ability 1")).to_be_focused()
    expect(evidence(page, "Ability 1")).to_have_value("Wrote a test first")
    evidence(page, "Ability 1").blur()
    expect(page.locator("[id^=evidence-version]").first).to_have_value("2")
    assert stored(card)[0] == ("", "Wrote a test first")


def test_a_note_for_the_next_interviewer(
    visit: Visit, card: Scorecard, ines: User, oscar: User, mia: User
) -> None:
    page = opened(visit(ines), card)
    note = page.get_by_label("Note for the next interviewer")
    note.fill("Ask about the migration")
    choose(page, "Ability 1", 3)
    idle(page)
    assert Scorecard.objects.get(pk=card.pk).handover == "Ask about the migration"
    later = make_interview(card.interview.application, [oscar], round_number=2).scorecards.get()
    read = opened(visit(oscar), later)
    expect(read.get_by_role("figure", name=re.compile(str(ines)))).to_contain_text("Ask about the migration")
    assert "Meets the level" not in read.inner_text("section.handed")


def test_submit_waits_for_what_is_on_its_way(
    visit: Visit, card: Scorecard, ines: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Posted beside its own earlier half, a note would be told that it was changed elsewhere."""
    rate_all(card)
    enter, may_answer = scoring.enter, threading.Event()
    monkeypatch.setattr(
        scoring, "enter", lambda *args, **kwargs: may_answer.wait(10) and enter(*args, **kwargs)
    )
    page = opened(visit(ines), card)
    with page.expect_request("**/evidence/"):
        evidence(page, "Ability 1").fill("Half a")
    evidence(page, "Ability 1").fill("Half a note, then the rest")
    page.get_by_role("button", name="Submit scorecard").click()
    assert not is_locked(card)
    may_answer.set()
    expect(page.get_by_text("Half a note, then the rest")).to_be_visible()
    page.get_by_role("button", name="Submit and lock").click()
    expect(page.get_by_text("Submitted and locked.")).to_be_visible()
    assert stored(card)[0] == ("3", "Half a note, then the rest")


def test_progress_holds_without_a_connection(visit: Visit, card: Scorecard, ines: User) -> None:
    visitor = visit(ines)
    page = opened(visitor, card)
    visitor.context.set_offline(True)
    progress = page.get_by_label("Progress")
    choose(page, "Ability 1", 3)
    expect(progress).to_contain_text("1 of 3 rated")
    choose(page, "Ability 1", 2)
    expect(progress).to_contain_text("Still missing: evidence for 1")
    group(page, "Ability 2").get_by_label("Not assessed").check(force=True)
    expect(progress).to_contain_text("Still missing: evidence for 1, a reason for 1")
    evidence(page, "Ability 1").fill("Needed two hints")
    group(page, "Ability 2").get_by_label("Why not?").select_option("no_time")
    choose(page, "Ability 4", 4)
    evidence(page, "Ability 4").fill("Showed the others how")
    expect(progress).to_contain_text("Every criterion is rated")
    expect(progress).to_contain_text("Offline: 5 not saved yet")
    visitor.context.set_offline(False)
    idle(page)
    page.reload()
    expect(progress).to_contain_text("Every criterion is rated")
    visitor.expect_complaint("ERR_INTERNET_DISCONNECTED")


# Two tabs


def test_an_old_tab_is_told_and_may_keep_its_own(visit: Visit, card: Scorecard, ines: User) -> None:
    visitor = visit(ines)
    first, second = opened(visitor, card), visitor.tab()
    second.goto(card.get_absolute_url())
    choose(first, "Ability 1", 4)
    idle(first, second)
    choose(second, "Ability 1", 1)
    told = second.get_by_role("group", name="Changed elsewhere")
    expect(told).to_contain_text(re.compile("On this page.*1 Not there yet.*Stored.*4 Above the level", re.S))
    assert stored(card)[0] == ("4", "")
    expect(group(second, "Ability 1").get_by_label(VALUES[1]).first).to_be_focused()
    told.get_by_role("button", name="Keep what is on this page").click()
    expect(told).to_be_hidden()
    idle(second)
    choose(second, "Ability 1", 2)
    idle(second)
    assert stored(card)[0] == ("2", "")
    visitor.expect_complaint("409")


def test_an_old_tab_may_take_what_is_stored(visit: Visit, card: Scorecard, ines: User) -> None:
    visitor = visit(ines)
    first, second = opened(visitor, card), visitor.tab()
    second.goto(card.get_absolute_url())
    evidence(first, "Ability 1").fill("Seen first")
    evidence(first, "Ability 1").blur()
    idle(first, second)
    evidence(second, "Ability 1").fill("Seen second")
    told = second.get_by_role("group", name="Changed elsewhere")
    expect(told).to_contain_text("Seen first")
    told.get_by_role("button", name="Take what is stored").click()
    expect(evidence(second, "Ability 1")).to_have_value("Seen first")
    expect(evidence(second, "Ability 1")).to_be_focused()
    evidence(second, "Ability 1").fill("Seen first, and second")
    evidence(second, "Ability 1").blur()
    idle(second)
    assert stored(card)[0] == ("", "Seen first, and second")
    visitor.expect_complaint("409")


def test_a_locked_card_says_what_did_not_arrive(visit: Visit, card: Scorecard, ines: User) -> None:
    visitor = visit(ines)
    page = opened(visitor, card)
    submit_all(card)
    choose(page, "Ability 1", 1)
    told = page.get_by_role("group", name="Not saved")
    expect(told).to_contain_text("is locked")
    assert stored(card)[0][0] == "3"
    page.reload()
    left = page.locator("#leftover")
    expect(left).to_contain_text("Ability 1 1 Not there yet")
    visitor.look()
    left.get_by_role("button", name="Discard").click()
    expect(left).to_be_hidden()
    idle(page)
    visitor.expect_complaint("409")


def test_signed_out_elsewhere_nothing_is_lost(visit: Visit, card: Scorecard, ines: User) -> None:
    visitor = visit(ines)
    page, other = opened(visitor, card), visitor.tab()
    other.goto("/")
    sign_out(other)
    evidence(page, "Ability 1").focus()
    page.keyboard.type("Typed while signed out")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.type(", and on")
    choose(page, "Ability 1", 1)
    expect(status(page)).to_contain_text("Signed out: 2 not saved yet")
    visitor.look()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_label("Password")).to_be_focused()
    expect(evidence(page, "Ability 1")).to_have_value("Typed while signed out, and on")
    visitor.sign_in(other, ines)
    idle(page)  # the other tab has told
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert stored(card)[0] == ("1", "Typed while signed out, and on")
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
    submit(page)


# Leaving


def test_unsent_text_warns_before_the_page_is_closed(visit: Visit, card: Scorecard, ines: User) -> None:
    visitor = visit(ines)
    page = opened(visitor, card)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    visitor.context.set_offline(True)
    evidence(page, "Ability 1").fill("Not sent")
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    visitor.context.set_offline(False)
    idle(page)
    assert stored(card)[0] == ("", "Not sent")
    visitor.expect_complaint("ERR_INTERNET_DISCONNECTED")


def test_a_note_is_sent_from_the_next_page(visit: Visit, card: Scorecard, ines: User) -> None:
    visitor = visit(ines)
    page = opened(visitor, card)
    page.route("**/evidence/", lambda route: route.abort())
    evidence(page, "Ability 1").fill("Typed, and away")
    page.get_by_role("link", name="My work").first.click()
    page.wait_for_url("**/")
    page.unroute("**/evidence/")
    idle(page)
    assert stored(card)[0] == ("", "Typed, and away")
    visitor.expect_complaint("ERR_FAILED")


# The round


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (-30, "09:30, {} min"),
        (0, "{} min left"),
        (25, "{} min left"),
        (70, "over by {} min"),
        (400, "09:30, {} min"),
    ],
)
def test_time_left(visit: Visit, card: Scorecard, ines: User, minutes: int, said: str) -> None:
    interview = card.interview
    begins = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    type(interview).objects.update(starts_at=begins)
    type(interview.round).objects.update(minutes=60)
    visitor = visit(ines)
    visitor.page.clock.install(time=begins + timedelta(minutes=minutes, seconds=20))
    page = opened(visitor, card)
    number = {0: 60, 25: 35, 70: 10}.get(minutes, 60)
    expect(page.locator("#clock")).to_have_text(said.format(number), use_inner_text=True)
    if minutes == 25:
        page.clock.run_for("01:00")
        expect(page.locator("#clock")).to_have_text("34 min left", use_inner_text=True)


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
    submit(page)
    visitor.expect_complaint("422")
    assert [choice for choice, _ in stored(card)] == ["4", "3", "na"]


def test_by_keyboard_alone(visit: Visit, card: Scorecard, ines: User) -> None:
    page = opened(visit(ines), card)
    group(page, "Ability 1").get_by_label(VALUES[1]).focus()
    page.keyboard.press("ArrowRight")
    expect(group(page, "Ability 1").get_by_label(VALUES[2])).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("Needed two hints")
    for stops in (1, 2):  # after a 3 what is offered of the next level is one of them
        for _ in range(stops):
            page.keyboard.press("Tab")
        page.keyboard.press("Space")
        for _ in range(2):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Tab")
    for _ in range(4):  # the next level, the note for the next interviewer, the help on keys
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Submit scorecard")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Submit and lock").press("Enter")
    expect(page.get_by_text("Submitted and locked.")).to_be_visible()
    assert stored(card) == [("2", "Needed two hints"), ("3", ""), ("3", "")]


def test_by_the_keys_of_the_page(visit: Visit, card: Scorecard, ines: User) -> None:
    page = opened(visit(ines), card)
    for key in ("j", "4", "e"):
        page.keyboard.press(key)
    page.keyboard.type("Saw 3 j k e ? traps")
    page.keyboard.press("Escape")
    for key in ("j", "j", "3", "j", "j", "1", "0"):  # after a 3 or 4 the next level comes first
        page.keyboard.press(key)
    expect(page.get_by_text("3 of 3 rated")).to_be_visible()
    for key in ("3", "k", "k"):
        page.keyboard.press(key)
    expect(page.get_by_role("group", name="Ability 2, must-have").get_by_label(VALUES[3])).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    for key in ("1", "j", "Escape", "Control+Enter"):
        page.keyboard.press(key)
    page.get_by_role("button", name="Submit and lock").click()
    expect(page.get_by_text("Submitted and locked.")).to_be_visible()
    assert stored(card) == [("4", "Saw 3 j k e ? traps"), ("3", ""), ("3", "")]


def test_names_that_a_screen_reader_says(visit: Visit, card: Scorecard, ines: User) -> None:
    Criterion.objects.filter(name="Ability 2").update(anchors={"3": "Merges without losing work"})
    page = opened(visit(ines), card)
    radio = page.get_by_role("group", name="Ability 2, must-have", exact=True).get_by_role(
        "radio", name="3 Meets the level", exact=True
    )
    expect(radio).to_have_accessible_description("Merges without losing work")
    other = group(page, "Ability 2").get_by_role("radio", name="4 Above the level", exact=True)
    expect(other).to_have_accessible_description(re.compile("^In general: Also handled"))
    expect(group(page, "Ability 1").get_by_label(VALUES[4])).to_have_accessible_description(
        re.compile("^Also handled")
    )
    expect(evidence(page, "Ability 1")).to_have_accessible_description(
        "The candidate may read it. Needed for 1, 2 and 4"
    )


def test_on_a_phone(visit: Visit, card: Scorecard, ines: User) -> None:
    """Every value stands there with what it looks like, large for a thumb; questions are one touch away."""
    visitor = visit(ines)
    page = opened(visitor, card)
    page.set_viewport_size({"width": 360, "height": 740})
    expect(group(page, "Ability 1").locator(".anchor:visible")).to_have_count(4)
    small = """[...document.querySelectorAll('main :is(button, select, textarea, .scale label)')]
        .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44)
        .map((one) => one.outerHTML.slice(0, 100))"""
    assert page.evaluate(small) == []
    group(page, "Ability 4").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    page.get_by_role("button", name="Questions").click()
    expect(page.get_by_text("Look for: a decision")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Look for: a decision")).to_be_hidden()
    assert page.evaluate("scrollY") == before
    group(page, "Ability 4").locator(".anchor.a3").click()  # the words are as good as the number
    expect(group(page, "Ability 4").get_by_label(VALUES[3])).to_be_checked()
    idle(page)
    assert stored(card)[2] == ("3", "")
    page.get_by_role("button", name="Questions").click()
    visitor.look()


def test_the_page_is_light(visit: Visit, card: Scorecard, ines: User) -> None:
    """Everything that its scripts weigh, compressed."""
    visitor = visit(ines)
    bodies: list[bytes] = []
    visitor.page.on("response", lambda got: bodies.append(got.body()) if got.url.endswith(".js") else None)
    opened(visitor, card)
    visitor.page.wait_for_load_state("networkidle")
    assert len(bodies) == 6
    assert sum(len(gzip.compress(body)) for body in bodies) <= 15_000


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
    expect(page.get_by_role("alert").first).to_be_focused()
    visitor.look()
    visitor.expect_complaint("422")
    page.keyboard.press("?")
    visitor.look()
    page.keyboard.press("Escape")
    Criterion.objects.update(anchors={"2": "Needs help to merge", "3": "Merges without losing work"})
    rate_all(card)
    opened(visitor, card).get_by_role("button", name="Submit scorecard").click()
    expect(page.get_by_role("heading", name="Submit this scorecard?")).to_be_visible()
    visitor.look()
    scoring.submit(card.pk, by=ines)
    opened(visitor, card)
    expect(page.get_by_text("and locked.")).to_be_visible()
    visitor.look()
