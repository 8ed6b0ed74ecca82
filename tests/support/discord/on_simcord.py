"""The bot inside simcord, a model of Discord that is not ours, and people who live there."""

import io
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import pytest
import simcord

import discord
from bot.adapters.discord import limits
from bot.adapters.discord.door import Door
from bot.adapters.discord.rest import parts_of
from bot.adapters.town.clock import TownClock
from bot.compose.app import App
from bot.compose.house import opened
from bot.compose.wire import begin
from bot.core.dispatch import Dispatcher
from bot.core.people import Role
from bot.settings import load
from discord.http import HTTPClient, Route
from tests.support.config import a_config
from tests.support.discord.server import TOKEN
from tests.support.discord.whole import plain
from tests.support.discord.world import flat
from tests.support.steps import CHANNELS, sets_up

THE_MODELS_FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
Shown = discord.Message | simcord.ResponseMessage


class OverHttp:
    """Answers through the client's own transport, which is what simcord replaces."""

    def __init__(self, http: HTTPClient, application: str) -> None:
        self._http, self._webhook = http, f"/webhooks/{application}"

    async def first(self, interaction: str, token: str, body: Any, pictures: Any) -> None:
        await self._send("POST", f"/interactions/{interaction}/{token}/callback", body, pictures)

    async def amend(self, token: str, body: Any, pictures: Any) -> None:
        path = f"{self._webhook}/{token}/messages/@original"
        await self._send("PATCH", path, body, pictures)

    async def follow(self, token: str, body: Any, pictures: Any) -> None:
        await self._send("POST", f"{self._webhook}/{token}", body, pictures)

    async def withdraw(self, token: str) -> None:
        await self._send("DELETE", f"{self._webhook}/{token}/messages/@original", None, ())

    async def _send(self, method: str, path: str, body: Any, pictures: Any) -> None:
        if not pictures:
            await self._http.request(Route(method, path), json=body)
            return
        files = [discord.File(io.BytesIO(data), name) for name, data in pictures]
        await self._http.request(Route(method, path), form=parts_of(body, pictures), files=files)


async def let_in(door: Door, dispatcher: Dispatcher, env: simcord.Env) -> None:
    """Open a door whose client lives in the model, as logging in does on Discord."""
    door.rest.http = door.client.http
    line = OverHttp(door.client.http, door.application)
    inbound = replace(door.inbound(dispatcher, line), wall=lambda: env.now().timestamp())
    door._hearing.me = door._account()
    door._hearing.open(inbound, door.platform, door._on_event, door._on_home)
    await door.sync(dispatcher)


def words_of(shown: Shown) -> str:
    """Return what is written on a message, as a reader sees it."""
    if isinstance(shown, discord.Message):
        parts: list[dict[str, Any]] = [dict(c.to_dict()) for c in shown.components]
    else:
        parts = shown.components
    return plain("\n".join(str(c["content"]) for c in flat(parts) if "content" in c))


@dataclass
class Seen:
    """What somebody sees after a gesture."""

    result: simcord.InteractionResult

    @property
    def message(self) -> simcord.ResponseMessage:
        """The newest answer."""
        found = self.result.followups[-1] if self.result.followups else self.result.response
        assert found is not None, self.result
        return found

    @property
    def text(self) -> str:
        return words_of(self.message)

    @property
    def private(self) -> bool:
        return self.message.ephemeral

    @property
    def filled(self) -> dict[str, str]:
        """What stands in the form that opened already."""
        assert self.result.modal is not None, self.result
        parts = flat(self.result.modal["components"])
        return {c["custom_id"]: c["value"] for c in parts if c.get("value")}


@dataclass
class Resident:
    """Somebody in the model, with the gestures that people have on our own stand-in."""

    me: simcord.MemberActor
    model: "RiverbendModel"

    async def calls(self, command: str) -> Seen:
        return await self._after(self.me.slash(self.model.hall, command))

    async def presses(self, shown: Shown | Seen, label: str) -> Seen:
        message = shown.message if isinstance(shown, Seen) else shown
        return await self._after(self.me.click(message, label=label))

    async def chooses(self, shown: Seen, value: str, number: int = 0) -> Seen:
        menus = [c for c in flat(shown.message.components) if c.get("type") == 3]
        menu = menus[number]["custom_id"]
        return await self._after(self.me.select(shown.message, [value], custom_id=menu))

    async def submits(self, opened: Seen, **given: str | list[str]) -> Seen:
        return await self._after(self.me.submit_modal(opened.result, {**opened.filled, **given}))

    async def _after(self, gesture: Any) -> Seen:
        result = await gesture
        await self.model.app.town.settle()
        await self.model.env.settle()
        assert result.acknowledged
        return Seen(result)


@dataclass
class RiverbendModel:
    """A server in the model, and the whole bot that lives there."""

    env: simcord.Env
    app: App
    guild: simcord.GuildHandle
    channels: dict[str, simcord.ChannelHandle]
    roles: dict[Role, simcord.RoleHandle]

    @classmethod
    def on(cls, env: simcord.Env, app: App) -> Self:
        """Found a server; nothing is set up yet."""
        guild = env.create_guild("Riverbend")
        channels = {name: guild.create_text_channel(name) for name in CHANNELS}
        people = [role for role in Role if role != "member"]
        roles = {role: guild.create_role(role.value) for role in people}
        return cls(env, app, guild, channels, roles)

    @property
    def hall(self) -> simcord.ChannelHandle:
        return self.channels["town-hall"]

    def someone(self, name: str, *roles: Role) -> Resident:
        theirs = [self.roles[role] for role in roles]
        return Resident(self.guild.add_member(self.env.create_user(name), roles=theirs), self)

    def administrator(self) -> Resident:
        runs_it = self.guild.create_role(
            "administration", permissions=discord.Permissions(administrator=True)
        )
        return Resident(self.guild.add_member(self.env.create_user("ada"), roles=[runs_it]), self)

    async def set_up(self) -> Seen:
        """Set everything up by ``/setup`` and return what it shows in the end."""
        ada = self.administrator()
        await ada.presses(await ada.calls("setup"), "Start here")
        channels = {name: str(channel.id) for name, channel in self.channels.items()}
        roles = {role: str(handle.id) for role, handle in self.roles.items()}
        await sets_up(ada, lambda: ada.calls("setup"), channels, roles)
        return await self.someone("olga", Role.ORGANIZER).calls("setup")

    async def passes(self, time: timedelta) -> None:
        """Let time pass, for the model and for the bot."""
        await self.env.advance_time(time.total_seconds())
        await self.app.town.move(time)
        await self.env.settle()

    def shown(self, channel: str, words: str) -> discord.Message:
        """Return the message with ``words`` in a channel or one of its threads."""
        there = self.channels[channel]
        for place in (there, *there.threads):
            for message in place.history():
                if words in words_of(message):
                    return message
        seen = [words_of(m) for place in (there, *there.threads) for m in place.history()]
        raise AssertionError(f"nothing of {words!r} in #{channel}: {seen}")

    def meetings(self) -> list[Any]:
        """Return what stands in the server's calendar."""
        return list(self.env.backend.guilds[self.guild.id].scheduled_events.values())

    def thread_below(self, message: discord.Message) -> simcord.ChannelHandle:
        """Return the thread that was opened from a message, which has the message's id."""
        return next(t for c in self.channels.values() for t in c.threads if t.id == message.id)


@asynccontextmanager
async def riverbend_in_simcord() -> AsyncGenerator[RiverbendModel]:
    """Open the whole bot in the model. Its clock is the model's, and moves with it alone."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as here:
        here.setattr(limits, "PER_SECOND", 10_000)
        settings = load(
            {
                "DATA_DIR": f"{folder}/data",
                "CONFIG_DIR": str(a_config(Path(folder))),
                "DISCORD_TOKEN": TOKEN,
            }
        )
        clock = TownClock(still_at=THE_MODELS_FIRST_DAY)
        async with opened(settings, clock=clock, migrate=True) as app:
            door = app.discord
            assert door is not None
            async with simcord.run(door.client, shard_count=1, settle_timeout=60) as env:
                await let_in(door, app.dispatcher, env)
                await begin(app)
                yield RiverbendModel.on(env, app)
                assert await app.outbox.dead(settings.community.community.id) == []
