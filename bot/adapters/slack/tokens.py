"""A workspace's token, renewed before it runs out and stored before it is used.

Slack takes the old refresh token back when it gives a new one. So a renewal happens once at a
time, and what it brought is durable before anything is sent with it.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from bot.adapters.slack.installs import Install, Installs
from bot.core.ports import Clock, Later, Undeliverable

Ask = Callable[..., Awaitable[dict[str, Any]]]

_AHEAD: Final = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class AppKeys:
    """What Slack gives an app that others may install."""

    client_id: str = ""
    client_secret: str = field(default="", repr=False)


class Tokens:
    """Finds a workspace's token and keeps it good."""

    def __init__(self, installs: Installs, app: AppKeys, clock: Clock) -> None:
        """Know how to renew; :meth:`open` gives the way to ask."""
        self.installs = installs
        self._app = app
        self._clock = clock
        self._ask: Ask | None = None
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def open(self, ask: Ask) -> None:
        """Renew by ``ask``."""
        self._ask = ask

    async def of(self, team: str) -> Install | None:
        """Return the install of ``team`` with a token that is good now."""
        found = await self.installs.find(team)
        if found is None or not self._runs_out(found):
            return found
        async with self._turns[team]:
            found = await self.installs.find(team)
            if found is None or not self._runs_out(found):
                return found
            return await self._renewed(found)

    async def _renewed(self, install: Install) -> Install | None:
        if self._ask is None:
            return install
        try:
            given = await self._ask(
                "oauth.v2.access",
                client_id=self._app.client_id,
                client_secret=self._app.client_secret,
                grant_type="refresh_token",
                refresh_token=install.refresh,
            )
        except (Later, Undeliverable):
            # Another process may have been quicker. If not, the old token is good to its end, and
            # Slack says so when it is not.
            return await self.installs.find(install.team)
        fresh = replace(
            install,
            token=str(given["access_token"]),
            refresh=str(given.get("refresh_token") or ""),
            expires_at=expiry(given, self._clock.now()),
        )
        await self.installs.swap(install, fresh)
        return await self.installs.find(install.team)

    def _runs_out(self, install: Install) -> bool:
        return (
            install.expires_at is not None
            and bool(install.refresh)
            and self._clock.now() > install.expires_at - _AHEAD
        )


def expiry(given: dict[str, Any], now: datetime) -> datetime | None:
    """Return when a token runs out; ``None`` where the app does not rotate its tokens."""
    seconds = given.get("expires_in")
    return now + timedelta(seconds=int(seconds)) if seconds else None
