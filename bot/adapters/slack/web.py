"""Slack's requests over HTTP, checked on raw bytes before anything reads them.

Three refusals exist: 401 for what Slack did not sign, 400 for what is signed and cannot be read,
413 for what is too long. None says why, and nothing of a request is ever logged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import parse_qsl

import orjson
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response

from bot.adapters.slack import limits
from bot.adapters.slack.bolt import Bolt
from bot.adapters.slack.signature import Verifier

EVENTS: Final = "/events"
_REFUSED: Final = 400
_JSON: Final = "application/json"
_FORM: Final = "application/x-www-form-urlencoded"


class Unreadable(Exception):
    """A signed body that Slack would not send."""


@dataclass(frozen=True, slots=True)
class Requests:
    """The one address for commands, events and interactivity."""

    verifier: Verifier
    bolt: Callable[[], Bolt | None]
    now: Callable[[], datetime]

    async def take(self, request: web.Request) -> web.Response:
        """Answer one request."""
        raw = await self._raw(request)
        if raw is None:
            return web.Response(status=413)
        if not self.verifier.accepts(
            raw,
            timestamps=request.headers.getall("X-Slack-Request-Timestamp", []),
            signatures=request.headers.getall("X-Slack-Signature", []),
            now=self.now(),
        ):
            return web.Response(status=401)
        try:
            body = read(raw, request.content_type)
        except Unreadable:
            return web.Response(status=400)
        bolt = self.bolt()
        if bolt is None:
            return web.Response(status=503)  # not open yet: Slack tries again
        answer = await bolt.answer(body)
        if answer.status >= _REFUSED:
            return web.Response(status=400)  # signed, and yet nothing that Bolt can read
        return await to_aiohttp_response(answer)

    @staticmethod
    async def _raw(request: web.Request) -> bytes | None:
        if (request.content_length or 0) > limits.BODY:
            return None
        raw = bytearray()
        async for part in request.content.iter_any():
            raw += part
            if len(raw) > limits.BODY:
                return None
        return bytes(raw)


def read(raw: bytes, content_type: str) -> dict[str, Any]:
    """Read a body as Slack writes them: JSON, or a form that may carry JSON.

    Raises:
        Unreadable: it is neither.
    """
    if content_type == _JSON:
        return _object(raw)
    if content_type != _FORM:
        raise Unreadable
    try:
        fields = dict(parse_qsl(raw.decode(), keep_blank_values=True, errors="strict"))
    except ValueError:
        raise Unreadable from None
    return _object(fields["payload"].encode()) if "payload" in fields else dict(fields)


def _object(raw: bytes) -> dict[str, Any]:
    try:
        found = orjson.loads(raw)  # which refuses what is nested without end
    except ValueError:
        raise Unreadable from None
    if not isinstance(found, dict):
        raise Unreadable
    return found
