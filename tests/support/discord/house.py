"""A bot on the stand-in around a few routes, with the real client: for tests of the adapter."""

import asyncio
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.adapters.discord.door import Address, Door
from bot.adapters.discord.outbound import DiscordPlatform
from bot.adapters.discord.voice import PLATFORM
from bot.core.actions import Signer
from bot.core.clock import SystemClock
from bot.core.dispatch import Dispatcher
from bot.core.kept import Kept
from bot.core.people import Role
from bot.core.places import Place
from bot.core.routes import Routes
from tests.support.discord.people import Person
from tests.support.discord.server import TOKEN, StandIn
from tests.support.discord.world import Channel, Guild
from tests.support.riverbend import RiverbendDirectory


@dataclass
class House:
    """The stand-in, a server on it, and the bot that lives there."""

    discord: StandIn
    guild: Guild
    hall: Channel
    directory: RiverbendDirectory
    dispatcher: Dispatcher
    notes: Path
    reported: list[str] = field(default_factory=list)
    kept: Kept = field(default_factory=lambda: Kept(SystemClock()))
    door: Door | None = None
    _running: asyncio.Task[None] | None = None

    def someone(self, name: str, *roles: Role, locale: str = "en-US") -> Person:
        ids = [self.discord.world.role(self.guild, role.value) for role in roles]
        self.directory.meaning.update(zip(ids, roles, strict=True))
        return Person(self.discord, self.guild, name, ids, locale)

    def place(self, channel: Channel | None = None) -> Place:
        where = channel or self.hall
        return Place(platform=PLATFORM, tenant=str(self.guild.id), channel=str(where.id))

    @property
    def running(self) -> Door:
        assert self.door is not None, "the bot is not running"
        return self.door

    async def start(
        self, *, shard_ids: tuple[int, ...] | None = None, shard_count: int | None = None
    ) -> Door:
        """Start the bot as a new process would."""
        self.make(shard_ids=shard_ids, shard_count=shard_count)
        assert self.door is not None
        self._running = asyncio.create_task(self.door.run(self.dispatcher))
        up = asyncio.create_task(self.door.wait_until_up())
        await asyncio.wait({up, self._running}, timeout=15, return_when=asyncio.FIRST_COMPLETED)
        if self._running.done():
            up.cancel()
            await self._running
        await asyncio.wait_for(up, 30)
        return self.door

    def make(
        self, *, shard_ids: tuple[int, ...] | None = None, shard_count: int | None = None
    ) -> Door:
        """Make the door, and open it to nobody."""
        self.door = Door(
            Address(
                token=TOKEN, api=self.discord.url, shard_ids=shard_ids, shard_count=shard_count
            ),
            signer=Signer(b"k" * 32),
            directory=self.directory,
            kept=self.kept,
            clock=SystemClock(),
            report=self.dispatcher.report,
            notes=self.notes,
        )
        return self.door

    async def stop(self) -> None:
        """Stop it as a signal would."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
            self._running = None

    async def restart(self) -> Door:
        """Stop and start, with nothing kept but what is on the disk."""
        await self.stop()
        self.kept = Kept(SystemClock())
        return await self.start()


@asynccontextmanager
async def bare_house(routes: Routes, *, running: bool = True) -> AsyncGenerator[House]:
    """Open a stand-in with one server, and a bot that knows ``routes``."""
    with tempfile.TemporaryDirectory() as folder:
        async with StandIn().open() as discord:
            guild = discord.world.guild()
            hall = discord.world.channel(guild, "town-hall")
            directory = RiverbendDirectory(PLATFORM, {str(guild.id)})
            reported: list[str] = []

            def report(error: BaseException, where: str) -> str:
                reported.append(f"{where}: {error!r}")
                return "17"

            dispatcher = Dispatcher(routes, report)
            notes = Path(folder) / "discord.json"
            house = House(discord, guild, hall, directory, dispatcher, notes, reported)
            if running:
                await house.start()
            try:
                yield house
            finally:
                await house.stop()


def hurry(platform: DiscordPlatform) -> None:
    """Send direct messages at once: for tests of other things."""
    platform._slowly.time_period = 0.001
    platform._slowly._rate_per_sec = 1_000.0
