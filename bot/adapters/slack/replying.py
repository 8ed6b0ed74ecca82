"""Answering where there is a message or a channel: over the address that came along, or plainly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, TypeAlias
from urllib.parse import urlsplit

import aiohttp
import orjson

from bot.adapters.slack.outbound import SlackPlatform
from bot.adapters.slack.payload import Incoming
from bot.adapters.slack.rest import Rest
from bot.core.places import MessageRef, Place
from bot.core.ports import Later, Undeliverable
from bot.core.recent import Recent
from bot.core.routes import Responds

Json: TypeAlias = dict[str, Any]

_SLACKS_OWN: Final = "hooks.slack.com"
_FINE: Final = 200
_IN_TIME: Final = timedelta(seconds=1.2)
"""A form waits for it: what is left of the three seconds after a slow commit."""


@dataclass(frozen=True, slots=True)
class Replying:
    """Replies to messages and commands. An address lives for half an hour and five answers."""

    rest: Rest
    platform: SlackPlatform
    urls: Recent[str] = field(default_factory=Recent)
    """Where to answer the messages from which a form was opened."""

    def remember(self, came: Incoming) -> None:
        """Keep the address of a message whose form may draw it anew."""
        if came.ts and came.response_url:
            self.urls.put(f"{came.channel}:{came.ts}", came.response_url)

    async def reply(self, came: Incoming, tenant: str, drawn: Json, responds: Responds) -> None:
        """Answer a command or a press on a message, as publicly as ``responds`` says."""
        if await self._over(came.response_url, _how(came, drawn, responds)):
            return
        place, message = came.place(tenant), came.message(tenant)
        if responds is Responds.BY_UPDATING and message is not None and not came.for_one:
            await self.platform.redraw(message, drawn)
        elif responds is Responds.PUBLICLY:
            await self.platform.send(place, drawn, key=came.key)
        elif came.channel:
            await self.rest.call(
                tenant,
                "chat.postEphemeral",
                channel=came.channel,
                thread_ts=came.thread or None,
                user=came.visitor.person.user,
                **drawn,
            )

    async def redraw(self, message: MessageRef, drawn: Json) -> bool:
        """Draw the message anew from which a form was opened; report whether that was possible."""
        url = self.urls.get(f"{message.place.channel}:{message.message}") or ""
        if await self._over(url, {"replace_original": True, **drawn}):
            return True
        try:
            await self.platform.redraw(message, drawn)
        except (Later, Undeliverable):
            return False
        return True

    async def publicly(self, place: Place, drawn: Json, *, key: str) -> bool:
        """Post for everyone in ``place``; report whether that was possible in time."""
        try:
            await self.platform.send_soon(place, drawn, key=key, within=_IN_TIME)
        except (Later, Undeliverable):
            return False
        return True

    async def _over(self, url: str, body: Mapping[str, Any]) -> bool:
        session = self.rest.session
        if session is None or not url or not self._is_slacks(url):
            return False
        try:
            async with session.post(
                url,
                data=orjson.dumps(body),
                headers={"Content-Type": "application/json"},
                allow_redirects=False,
            ) as response:
                return response.status == _FINE
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False

    def _is_slacks(self, url: str) -> bool:
        """Whether ``url`` leads to Slack: to nowhere else does an answer go."""
        asked, ours = urlsplit(url), urlsplit(self.rest.base)
        if (asked.scheme, asked.netloc) == (ours.scheme, ours.netloc):
            return True
        return (asked.scheme, asked.netloc) == ("https", _SLACKS_OWN)


def _how(came: Incoming, drawn: Json, responds: Responds) -> Json:
    if responds is Responds.BY_UPDATING and came.ts:
        return {"replace_original": True, **drawn}
    seen = "in_channel" if responds is Responds.PUBLICLY else "ephemeral"
    thread = {"thread_ts": came.thread} if came.thread else {}
    return {"response_type": seen, "replace_original": False, **thread, **drawn}
