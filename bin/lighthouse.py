"""`make lighthouse`: what Lighthouse says of every main page, as on a phone, and what a browser sends for.

The pages are served as `make run` serves them, from a database of their own with the demo. With names of
pages as arguments: only those. It needs node with npx, and Chromium (CHROMIUM says where it is, if need be).
It is not part of `make test`.
"""

import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bin.audit import CATEGORIES, Said, best_of
from bin.mainpages import CARD, MainPage, prepare
from bin.wire import OFFLINE, SLOW, Wire, first_and_again, signed_in, until_a_click_shows

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FIRST_KB, FIRST_REQUESTS, AGAIN_KB = 90, 10, 15  # of one page, with an empty cache and with a warm one
CLICK = 50  # ms, the median of ten


def main() -> None:
    browser = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not shutil.which("npx") or not browser:
        sys.exit("Lighthouse needs npx (of node) and Chromium.")
    with tempfile.TemporaryDirectory(prefix="rolecard-lighthouse-") as folder:
        pages = prepare(Path(folder))
        base = f"http://127.0.0.1:{free_port()}"
        server = subprocess.Popen(
            [sys.executable, str(ROOT / "bin" / "serve.py")],
            env={**os.environ, "PORT": base.rpartition(":")[2]},
            stdout=subprocess.DEVNULL,
        )
        try:
            wait_for(f"{base}/healthz", server)
            wanted = [page for page in pages if page.name in sys.argv[1:] or not sys.argv[1:]]
            is_enough = look_at(base, wanted, browser)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()
    sys.exit(0 if is_enough else "Something is beyond its limit.")


def look_at(base: str, pages: list[MainPage], browser: str) -> bool:
    """Print the table; whether everything keeps its limit."""
    print(f"{'':18}  perf  acc   best  seo   LCP ms  shift  machine  first load      again", flush=True)
    enough = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        for page in pages:
            first, again = first_and_again(chromium, base, page.path, page.session)
            said = best_of(page, base, browser)
            is_light = first.kilobytes <= FIRST_KB and first.requests <= FIRST_REQUESTS
            enough.append(said.is_enough and is_light and again.kilobytes <= AGAIN_KB)
            print(row(page, said, first, again) + ("" if enough[-1] else "   beyond"), flush=True)
        for page in (one for one in pages if one.path == CARD):
            enough.append(clicks_show(chromium, base, page))
    return all(enough)


def row(page: MainPage, said: Said, first: Wire, again: Wire) -> str:
    scores = "".join(f"{said.scores.get(name, '-'):<6}" for name in CATEGORIES)
    sizes = f"{first.kilobytes:5.1f} kB in {first.requests:<3}{again.kilobytes:5.1f} kB in {again.requests}"
    return f"{page.name:18}  {scores}{said.lcp:6.0f}  {said.shift:5.3f}  {said.machine:7.0f}  {sizes}"


def clicks_show(chromium: Browser, base: str, page: MainPage) -> bool:
    """On a line that takes seconds, and on none."""
    tab = signed_in(chromium, base, page.session).new_page()
    tab.goto(base + page.path)
    tab.locator("#later").wait_for(state="detached")
    medians = []
    for name, line in (("3 s late", SLOW), ("offline", OFFLINE)):
        took = until_a_click_shows(tab, 10, line)
        medians.append(statistics.median(took))
        print(f"{name}: a rating shows {medians[-1]:.0f} ms after the click, at most {max(took):.0f} ms")
    return max(medians) <= CLICK


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    """Until the server answers: a first start compresses files."""
    for _ in range(600):
        if server.poll() is not None:
            sys.exit("The server did not start.")
        try:
            with urllib.request.urlopen(url, timeout=10):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    sys.exit("The server did not answer.")


if __name__ == "__main__":
    main()
