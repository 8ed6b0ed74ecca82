"""A server takes the bot out: what is held about its people goes after a month, unless."""

import asyncio
import re
from datetime import timedelta

from bot.core.people import PersonRef, Role
from bot.features.privacy.store import PrivacyTables
from tests.support.discord.faults import Fault
from tests.support.discord.whole import Riverbend, Server, plain
from tests.support.discord.world import Guild

GONE = {"code": 10004, "message": "Unknown Guild"}
ALWAYS = 10**6


async def _held(town: Riverbend) -> PersonRef:
    """Return someone about whom something is held."""
    maya = town.someone("maya")
    await maya.calls(town.hall, "language", language="en")
    return PersonRef(platform="discord", user=str(maya.id))


async def _takes_out(town: Riverbend, guild: Guild) -> None:
    """Take the bot out of a server, as its administrator does."""
    town.discord.fails(
        Fault("GET", rf"/guilds/{guild.id}/.*", status=404, body=GONE, times=ALWAYS)
    )
    await town.discord.gateway.tell("GUILD_DELETE", {"id": str(guild.id)}, guild.id)


async def _takes_in(town: Riverbend, guild: Guild) -> None:
    """Take it in again."""
    town.discord.faults.clear()
    await town.discord.gateway.tell("GUILD_CREATE", guild.json(), guild.id)


async def _joined_by_another(town: Riverbend) -> Server:
    """Bring a second server into the community with a code. It has chosen no channels yet."""
    second = Server.on(town.discord)
    await town.discord.gateway.tell("GUILD_CREATE", second.guild.json(), second.guild.id)
    olu, ada = town.someone("olu", Role.ORGANIZER), second.administrator()
    told = await olu.presses(await olu.calls(town.hall, "setup"), "Make a link code")
    code = re.search(r"[A-Z0-9]{4}(-[A-Z0-9]{4}){3}", plain(told.text))
    assert code is not None
    asked = await ada.presses(await ada.calls(second.hall, "setup"), "I have a link code")
    joined = await ada.submits(asked, code=code[0])
    assert "Connected" in joined.text
    return second


async def _leaves_on(town: Riverbend, person: PersonRef) -> bool:
    """Whether the month after which all about them is erased has begun."""
    name = town.app.settings.community.community.id
    day = await town.app.store.read(lambda tx: PrivacyTables().erase_on(tx, name, person))
    return day is not None


async def _until(town: Riverbend, person: PersonRef, *, leaving: bool) -> None:
    async with asyncio.timeout(15):
        while True:
            if await _leaves_on(town, person) is leaving:
                return
            await asyncio.sleep(0.02)


async def test_a_server_that_takes_the_bot_out_begins_the_month_after_which_all_is_erased(
    town: Riverbend,
) -> None:
    person = await _held(town)
    out_of_order = {"id": str(town.guild.id), "unavailable": True}

    await town.discord.gateway.tell("GUILD_DELETE", out_of_order, town.guild.id)
    await _takes_out(town, town.guild)
    await _until(town, person, leaving=True)
    await _takes_in(town, town.guild)
    await _until(town, person, leaving=False)
    await _takes_out(town, town.guild)
    await _until(town, person, leaving=True)
    await town.app.town.move(timedelta(days=32))

    assert await town.app.directory.locale(person) is None


async def test_while_the_community_has_another_server_nothing_is_erased(
    town: Riverbend,
) -> None:
    person = await _held(town)
    second = await _joined_by_another(town)

    await _takes_out(town, town.guild)
    await town.app.town.move(timedelta(days=32))
    kept = await town.app.directory.locale(person)
    await _takes_out(town, second.guild)
    await _until(town, person, leaving=True)

    assert kept == "en"


async def test_while_discord_cannot_say_where_else_we_are_nothing_is_decided_nor_forgotten(
    town: Riverbend,
) -> None:
    person = await _held(town)
    second = await _joined_by_another(town)
    there = rf"/guilds/{second.guild.id}/.*"
    busy = Fault("GET", there, status=429, body={"retry_after": 90.0}, times=ALWAYS)
    town.discord.fails(busy)

    await _takes_out(town, town.guild)
    async with asyncio.timeout(15):
        while True:
            if busy.times < ALWAYS:
                break
            await asyncio.sleep(0.02)
    at_first = await _leaves_on(town, person)
    busy.status, busy.body = 404, GONE
    await town.app.town.move(timedelta(hours=2))
    await _until(town, person, leaving=True)

    assert not at_first
