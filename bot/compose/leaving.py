"""Places that took the bot out: what is held of their people goes after a month, unless it returns.

No platform tells a bot with our few rights that a person left. It tells that the bot was taken out.
"""

from __future__ import annotations

from bot.compose.app import Ground
from bot.compose.erasing import accounts_in
from bot.core.communities import NOWHERE, every_place, id_at
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
        else:
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
        elif not await _elsewhere(on, community, guild):
            left = fact("home.changed", community, tenant=guild, platform=_DISCORD, there=0)
            await on.store.write(lambda tx: tx.send(left))

    on.facts.on("home.changed", "privacy", changed)
    if on.discord is not None:
        on.discord.on_home(heard)


async def _elsewhere(on: Ground, community: str, guild: str) -> bool:
    """Whether the bot is in another Discord server of the community."""
    if on.discord is None:
        return False
    places = await every_place(on.directory, community)
    others = {p.tenant for p in places if p.platform == _DISCORD} - {guild}
    for other in others:
        try:
            await on.discord.rooms.allowed(other)
        except Undeliverable:
            continue
        return True
    return False
