"""Calls of the bot itself: paced, counted, and every refusal given the name of a state.

discord.py reads the buckets from the headers and waits for them. We add what it lacks: the
limit over everything, a stop long before Discord would ban the address, and names.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, Final, TypeAlias

import aiohttp
import discord
import orjson
from aiolimiter import AsyncLimiter
from discord.http import HTTPClient, Route

from bot.adapters.discord import limits
from bot.adapters.discord.answering import Pictures, wait_of
from bot.adapters.discord.guards import Breaker, Window
from bot.core.ports import Later, Undeliverable

Json: TypeAlias = dict[str, Any]

CHANNEL_GONE: Final = "channel_gone"
MESSAGE_GONE: Final = "message_gone"
EVENT_GONE: Final = "event_gone"
EVENT_OVER: Final = "event_over"
EVENTS_FULL: Final = "events_full"
NO_ACCESS: Final = "no_access"
NO_PERMISSION: Final = "no_permission"
PERSON_GONE: Final = "person_gone"
CANNOT_MESSAGE: Final = "cannot_message"
ARCHIVED: Final = "thread_archived"
THREAD_EXISTS: Final = "thread_exists"
TOKEN_REFUSED: Final = "token_refused"  # noqa: S105  (the name of a state)

_STATES: Final = {
    10003: CHANNEL_GONE,
    10004: "server_gone",
    10007: PERSON_GONE,
    10008: MESSAGE_GONE,
    10013: PERSON_GONE,
    10070: EVENT_GONE,
    30038: EVENTS_FULL,
    50001: NO_ACCESS,
    50007: CANNOT_MESSAGE,
    50013: NO_PERMISSION,
    50035: "refused_form",
    50083: ARCHIVED,
    50278: CANNOT_MESSAGE,
    160004: THREAD_EXISTS,
    160006: "threads_full",
    180000: EVENT_OVER,
    200000: "refused_by_filter",
    200001: "refused_by_filter",
}
TOO_MANY_DIRECT: Final = 40003
_SLOW_DOWN: Final = {
    TOO_MANY_DIRECT: timedelta(minutes=10),
    20016: timedelta(minutes=1),
    20028: timedelta(seconds=10),
    30046: timedelta(minutes=10),
}
_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND, _TOO_MANY, _BROKEN = 401, 403, 404, 429, 500
_INVALID: Final = frozenset({_UNAUTHORIZED, _FORBIDDEN, _TOO_MANY})
_TOGETHER: Final = 3
"""So many may follow each other at once, so that what a busy moment delayed is made up for."""
_SOON: Final = timedelta(seconds=5)
_HOUR: Final = timedelta(hours=1)


class Pace:
    """Lets requests go as fast as Discord allows a bot, and counts those it refuses."""

    def __init__(self, breaker: Breaker, share: float = 1.0) -> None:
        """Nothing has gone out yet. ``share`` is what other processes leave us."""
        at_most = max(1, int(limits.PER_SECOND * share))
        self._evenly = AsyncLimiter(_TOGETHER, _TOGETHER / at_most)
        self._window = Window(at_most)
        self.breaker = breaker
        self.token_refused = False

    def trace(self) -> aiohttp.TraceConfig:
        """Return what the library's connection tells of every request, retries included."""
        trace = aiohttp.TraceConfig()
        trace.on_request_start.append(self._starts)
        trace.on_request_end.append(self._ends)
        trace.on_request_exception.append(self._fails)
        return trace

    def check(self) -> None:
        """Raise ``Later`` while nothing should be asked of Discord."""
        if self.token_refused:
            raise Later(_HOUR)
        self.breaker.check()

    async def _starts(
        self, session: aiohttp.ClientSession, about: SimpleNamespace, start: object
    ) -> None:
        del session, about, start
        await self._evenly.acquire()
        await self._window.enter()

    async def _ends(
        self,
        session: aiohttp.ClientSession,
        about: SimpleNamespace,
        end: aiohttp.TraceRequestEndParams,
    ) -> None:
        del session, about
        self._window.leave()
        shared = end.response.headers.get("X-RateLimit-Scope") == "shared"
        if end.response.status in _INVALID and not shared:
            self.breaker.note()
        if end.response.status == _UNAUTHORIZED:
            self.token_refused = True

    async def _fails(
        self, session: aiohttp.ClientSession, about: SimpleNamespace, end: object
    ) -> None:
        del session, about, end
        self._window.leave()


@dataclass(slots=True)
class Rest:
    """One way to every route. Raises ``Later`` for now and ``Undeliverable`` for good.

    ``http`` is replaced when the connection is made anew.
    """

    http: HTTPClient
    pace: Pace

    async def call(
        self,
        method: str,
        path: str,
        *,
        body: object = None,
        pictures: Pictures = (),
        query: dict[str, str] | None = None,
        **ids: str,
    ) -> Any:  # noqa: ANN401  (what Discord answers)
        """Make one call; ``ids`` fill the path, and those of channel and guild name the bucket."""
        self.pace.check()
        if self.http.token is None:  # not logged in yet
            raise Later(_SOON)
        sent: dict[str, Any] = {} if query is None else {"params": query}
        if pictures:
            sent["form"] = parts_of(body, pictures)
        elif body is not None:
            sent["json"] = body
        try:
            return await self.http.request(Route(method, path, **ids), **sent)
        except discord.RateLimited as limited:
            raise Later(timedelta(seconds=limited.retry_after)) from None
        except discord.HTTPException as refused:
            raise _meaning(refused) from None
        except (TimeoutError, aiohttp.ClientError, OSError):
            raise Later(_SOON) from None


def _meaning(refused: discord.HTTPException) -> Exception:
    if refused.status == _UNAUTHORIZED:
        return Later(_HOUR)
    if refused.code in _SLOW_DOWN:
        return Later(_SLOW_DOWN[refused.code])
    if refused.code in _STATES:
        return Undeliverable(_STATES[refused.code])
    if refused.status == _TOO_MANY:
        # Without Discord's own mark it came from in front of Discord: everything waits a while.
        asked = refused.response.headers.get("Retry-After", "")
        wait = wait_of(float(asked) if asked.replace(".", "", 1).isdecimal() else None)
        return Later(timedelta(seconds=max(30.0, wait)))
    if refused.status >= _BROKEN:
        return Later(_SOON)
    plain = {_FORBIDDEN: NO_ACCESS, _NOT_FOUND: "gone"}
    return Undeliverable(plain.get(refused.status, "refused"))


def parts_of(body: object, pictures: Pictures) -> list[dict[str, Any]]:
    """Write a body and its pictures as the parts of one form."""
    parts: list[dict[str, Any]] = [{"name": "payload_json", "value": orjson.dumps(body).decode()}]
    for number, (name, data) in enumerate(pictures):
        parts.append(
            {
                "name": f"files[{number}]",
                "value": data,
                "filename": name,
                "content_type": "image/png",
            }
        )
    return parts
