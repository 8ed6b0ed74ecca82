"""Socket Mode: the same requests over a connection that we open, for an app behind a firewall.

Slack tells when a socket is to be replaced; what it then delivers again is answered as before.
"""

from __future__ import annotations

import asyncio
from typing import Final

from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.adapters.slack.bolt import Bolt
from bot.adapters.slack.rest import QUIET, Rest
from bot.core.dispatch import Report
from bot.core.errors import SetupError
from bot.core.ports import Clock, Later, Undeliverable

_PING: Final = 10.0
_REFUSED: Final = (
    "SLACK_APP_TOKEN was refused by Slack; make an app-level token with connections:write and "
    "switch Socket Mode on."
)


class Socket:
    """One connection that stays open: it is opened anew whenever it ends."""

    def __init__(self, token: str, rest: Rest, bolt: Bolt, clock: Clock, report: Report) -> None:
        """Connect to nothing yet."""
        self._token = token
        self._rest = rest
        self._bolt = bolt
        self._clock = clock
        self._report = report

    async def run(self, up: asyncio.Event) -> None:
        """Hear until cancelled.

        Raises:
            SetupError: Slack refuses the token.
        """
        address = await self._address()
        client = SocketModeClient(
            app_token=self._token,
            logger=QUIET,
            web_client=self._rest.client(),
            ping_interval=_PING,
        )
        client.socket_mode_request_listeners.append(self._take)
        client.wss_uri = address
        try:
            await client.connect()  # type: ignore[no-untyped-call]
            up.set()
            await asyncio.Event().wait()
        finally:
            up.clear()
            await client.close()  # type: ignore[no-untyped-call]

    async def _take(self, client: AsyncBaseSocketModeClient, came: SocketModeRequest) -> None:
        try:
            answer = await self._bolt.answer(came.payload)
            await send_async_response(client, came, answer, 0.0)
        except Exception as error:  # noqa: BLE001  (the library would log what it cannot send)
            self._report(error, "slack socket")

    async def _address(self) -> str:
        while True:
            try:
                opened = await self._rest.ask("apps.connections.open", self._token)
            except Later as wait:
                await self._clock.sleep(wait.after)
            except Undeliverable:
                raise SetupError(_REFUSED) from None
            else:
                return str(opened["url"])
