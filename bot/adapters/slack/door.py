"""The door to Slack: what is made when the program begins, and how it stays open."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp
import orjson
from aiohttp import web

from bot.adapters.slack.bolt import Bolt
from bot.adapters.slack.calendar import Calendar
from bot.adapters.slack.doorkeeper import Doorkeeper
from bot.adapters.slack.homes import tell_home
from bot.adapters.slack.inbound import Inbound
from bot.adapters.slack.install import BACK, INSTALL, Installing
from bot.adapters.slack.installs import Install, Installs
from bot.adapters.slack.outbound import SlackPlatform
from bot.adapters.slack.pace import Pace
from bot.adapters.slack.people import People
from bot.adapters.slack.pictures import Files
from bot.adapters.slack.render import Renderer
from bot.adapters.slack.replying import Replying
from bot.adapters.slack.rest import Rest
from bot.adapters.slack.rooms import Rooms, UserGroups
from bot.adapters.slack.signature import Verifier
from bot.adapters.slack.socket import Socket
from bot.adapters.slack.tokens import AppKeys, Tokens
from bot.adapters.slack.web import EVENTS, Requests
from bot.core.actions import Signer
from bot.core.communities import Directory
from bot.core.dispatch import Dispatcher, Report
from bot.core.errors import SetupError
from bot.core.ports import Clock, Later, Store, Undeliverable
from bot.storage.vault import Vault

_IN_FLIGHT: Final = 500
_TIMEOUT: Final = 10.0
_DRAIN: Final = 6.0
_REFUSED: Final = (
    "SLACK_BOT_TOKEN was refused by Slack; copy the bot token again from the app's OAuth page."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where Slack is and who we are there.

    With ``app_token`` requests come over a socket, with ``signing_secrets`` over HTTP. ``public``
    is where others find our pages, as ``https://example.org``; with ``app`` they may install us.
    """

    api: str = "https://slack.com/api/"
    bot_token: str | None = field(default=None, repr=False)
    app_token: str | None = field(default=None, repr=False)
    signing_secrets: tuple[bytes, ...] = field(default=(), repr=False)
    app: AppKeys = field(default_factory=AppKeys)
    public: str = ""


def _json(given: object) -> str:
    return orjson.dumps(given).decode()


class Door:
    """Everything of Slack in one process. Made before the routes, opened after them."""

    def __init__(
        self,
        address: Address,
        *,
        signer: Signer,
        directory: Directory,
        store: Store,
        vault: Vault,
        clock: Clock,
        report: Report,
    ) -> None:
        """Connect to nothing yet."""
        self._address, self._clock, self._report = address, clock, report
        self._signer, self._directory, self._store = signer, directory, store
        loop_time = asyncio.get_running_loop().time
        self.installs = Installs(store, vault, clock)
        self.tokens = Tokens(self.installs, address.app, clock)
        self.rest = Rest(address.api, Pace(loop_time), self.tokens)
        self.tokens.open(self.rest.ask)
        self.renderer = Renderer(signer)
        self.files = Files(self.rest)
        self.people = self.members = People(self.rest, directory, loop_time)
        self.platform = SlackPlatform(
            rest=self.rest,
            renderer=self.renderer,
            directory=directory,
            files=self.files,
            calendar=Calendar(self.files, store, clock),
            secret=signer.key + b"slack messages",
        )
        self.rooms, self.roles = Rooms(self.rest), UserGroups(self.rest)
        self._bolt: Bolt | None = None
        self._up = asyncio.Event()
        self._under_way: set[asyncio.Task[None]] = set()

    @property
    def up(self) -> bool:
        """Whether requests are answered."""
        return self._up.is_set()

    async def wait_until_up(self) -> None:
        """Return when requests are answered."""
        await self._up.wait()

    async def run(self, dispatcher: Dispatcher) -> None:
        """Hear and answer until cancelled.

        Raises:
            SetupError: Slack refuses a token.
        """
        connector = aiohttp.TCPConnector(limit=_IN_FLIGHT, keepalive_timeout=60)
        timeout = aiohttp.ClientTimeout(total=_TIMEOUT)
        async with aiohttp.ClientSession(
            connector=connector, timeout=timeout, json_serialize=_json
        ) as session:
            self.rest.open(session)
            await self.introduce()
            self._bolt = Bolt(self.rest, self.inbound(dispatcher).hears)
            try:
                await self._stay(self._bolt)
            finally:
                await self._close()

    def inbound(self, dispatcher: Dispatcher) -> Inbound:
        """Return who answers."""
        return Inbound(
            dispatcher=dispatcher,
            keeper=Doorkeeper(
                dispatcher.routes, self._signer, self._directory, self.installs, self.people
            ),
            renderer=self.renderer,
            replying=Replying(self.rest, self.platform),
            files=self.files,
            store=self._store,
            report=self._report,
            begin=self._begin,
        )

    def routes(self) -> list[web.RouteDef]:
        """Return our addresses, all below ``/slack``; none where all comes over the socket."""
        if not self._address.signing_secrets:
            return []
        verifier = Verifier(self._address.signing_secrets)
        requests = Requests(verifier, lambda: self._bolt, self._clock.now)
        routes = [web.post(EVENTS, requests.take)]
        if self._address.app.client_id:
            installing = Installing(
                app=self._address.app,
                rest=self.rest,
                installs=self.installs,
                store=self._store,
                directory=self._directory,
                clock=self._clock,
                report=self._report,
                address=lambda: self._address.public.rstrip("/"),
                secret=self._signer.key,
            )
            routes.append(web.get(INSTALL, installing.begin))
            routes.append(web.get(BACK, installing.back))
        return routes

    async def introduce(self) -> None:
        """Find out which workspace the environment's token belongs to."""
        token = self._address.bot_token
        while token is not None:
            try:
                me = await self.rest.ask("auth.test", token)
            except Later as wait:
                await self._clock.sleep(wait.after)
                continue
            except Undeliverable:
                raise SetupError(_REFUSED) from None
            team, user, bot = (
                str(me.get(part) or "") for part in ("team_id", "user_id", "bot_id")
            )
            self.installs.add_own(Install(team=team, bot_user=user, bot=bot, token=token))
            await tell_home(self._store, self._directory, team, there=True)
            return

    async def _stay(self, bolt: Bolt) -> None:
        token = self._address.app_token
        if token is None:
            self._up.set()
            await asyncio.Event().wait()
        else:
            socket = Socket(token, self.rest, bolt, self._clock, self._report)
            await socket.run(self._up)

    async def _close(self) -> None:
        self._up.clear()
        self._bolt = None
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=_DRAIN)
        for task in self._under_way:
            task.cancel()
        self.rest.session = None

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(self._guarded(work), name="slack")
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001  (one odd event stops no other)
            self._report(error, "slack answer")
