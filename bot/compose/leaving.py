"""Places that took the bot out: what is held of their people goes after a month, unless it returns.

No platform tells a bot with our few rights that a person left. It tells that the bot was taken out.
"""

from __future__ import annotations

from contextlib import suppress

from bot.compose.app import Ground
from bot.compose.erasing import accounts_in
from bot.core.communities import NOWHERE, id_at
from bot.core.ports import Undeliverable
from bot.delivery.facts import fact
from bot.delivery.leased import Leased
from bot.features.privacy.service import DataDesk

_DISCORD = "discord"
"""Where accounts span servers: its people are gone when the community's last server is."""


def watch_homes(on: Ground, data: DataDesk) -> None:
    """Begin and end the time after which what is held of a place's people is erased."""

    async def changed(leased: Leased) -> None:
        told = leased.payload
        platform, there = str(told["platform"]), bool(told["there"])
        tenant = "" if platform == _DISCORD else str(told["tenant"])
        if there:
            await data.on_return(leased.community, platform, tenant)
        elif platform != _DISCORD or not await _in_a_server(on, leased.community):
            place = f"{platform}:{tenant}"
            people = await accounts_in(on.store, leased.community, place)
            await data.on_leave(leased.community, people)
        await on.store.write(leased.finish)

    async def heard(guild: str, there: bool) -> None:
        community = await id_at(on.directory, _DISCORD, guild)
        if community == NOWHERE:
            return
        if there:
            await data.on_return(community, _DISCORD, "")
        else:  # Discord says it once: it is kept until we know where else we are
            left = fact("home.changed", community, tenant=guild, platform=_DISCORD, there=0)
            await on.store.write(lambda tx: tx.send(left))

    on.facts.on("home.changed", "privacy", changed)
    if on.discord is not None:
        on.discord.on_home(heard)


async def _in_a_server(on: Ground, community: str) -> bool:
    """Whether the bot is in any Discord server of the community, set up to its end or not.

    Raises:
        Later: Discord cannot say at the moment; nobody's month begins on a guess.
    """
    if on.discord is None:
        return False
    for house in on.directory.known(community).houses:
        if house.platform == _DISCORD and on.directory.home(house) == community:
            with suppress(Undeliverable):
                await on.discord.rooms.allowed(house.tenant)
                return True
    return False
