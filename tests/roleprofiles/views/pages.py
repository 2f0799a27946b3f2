"""What a page says and what it costs."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

_NO_QUERY = ("SAVEPOINT", "RELEASE SAVEPOINT", "BEGIN", "COMMIT")


def body(response: Any) -> str:
    return str(response.content.decode())


def text(markup: str) -> str:
    """What a reader is told, hidden labels included."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def texts(markup: str, tag: str, attributes: str = "") -> list[str]:
    """The texts of the elements of a tag whose attributes begin so."""
    return [
        text(found) for found in re.findall(rf"<{tag}\b{attributes}[^>]*>(.*?)</{tag}>", markup, re.DOTALL)
    ]


def main_of(response: Any) -> str:
    """The markup of a page's own content: no navigation, and nothing from the side."""
    page = body(response).split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"<(nav|aside)\b.*?</\1>", "", page.split(">", 1)[1], flags=re.DOTALL)


def said(response: Any) -> list[str]:
    """The messages at the top of the page."""
    return [str(message) for message in response.context["messages"]]


def queries(client: Client, address: str) -> int:
    """How many queries a page takes, session and person included."""
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return sum(not query["sql"].startswith(_NO_QUERY) for query in seen.captured_queries)
