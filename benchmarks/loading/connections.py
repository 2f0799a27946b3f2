"""A client that costs little, because it shares the processors with the server that it measures."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import deque
from dataclasses import dataclass

from tests.faults.ledger import Answer
from tests.faults.server import HOST

PATIENCE = 10.0  # seconds for an answer, as in static/js/outbox.js
IDLE = 1.0  # gunicorn closes a connection that was quiet for two


@dataclass
class Connection:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    quiet_since: float = 0


class Connections:
    """As of a proxy in front of the server: kept for the next request, and one more where all are busy."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._idle: deque[Connection] = deque()

    async def ask(self, path: str, headers: str, body: str | None = None) -> Answer:
        """``status`` 0 where there was no answer, or none in time."""
        connection = None
        try:
            async with asyncio.timeout(PATIENCE):
                connection = self._kept() or Connection(*await asyncio.open_connection(HOST, self.port))
                connection.writer.write(self._request(path, headers, body))
                answer, is_kept = await _answer(connection.reader)
        except (OSError, TimeoutError, asyncio.IncompleteReadError, ValueError):
            if connection:
                connection.writer.close()
            return Answer(0)
        if is_kept:
            connection.quiet_since = asyncio.get_running_loop().time()
            self._idle.append(connection)
        else:
            connection.writer.close()
        return answer

    async def close(self) -> None:
        for one in self._idle:
            one.writer.close()
        for one in self._idle:
            with contextlib.suppress(OSError):
                await one.writer.wait_closed()
        self._idle.clear()

    def _kept(self) -> Connection | None:
        """The one that is quiet for longest, so that the server's processes share the work."""
        while self._idle:
            one = self._idle.popleft()
            if asyncio.get_running_loop().time() - one.quiet_since < IDLE and not one.reader.at_eof():
                return one
            one.writer.close()
        return None

    def _request(self, path: str, headers: str, body: str | None) -> bytes:
        said = (body or "").encode()
        method, length = ("GET", "") if body is None else ("POST", f"Content-Length: {len(said)}\r\n")
        return (
            f"{method} {path} HTTP/1.1\r\nHost: {HOST}:{self.port}\r\n{headers}{length}\r\n".encode() + said
        )


async def _answer(reader: asyncio.StreamReader) -> tuple[Answer, bool]:
    """What was answered, and whether the connection stays open."""
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    data = await reader.readexactly(int(headers.get("content-length", 0)))
    is_json = headers.get("content-type") == "application/json"
    said = json.loads(data) if is_json else {}
    answer = Answer(int(first.split()[1]), said, retry_after=headers.get("retry-after"))
    return answer, headers.get("connection") != "close"
