"""Channels and user groups of a workspace, for an organizer to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.adapters.slack.rest import Rest
from bot.core.places import Place
from bot.core.ports import Later, Undeliverable

_PAGE: Final = 200
_PAGES: Final = 5


@dataclass(frozen=True, slots=True)
class Rooms:
    """The channels into which somebody has invited us: only there may we write."""

    rest: Rest

    async def list(self, place: Place) -> Sequence[tuple[str, str]]:
        """Return the channels by name. Empty where Slack does not say."""
        found: list[tuple[str, str]] = []
        cursor: str | None = None
        for _ in range(_PAGES):
            try:
                answer = await self.rest.call(
                    place.tenant,
                    "users.conversations",
                    types="public_channel,private_channel",
                    exclude_archived=True,
                    limit=_PAGE,
                    cursor=cursor,
                )
            except (Later, Undeliverable):
                break
            found += [(str(c["id"]), str(c["name"])) for c in answer.get("channels") or ()]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or None
            if cursor is None:
                break
        return sorted(found, key=lambda room: room[1])


@dataclass(frozen=True, slots=True)
class UserGroups:
    """The user groups of a workspace. A workspace on a free plan has none."""

    rest: Rest

    async def list(self, place: Place) -> Sequence[tuple[str, str]]:
        """Return the user groups by name. Empty where Slack does not say."""
        try:
            answer = await self.rest.call(place.tenant, "usergroups.list", include_users=True)
        except (Later, Undeliverable):
            return ()
        groups = answer.get("usergroups") or ()
        return sorted(
            ((str(g["id"]), str(g.get("handle") or g["id"])) for g in groups), key=lambda g: g[1]
        )
