"""What is done with what comes in over the gateway, each thing as work of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeAlias

from bot.adapters.discord.inbound import Inbound
from bot.adapters.discord.outbound import DiscordPlatform
from bot.adapters.discord.payload import Json
from bot.adapters.discord.voice import PLATFORM
from bot.core.cards import Card, Paragraph
from bot.core.communities import NOWHERE
from bot.core.places import Place
from bot.core.ports import Later, Undeliverable
from bot.core.text import say

Begin: TypeAlias = Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]]
OnEvent: TypeAlias = Callable[[str, str], Awaitable[None]]
OnHome: TypeAlias = Callable[[str, bool], Awaitable[None]]
"""Told a server, and whether we are in it or were taken out of it."""


class Hearing:
    """The ears of the client. Before it is opened and while it closes nothing is begun."""

    def __init__(self, begin: Begin) -> None:
        """``begin`` starts a piece of work that nobody waits for."""
        self._begin = begin
        self._under_way: set[asyncio.Task[None]] = set()
        self._inbound: Inbound | None = None
        self._platform: DiscordPlatform | None = None
        self._on_event: OnEvent | None = None
        self._on_home: OnHome | None = None
        self.me = ""
        self.up_now = asyncio.Event()

    def open(
        self,
        inbound: Inbound,
        platform: DiscordPlatform,
        on_event: OnEvent | None,
        on_home: OnHome | None,
    ) -> None:
        """Begin to answer."""
        self._inbound, self._platform = inbound, platform
        self._on_event, self._on_home = on_event, on_home

    async def drain(self, seconds: float) -> None:
        """Begin nothing new and let what is under way end, for so long at most."""
        self._inbound = None
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=seconds)
        for task in self._under_way:
            task.cancel()

    def up(self) -> None:
        """A connection stands."""
        self.up_now.set()

    async def room(self) -> None:
        """Leave on the wire what could not be answered in time anyway."""
        if self._inbound is not None:
            await self._inbound.crowd.door.room.wait()

    def interaction(self, raw: Json) -> None:
        """Answer an interaction."""
        if self._inbound is not None:
            self._start(self._inbound.hears(raw))

    def message(self, raw: Json) -> None:
        """Answer a message that mentions us or was written to us alone."""
        author = raw.get("author") or {}
        mentioned = any(str(user.get("id")) == self.me for user in raw.get("mentions") or ())
        direct = not raw.get("guild_id")
        ours = author.get("bot") or raw.get("webhook_id") or str(author.get("id")) == self.me
        if self._inbound is None or ours or not (mentioned or direct):
            return
        if raw.get("type", 0) in {0, 19}:  # a message, or a reply to one
            self._start(self._said(self._inbound, raw))

    def guild(self, raw: Json) -> None:
        """Tell a server that just took the bot in how to go on."""
        if self._platform is not None and raw.get("system_channel_id") and self._inbound:
            self._start(self._welcome(self._inbound, raw))

    def home(self, guild: str, *, there: bool) -> None:
        """Tell who wants to know that we are in a server, or were taken out of it."""
        if self._on_home is not None and self._inbound is not None:
            self._start(self._at_home(self._on_home, guild, there=there))

    @staticmethod
    async def _at_home(on_home: OnHome, guild: str, *, there: bool) -> None:
        await on_home(guild, there)

    def event(self, raw: Json) -> None:
        """Have a meeting compared with what it should be."""
        if self._on_event is not None and self._inbound is not None:
            self._start(self._changed(self._on_event, raw))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._begin(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _said(self, inbound: Inbound, raw: Json) -> None:
        words = str(raw.get("content") or "")
        for mention in (f"<@{self.me}>", f"<@!{self.me}>"):
            words = words.replace(mention, " ")
        gesture = await inbound.keeper.said(raw, words.strip())
        reply = await inbound.dispatcher.answer(gesture)
        if not isinstance(reply.shown, Card) or gesture.message is None or not self._platform:
            return
        community = gesture.actor.community
        reader = await inbound.keeper.reader(community, gesture.locale)
        drawn = inbound.renderer.card(reply.shown, reader, community)
        try:
            await self._platform.reply(gesture.message, drawn, key=gesture.key)
        except (Later, Undeliverable):
            return  # said in passing: who was not answered asks again

    async def _welcome(self, inbound: Inbound, raw: Json) -> None:
        guild = str(raw["id"])
        visitor_community = await inbound.keeper.community_of(guild)
        if visitor_community != NOWHERE or self._platform is None:
            return
        card = Card(
            title=say("discord.welcome.title"),
            body=(Paragraph(say("discord.welcome.body")),),
        )
        reader = await inbound.keeper.reader(NOWHERE, str(raw.get("preferred_locale") or "en"))
        place = Place(platform=PLATFORM, tenant=guild, channel=str(raw["system_channel_id"]))
        drawn = inbound.renderer.card(card, reader, NOWHERE)
        try:
            await self._platform.show(place, drawn, key=f"welcome:{guild}")
        except (Later, Undeliverable):
            return  # /setup says the same when it is called

    @staticmethod
    async def _changed(on_event: OnEvent, raw: Json) -> None:
        await on_event(str(raw["guild_id"]), str(raw["id"]))
