"""Slack's requests over HTTP, checked on raw bytes before anything reads them.

Three refusals exist: 401 for what Slack did not sign, 400 for what is signed and cannot be read,
413 for what is too long. None says why, and nothing of a request is ever logged.
"""

from __future__ import annotations

import binascii
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import parse_qsl

import orjson
from aiohttp import web

from bot.adapters.slack import limits
from bot.adapters.slack.bolt import Bolt
from bot.adapters.slack.signature import Verifier

EVENTS: Final = "/slack/events"
_REFUSED: Final = 400
_JSON: Final = "application/json"
_TEXT: Final = "text/plain"
_FORM: Final = "application/x-www-form-urlencoded"


_PAYLOAD: Final = b"payload="


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
        said = answer.body.encode()
        return web.Response(body=said, content_type=_JSON if said[:1] == b"{" else _TEXT)

    @staticmethod
    async def _raw(request: web.Request) -> bytes | None:
        if (request.content_length or 0) > limits.BODY:
            return None
        if request.content.is_eof():  # nearly always: it came in one piece
            return request.content.read_nowait()
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
    payload = _payload(raw)
    if payload is not None:
        return _object(payload)
    try:
        fields = dict(parse_qsl(raw.decode(), keep_blank_values=True, errors="strict"))
    except ValueError:
        raise Unreadable from None
    return _object(fields["payload"].encode()) if "payload" in fields else dict(fields)


def _payload(raw: bytes) -> bytes | None:
    """Return the JSON of a form that is one ``payload`` alone, as Slack writes nearly all of them.

    With ``=`` for ``%`` it is MIME's quoted-printable (RFC 2045 section 6.7), which is read in C:
    many times faster than the library reads forms. ``None`` for whatever differs.
    """
    quoted = raw.removeprefix(_PAYLOAD)
    if quoted == raw or any(sign in quoted for sign in (b"&", b"=", b"\r", b"\n")):
        return None
    plain = binascii.a2b_qp(quoted.replace(b"+", b" ").replace(b"%", b"="))
    all_read = len(quoted) - len(plain) == 2 * quoted.count(b"%")
    return plain if all_read else None


def _object(raw: bytes) -> dict[str, Any]:
    try:
        found = orjson.loads(raw)  # which refuses what is nested without end
    except ValueError:
        raise Unreadable from None
    if not isinstance(found, dict):
        raise Unreadable
    return found
