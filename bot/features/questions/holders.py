"""Holders: what a liaison holds goes back to the queue when the platform takes the role from them.

A press tells who someone is now; who presses nothing is looked up, for as long as anything is held.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.core.communities import Standing
from bot.core.people import PersonRef, Role
from bot.core.ports import Tx
from bot.delivery.courier import Courier
from bot.delivery.facts import Facts
from bot.delivery.leased import Leased
from bot.features.questions import tables
from bot.features.questions.archive import HOLDERS, Archive
from bot.features.questions.service.desk import Desk, look_at

_AT_ONCE: Final = 25


def register(courier: Courier, facts: Facts, archive: Archive, standing: Standing) -> None:
    """Look at the set times, and whenever something is heard that may have ended a role."""
    holders = Holders(archive=archive, standing=standing)
    courier.on(HOLDERS, holders.look)
    for heard in ("team.changed", "members.changed"):
        facts.on(heard, "questions.holders", holders.look)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holders:
    """Asks after those who hold something: 25 at once at the most, then a minute of rest."""

    archive: Archive
    standing: Standing

    async def look(self, leased: Leased) -> None:
        """Put back what is held by people who are no liaisons any more.

        Where a platform cannot say, nothing is taken from anybody: the lease ends by itself.
        """
        desk, community = self.archive, leased.community
        after = str(leased.payload.get("after", ""))

        async def who(tx: Tx) -> list[str]:
            rows = await tx.all(tables.HOLDERS, community=community, after=after, at_most=_AT_ONCE)
            return [row["held_by"] for row in rows]

        found = await desk.store.read(who)
        for key in found:
            person = PersonRef.from_key(key)
            if await self.standing.holds(community, person, Role.LIAISON) is False:
                await Desk(archive=desk).left(community, person)

        async def unit(tx: Tx) -> None:
            if len(found) == _AT_ONCE:
                await tx.send(look_at(community, desk.clock.now(), found[-1]))
            elif found or after:
                await tx.send(look_at(community, desk.clock.now()))
            await leased.finish(tx)

        await desk.store.write(unit)
