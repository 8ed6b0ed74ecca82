"""On Slack's side, each in a process of its own: one that says *ok* to all, and a crowd that sends.

And beside them the rival: a bare Bolt handler as its documentation has it.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp
import orjson
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from typing_extensions import override

from bench.rivals import BareHandler
from bot.adapters.slack.rest import QUIET
from tests.support.slack.wires import SECRET, HttpWire, signed, written
from tests.support.slack.world import new

WIDTH: Final = 500
"""Requests in flight."""
_OK: Final = b'{"ok":true,"ts":"1700000000.000001","messages":[]}'
_ANSWER: Final = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
    % (len(_OK), _OK)
)


@asynccontextmanager
async def bare_bolt(rows: BareHandler, *, at_once: bool) -> AsyncGenerator[HttpWire]:
    """Serve a handler as Bolt's documentation has it: a token, a secret, one row, ``ack()``."""
    app = AsyncApp(
        client=AsyncWebClient(logger=QUIET),
        logger=QUIET,
        signing_secret=SECRET.decode(),
        authorize=_anyone,
        process_before_response=at_once,
    )

    async def sent(ack: AsyncAck) -> None:
        await rows.one_row()
        await ack()

    app.action("send")(sent)

    async def take(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    async with AsyncExitStack() as stack:
        pages = web.Application()
        pages.router.add_post("/slack/events", take)
        runner = web.AppRunner(pages, access_log=None)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        session = await stack.enter_async_context(aiohttp.ClientSession())
        yield HttpWire(session, f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")


async def _anyone(enterprise_id: str | None, team_id: str | None) -> Any:  # noqa: ANN401
    return AuthorizeResult(
        enterprise_id=enterprise_id,
        team_id=team_id,
        bot_token="xoxb-1",  # noqa: S106  (no token)
        bot_user_id="U0",
    )


@asynccontextmanager
async def yes_to_all() -> AsyncGenerator[str]:
    """Start a Slack that says *ok* to every call; give its address."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.bots.slack", "answers", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    port = (await process.stdout.readline()).decode().strip()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        await process.wait()


async def sent_to(address: str, body: dict[str, Any], times: int) -> tuple[float, float]:
    """Return the requests a second that ``address`` answered, and our milliseconds for each."""
    began = time.process_time()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bench.bots.slack",
        "sends",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    told, _ = await process.communicate(orjson.dumps([address, body, times]))
    return float(told), (time.process_time() - began) * 1_000 / times


class _Talk(asyncio.Protocol):
    """Takes whole messages from a stream in the least time: what is measured is the other side."""

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._came = transport, b""

    @override
    def data_received(self, data: bytes) -> None:
        self._came += data
        while True:
            head, found, rest = self._came.partition(b"\r\n\r\n")
            if not found:
                return
            length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
            size = int(length or 0)
            if len(rest) < size:
                return
            self._came = rest[size:]
            self.message()

    def message(self) -> None:
        """Do what is to be done after one message."""
        raise NotImplementedError


class _Yes(_Talk):
    """Answers every request."""

    @override
    def message(self) -> None:
        self._transport.write(_ANSWER)


class _Sender(_Talk):
    """Sends the next of the waiting requests whenever one was answered; then says that all is done."""

    def __init__(self, waiting: Iterator[bytes], done: asyncio.Future[None]) -> None:
        self._waiting, self.done = waiting, done

    @override
    def message(self) -> None:
        request = next(self._waiting, None)
        if request is not None:
            self._transport.write(request)
        elif not self.done.done():
            self.done.set_result(None)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionResetError())


async def _answers() -> None:
    server = await asyncio.get_running_loop().create_server(_Yes, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


async def _sends() -> None:
    """Send one request many times over, each under an id of its own; print how fast that went."""
    address, body, times = orjson.loads(sys.stdin.buffer.read())
    there, loop = urlsplit(address), asyncio.get_running_loop()
    waiting = iter([_request(there.path, body) for _ in range(times)])

    def sender() -> _Sender:
        return _Sender(waiting, loop.create_future())

    lines = [
        await loop.create_connection(sender, there.hostname, there.port) for _ in range(WIDTH)
    ]
    began = time.perf_counter()
    for _, one in lines:
        one.message()
    await asyncio.gather(*(one.done for _, one in lines))
    sys.stdout.write(f"{times / (time.perf_counter() - began)}\n")


def _request(path: str, body: dict[str, Any]) -> bytes:
    body["trigger_id"] = new("R")
    if body["type"] == "view_submission":
        body["view"]["id"] = f"{new('V')}{time.time_ns()}"
    raw, content = written("interactive", body)
    about = {"Host": "bench", "Content-Type": content, "Content-Length": str(len(raw))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in (about | signed(raw)).items())
    return f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode() + raw


if __name__ == "__main__":
    asyncio.run({"answers": _answers, "sends": _sends}[sys.argv[1]]())
