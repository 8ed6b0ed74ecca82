"""The door to Discord: what is made when the program begins, and how it stays open."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import aiohttp
import discord

from bot.adapters.discord.answering import Answering, DirectLine
from bot.adapters.discord.client import Client, Ears, Session, move_to
from bot.adapters.discord.commands import digest, listing
from bot.adapters.discord.crowd import ANSWERS
from bot.adapters.discord.doorkeeper import Doorkeeper
from bot.adapters.discord.events import Calendar
from bot.adapters.discord.forms import Modals
from bot.adapters.discord.guards import StartGuard, direct_breaker, invalid_breaker
from bot.adapters.discord.hearing import Hearing, OnHome
from bot.adapters.discord.inbound import Inbound
from bot.adapters.discord.notebook import Notebook
from bot.adapters.discord.outbound import DiscordPlatform
from bot.adapters.discord.render import Renderer
from bot.adapters.discord.rest import Pace, Rest
from bot.adapters.discord.rooms import Members, Roles, Rooms
from bot.adapters.discord.wire import Wire
from bot.core.actions import Signer
from bot.core.communities import Directory
from bot.core.dispatch import Dispatcher, Report
from bot.core.errors import SetupError
from bot.core.kept import Kept
from bot.core.ports import Clock, Later

OnEvent = Callable[[str, str], Awaitable[None]]
"""Told the server and the id of a meeting that somebody may have changed by hand."""

_SESSIONS: Final = "sessions"
_LISTED: Final = "commands"
_SESSION_LIFE: Final = 90.0
_DRAIN: Final = 6.0
_FAREWELL: Final = 2.0
_AGAIN: Final = timedelta(seconds=5)
_BAD_TOKEN, _BAD_INTENTS = 4004, frozenset({4013, 4014})


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where Discord is, who we are there, and which part of it this process hears."""

    token: str = field(repr=False)
    api: str = "https://discord.com/api/v10"
    shard_ids: tuple[int, ...] | None = None
    shard_count: int | None = None

    @property
    def share(self) -> float:
        """How much of what Discord allows the bot as a whole is this process's."""
        if self.shard_ids is None or not self.shard_count:
            return 1.0
        return len(self.shard_ids) / self.shard_count


class Door:
    """Everything of Discord in one process. Made before the routes, opened after them."""

    def __init__(
        self,
        address: Address,
        *,
        signer: Signer,
        directory: Directory,
        kept: Kept,
        clock: Clock,
        report: Report,
        notes: Path,
    ) -> None:
        """Connect to nothing yet. ``notes`` is the file for what must outlive the process."""
        move_to(address.api)
        self._address, self._clock, self._report = address, clock, report
        self._signer, self._directory, self._kept = signer, directory, kept
        self._notebook = Notebook(notes)
        self._starts = StartGuard(self._notebook, self._wall)
        loop_time = asyncio.get_running_loop().time
        self._pace = Pace(invalid_breaker(loop_time), address.share)
        self._on_event: OnEvent | None = None
        self._on_home: OnHome | None = None
        self._hearing = Hearing(self._say_later)
        self._connecting: asyncio.Task[None] | None = None
        self.client = self._new_client()
        self.rest = Rest(self.client.http, self._pace)
        self.rooms = Rooms(self.rest, self._account, directory)
        self.roles, self.members = Roles(self.rest), Members(self.rest)
        self.renderer = Renderer(signer)
        self.platform = DiscordPlatform(
            rest=self.rest,
            renderer=self.renderer,
            directory=directory,
            calendar=Calendar(self.rest, clock.now),
            direct_breaker=direct_breaker(loop_time),
            secret=signer.key + b"discord nonce",
        )

    @property
    def application(self) -> str:
        """Return who we are on Discord; empty before the first log-in."""
        return self._me()

    @property
    def up(self) -> bool:
        """Whether a connection to the gateway stands."""
        return self._hearing.up_now.is_set()

    async def wait_until_up(self) -> None:
        """Return when a connection to the gateway stands."""
        await self._hearing.up_now.wait()

    def on_event(self, hear: OnEvent) -> None:
        """Have ``hear`` told of meetings in the calendar that somebody may have changed."""
        self._on_event = hear

    def on_home(self, hear: OnHome) -> None:
        """Have ``hear`` told in which servers we are, and of which we were taken out."""
        self._on_home = hear

    async def run(self, dispatcher: Dispatcher) -> None:
        """Hear and answer until cancelled. A connection that fails is tried again, for ever.

        Raises:
            SetupError: Discord refuses the token or what we ask to hear.
        """
        agent = self.client.http.user_agent
        wire = Wire(self._address.api, agent=agent, at_most=ANSWERS)
        inbound = self.inbound(dispatcher, DirectLine(wire, self._me))
        self._hearing.open(inbound, self.platform, self._on_event, self._on_home)
        try:
            while True:
                await self._connect(dispatcher)
                await self._clock.sleep(_AGAIN)
        finally:
            await self._close()
            wire.close()

    def inbound(self, dispatcher: Dispatcher, answering: Answering) -> Inbound:
        """Return who answers interactions over ``answering``."""
        return Inbound(
            dispatcher=dispatcher,
            keeper=Doorkeeper(dispatcher.routes, self._signer, self._directory),
            signer=self._signer,
            renderer=self.renderer,
            modals=Modals(self._signer),
            answering=answering,
            kept=self._kept,
            report=self._report,
            wall=self._wall,
        )

    async def sync(self, dispatcher: Dispatcher) -> bool:
        """Tell Discord our commands if they changed since it was last told; report whether."""
        listed = listing(dispatcher.routes)
        known = digest(listed, self._me())
        if self._notebook.get(_LISTED) == known:
            return False
        path = "/applications/{application_id}/commands"
        await self.rest.call("PUT", path, body=listed, application_id=self._me())
        await self._notebook.put(_LISTED, known)
        return True

    async def _connect(self, dispatcher: Dispatcher) -> None:
        try:
            if self.client.is_closed():
                self.client = self._new_client()
                self.rest.http = self.client.http
            await self.client.login(self._address.token)
            self._hearing.me = self._account()
            if self._address.shard_ids is None or 0 in self._address.shard_ids:
                await self.sync(dispatcher)
            await self.client.find_gateway()
            self.client.go_on_from(self._left_behind())
            # A task of its own: the library swallows a cancellation that comes while it resumes.
            self._connecting = asyncio.create_task(self.client.connect(), name="discord gateway")
            await asyncio.shield(self._connecting)
        except discord.LoginFailure:
            raise SetupError(_REFUSED) from None
        except discord.PrivilegedIntentsRequired:
            raise SetupError(_WRONG_INTENTS) from None
        except discord.ConnectionClosed as closed:
            if closed.code == _BAD_TOKEN:
                raise SetupError(_REFUSED) from None
            if closed.code in _BAD_INTENTS:
                raise SetupError(_WRONG_INTENTS) from None
            self._report(closed, "discord gateway")
        except Later as wait:
            await self._clock.sleep(wait.after)
        except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
            self._report(error, "discord gateway")
        finally:
            self._hearing.up_now.clear()
        await self.client.close()  # the next attempt begins with a fresh one

    def _left_behind(self) -> dict[int, Session]:
        kept = self._notebook.get(_SESSIONS)
        if not isinstance(kept, dict) or kept.get("count") != self.client.shard_count:
            return {}
        if not 0 <= self._wall() - float(kept.get("at", 0)) <= _SESSION_LIFE:
            return {}
        return {int(number): Session(*session) for number, session in kept["shards"].items()}

    async def _close(self) -> None:
        await self._hearing.drain(_DRAIN)
        shards = {str(n): [s.id, s.sequence, s.gateway] for n, s in self.client.sessions().items()}
        await self.client.leave()
        if self._connecting is not None:
            self._connecting.cancel()
            await asyncio.wait({self._connecting}, timeout=_FAREWELL)
            with suppress(asyncio.CancelledError, asyncio.InvalidStateError):
                self._connecting.exception()  # whatever it was, we were leaving anyway
        left = {"at": self._wall(), "count": self.client.shard_count, "shards": shards}
        await self._notebook.put(_SESSIONS, left)

    def _new_client(self) -> Client:
        ears: Ears = self._hearing
        return Client(
            ears,
            self._pace,
            self._starts,
            shard_ids=self._address.shard_ids,
            shard_count=self._address.shard_count,
        )

    def _me(self) -> str:
        return str(self.client.application_id or "")

    def _account(self) -> str:
        return "" if self.client.user is None else str(self.client.user.id)

    def _wall(self) -> float:
        return self._clock.now().timestamp()

    def _say_later(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        return asyncio.create_task(self._guarded(work), name="discord")

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001  (one odd event stops no other)
            self._report(error, "discord event")


_REFUSED: Final = (
    "DISCORD_TOKEN was refused by Discord; copy the bot's token again from the developer portal."
)
_WRONG_INTENTS: Final = "Discord refuses what the bot asks to hear; it needs no privileged intent."
