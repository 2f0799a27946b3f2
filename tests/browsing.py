"""Chromium against a live server, and pages that fail the test when the browser complains."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, Protocol

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.factories import PASSWORD

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=20_000)  # the machine may be busy with other tests
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDTHS = (1280, 360)
# What the outbox has not had acknowledged yet.
KEPT = "[localStorage, sessionStorage].flatMap(Object.keys).filter((key) => key.startsWith('rolecard:'))"
# What reaches beyond the right edge, innermost only.
WIDE = """(() => {
  const isWide = (one) => Math.max(one.getBoundingClientRect().right, one.scrollWidth) > innerWidth + 1;
  return [...document.querySelectorAll("main :not(.visually-hidden)")]
    .filter((one) => isWide(one) && ![...one.children].some(isWide))
    .map((one) => one.cloneNode().outerHTML.slice(0, 120));
})()"""


@pytest.fixture(scope="session")
def browser(django_db_setup: None) -> Iterator[Browser]:
    """While Playwright's loop runs, Django hands this thread database connections of another set.

    Nobody else would close those: one that stays open keeps PostgreSQL from dropping the tests' database.
    """
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield chromium
        chromium.close()
        connections.close_all()


def idle(*pages: Page) -> None:
    """Everything is acknowledged, and each tab knows: a browser tells the others a moment later."""
    deadline = time.monotonic() + 20
    for page in pages:
        while left := page.evaluate(KEPT):
            assert time.monotonic() < deadline, left
            page.wait_for_timeout(50)


def go_patiently(page: Page) -> None:
    """Nobody is at a page before its scripts are: most of them come when it is painted (site.js)."""

    def patient(act: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(act)
        def acted(*args: Any, **kwargs: Any) -> Any:
            answer = act(*args, **kwargs)
            page.locator("#later").wait_for(state="detached")
            return answer

        return acted

    for name in ("goto", "reload", "go_back", "wait_for_url"):
        setattr(page, name, patient(getattr(page, name)))


class Visitor:
    """A person at a browser of their own, who notices what the browser complains of."""

    def __init__(
        self, browser: Browser, base: str, person: User, *, scripts: bool = True, by_form: bool = False
    ) -> None:
        size: ViewportSize = {"width": 1280, "height": 900}
        # Nothing may still be on its way, such as a smooth scroll, when the mouse is pressed.
        self.context = browser.new_context(
            base_url=base, viewport=size, java_script_enabled=scripts, reduced_motion="reduce"
        )
        self.context.set_default_timeout(20_000)
        self.base = base
        self.has_scripts = scripts
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.expected: list[str] = []
        self._listen(self.page)
        if by_form:
            self.sign_in(self.page, person)
        else:
            self.let_in(person)
            self.page.goto("/")

    def let_in(self, person: User) -> None:
        """With a session that the form has not begun, which takes a tenth of the time."""
        client = Client()
        client.force_login(person)
        name = settings.SESSION_COOKIE_NAME
        self.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.base}])

    def sign_in(self, page: Page, person: User) -> None:
        page.goto("/accounts/sign-in/")
        page.get_by_label("Email").fill(person.email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/accounts/sign-in/" not in url)

    def tab(self) -> Page:
        """Another tab of the same browser; its complaints count too."""
        page = self.context.new_page()
        self._listen(page)
        return page

    def _listen(self, page: Page) -> None:
        def note(text: str) -> None:
            self.complaints.append(f"{page.url}: {text}")

        if self.has_scripts:
            go_patiently(page)
        page.on("console", lambda said: note(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: note(str(error)))

    def arrive(self) -> None:
        """A click on a link ends where the next page begins: nothing of it may be there yet."""
        self.page.wait_for_load_state()
        if self.has_scripts:
            self.page.locator("#later").wait_for(state="detached")

    def look(self) -> None:
        """No axe violation and no sideways scrolling, on a desk and on a phone."""
        self.arrive()
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            # Preloading writes style elements, which the pages' policy forbids, for no rule that is on.
            found = Axe().run(self.page, options={"preload": False}).response["violations"]
            assert not found, [(self.page.url, width, v["id"], v["nodes"][0]["html"]) for v in found]
            self._stay_in(width)
        self.page.set_viewport_size({"width": 1280, "height": 900})

    def fit(self, *widths: int) -> None:
        """No sideways scrolling at any of these."""
        self.arrive()
        for width in widths:
            self.page.set_viewport_size({"width": width, "height": 900})
            self._stay_in(width)
        self.page.set_viewport_size({"width": 1280, "height": 900})

    def _stay_in(self, width: int) -> None:
        over = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        wide = self.page.evaluate(WIDE) if over > 0 else []
        assert over <= 0, f"{self.page.url} scrolls sideways by {over} px at {width} px: {wide}"

    def expect_complaint(self, part: str) -> None:
        """The browser logs every 4xx answer, sooner or later; a test that provokes one says so."""
        self.expected.append(part)

    def unexpected(self) -> list[str]:
        return [said for said in self.complaints if not any(part in said for part in self.expected)]


class Visit(Protocol):
    def __call__(self, person: User, *, scripts: bool = True, by_form: bool = False) -> Visitor: ...


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer) -> Iterator[Visit]:
    """Let somebody in; at the end, nobody's browser may have complained."""
    visitors: list[Visitor] = []

    def arrive(person: User, *, scripts: bool = True, by_form: bool = False) -> Visitor:
        visitors.append(Visitor(browser, live_server.url, person, scripts=scripts, by_form=by_form))
        return visitors[-1]

    yield arrive
    complaints = [said for visitor in visitors for said in visitor.unexpected()]
    for visitor in visitors:
        visitor.context.close()
    assert complaints == []
