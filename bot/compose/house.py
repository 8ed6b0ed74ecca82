"""Opening the house: each thing in its order, and closed in reverse, whatever happens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from bot.adapters.meaning.english import installed
from bot.adapters.town.clock import TownClock
from bot.adapters.town.inbound import Inbound
from bot.adapters.town.neighbours import PLATFORM
from bot.adapters.town.outbound import TownPlatform
from bot.adapters.town.town import Town
from bot.adapters.town.world import World
from bot.compose.app import App, Ground
from bot.compose.erasing import erase_again
from bot.compose.hearing import hearing
from bot.compose.on_discord import discord_door
from bot.compose.on_slack import slack_door
from bot.compose.release import release
from bot.compose.upkeep import keep_in_order
from bot.compose.web import Running, address_of, serving
from bot.compose.wire import begin, wire
from bot.compose.written import town_channels, town_groups, written
from bot.core.actions import Signer
from bot.core.dispatch import Dispatcher
from bot.core.ids import new_id
from bot.core.kept import Kept
from bot.core.ports import Platform
from bot.core.routes import Routes
from bot.delivery import observe
from bot.delivery.courier import Courier
from bot.delivery.display import Display
from bot.delivery.facts import Facts
from bot.features.team.directory import Team
from bot.features.team.ports import Channels, Groups, Members
from bot.settings import Environment, Settings
from bot.storage.engine import Database
from bot.storage.open import open_store, sqlite_path
from bot.storage.outbox import Outbox
from bot.storage.vault import Vault
from bot.storage.vault_open import open_vault

DATABASE: Final = "commonground.sqlite"


def database_of(environment: Environment) -> str | Path:
    """Return where the database is: what ``DATABASE_URL`` says, or a file in ``DATA_DIR``."""
    url = environment.database_url
    return environment.data_dir / DATABASE if url is None else url.reveal()


def secret_of(settings: Settings) -> str | None:
    """Return the text of ``SECRET_KEY``, if it is set."""
    secret = settings.environment.secret_key
    return None if secret is None else secret.reveal()


@asynccontextmanager
async def opened(
    settings: Settings, *, clock: TownClock | None = None, migrate: bool = False
) -> AsyncGenerator[App]:
    """Open the store and put everything together; nothing moves by itself yet.

    Raises:
        SetupError: one sentence for the operator.
    """
    environment = settings.environment
    clock = TownClock() if clock is None else clock
    async with (
        open_vault(environment.data_dir, clock=clock, secret_key=secret_of(settings)) as vault,
        open_store(database_of(environment), vault=vault, clock=clock, migrate=migrate) as store,
    ):
        app = _put_together(settings, clock, store, vault)
        await app.directory.refresh()
        await erase_again(app)
        try:
            yield app
        finally:
            with suppress(Exception):  # a database that fails now has no lease worth giving back
                await app.outbox.leave()


@asynccontextmanager
async def running(
    settings: Settings, *, clock: TownClock | None = None
) -> AsyncGenerator[Running]:
    """Open everything, and let it work: the courier, the platforms, the pages.

    Raises:
        SetupError: one sentence for the operator.
    """
    observe.watch(asyncio.get_running_loop())
    fresh = sqlite_path(database_of(settings.environment))
    async with (
        opened(settings, clock=clock, migrate=fresh is not None and not fresh.exists()) as app,
        _working(app.courier.run(), app.directory.keep_fresh(), keep_in_order(app)),
        hearing(app.discord, app.dispatcher, "discord"),
        hearing(app.slack, app.dispatcher, "slack"),
        serving(app) as house,
    ):
        await begin(app)
        yield house


def _put_together(settings: Settings, clock: TownClock, store: Database, vault: Vault) -> App:
    routes, outbox = Routes(), Outbox(store, clock)
    dispatcher, signer = Dispatcher(routes, observe.report), Signer(vault.key("buttons"))
    courier = Courier(outbox=outbox, clock=clock, report=observe.report)
    plays = settings.environment.plays
    known = tuple(written(file, plays=plays) for file in settings.communities)
    directory = Team(store=store, clock=clock, written=known)
    world = World(
        tenant=settings.community.community.id,
        channels=town_channels(settings.community),
        groups=town_groups(settings.community),
        clock=clock,
    )
    platforms: dict[str, Platform] = {PLATFORM: TownPlatform(world)} if plays else {}
    channels: dict[str, Channels] = {}
    groups: dict[str, Groups] = {}
    members: dict[str, Members] = {PLATFORM: world} if plays else {}
    kept = Kept(clock)
    discord = discord_door(
        settings.environment, signer=signer, directory=directory, kept=kept, clock=clock
    )
    slack = slack_door(
        settings.environment,
        signer=signer,
        directory=directory,
        store=store,
        vault=vault,
        clock=clock,
        public=address_of(settings),
    )
    for door in (discord, slack):
        if door is not None:
            name = door.platform.name
            platforms[name], channels[name], groups[name] = door.platform, door.rooms, door.roles
            members[name] = door.members
    inbound = Inbound(world, dispatcher, signer, directory)
    ground = Ground(
        settings=settings,
        clock=clock,
        store=store,
        vault=vault,
        outbox=outbox,
        courier=courier,
        facts=Facts(store=store, courier=courier),
        platforms=platforms,
        directory=directory,
        display=Display(
            store=store,
            directory=directory,
            platforms=platforms,
            courier=courier,
            clock=clock,
            # The town forgets at every start what it showed, so all of it looks new.
            release=f"{release()} {new_id() if plays else ''}",
        ),
        kept=kept,
        channels=channels,
        groups=groups,
        members=members,
        discord=discord,
        slack=slack,
        meaning=installed(),
        routes=routes,
        dispatcher=dispatcher,
        signer=signer,
        town=Town(world, clock, inbound, _Timers(outbox, courier)),
    )
    return App.of(ground, wire(ground))


@dataclass(frozen=True, slots=True)
class _Timers:
    """What a moved clock stops at."""

    outbox: Outbox
    courier: Courier

    async def next_due(self) -> datetime | None:
        """Return when the next job falls due, if any waits."""
        return await self.outbox.next_due()

    async def settle(self) -> None:
        """Carry out everything that is due, and what follows from it."""
        await self.courier.settle()


@asynccontextmanager
async def _working(*work: Coroutine[Any, Any, None]) -> AsyncGenerator[None]:
    """Let ``work`` go on in the background; end it with the block."""
    tasks = [asyncio.create_task(each) for each in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
