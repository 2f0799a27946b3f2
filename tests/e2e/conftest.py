"""Chromium against a live server, and pages that fail the test when the browser complains."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
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
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDTHS = (1280, 360)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield chromium
        chromium.close()


class Visitor:
    """A person at a browser of their own, who notices what the browser complains of."""

    def __init__(self, browser: Browser, base: str, person: User) -> None:
        self.context = browser.new_context(base_url=base, viewport={"width": 1280, "height": 900})
        self.context.set_default_timeout(10_000)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda m: self._note(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self._note(str(error)))
        self.page.goto("/accounts/sign-in/")
        self.look()
        self.page.get_by_label("Email").fill(person.email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url("**/")

    def _note(self, text: str) -> None:
        self.complaints.append(f"{self.page.url}: {text}")

    def look(self) -> None:
        """No axe violation and no sideways scrolling, on a desk and on a phone."""
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            found = Axe().run(self.page).response["violations"]
            assert not found, [(self.page.url, width, v["id"], v["nodes"][0]["html"]) for v in found]
            over = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert over <= 0, f"{self.page.url} scrolls sideways by {over} px at {width} px"
        self.page.set_viewport_size({"width": 1280, "height": 900})

    def expect_complaint(self, part: str) -> None:
        """The browser logs every 4xx answer; a test that provokes one says so."""
        self.complaints = [said for said in self.complaints if part not in said]


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer) -> Iterator[Callable[[User], Visitor]]:
    """Sign somebody in; at the end, nobody's browser may have complained."""
    visitors: list[Visitor] = []

    def arrive(person: User) -> Visitor:
        visitors.append(Visitor(browser, live_server.url, person))
        return visitors[-1]

    yield arrive
    complaints = [said for visitor in visitors for said in visitor.complaints]
    for visitor in visitors:
        visitor.context.close()
    assert complaints == []
