"""The whole bot on the stand-in: every feature, the real store, the courier, the real client."""

import asyncio
import re
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import pytest

from bot.adapters.discord import limits
from bot.adapters.discord.voice import PLATFORM
from bot.compose.app import App
from bot.compose.hearing import hearing
from bot.compose.house import opened
from bot.compose.wire import begin
from bot.core.people import Role
from bot.delivery.shown import Showings
from bot.settings import load
from tests.support.config import a_config
from tests.support.discord.people import ADMINISTRATOR, Person
from tests.support.discord.server import TOKEN, StandIn
from tests.support.discord.world import Channel, Guild, Message
from tests.support.steps import CHANNELS, FORUM, announces, sets_up


@dataclass
class Server:
    """A server with channels and roles, and people in it."""

    discord: StandIn
    guild: Guild
    channels: dict[str, Channel]
    roles: dict[Role, str]

    @classmethod
    def on(cls, discord: StandIn) -> Self:
        """Found one; nothing is set up yet."""
        guild = discord.world.guild()
        return cls(
            discord,
            guild,
            {name: discord.world.channel(guild, name) for name in CHANNELS},
            {role: discord.world.role(guild, role.value) for role in Role if role != "member"},
        )

    @property
    def hall(self) -> Channel:
        return self.channels["town-hall"]

    def someone(self, name: str, *roles: Role, permissions: int = 1 << 10) -> Person:
        ids = [self.roles[role] for role in roles]
        return Person(self.discord, self.guild, name, ids, permissions=permissions)

    def administrator(self) -> Person:
        return self.someone("ada", permissions=ADMINISTRATOR)

    async def set_up(self) -> None:
        """Set the server up by ``/setup``, as its administrator does. Organizers come last."""
        ada = self.administrator()
        await ada.presses(await ada.calls(self.hall, "setup"), "Start here")
        channels = {name: str(channel.id) for name, channel in self.channels.items()}
        await sets_up(ada, lambda: ada.calls(self.hall, "setup"), channels, self.roles)

    async def announces_a_forum(self, olu: Person) -> Message:
        """Plan a forum with two places and announce it, as an organizer does."""
        await announces(olu, await olu.calls(self.hall, "forum schedule"))
        return await self.shown("forums", FORUM)

    async def shown(self, channel: str, words: str) -> Message:
        """Wait until ``words`` stand in a channel or one of its threads."""
        there = self.channels[channel].id
        async with asyncio.timeout(60):
            while True:
                places = [c.id for c in self.guild.channels.values() if there in {c.id, c.parent}]
                for place in places:
                    for message in self.discord.world.shown_in(place):
                        if words in plain(message.text):
                            return message
                await asyncio.sleep(0.02)


@dataclass
class Riverbend(Server):
    """The same, and the bot that works there."""

    app: App

    async def meeting(self, name: str, *, but: object = None) -> dict[str, Any]:
        """Wait until a meeting of this name is ahead and known, with another id than ``but``."""
        async with asyncio.timeout(60):
            while True:
                for one in self.guild.events.values():
                    as_wished = (one["name"], one["status"]) == (name, 1) and one["id"] != but
                    if as_wished and await self._knows(one["id"]):
                        return one
                await asyncio.sleep(0.02)

    async def _knows(self, event: str) -> bool:
        about = await self.app.directory.community_at(PLATFORM, str(self.guild.id))
        found = await self.app.store.read(
            lambda tx: Showings().by_event(tx, community=about.id, event=event)
        )
        return bool(found)

    async def changes_by_hand(self, meeting: dict[str, Any], how: str) -> None:
        """Rename, cancel or delete a meeting as a moderator does in Discord's own calendar."""
        match how:
            case "renamed":
                meeting["name"] = "Party"
            case "cancelled":
                meeting["status"] = 4
            case _:
                del self.guild.events[int(meeting["id"])]
        await self.discord.gateway.tell_of_meeting(meeting, gone=how == "deleted")


def plain(text: str) -> str:
    """Return words as a reader sees them."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", text)


@asynccontextmanager
async def riverbend() -> AsyncGenerator[Riverbend]:
    """Open a server, its bot and its organizers, set up by hand.

    Setting up asks 200 things of Discord, so the bot's pace is none here; it is tested apart.
    """
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as here:
        here.setattr(limits, "PER_SECOND", 10_000)
        async with StandIn().open() as discord:
            place = Server.on(discord)
            async with _bot(Path(folder), discord) as app:
                yield Riverbend(discord, place.guild, place.channels, place.roles, app)


@asynccontextmanager
async def _bot(folder: Path, discord: StandIn) -> AsyncGenerator[App]:
    settings = load(
        {
            "DATA_DIR": str(folder / "data"),
            "CONFIG_DIR": str(a_config(folder)),
            "DISCORD_TOKEN": TOKEN,
            "DISCORD_API_URL": discord.url,
        }
    )
    async with opened(settings, migrate=True) as app:
        assert app.discord is not None
        courier = asyncio.create_task(app.courier.run())
        try:
            async with hearing(app.discord, app.dispatcher, "discord"):
                await begin(app)
                await asyncio.wait_for(app.discord.wait_until_up(), 30)
                yield app
        finally:
            courier.cancel()
            await asyncio.gather(courier, return_exceptions=True)
