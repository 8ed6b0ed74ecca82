"""What the team asks of platforms, beyond what every feature asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.core.places import Place


class Channels(Protocol):
    """The channels of a server or workspace, for an organizer to choose from."""

    async def list(self, place: Place) -> Sequence[tuple[str, str]]:
        """Return (id, name) of each channel that the bot can write to, as people see them.

        ``place`` is where the organizer stands. Empty where the platform does not say.
        """
        ...


class Groups(Protocol):
    """The roles (Discord) or user groups (Slack) of a server or workspace."""

    async def list(self, place: Place) -> Sequence[tuple[str, str]]:
        """Return (id, name) of each group. Empty where the platform does not say."""
        ...


class Members(Protocol):
    """The people of a server or workspace."""

    async def of(self, tenant: str, user: str) -> Sequence[str] | None:
        """Return the groups that someone is in now; ``None`` where the platform does not say.

        Who left is in none.
        """
        ...
