"""Where a form was asked for, as a signed token: all that a modal carries back of it.

A modal knows neither channel nor message. Its ``private_metadata`` holds ids in a token of ours;
what was altered or made up by others leads nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.adapters.slack.payload import Incoming
from bot.adapters.slack.pieces import PLATFORM
from bot.adapters.slack.views import FROM
from bot.core.actions import Signer, act
from bot.core.errors import StaleButton
from bot.core.places import MessageRef, Place

_PARTS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A channel, a thread, a message; or the sheet that lies below. ``ours`` if we wrote it."""

    channel: str = ""
    thread: str = ""
    ts: str = ""
    sheet: str = ""
    ours: bool = True

    @classmethod
    def of(cls, came: Incoming, before: Origin) -> Origin:
        """Return where a form that ``came`` opens was asked for; ``before`` is the sheet's own."""
        if not came.view:
            return cls(channel=came.channel, thread=came.thread, ts=came.ts)
        return cls(channel=before.channel, thread=before.thread, ts=before.ts, sheet=came.view)

    @classmethod
    def read(cls, signer: Signer, community: str, token: str) -> Origin:
        """Read what :meth:`token` wrote; anything else is not ``ours``."""
        try:
            action = signer.read(community, token)
        except (StaleButton, ValueError):
            return cls(ours=False)
        if action.name != FROM or len(action.ids) != _PARTS:
            return cls(ours=False)
        channel, thread, ts, sheet = action.ids
        return cls(channel=channel, thread=_dotted(thread), ts=_dotted(ts), sheet=sheet)

    def token(self, signer: Signer, community: str) -> str:
        """Write it for one community."""
        ids = (self.channel, _undotted(self.thread), _undotted(self.ts))
        try:
            return signer.token(community, act(FROM, *ids, self.sheet))
        except ValueError:  # ids of unusual length: the sheet below is not drawn anew then
            return signer.token(community, act(FROM, *ids, ""))

    def place(self, tenant: str) -> Place:
        """Return the place."""
        return Place(
            platform=PLATFORM, tenant=tenant, channel=self.channel, thread=self.thread or None
        )

    def message(self, tenant: str) -> MessageRef | None:
        """Return the message, if there is one."""
        return MessageRef(place=self.place(tenant), message=self.ts) if self.ts else None


def _undotted(ts: str) -> str:
    return ts.replace(".", "-")


def _dotted(ts: str) -> str:
    return ts.replace("-", ".")
