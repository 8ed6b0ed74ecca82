"""Bolt, kept to what we need of it: it tells requests apart and acknowledges them.

Its own signature check is off, because it logs what it refuses; ours stands before it. It answers
when the handler is done (``process_before_response``): otherwise it looks for the acknowledgement
every 10 ms. Everything that leans on Bolt stands in this module and in ``socket``.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.adapters.slack.installs import Installs
from bot.adapters.slack.rest import QUIET, Rest

Json = dict[str, Any]
Hear = Callable[[Mapping[str, Any]], Awaitable[Json]]

_ANY: Final = re.compile(r"[\s\S]*")


class Bolt:
    """One app of Bolt's, over whatever way its requests come."""

    def __init__(self, rest: Rest, installs: Installs, hear: Hear) -> None:
        """Have ``hear`` take everything that Bolt knows."""
        self.app = AsyncApp(
            name="commonground",
            logger=QUIET,
            client=rest.client(),
            authorize=_authorizer(installs),
            request_verification_enabled=False,
            process_before_response=True,
        )
        _listen(self.app, hear)

    async def answer(self, body: Json, headers: Mapping[str, str] | None = None) -> BoltResponse:
        """Return the acknowledgement of one request that is known to be Slack's."""
        # As over a socket: the body was read and checked already, so that it is read once.
        request = AsyncBoltRequest(mode="socket_mode", body=body, headers=dict(headers or {}))
        return await self.app.async_dispatch(request)


# Bolt fills arguments in by their names, "self" included: so these are plain functions.
def _listen(app: AsyncApp, hear: Hear) -> None:
    async def take(body: Json, ack: AsyncAck) -> None:
        answer = await hear(body)
        await (ack(answer) if answer else ack())

    async def nothing_to_offer(ack: AsyncAck) -> None:
        await ack(options=[])

    # Asked in this order: what people send most comes first.
    for kind in (app.view, app.action, app.command, app.event, app.shortcut):
        kind(_ANY)(take)
    app.options(_ANY)(nothing_to_offer)


def _authorizer(installs: Installs) -> Callable[..., Awaitable[AuthorizeResult]]:
    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        """Say who we are in the workspace. One that we do not know is told so by ``hear``."""
        found = await installs.find(*filter(None, (team_id, enterprise_id)))
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=found.token if found else None,
            bot_id=found.bot if found else None,
            bot_user_id=found.bot_user if found else None,
        )

    return authorize
