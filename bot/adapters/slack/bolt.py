"""Bolt, kept to what we need of it: Slack's checks of the address, the context, the acknowledgement.

Its own signature check is off, because it logs what it refuses; ours stands before it. We take
requests in its middleware, before it looks up whose they are, because that is asked of us again;
and not as listeners, which it tries one after another and then waits for in steps of 10 ms.
Everything that leans on Bolt stands in this module and in ``socket``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import orjson
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from typing_extensions import override

from bot.adapters.slack.rest import QUIET, Rest

Json = dict[str, Any]
Hear = Callable[[Mapping[str, Any]], Awaitable[Json]]

_KINDS: Final = frozenset(
    {
        "block_actions",
        "event_callback",
        "message_action",
        "shortcut",
        "view_closed",
        "view_submission",
    }
)
"""What has a ``type``; a slash command has none. Bolt itself answers the rest: we know nothing of it."""


class Bolt:
    """One app of Bolt's, over whatever way its requests come."""

    def __init__(self, rest: Rest, hear: Hear) -> None:
        """Have ``hear`` take everything that Bolt knows."""
        self.app = AsyncApp(
            name="commonground",
            logger=QUIET,
            client=rest.client(),
            before_authorize=_Taker(hear),
            authorize=_nobody,
            request_verification_enabled=False,
            attaching_function_token_enabled=False,
        )

    async def answer(self, body: Json, headers: Mapping[str, str] | None = None) -> BoltResponse:
        """Return the acknowledgement of one request that is known to be Slack's."""
        # As over a socket: the body was read and checked already, so that it is read once.
        request = AsyncBoltRequest(mode="socket_mode", body=body, headers=dict(headers or {}))
        return await self.app.async_dispatch(request)


class _Taker(AsyncMiddleware):
    """Takes what we know. A plain function would be handed all of 27 arguments, made anew."""

    def __init__(self, hear: Hear) -> None:
        self._hear = hear

    @override
    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],
    ) -> BoltResponse | None:
        if req.body.get("type") in _KINDS or "command" in req.body:
            answer = await self._hear(req.body)
            # What Bolt's own acknowledgement would be, written more quickly.
            return BoltResponse(status=200, body=orjson.dumps(answer).decode() if answer else "")
        return await next()


async def _nobody(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
    """Let Bolt go on to refuse what we did not take: it asks for somebody first."""
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)
