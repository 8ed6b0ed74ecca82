"""The two ways by which Slack's requests reach the bot: signed over HTTP, or over a socket."""

import asyncio
import hashlib
import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Protocol
from urllib.parse import urlencode

import aiohttp
import orjson

from tests.support.slack.server import StandIn

SECRET = b"the-signing-secret"
_ENVELOPES = {"command": "slash_commands", "event": "events_api", "interactive": "interactive"}


class Wire(Protocol):
    """A way to the bot."""

    async def deliver(
        self, kind: str, body: dict[str, Any], *, again: int = 0, reason: str = "http_timeout"
    ) -> dict[str, Any]:
        """Deliver a ``command``, an ``event`` or something ``interactive``; return what was said."""
        ...


def signed(raw: bytes, *, secret: bytes = SECRET, at: float | None = None) -> dict[str, str]:
    """Return the headers by which Slack vouches for a body."""
    stamp = str(int(time.time() if at is None else at))
    mac = hmac.digest(secret, b"v0:" + stamp.encode() + b":" + raw, hashlib.sha256).hex()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={mac}"}


def written(kind: str, body: dict[str, Any]) -> tuple[bytes, str]:
    """Write a request's body as Slack does."""
    if kind == "event":
        return orjson.dumps(body), "application/json"
    fields = body if kind == "command" else {"payload": orjson.dumps(body).decode()}
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


@dataclass
class HttpWire:
    """Requests to the one address."""

    session: aiohttp.ClientSession
    address: str
    now: Callable[[], float] = time.time
    """The bot's clock: a town may live in another time."""

    async def deliver(
        self, kind: str, body: dict[str, Any], *, again: int = 0, reason: str = "http_timeout"
    ) -> dict[str, Any]:
        raw, content = written(kind, body)
        headers = {"Content-Type": content, **signed(raw, at=self.now())}
        if again:
            headers |= {"X-Slack-Retry-Num": str(again), "X-Slack-Retry-Reason": reason}
        status, answer = await self.post(raw, headers)
        assert status == 200, f"{status} {answer!r}"
        return dict(orjson.loads(answer)) if answer.startswith(b"{") else {}

    async def post(self, raw: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        async with self.session.post(self.address, data=BytesIO(raw), headers=headers) as response:
            return response.status, await response.read()


@dataclass
class SocketWire:
    """Envelopes over the newest socket."""

    slack: StandIn

    async def deliver(
        self, kind: str, body: dict[str, Any], *, again: int = 0, reason: str = "http_timeout"
    ) -> dict[str, Any]:
        ack = await self.slack.envelope(_ENVELOPES[kind], body)
        return await asyncio.wait_for(ack, 30)
