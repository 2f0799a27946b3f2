"""What a browser goes through in an interview: bad lines, ended sessions, closed tabs, other people.

A click is either saved or visibly not saved (G2), fast clicks are all saved (G3), nobody overwrites
anybody silently (G4), and the end of a session costs no input (G6). Every fault is also run with an
outbox that lacks what the test is about, and must be seen to fail there.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from interviews import scoring
from interviews.models import Criterion, Rating, Scorecard
from tests.browsing import KEPT, Visitor
from tests.factories import PASSWORD, make_scorecard
from tests.faults.figures import record
from tests.faults.sizes import SIZES, once

pytestmark = [
    pytest.mark.browser,
    pytest.mark.faults,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    once,  # it is about the browser
]

IS_LONG = SIZES.is_long
# One of them is in the short form too.
sabotaged = pytest.mark.skipif(not IS_LONG, reason="seen to fail in the long form: make faults")
CRITERIA = 12
OUTBOX = Path(__file__).parents[2] / "static" / "js" / "outbox.js"
LABELS = {1: "1 Not there yet", 2: "2 Partly there", 3: "3 Meets the level", 4: "4 Above the level"}
NOT_YET = re.compile("not saved yet", re.I)
STORAGES = "JSON.stringify(localStorage) + JSON.stringify(sessionStorage)"

# What a sabotaged outbox lacks: a piece of its source, and what stands there instead.
Sabotage = tuple[str, str]
NO_RETRY: Sabotage = (
    "if (isUnknown || isStale) return wait(slot, answer.after ?? 0);",
    "if (isUnknown || isStale) { drop(slot); return true; }",
)
NOTHING_STORED: Sabotage = ("this.area = window[area];", "this.area = null;")
STOPS_FOR_GOOD: Sabotage = ("if (halted) {\n    halted", "if (false) {\n    halted")
ANYBODY: Sabotage = (
    'document.body.dataset.person ?? "";',
    'Object.keys(localStorage).find((key) => key.startsWith("rolecard:"))?.split(":")[1] ?? "";',
)
NEWEST_ONLY: Sabotage = ("if (old?.tried) {", "if (false) {")
NEW_KEYS: Sabotage = ("key: entry.key, person }", "key: newKey(), person }")
NO_PATIENCE_LIMIT: Sabotage = ("signal: AbortSignal.timeout(PATIENCE),", "")
SILENT: Sabotage = (
    "return refused(slot, entry, { theirs: { said: theirs, version, at } });",
    "insist(slot, mine, version); return true;",
)
# Nothing is lacking: the short form waits less long.
QUICK: list[Sabotage] = [
    ("const PATIENCE = 10_000;", "const PATIENCE = 600;"),
    ("const LONGEST = 2_000;", "const LONGEST = 250;"),
]


@pytest.fixture
def card(ines: User, mia: User) -> Scorecard:
    """Of twelve criteria and more."""
    return with_criteria(make_scorecard(interviewer=ines, manager=mia), CRITERIA)


def with_criteria(card: Scorecard, number: int) -> Scorecard:
    opening = card.interview.application.opening
    missing = range(card.ratings.of_the_level().count(), number)
    more = [Criterion.objects.create(opening=opening, name=f"More {n}", position=100 + n) for n in missing]
    Rating.objects.bulk_create(Rating(scorecard=card, criterion=one) for one in more)
    return card


class Guest(Visitor):
    """A visitor who is let in at once."""

    def sign_in(self, page: Page, person: User) -> None:
        self.let_in(person)
        page.goto("/")  # pages tell each other who is here


@pytest.fixture
def arrive(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Visitor]]:
    """Sign somebody in. What the browser complains of is what these tests are about."""
    visitors: list[Guest] = []

    def arrived(person: User) -> Visitor:
        visitors.append(Guest(browser, live_server.url, person))
        return visitors[-1]

    yield arrived
    for visitor in visitors:
        for page in visitor.context.pages:
            page.unroute_all(behavior="ignoreErrors")
        visitor.context.unroute_all(behavior="ignoreErrors")
        visitor.context.close()


def sabotage(page: Page, *parts: Sabotage) -> None:
    """Serve the outbox without some of it."""
    source = OUTBOX.read_text()
    for there, instead in (*parts, *(() if IS_LONG else QUICK)):
        assert source.count(there) == 1, there
        source = source.replace(there, instead)
    page.context.route(
        "**/outbox.js", lambda route: route.fulfill(body=source, content_type="text/javascript")
    )


def opened(page: Page, card: Scorecard) -> Page:
    page.goto(card.get_absolute_url())
    return page


def choices(card: Scorecard) -> list[str]:
    return [rating.choice for rating in card.ratings.of_the_level().in_order()]


def click(page: Page, *marks: tuple[int, int], over: float = 0) -> None:
    """Click (place, value) one after the other, spread over some seconds."""
    page.evaluate(
        """async ([marks, pause]) => {
            for (const [place, value] of marks) {
                const criterion = document.querySelectorAll(".crit:not(.next)")[place];
                criterion.querySelector(`[type=radio][value="${value}"]`).click();
                if (pause) await new Promise((resolve) => setTimeout(resolve, pause));
            }
        }""",
        [list(marks), 1000 * over / len(marks)],
    )


def many(number: int) -> tuple[list[tuple[int, int]], list[str]]:
    """Clicks on all criteria, again and again, and what should stand in the end."""
    chance = random.Random(number)
    clicks = [(n % CRITERIA, chance.randint(1, 4)) for n in range(number)]
    last = dict(clicks)
    return clicks, [str(last[place]) if place in last else "" for place in range(CRITERIA)]


def idle(page: Page, seconds: float = 30) -> None:
    """Everything is acknowledged, or waits for its author."""
    deadline = time.monotonic() + seconds
    while page.evaluate(f"({KEPT}).length && !document.querySelector('.problem')"):
        assert time.monotonic() < deadline, page.evaluate(STORAGES)
        page.wait_for_timeout(50)


def status_within(page: Page, text: str | re.Pattern[str], seconds: float = 2) -> None:
    expect(page.locator("#status")).to_contain_text(text, timeout=1000 * seconds)


@dataclass
class Line:
    """Between the page and the server: what passes, and what is done to it."""

    late: float = 0
    refuse: float = 0  # of the requests, with 503
    swallow: float = 0  # of the answers, after the server has done its work
    keys: set[str] = field(default_factory=set)
    requests: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(7))

    def lay(self, page: Page) -> Line:
        page.route(re.compile(r"/(ratings/\d+|evidence|handover)/$"), self.carry)
        return self

    def carry(self, route: Route) -> None:
        self.requests += 1
        self.keys.update(parse_qs(route.request.post_data or "")["key"])
        fate = self.chance.random()
        if fate < self.refuse:
            route.fulfill(status=503, json={}, headers={"Retry-After": "0"})
            return
        answer = route.fetch()
        if fate < self.refuse + self.swallow:
            route.abort()
        else:
            time.sleep(self.late)
            route.fulfill(response=answer)


# Fast hands


@pytest.mark.parametrize(("clicks", "seconds"), [(8, 0.3), (40, 2)])
def test_fast_clicks(
    arrive: Callable[..., Visitor],
    card: Scorecard,
    ines: User,
    monkeypatch: pytest.MonkeyPatch,
    clicks: int,
    seconds: float,
) -> None:
    """Each on a criterion of its own; each answer takes 0.4 s."""
    enter = scoring.enter
    late = 0.4 if IS_LONG or clicks < 40 else 0.05

    def slow(*args: object, **kwargs: object) -> Rating | Scorecard:
        time.sleep(late)
        return enter(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(scoring, "enter", slow)
    page = opened(arrive(ines).page, with_criteria(card, max(clicks, CRITERIA)))
    click(page, *((place, 1 + place % 4) for place in range(clicks)), over=seconds)
    idle(page, 60)
    assert choices(card)[:clicks] == [str(1 + place % 4) for place in range(clicks)]
    assert sum(card.ratings.values_list("version", flat=True)) == clicks
    record("G3", "fast clicks", f"{clicks} of {clicks} in {seconds} s, each answered after {late} s")


# No connection


def offline(page: Page, card: Scorecard, clicks: list[tuple[int, int]]) -> None:
    opened(page, card)
    page.context.set_offline(True)
    click(page, *clicks, over=2)
    status_within(page, f"Offline: {len(dict(clicks))} not saved yet")
    assert choices(card) == [""] * CRITERIA
    page.context.set_offline(False)
    idle(page)


def test_f6_no_connection(arrive: Callable[..., Visitor], card: Scorecard, ines: User) -> None:
    clicks, meant = many(40)
    page = arrive(ines).page
    offline(page, card, clicks)
    assert choices(card) == meant
    status_within(page, "Saved")
    record("G2", "F6 no connection", f"0 wrong of {CRITERIA} after {len(clicks)} clicks; said within 2 s")


def test_f6_is_seen_to_fail(arrive: Callable[..., Visitor], card: Scorecard, ines: User) -> None:
    clicks, meant = many(40)
    page = arrive(ines).page
    sabotage(page, NO_RETRY)
    opened(page, card)
    page.context.set_offline(True)
    click(page, *clicks)
    idle(page)
    page.context.set_offline(False)
    assert choices(card) != meant


# Answers that do not come


def storm(page: Page, card: Scorecard, number: int) -> tuple[Line, list[str]]:
    sabotage(page)
    line = Line(refuse=0.3, swallow=0.2).lay(page)
    opened(page, card)
    clicks, meant = many(number)
    click(page, *clicks, over=number / 20)
    idle(page, 120)
    return line, meant


def effects(card: Scorecard) -> int:
    return sum(card.ratings.values_list("version", flat=True))


def test_f7_storm_and_lost_answers(arrive: Callable[..., Visitor], card: Scorecard, ines: User) -> None:
    page = arrive(ines).page
    line, meant = storm(page, card, 400 if IS_LONG else 30)
    assert choices(card) == meant
    assert line.requests > len(line.keys)  # some were sent again
    assert effects(card) <= len(line.keys)  # and counted once
    assert page.locator(".problem").count() == 0
    said = f"0 wrong of {CRITERIA}; {line.requests} requests, {len(line.keys)} keys, {effects(card)} effects"
    record("G2", "F7 storm and lost answers", said)


def test_f7_as_many_effects_as_keys(arrive: Callable[..., Visitor], card: Scorecard, ines: User) -> None:
    """Where every value is a new one, each key has exactly one effect."""
    page = arrive(ines).page
    sabotage(page)
    line = Line(refuse=0.3, swallow=0.2).lay(page)
    opened(page, card)
    for value in (1, 2, 3, 4, 1, 2)[: 6 if IS_LONG else 1]:
        click(page, *((place, value) for place in range(CRITERIA)))
        idle(page, 60)
    assert effects(card) == len(line.keys)
    assert set(choices(card)) == {str(value)}


@sabotaged
@pytest.mark.parametrize("lacking", [NO_RETRY, NEWEST_ONLY], ids=["retry", "resending"])
def test_f7_is_seen_to_fail(
    arrive: Callable[..., Visitor], card: Scorecard, ines: User, lacking: Sabotage
) -> None:
    """Without a retry clicks are lost; without sending the unknown first they meet themselves."""
    page = arrive(ines).page
    sabotage(page, lacking)
    line = Line(refuse=0.3, swallow=0.5).lay(page)
    opened(page, card)
    clicks, meant = many(40)
    click(page, *clicks, over=1)
    idle(page, 60)
    assert choices(card) != meant or page.locator(".problem").count()
    assert line.requests


@sabotaged
def test_keys_are_what_is_counted(arrive: Callable[..., Visitor], card: Scorecard, ines: User) -> None:
    """An outbox that makes a new key for every attempt has more keys than effects."""
    page = arrive(ines).page
    sabotage(page, NEW_KEYS)
    line = Line(refuse=0.3, swallow=0.2).lay(page)
    opened(page, card)
    click(page, *((place, 3) for place in range(CRITERIA)))
    idle(page, 60)
    assert effects(card) < len(line.keys)


# A server that hangs


@pytest.mark.parametrize(
    "lacking", [[], pytest.param([NO_PATIENCE_LIMIT], marks=sabotaged)], ids=["", "sabotaged"]
)
def test_a_server_that_hangs(
    arrive: Callable[..., Visitor], card: Scorecard, ines: User, lacking: list[Sabotage]
) -> None:
    """The first request never gets an answer; the others go on, and it is sent again."""
    page = arrive(ines).page
    sabotage(page, *lacking)
    held: list[Route] = []
    address = re.compile(r"/ratings/\d+/$")
    page.route(address, lambda route: held.append(route) if not held else route.continue_())
    opened(page, card)
    click(page, *((place, 3) for place in range(CRITERIA)))
    status_within(page, f"Not saved yet: {CRITERIA}")
    if lacking:
        page.wait_for_timeout(1500)
        assert choices(card) == [""] * CRITERIA
        return
    idle(page, 60)
    assert choices(card) == ["3"] * CRITERIA


# The end of a session


def end_session(page: Page, card: Scorecard, *, in_dialog: bool) -> str:
    """Type and click on past the end of the session; sign in; what was typed."""
    opened(page, card)
    click(page, (0, 3))
    idle(page)
    Session.objects.all().delete()
    page.get_by_label("Evidence for Ability 1").focus()
    typed = "Wrote the test first, "
    page.keyboard.type(typed)
    click(page, (1, 2))
    status_within(page, "Signed out: 2 not saved yet")
    page.keyboard.type("then the code", delay=20)
    typed += "then the code"
    click(page, (2, 4), (3, 1))
    dialog = page.get_by_role("dialog", name="You are signed out")
    expect(dialog).to_be_visible()
    expect(page.get_by_label("Evidence for Ability 1")).to_have_value(typed)
    if in_dialog:
        page.context.add_cookies(
            [
                {"name": "csrf", "value": "x" * 32, "url": re.sub("/scorecards/.*", "/", page.url)}
            ]  # rotated since
        )
        dialog.get_by_label("Password").fill("not this one")
        dialog.get_by_role("button", name="Sign in").click()
        expect(dialog.get_by_role("alert")).to_contain_text("do not match")
        dialog.get_by_label("Password").fill(PASSWORD)
        dialog.get_by_role("button", name="Sign in").click()
    return typed


def evidence_of(card: Scorecard) -> str:
    return card.ratings.in_order()[0].evidence


def test_f8_session_ends(arrive: Callable[..., Visitor], card: Scorecard, ines: User) -> None:
    page = arrive(ines).page
    typed = end_session(page, card, in_dialog=True)
    idle(page)
    assert choices(card) == ["3", "2", "4", "1", *[""] * (CRITERIA - 4)]
    assert evidence_of(card) == typed
    expect(page.get_by_role("dialog")).to_have_count(0)
    click(page, (4, 4))  # with the token that signing in has brought
    idle(page)
    assert choices(card)[4] == "4"
    record("G6", "F8 session ends", f"0 of {len(typed)} characters and 0 of 4 clicks lost")


def test_f8_signed_in_in_another_tab(arrive: Callable[..., Visitor], card: Scorecard, ines: User) -> None:
    visitor = arrive(ines)
    typed = end_session(visitor.page, card, in_dialog=False)
    visitor.page.get_by_role("button", name="Close for now").click()
    visitor.sign_in(visitor.tab(), ines)
    idle(visitor.page)
    assert evidence_of(card) == typed
    assert choices(card)[:4] == ["3", "2", "4", "1"]


@sabotaged
def test_f8_is_seen_to_fail(arrive: Callable[..., Visitor], card: Scorecard, ines: User) -> None:
    visitor = arrive(ines)
    sabotage(visitor.page, STOPS_FOR_GOOD)
    end_session(visitor.page, card, in_dialog=False)
    visitor.sign_in(visitor.tab(), ines)
    visitor.page.wait_for_timeout(1000)
    assert evidence_of(card) == ""  # marks go out from the other tab


def test_too_many_attempts_are_said_in_the_dialog(
    arrive: Callable[..., Visitor], card: Scorecard, ines: User
) -> None:
    page = opened(arrive(ines).page, card)
    Session.objects.all().delete()
    click(page, (0, 3))
    dialog = page.get_by_role("dialog", name="You are signed out")
    page.get_by_role("button", name="Sign in", exact=True).first.click()
    page.route(
        "**/sign-in/",
        lambda route: (
            route.fulfill(status=429, body="") if route.request.method == "POST" else route.continue_()
        ),
    )
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Too many attempts")
    page.unroute("**/sign-in/")
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_label("Password").press("Enter")
    idle(page)
    assert choices(card)[0] == "3"


# Tabs that are closed, and people who change


def leave_offline(visitor: Visitor, card: Scorecard) -> None:
    page = opened(visitor.page, card)
    visitor.context.set_offline(True)
    click(page, *((place, 1 + place % 4) for place in range(CRITERIA)))
    page.get_by_label("Evidence for Ability 1").fill("CANARY in the text")
    status_within(page, re.compile("Offline: 13"))
    stored = page.evaluate("JSON.stringify(localStorage)")
    assert "CANARY" not in stored  # no text outlives the tab
    assert "Ability" not in stored
    assert visitor.page.evaluate("document.body.dataset.person") in stored
    page.close()
    visitor.context.set_offline(False)


MEANT = [str(1 + place % 4) for place in range(CRITERIA)]


@pytest.mark.parametrize("address", ["/", "card"], ids=["any page", "the card"])
def test_f9_a_closed_tab(arrive: Callable[..., Visitor], card: Scorecard, ines: User, address: str) -> None:
    """The same person's next page sends it, whichever it is."""
    visitor = arrive(ines)
    leave_offline(visitor, card)
    page = visitor.tab()
    page.goto(card.get_absolute_url() if address == "card" else address)
    idle(page)
    assert choices(card) == MEANT
    assert evidence_of(card) == ""  # said before the tab was closed
    record("G2", "F9 closed tab", f"0 wrong of {CRITERIA}, sent from {address}")


@sabotaged
def test_f9_is_seen_to_fail(arrive: Callable[..., Visitor], card: Scorecard, ines: User) -> None:
    visitor = arrive(ines)
    sabotage(visitor.page, NOTHING_STORED)
    page = opened(visitor.page, card)
    visitor.context.set_offline(True)
    click(page, (0, 3))
    status_within(page, "This browser stores nothing")
    page.close()
    visitor.context.set_offline(False)
    page = opened(visitor.tab(), card)
    page.wait_for_timeout(500)
    assert choices(card)[0] == ""


def another_comes(visitor: Visitor, card: Scorecard, other: User) -> tuple[Page, list[str]]:
    """Somebody else signs in in the browser where entries wait; their page, and what it posts."""
    page = visitor.tab()
    page.context.clear_cookies()
    posted: list[str] = []
    page.on(
        "request",
        lambda sent: (
            posted.append(f"{sent.url} {sent.post_data}")
            if "scorecards" in sent.url and sent.method == "POST"
            else None
        ),
    )
    visitor.sign_in(page, other)
    for address in ("/", "/skills/", card.get_absolute_url()):
        page.goto(address)
    page.wait_for_timeout(500)
    return page, posted


def test_f9_another_person(arrive: Callable[..., Visitor], card: Scorecard, ines: User, oscar: User) -> None:
    visitor = arrive(ines)
    leave_offline(visitor, card)
    page, posted = another_comes(visitor, card, oscar)
    assert posted == []
    assert choices(card) == [""] * CRITERIA
    assert "CANARY" not in page.evaluate(STORAGES)
    assert page.locator("#unsaved").is_hidden()
    page.context.clear_cookies()
    visitor.sign_in(page, ines)
    idle(page)
    assert choices(card) == MEANT
    record("G2", "F9 another person", "0 requests, 0 texts; sent when the first came back")


@sabotaged
def test_f9_another_person_is_seen_to_fail(
    arrive: Callable[..., Visitor], card: Scorecard, ines: User, oscar: User
) -> None:
    visitor = arrive(ines)
    leave_offline(visitor, card)
    sabotage(visitor.tab(), ANYBODY)
    page, posted = another_comes(visitor, card, oscar)
    page.evaluate("import('/static/js/outbox.js').then(({ send }) => send())")
    page.wait_for_timeout(500)
    assert posted  # though the server, which is told whose it is, takes nothing
    assert choices(card) == [""] * CRITERIA


def test_texts_go_when_somebody_signs_out_or_another_comes(
    arrive: Callable[..., Visitor], card: Scorecard, ines: User, oscar: User
) -> None:
    visitor = arrive(ines)
    page = opened(visitor.page, card)
    page.route("**/evidence/", lambda route: route.abort())
    page.get_by_label("Evidence for Ability 1").fill("CANARY one")
    page.get_by_label("Evidence for Ability 1").blur()
    assert "CANARY" in page.evaluate(STORAGES)
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")
    assert "CANARY" not in page.evaluate(STORAGES)
    visitor.sign_in(page, ines)
    opened(page, card).get_by_label("Evidence for Ability 1").fill("CANARY two")
    page.context.clear_cookies()
    page.once("dialog", lambda dialog: dialog.accept())
    visitor.sign_in(page, oscar)
    assert "CANARY" not in page.evaluate(STORAGES)
    assert evidence_of(card) == ""


def test_a_page_of_before_sends_nothing_for_another_person(
    arrive: Callable[..., Visitor], card: Scorecard, ines: User, oscar: User
) -> None:
    visitor = arrive(ines)
    page = opened(visitor.page, card)
    other = visitor.tab()
    other.context.clear_cookies()
    visitor.sign_in(other, oscar)
    click(page, (0, 4))
    status_within(page, "Somebody else is signed in: 1 not saved yet")
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    status_within(page, "Somebody else is signed in: 1 not saved yet")
    assert choices(card)[0] == ""
    other.context.clear_cookies()
    visitor.sign_in(other, ines)
    idle(page)
    assert choices(card)[0] == "4"


# Several tabs, and browsers that store nothing


@pytest.mark.parametrize("lacking", [[], pytest.param([SILENT], marks=sabotaged)], ids=["", "sabotaged"])
def test_two_tabs(
    arrive: Callable[..., Visitor], card: Scorecard, ines: User, lacking: list[Sabotage]
) -> None:
    """They send one after the other, and the older one is told of what it has not seen."""
    visitor = arrive(ines)
    sabotage(visitor.page, *lacking)
    first, second = opened(visitor.page, card), opened(visitor.tab(), card)
    click(first, (0, 4), (1, 3))
    click(second, (2, 2), (3, 1))
    idle(first)
    idle(second)
    assert choices(card)[:4] == ["4", "3", "2", "1"]
    click(second, (0, 1))
    idle(second)
    if lacking:
        assert choices(card)[0] == "1"  # silently
        return
    expect(second.locator(".problem")).to_contain_text("4 Above the level")
    assert choices(card)[0] == "4"
    expect(second.locator(".crit:not(.next) .saved").nth(1)).to_contain_text("Changed in another tab")


def test_news_of_another_tab_may_come_before_its_storage(
    arrive: Callable[..., Visitor], card: Scorecard, ines: User
) -> None:
    """It is told to be saved while its entry is still seen here: that one is nobody's of this page."""
    visitor = arrive(ines)
    visitor.page.add_init_script("Storage.prototype.removeItem = () => {};")
    first, second = opened(visitor.page, card), opened(visitor.tab(), card)
    click(first, (0, 4))
    expect(second.locator(".crit .saved").first).to_contain_text("Changed in another tab")
    first.close(run_before_unload=False)
    second.evaluate("localStorage.clear()")
    click(second, (0, 1))
    idle(second)
    expect(second.locator(".problem")).to_contain_text("4 Above the level")
    assert choices(card)[0] == "4"


def sent_without_an_answer(visitor: Visitor, card: Scorecard) -> tuple[Page, Page, Line]:
    """Two tabs, of which the first has sent a 4; it has arrived, and its tab goes on asking."""
    sabotage(visitor.page)
    first, second = opened(visitor.page, card), opened(visitor.tab(), card)
    line = Line(swallow=1).lay(first)
    click(first, (0, 4))
    stored(first, card, "4")
    return first, second, line


def stored(page: Page, card: Scorecard, value: str, seconds: float = 20) -> None:
    """The first criterion's value, sooner or later."""
    deadline = time.monotonic() + seconds
    while choices(card)[0] != value:
        assert time.monotonic() < deadline, choices(card)
        page.wait_for_timeout(50)


def is_checked(page: Page, value: int) -> None:
    expect(page.locator(f".crit:not(.next) [type=radio][value='{value}']").first).to_be_checked()


def test_what_another_tab_is_still_sending_is_not_overwritten(
    arrive: Callable[..., Visitor], card: Scorecard, ines: User
) -> None:
    """Nobody has seen it in the tab where the next one is said. Both ask; what one is told, both know."""
    first, second, line = sent_without_an_answer(arrive(ines), card)
    click(second, (0, 1), (0, 2))
    line.swallow = 0
    for page in (second, first):
        expect(page.locator(".problem")).to_contain_text("2 Partly there")
        expect(page.locator(".problem")).to_contain_text("4 Above the level")
    assert choices(card)[0] == "4"
    second.get_by_role("button", name="Keep what is on this page").click()
    for page in (second, first):
        expect(page.locator(".problem")).to_have_count(0)
        idle(page)
        is_checked(page, 2)
    assert choices(card)[0] == "2"


def test_what_was_taken_in_one_tab_is_taken_in_the_other(
    arrive: Callable[..., Visitor], card: Scorecard, ines: User
) -> None:
    first, second, line = sent_without_an_answer(arrive(ines), card)
    click(second, (0, 2))
    line.swallow = 0
    expect(second.locator(".problem")).to_be_visible()
    expect(first.locator(".problem")).to_be_visible()
    first.get_by_role("button", name="Take what is stored").click()
    for page in (second, first):
        expect(page.locator(".problem")).to_have_count(0)
        is_checked(page, 4)
    click(second, (0, 3))
    idle(second)
    assert choices(card)[0] == "3"


def test_nobody_meets_their_own_because_another_tab_was_in_between(
    arrive: Callable[..., Visitor], card: Scorecard, ines: User
) -> None:
    first, second, line = sent_without_an_answer(arrive(ines), card)
    second.route("**/ratings/**", lambda route: route.abort())
    click(second, (0, 2))
    second.close()
    first.wait_for_timeout(300)  # until it is seen
    click(first, (0, 3))
    line.swallow = 0
    idle(first)
    assert choices(card)[0] == "3"
    assert first.locator(".problem").count() == 0


def test_what_another_page_is_told_is_shown_where_it_was_said(
    arrive: Callable[..., Visitor], card: Scorecard, ines: User
) -> None:
    visitor = arrive(ines)
    first, second = opened(visitor.page, card), opened(visitor.tab(), card)
    click(second, (0, 4))
    expect(first.locator(".crit .saved").first).to_contain_text("Changed in another tab")
    second.close()
    first.route("**/ratings/**", lambda route: route.abort())
    click(first, (0, 1))
    status_within(first, NOT_YET, 20)
    visitor.tab().goto("/")  # sends it
    expect(first.locator(".problem")).to_contain_text("4 Above the level")
    assert choices(card)[0] == "4"


def refused_for_now(visitor: Visitor, card: Scorecard, value: int) -> Page:
    page = opened(visitor.page, card)
    page.route("**/ratings/**", lambda route: route.fulfill(status=503, json={}))
    click(page, (0, value))
    status_within(page, NOT_YET, 20)
    return page


def test_what_another_page_sweeps_away_is_said_again(
    arrive: Callable[..., Visitor], card: Scorecard, ines: User
) -> None:
    """It sends the first click, and does not see the second before it takes the first away."""
    visitor = arrive(ines)
    page = refused_for_now(visitor, card, 4)
    home = visitor.tab()
    home.add_init_script("""
        const [get, seen] = [Storage.prototype.getItem, {}];
        Storage.prototype.getItem = function (key) {
            return key.includes("/ratings/") ? (seen[key] ??= get.call(this, key)) : get.call(this, key);
        };
    """)
    sent: list[Route] = []
    home.route("**/ratings/**", lambda route: sent.append(route))
    with home.expect_request("**/ratings/**"):
        home.goto("/")
    click(page, (0, 2))
    sent[0].continue_()
    page.unroute("**/ratings/**")
    stored(page, card, "2")


def test_submitting_goes_on_when_another_page_has_sent_the_last(
    arrive: Callable[..., Visitor], card: Scorecard, ines: User
) -> None:
    """And tells so before its storage does."""
    visitor = arrive(ines)
    page = refused_for_now(visitor, card, 3)
    click(page, (0, 4), (0, 3))
    page.get_by_role("button", name=re.compile("^Submit")).click()
    home = visitor.tab()
    home.add_init_script("Storage.prototype.removeItem = () => {};")
    with page.expect_request(lambda sent: sent.method == "POST" and "/ratings/" not in sent.url):
        home.goto("/")


def test_an_entry_goes_on_in_another_tab(arrive: Callable[..., Visitor], card: Scorecard, ines: User) -> None:
    """Offline in one, sent by the other: the first knows the new version, and may change its mind."""
    visitor = arrive(ines)
    first = opened(visitor.page, card)
    first.route("**/ratings/**", lambda route: route.abort())
    click(first, (0, 4))
    status_within(first, "not saved yet")
    second = visitor.tab()
    second.goto("/")
    idle(second)
    assert choices(card)[0] == "4"
    first.unroute("**/ratings/**")
    status_within(first, "Saved", 5)
    click(first, (0, 2))
    idle(first)
    assert choices(card)[0] == "2"


REFUSING_STORAGE = {
    "blocked": """
        const get = () => { throw new DOMException("", "SecurityError"); };
        for (const area of ["localStorage", "sessionStorage"]) Object.defineProperty(window, area, { get });
        window.BroadcastChannel = class { constructor() { get(); } };
    """,
    "full": "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); };",
}


@pytest.mark.parametrize("how", [*REFUSING_STORAGE, "corrupt"])
def test_storage_that_fails(arrive: Callable[..., Visitor], card: Scorecard, ines: User, how: str) -> None:
    visitor = arrive(ines)
    page = visitor.page
    if how == "corrupt":
        opened(page, card)
        person = page.evaluate("document.body.dataset.person")
        address = page.locator(".crit").first.get_attribute("data-slot")
        page.evaluate(
            "([key, text]) => localStorage.setItem(key, text)",
            [f"rolecard:{person}:{address}", '{"value": 3'],
        )
        page.evaluate(
            "([key, text]) => localStorage.setItem(key, text)", [f"rolecard:{person}:/x/", "[null]"]
        )
    else:
        page.add_init_script(REFUSING_STORAGE[how])
    opened(page, card)
    visitor.context.set_offline(True)
    click(page, (0, 4), (0, 2), (1, 3))
    page.get_by_label("Evidence for Ability 1").fill("Kept in memory")
    status_within(page, "Offline: 3 not saved yet")
    if how != "corrupt":
        status_within(page, "This browser stores nothing: stay on this page until all is saved.")
    visitor.context.set_offline(False)
    status_within(page, "Saved", 5)
    assert choices(card)[:2] == ["2", "3"]
    assert evidence_of(card) == "Kept in memory"


def test_a_welcome_page_of_a_hotel_acknowledges_nothing(
    arrive: Callable[..., Visitor], card: Scorecard, ines: User
) -> None:
    page = opened(arrive(ines).page, card)
    page.route(
        "**/ratings/**", lambda route: route.fulfill(body="<h1>Welcome</h1>", content_type="text/html")
    )
    click(page, (0, 3))
    status_within(page, "Not saved yet: 1")
    page.unroute("**/ratings/**")
    idle(page)
    assert choices(card)[0] == "3"
