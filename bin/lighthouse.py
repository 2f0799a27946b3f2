"""`make lighthouse`: what Lighthouse says of the public job pages, served as `make run` serves them.

It needs node with npx, and Chromium (CHROMIUM says where, if it is not found). Not part of `make test`.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
LIGHTHOUSE = "lighthouse@12.8.2"  # later ones want a node newer than Debian's
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
ENOUGH = 98
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"
LOC = ".//{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def main() -> None:
    browser = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not shutil.which("npx") or not browser:
        sys.exit("Lighthouse needs npx (of node) and Chromium.")
    base = f"http://127.0.0.1:{free_port()}"
    server = subprocess.Popen(
        [sys.executable, str(ROOT / "bin" / "serve.py")],
        env={**os.environ, "PORT": base.rpartition(":")[2]},
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(f"{base}/healthz", server)
        sitemap = ElementTree.fromstring(read(f"{base}/jobs/sitemap.xml"))  # noqa: S314 - our own server
        pages = [one.text or "" for one in sitemap.iterfind(LOC)]
        if len(pages) < 2:
            sys.exit("No job is online in this database: publish one first.")
        results = [(page, scores(page, browser)) for page in pages[:2]]
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()
    for page, found in results:
        print(page, *(f"{name} {found[name]}" for name in CATEGORIES), sep="  ")
    if min(score for _, found in results for score in found.values()) < ENOUGH:
        sys.exit(f"Below {ENOUGH}.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def read(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - our own server
        body: bytes = answer.read()
        return body


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    """Until the server answers: a first start makes the database and compresses files."""
    for _ in range(600):
        if server.poll() is not None:
            sys.exit("The server did not start.")
        try:
            read(url)
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    sys.exit("The server did not answer.")


def scores(page: str, browser: str) -> dict[str, int]:
    """0 to 100 for each category, as on a phone."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = ["npx", "--yes", LIGHTHOUSE, page, "--quiet", f"--chrome-flags={FLAGS}"]
        command += [f"--only-categories={','.join(CATEGORIES)}", "--output=json", f"--output-path={report}"]
        subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": browser})
        said = json.loads(report.read_text())
    for audit in said["audits"].values():
        if audit.get("score") is not None and audit["score"] < 1 and audit["scoreDisplayMode"] == "binary":
            print(f"{page}: {audit['title']}")
    return {name: round(100 * (said["categories"][name]["score"] or 0)) for name in CATEGORIES}


main()
