"""The whole bot on the stand-in: every feature, the real store, the courier, the real client."""

import asyncio
import tempfile
from collections.abc import AsyncGenerator, MutableMapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, cast

import aiohttp
from aiohttp import web
from typing_extensions import override

from bot.adapters.slack.door import Door
from bot.compose.app import App
from bot.compose.hearing import hearing
from bot.compose.house import opened
from bot.compose.on_slack import slack_door
from bot.compose.wire import begin
from bot.core.people import Role
from bot.settings import load
from bot.settings.environment import read_environment
from tests.support.config import a_config
from tests.support.slack.house import HTTP
from tests.support.slack.people import Person
from tests.support.slack.server import APP_TOKEN, StandIn
from tests.support.slack.wires import SECRET, HttpWire, SocketWire, Wire
from tests.support.slack.world import Channel, Message, Workspace
from tests.support.steps import CHANNELS, sets_up


@dataclass
class Office:
    """A workspace with channels and user groups, and people in it."""

    slack: StandIn
    workspace: Workspace
    channels: dict[str, Channel]
    groups: dict[Role, str]
    wire: Wire

    @classmethod
    def on(cls, slack: StandIn) -> Self:
        """Open one; nothing is set up yet. What the bot hears travels over a socket at first."""
        workspace = slack.world.workspace()
        channels = {name: slack.world.channel(workspace.id, name) for name in CHANNELS}
        groups = {
            role: slack.world.group(workspace.id, role.value) for role in Role if role != "member"
        }
        return cls(slack, workspace, channels, groups, SocketWire(slack))

    @property
    def hall(self) -> Channel:
        return self.channels["town-hall"]

    def someone(
        self, name: str, *roles: Role, locale: str = "en-US", admin: bool = False
    ) -> Person:
        user = self.slack.world.user(self.workspace.id, name, locale=locale, admin=admin)
        for role in roles:
            self.slack.world.groups[self.workspace.id][self.groups[role]].add(user.id)
        self.groups_changed()
        return Person(self.slack, lambda: self.wire, self.quiet, self.workspace, user)

    def groups_changed(self) -> None:
        """Let the bot know at once who is in which group."""

    async def quiet(self) -> None:
        """Wait until the bot has done what it was told."""

    async def set_up(self) -> None:
        """Set the workspace up by ``/setup``, as its administrator does. Organizers come last."""
        ada = self.someone("ada", admin=True)
        await ada.presses(await ada.calls(self.hall, "setup"), "Start here")
        await self.chooses_all(ada)

    async def chooses_all(self, ada: Person) -> None:
        """Choose every channel and every group by ``/setup``."""
        channels = {name: channel.id for name, channel in self.channels.items()}
        await sets_up(ada, lambda: ada.calls(self.hall, "setup"), channels, self.groups)

    async def shown(self, channel: str, words: str) -> Message:
        """Wait until ``words`` stand in a channel or one of its threads."""
        there = self.channels[channel].id
        async with asyncio.timeout(60):
            while True:
                for message in self.slack.world.messages:
                    seen = message.channel == there and message.only_for is None
                    if seen and not message.gone and words in message.text:
                        return message
                await asyncio.sleep(0.02)

    async def letter(self, person: Person) -> Message:
        """Wait until the bot has written to a person directly."""
        async with asyncio.timeout(60):
            while not (found := self.slack.world.letters(person.id)):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        return found[-1]

    async def file(self, name: str) -> dict[str, Any]:
        """Wait until a file of this name is there, whole and in its place."""
        async with asyncio.timeout(60):
            while True:
                for file in self.slack.world.files.values():
                    if file["name"] == name and file["complete"]:
                        return file
                await asyncio.sleep(0.02)


@dataclass
class Riverbend(Office):
    """The same, and the bot that works there."""

    app: App
    door: Door

    @override
    def groups_changed(self) -> None:
        self.door.people.groups_changed(self.workspace.id)

    @override
    async def quiet(self) -> None:
        async with asyncio.timeout(60):
            while self.door._under_way:
                await asyncio.wait(self.door._under_way)


@asynccontextmanager
async def in_slack(app: App, slack: StandIn, mode: str) -> AsyncGenerator[Riverbend]:
    """Take the running bot ``app`` into a workspace of its own."""
    async with AsyncExitStack() as stack:
        place = Office.on(slack)
        by_mode = (
            {"SLACK_SIGNING_SECRET": f"an-older-one, {SECRET.decode()}"}
            if mode == HTTP
            else {"SLACK_APP_TOKEN": APP_TOKEN}
        )
        door = slack_door(
            read_environment(
                {"SLACK_BOT_TOKEN": place.workspace.token, "SLACK_API_URL": slack.url, **by_mode}
            ),
            signer=app.signer,
            directory=app.directory,
            store=app.store,
            vault=app.vault,
            clock=app.clock,
            public="",
        )
        assert door is not None
        for table, thing in (
            (app.platforms, door.platform),
            (app.channels, door.rooms),
            (app.groups, door.roles),
            (app.members, door.members),
        ):
            cast("MutableMapping[str, Any]", table)["slack"] = thing
        routes = door.routes()
        if routes:
            site = web.Application()
            site.add_routes(routes)
            runner = web.AppRunner(site, access_log=None, shutdown_timeout=1)
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            session = await stack.enter_async_context(aiohttp.ClientSession())
            place.wire = HttpWire(
                session,
                f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events",
                lambda: app.clock.now().timestamp(),
            )
        await stack.enter_async_context(hearing(door, app.dispatcher, "slack"))
        await asyncio.wait_for(door.wait_until_up(), 30)
        if mode != HTTP:
            await asyncio.wait_for(slack.connected.wait(), 30)
        yield Riverbend(
            slack, place.workspace, place.channels, place.groups, place.wire, app, door
        )


@asynccontextmanager
async def riverbend(mode: str) -> AsyncGenerator[Riverbend]:
    """Open a workspace and its bot; nothing is set up yet."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        settings = load({"DATA_DIR": str(folder / "data"), "CONFIG_DIR": str(a_config(folder))})
        async with StandIn().open() as slack, opened(settings, migrate=True) as app:
            courier = asyncio.create_task(app.courier.run())
            try:
                async with in_slack(app, slack, mode) as town:
                    await begin(app)
                    yield town
            finally:
                courier.cancel()
                await asyncio.gather(courier, return_exceptions=True)
