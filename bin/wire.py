"""What a browser sends for over the wire when it opens a page, and how soon a click on a scorecard shows."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

OFFLINE = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
SLOW = {**OFFLINE, "offline": False, "latency": 3_000}  # ms
OF_THE_LEVEL = "[data-criterion]:not([data-next-level])"
# From the event's own time to the end of the first frame with the number chosen and its colour in the strip.
WATCH = """(criteria) => {
  if (window.took) return took.splice(0);
  window.took = [];
  document.addEventListener("click", ({ target, timeStamp }) => {
    const place = [...document.querySelectorAll(criteria)].indexOf(target.closest(criteria));
    if (place < 0 || target.type !== "radio") return;
    const cell = document.querySelectorAll("#progress .meter i")[place];
    const look = () => {
      if (!target.checked || cell.className !== `r${target.value}`) return requestAnimationFrame(look);
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => took.push(performance.now() - timeStamp);
      port2.postMessage("");
    };
    requestAnimationFrame(look);
  }, true);
}"""


@dataclass
class Wire:
    requests: int = 0
    size: int = 0  # bytes, with headers, as compressed

    @property
    def kilobytes(self) -> float:
        return self.size / 1000


def opened(context: BrowserContext, address: str) -> Wire:
    """In a tab of its own, until all its scripts are there. What a cache has is no request."""
    page = context.new_page()
    line, wire = context.new_cdp_session(page), Wire()
    sent: set[str] = set()

    def asked(event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith("http"):
            sent.add(event["requestId"])

    def came(event: dict[str, Any]) -> None:
        if event["requestId"] in sent and event["encodedDataLength"]:
            wire.requests += 1
            wire.size += int(event["encodedDataLength"])

    line.on("Network.requestWillBeSent", asked)
    line.on("Network.loadingFinished", came)
    line.send("Network.enable")
    page.goto(address)
    page.locator("#later").wait_for(state="detached")
    page.wait_for_load_state("networkidle")
    page.close()
    return wire


def first_and_again(browser: Browser, base: str, path: str, session: str) -> tuple[Wire, Wire]:
    """With an empty cache, and with a warm one."""
    context = signed_in(browser, base, session)
    wires = opened(context, base + path), opened(context, base + path)
    context.close()
    return wires


def signed_in(browser: Browser, base: str, session: str) -> BrowserContext:
    context = browser.new_context()
    if session:
        context.add_cookies([{"name": "session", "value": session, "url": base}])
    return context


def until_a_click_shows(page: Page, clicks: int, line: dict[str, Any]) -> list[float]:
    """Milliseconds, one after the other, on an open scorecard."""
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", line)
    page.evaluate(WATCH, OF_THE_LEVEL)
    criteria = page.locator(OF_THE_LEVEL)
    for number in range(clicks):
        others = criteria.nth(number % criteria.count()).locator("[type=radio]:not(:checked, [value=na])")
        others.first.click(force=True)
        while page.evaluate("took.length") <= number:
            page.wait_for_timeout(20)
    took: list[float] = page.evaluate("took")
    return took
