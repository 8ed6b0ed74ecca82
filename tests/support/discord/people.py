"""People on the stand-in: they call, press, choose, fill in forms and talk."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

from tests.support.discord.server import StandIn
from tests.support.discord.world import (
    BOT,
    ONLY_FOR_YOU,
    Channel,
    Guild,
    Interaction,
    Message,
    snowflake,
)

PATIENCE = 60.0
"""Seconds before a test gives up; nothing is measured by it."""
ADMINISTRATOR = 1 << 3


@dataclass
class Person:
    """Somebody with an account. ``roles`` are role ids of the server."""

    discord: StandIn
    guild: Guild
    name: str
    roles: list[str] = field(default_factory=list)
    locale: str = "en-US"
    permissions: int = 1 << 10
    id: int = field(default_factory=snowflake)

    def __post_init__(self) -> None:
        self.guild.members[self.id] = self.roles

    def user(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "username": self.name,
            "discriminator": "0000",
            "avatar": None,
            "global_name": self.name,
            "bot": False,
        }

    async def calls(self, where: Channel, command: str, **given: str) -> Interaction:
        """Type a slash command, as the app lets one type only what was registered."""
        return await self._do(where, 2, self._command(command, given))

    async def types(self, where: Channel, command: str, option: str, so_far: str) -> list[str]:
        """Type into an option that completes itself; return what is offered."""
        data = self._command(command, {option: so_far})
        for part in flat_options(data):
            part["focused"] = True
        done = await self._do(where, 4, data)
        assert done.first is not None
        return [c["name"] for c in done.first["data"]["choices"]]

    async def presses(self, shown: Message | Interaction, label: str) -> Interaction:
        message = shown.message if isinstance(shown, Interaction) else shown
        data = {"component_type": 2, "custom_id": message.buttons[label]}
        return await self._do(self._where(message), 3, data, message)

    async def presses_raw(self, message: Message, custom_id: str) -> Interaction:
        return await self._do(
            self._where(message), 3, {"component_type": 2, "custom_id": custom_id}, message
        )

    async def chooses(
        self, shown: Message | Interaction, value: str, number: int = 0
    ) -> Interaction:
        message = shown.message if isinstance(shown, Interaction) else shown
        choice = message.choices[number]
        assert value in [o["value"] for o in choice["options"]]
        data = {"component_type": 3, "custom_id": choice["custom_id"], "values": [value]}
        return await self._do(self._where(message), 3, data, message)

    async def submits(self, opened: Interaction, **given: str | list[str]) -> Interaction:
        """Fill in the form that opened, as far as ``given`` says, and send it."""
        return await self._do(
            self._channel(opened), 5, self.filled(opened.modal, given), self._under(opened)
        )

    @staticmethod
    def filled(modal: dict[str, Any], given: dict[str, str | list[str]]) -> dict[str, Any]:
        parts = []
        for part in modal["components"]:
            if part["type"] != 18:
                parts.append({"type": part["type"], "id": 1})
                continue
            field_ = part["component"]
            parts.append({"type": 18, "id": 1, "component": _given(field_, given)})
        return {"custom_id": modal["custom_id"], "components": parts}

    async def points(self, message: Message, label: str) -> Interaction:
        """Pick an entry from the menu of a message."""
        assert any(c["name"] == label and c["type"] == 3 for c in self.discord.world.commands)
        data = {
            "id": "1",
            "type": 3,
            "name": label,
            "target_id": str(message.id),
            "resolved": {"messages": {str(message.id): message.json()}},
        }
        return await self._do(self._where(message), 2, data)

    async def says(self, where: Channel, words: str) -> Message:
        """Write a message. The bot sees the words only when it is meant."""
        message = Message(snowflake(), where.id, {"content": words})
        self.discord.world.messages[message.id] = message
        meant = f"<@{BOT}>" in words or where.guild is None
        raw = message.json() | {
            "author": self.user(),
            "content": words if meant else "",
            "mentions": [{"id": str(BOT), "username": "commonground"}] if meant else [],
        }
        if where.guild is not None:
            raw |= {"guild_id": str(where.guild), "member": {"roles": self.roles}}
        await self.discord.gateway.tell("MESSAGE_CREATE", raw, where.guild)
        return message

    def letters(self) -> Channel | None:
        """Return this person's direct messages with the bot, once there are any."""
        return next(
            (c for c in self.discord.world.letters.values() if c.recipient == self.id), None
        )

    async def _do(
        self, where: Channel, kind: int, data: dict[str, Any], under: Message | None = None
    ) -> Interaction:
        done = await self.begins(where, kind, data, under)
        async with asyncio.timeout(PATIENCE):
            await done.heard.wait()
            await done.settled.wait()
        return done

    async def begins(
        self,
        where: Channel,
        kind: int,
        data: dict[str, Any],
        under: Message | None = None,
        *,
        ago: float = 0.0,
    ) -> Interaction:
        """Do something and wait for nothing. ``ago`` makes it old already."""
        done = self.prepares(where, kind, data, under, ago=ago)
        await self.discord.gateway.tell("INTERACTION_CREATE", done.raw, where.guild)
        return done

    def prepares(
        self,
        where: Channel,
        kind: int,
        data: dict[str, Any],
        under: Message | None = None,
        *,
        ago: float = 0.0,
    ) -> Interaction:
        """Make an interaction that nobody was told of yet."""
        made = snowflake(ago=ago)
        raw: dict[str, Any] = {
            "id": str(made),
            "application_id": str(BOT),
            "type": kind,
            "token": f"t{made}",
            "version": 1,
            "channel_id": str(where.id),
            "channel": where.json(),
            "data": data,
            "locale": self.locale,
            "entitlements": [],
            "app_permissions": "0",
            "attachment_size_limit": 1,
            "authorizing_integration_owners": {"0": str(where.guild or 0)},
            "context": 0 if where.guild else 1,
        }
        if where.guild is None:
            raw["user"] = self.user()
        else:
            member = {
                "user": self.user(),
                "roles": self.roles,
                "permissions": str(self.permissions),
                "joined_at": "2026-01-01T00:00:00+00:00",
                "deaf": False,
                "mute": False,
                "flags": 0,
            }
            raw |= {"guild_id": str(where.guild), "member": member}
        if under is not None:
            raw["message"] = under.json() | {"flags": under.body.get("flags", 0)}
            if under.only_for is not None:
                raw["message"]["flags"] |= ONLY_FOR_YOU
        done = Interaction(made, raw["token"], raw, self.id, time.monotonic() - ago)
        self.discord.world.interactions[done.token] = done
        return done

    def _command(self, command: str, given: dict[str, str]) -> dict[str, Any]:
        word, _, second = command.partition(" ")
        known = next(
            (c for c in self.discord.world.commands if c["name"] == word and c["type"] == 1), None
        )
        assert known is not None, f"/{word} was not registered"
        parameters = known.get("options") or []
        if second:
            parameters = next(o for o in parameters if o["name"] == second).get("options") or []
        names = {o["name"] for o in parameters if o["type"] > 2}
        assert given.keys() <= names, f"/{command} takes {names}"
        options: list[dict[str, Any]] = [
            {"name": n, "type": 3, "value": v} for n, v in given.items()
        ]
        if second:
            options = [{"name": second, "type": 1, "options": options}]
        return {"id": "1", "name": word, "type": 1, "options": options}

    def _where(self, message: Message) -> Channel:
        found = self.discord.world.find(message.channel)
        assert found is not None
        return found

    def _channel(self, opened: Interaction) -> Channel:
        found = self.discord.world.find(int(opened.raw["channel_id"]))
        assert found is not None
        return found

    def _under(self, opened: Interaction) -> Message | None:
        under = opened.raw.get("message")
        return None if under is None else self.discord.world.messages[int(under["id"])]


def _given(part: dict[str, Any], given: dict[str, str | list[str]]) -> dict[str, Any]:
    name = part["custom_id"]
    sent = {"type": part["type"], "id": 2, "custom_id": name}
    if part["type"] == 22:
        taken = given.get(name, [o["value"] for o in part["options"] if o.get("default")])
        assert set(taken) <= {o["value"] for o in part["options"]}
        return sent | {"values": list(taken)}
    if part["type"] == 21:
        chosen = next((o["value"] for o in part["options"] if o.get("default")), None)
        value = given.get(name, chosen)
        assert value in {o["value"] for o in part["options"]} | {None}
        return sent | {"value": value}
    return sent | {"value": given.get(name, part.get("value", ""))}


def flat_options(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the options of a command that hold words."""
    options = data.get("options") or []
    return [o for o in options if o["type"] > 2] + [x for o in options for x in flat_options(o)]
