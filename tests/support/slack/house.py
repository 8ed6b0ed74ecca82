"""A bot on the stand-in around a few routes, with the real client: for tests of the adapter."""

import asyncio
import tempfile
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import aiohttp
from aiohttp import web

from bot.adapters.slack.door import Address, Door
from bot.adapters.slack.pace import Pace
from bot.adapters.slack.pieces import PLATFORM
from bot.adapters.slack.tokens import AppKeys
from bot.core.actions import Signer
from bot.core.clock import SystemClock
from bot.core.dispatch import Dispatcher
from bot.core.people import PersonRef, Role
from bot.core.places import Place
from bot.core.ports import Store
from bot.core.routes import Routes
from bot.storage.open import open_store, open_vault
from bot.storage.vault import Vault
from tests.support.riverbend import RiverbendDirectory
from tests.support.slack.people import Person
from tests.support.slack.server import APP_TOKEN, StandIn
from tests.support.slack.wires import SECRET, HttpWire, SocketWire, Wire
from tests.support.slack.world import Channel, Workspace

HTTP, SOCKET = "http", "socket"
MODES = (HTTP, SOCKET)


@dataclass
class House:
    """The stand-in, a workspace on it, and the bot that lives there."""

    slack: StandIn
    workspace: Workspace
    hall: Channel
    directory: RiverbendDirectory
    dispatcher: Dispatcher
    mode: str
    store: Store
    vault: Vault
    reported: list[str]
    session: aiohttp.ClientSession
    door: Door | None = None
    address: str = ""
    bot_token: str | None = None
    _running: asyncio.Task[None] | None = None
    _pages: web.AppRunner | None = None

    @property
    def running(self) -> Door:
        assert self.door is not None, "the bot is not running"
        return self.door

    @property
    def wire(self) -> Wire:
        if self.mode == HTTP:
            return HttpWire(self.session, f"{self.address}/slack/events")
        return SocketWire(self.slack)

    def someone(
        self, name: str, *roles: Role, locale: str = "en-US", admin: bool = False
    ) -> Person:
        user = self.slack.world.user(self.workspace.id, name, locale=locale, admin=admin)
        for role in roles:
            group = self.slack.world.group(self.workspace.id)
            self.slack.world.groups[self.workspace.id][group].add(user.id)
            self.directory.meaning[group] = role
        if self.door is not None:
            self.door.people.groups_changed(self.workspace.id)
        return Person(self.slack, lambda: self.wire, self.quiet, self.workspace, user)

    def person(self, someone: Person) -> PersonRef:
        return PersonRef(platform=PLATFORM, tenant=self.workspace.id, user=someone.id)

    def place(self, channel: Channel | None = None) -> Place:
        where = channel or self.hall
        return Place(platform=PLATFORM, tenant=self.workspace.id, channel=where.id)

    async def quiet(self) -> None:
        """Wait until nothing is under way any more."""
        async with asyncio.timeout(60):
            while self.door is not None and self.door._under_way:
                await asyncio.wait(self.door._under_way)

    async def start(self) -> Door:
        """Start the bot as a new process would."""
        over_http = self.mode == HTTP
        self.door = Door(
            Address(
                api=self.slack.url,
                bot_token=self.bot_token,
                app_token=None if over_http else APP_TOKEN,
                signing_secrets=(SECRET,) if over_http else (),
                app=AppKeys("client-id", "client-secret"),
                public=self.address or "http://127.0.0.1",
            ),
            signer=Signer(b"k" * 32),
            directory=self.directory,
            store=self.store,
            vault=self.vault,
            clock=SystemClock(),
            report=self.dispatcher.report,
        )
        routes = self.door.routes()
        if routes:
            app = web.Application()
            app.add_routes(routes)
            self._pages = web.AppRunner(app, access_log=None, shutdown_timeout=1)
            await self._pages.setup()
            await web.TCPSite(self._pages, "127.0.0.1", 0).start()
            self.address = f"http://127.0.0.1:{self._pages.addresses[0][1]}"
        self._running = asyncio.create_task(self.door.run(self.dispatcher))
        up = asyncio.create_task(self.door.wait_until_up())
        await asyncio.wait({up, self._running}, timeout=15, return_when=asyncio.FIRST_COMPLETED)
        if self._running.done():
            up.cancel()
            await self._running
        await asyncio.wait_for(up, 30)
        if not over_http:
            await asyncio.wait_for(self.slack.connected.wait(), 30)
        return self.door

    async def stop(self) -> None:
        """Stop it as a signal would."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
            self._running = None
        if self._pages is not None:
            await self._pages.cleanup()
            self._pages = None

    async def restart(self) -> Door:
        """Stop and start, with nothing kept but what is on the disk."""
        await self.stop()
        self.slack.connected.clear()
        return await self.start()


class Hand:
    """A clock for the pace of messages that stands still until a test moves it."""

    def __init__(self) -> None:
        self._at = 0.0

    def __call__(self) -> float:
        return self._at

    def moves(self, by: timedelta) -> None:
        self._at += by.total_seconds()


def by_hand(door: Door) -> Hand:
    """Keep Slack's pace by a clock that the test moves."""
    hand = Hand()
    door.rest.pace = Pace(hand)
    return hand


def hurry(door: Door) -> Hand:
    """Let messages go at once, where their pace is not what a test looks at.

    How long Slack says to wait counts, by the clock returned.
    """
    hand = by_hand(door)
    door.rest.pace.take = lambda team, channel: None  # type: ignore[method-assign]
    return hand


@asynccontextmanager
async def bare_house(
    routes: Routes, mode: str = HTTP, *, running: bool = True, own: bool = True
) -> AsyncGenerator[House]:
    """Open a stand-in with one workspace, and a bot that knows ``routes``.

    ``own`` says that the environment gives the workspace's token; else it has to be installed.
    """
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        slack = await stack.enter_async_context(StandIn().open())
        clock = SystemClock()
        vault = await stack.enter_async_context(open_vault(folder, clock=clock))
        store = await stack.enter_async_context(
            open_store(folder / "town.db", vault=vault, clock=clock, migrate=True)
        )
        session = await stack.enter_async_context(aiohttp.ClientSession())
        workspace = slack.world.workspace()
        hall = slack.world.channel(workspace.id, "town-hall")
        reported: list[str] = []

        def report(error: BaseException, where: str) -> str:
            reported.append(f"{where}: {error!r}")
            return "17"

        house = House(
            slack,
            workspace,
            hall,
            RiverbendDirectory(PLATFORM, {workspace.id}),
            Dispatcher(routes, report),
            mode,
            store,
            vault,
            reported,
            session,
            bot_token=workspace.token if own else None,
        )
        if running:
            await house.start()
        try:
            yield house
        finally:
            await house.stop()
