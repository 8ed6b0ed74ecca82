"""The desk of troubles: what could not be shown, for organizers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.people import Actor, Role
from bot.features.troubles.ports import GivenUp, Unshown


@dataclass(frozen=True, slots=True)
class TroubleDesk:
    """Where organizers learn what a platform would not show. Rights are checked here."""

    given_up: GivenUp

    async def found(self, actor: Actor) -> Sequence[Unshown]:
        """Return what could not be shown, by place and reason."""
        actor.require(Role.ORGANIZER)
        return await self.given_up.of(actor.community)

    async def again(self, actor: Actor) -> int:
        """Have all of it tried once more; return how many things that is."""
        actor.require(Role.ORGANIZER)
        return await self.given_up.again(actor.community)
