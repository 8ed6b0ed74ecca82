"""A few connections to one address that stay open, for requests so many that each must be light.

A client for everything spends several times the processor time of such a request on addresses,
headers and cookies that never change here; in a crowd, that is what makes people wait. httptools
reads the answers. Each connection has one request under way: the answer to a POST is awaited
before the next one is sent (RFC 9112, section 9.3.2).
"""

from __future__ import annotations

import asyncio
import ssl
from typing import Final, cast
from urllib.parse import quote, urlsplit

from httptools import HttpParserError, HttpResponseParser
from typing_extensions import override

LONGEST: Final = 10.0
"""Seconds to connect, and again to be answered: nothing is waited for longer."""
_KEPT: Final = 60.0
_LOOK: Final = 1.0
_FINAL: Final = 200


class Wire:
    """Connections to the host of ``base``, at most ``at_most`` of them, opened when needed."""

    def __init__(self, base: str, *, agent: str, at_most: int) -> None:
        """Connect to nothing yet. ``agent`` tells the other side who asks."""
        parts = urlsplit(base)
        self._tls = parts.scheme == "https"
        self._host = parts.hostname or ""
        self._port = parts.port or (443 if self._tls else 80)
        self._path = parts.path.rstrip("/")
        self._head = f" HTTP/1.1\r\nHost: {parts.netloc}\r\nUser-Agent: {agent}\r\nContent-"
        self._places = asyncio.Semaphore(at_most)
        self._free: list[_Connection] = []
        self._busy: set[_Connection] = set()
        self._trust: ssl.SSLContext | None = None
        self._looking: asyncio.TimerHandle | None = None

    async def ask(self, method: str, path: str, body: bytes, kind: str) -> tuple[int, bytes]:
        """Send one request; return the status and the body of its answer.

        ``path`` follows that of the base; ``kind`` is the media type of ``body``.

        Raises:
            OSError: the connection failed, or was cut before the answer was whole; as a
                ``TimeoutError`` when nothing came in time.
        """
        request = self._written(method, path, kind, len(body)) + body
        async with self._places:
            connection = self._kept() or await self._opened()
            self._busy.add(connection)
            self._look_after()
            try:
                answer = await connection.ask(request)
            except BaseException:
                connection.end()
                raise
            finally:
                self._busy.discard(connection)
            if connection.open:
                self._free.append(connection)
            return answer

    def close(self) -> None:
        """Close every connection; what is under way fails."""
        for connection in (*self._free, *self._busy):
            connection.end()
        self._free.clear()
        if self._looking is not None:
            self._looking.cancel()

    def _written(self, method: str, path: str, kind: str, length: int) -> bytes:
        if not (path.isascii() and path.isprintable() and " " not in path):
            path = quote(path)
        about = f"Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
        return f"{method} {self._path}{path}{self._head}{about}".encode("ascii")

    def _kept(self) -> _Connection | None:
        now = asyncio.get_running_loop().time()
        while self._free:
            connection = self._free.pop()
            if connection.open and now - connection.since < _KEPT:
                return connection
            connection.end()
        return None

    async def _opened(self) -> _Connection:
        loop = asyncio.get_running_loop()
        if self._tls and self._trust is None:
            self._trust = ssl.create_default_context()
        async with asyncio.timeout(LONGEST):
            _, connection = await loop.create_connection(
                _Connection, self._host, self._port, ssl=self._trust, happy_eyeballs_delay=0.25
            )
        return connection

    def _look_after(self) -> None:
        """One clock for all that is under way: a timer for each costs as much as the request."""
        if self._looking is None:
            self._looking = asyncio.get_running_loop().call_later(_LOOK, self._look)

    def _look(self) -> None:
        self._looking = None
        edge = asyncio.get_running_loop().time() - LONGEST
        for connection in self._busy:
            if connection.since < edge:
                connection.fail(TimeoutError())
        if self._busy:
            self._look_after()


class _Connection(asyncio.Protocol):
    """One connection. ``since`` is when it was last asked something."""

    __slots__ = ("_answer", "_body", "_loop", "_parser", "_transport", "open", "since")

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport  # given when the connection is made, before any use
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._parser = HttpResponseParser(self)
        self._body: list[bytes] = []
        self.open = False
        self.since = 0.0

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        self._answer = self._loop.create_future()
        self.since = self._loop.time()
        self._transport.write(request)
        return await self._answer

    def end(self) -> None:
        self.open = False
        self._transport.abort()

    def fail(self, error: OSError) -> None:
        self.open = False
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error)

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport, self.open = cast("asyncio.Transport", transport), True

    @override
    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except HttpParserError:
            self.fail(ConnectionError("this is not HTTP"))
            self.end()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self.fail(ConnectionResetError())

    def on_body(self, body: bytes) -> None:
        self._body.append(body)

    def on_message_complete(self) -> None:
        status, body = self._parser.get_status_code(), b"".join(self._body)
        self._body.clear()
        if status < _FINAL:  # "go on", or a hint: the answer is still to come
            return
        if not self._parser.should_keep_alive():
            self.end()
        if self._answer is not None and not self._answer.done():
            self._answer.set_result((status, body))
