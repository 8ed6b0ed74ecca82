"""What the stand-in knows: servers, channels, people, messages, meetings, interactions."""

import asyncio
import itertools
import re
import time
from dataclasses import dataclass, field
from typing import Any

EPOCH_MS = 1_420_070_400_000
BOT = 500_000_000_000_000_001
ONLY_FOR_YOU = 1 << 6
V2 = 1 << 15
BUT_ADMINISTRATION = ((1 << 53) - 1) & ~(1 << 3)
TEXT, THREAD, FORUM, DIRECT = 0, 11, 15, 1

_count = itertools.count(1)


def snowflake(*, ago: float = 0.0) -> int:
    """Make an id of now, as Discord does."""
    ms = int((time.time() - ago) * 1_000) - EPOCH_MS
    return (ms << 22) | (next(_count) & 0x3FFFFF)


@dataclass(eq=False)
class Channel:
    id: int
    guild: int | None
    name: str
    type: int = TEXT
    parent: int | None = None
    archived: bool = False
    overwrites: list[dict[str, Any]] = field(default_factory=list)
    recipient: int | None = None

    def json(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"id": str(self.id), "type": self.type, "name": self.name}
        if self.guild is not None:
            shown |= {"guild_id": str(self.guild), "permission_overwrites": self.overwrites}
            shown |= {"position": 0, "nsfw": False, "topic": None, "rate_limit_per_user": 0}
        if self.parent is not None:
            shown["parent_id"] = str(self.parent)
        return shown


@dataclass(eq=False)
class Message:
    id: int
    channel: int
    body: dict[str, Any]
    only_for: int | None = None
    edits: int = 0
    files: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All that is written on it."""
        said = [c["content"] for c in flat(self.body.get("components") or []) if "content" in c]
        return "\n".join([self.body.get("content") or "", *said]).strip()

    @property
    def buttons(self) -> dict[str, str]:
        """Labels of buttons, and what each would send."""
        parts = flat(self.body.get("components") or [])
        return {
            c["label"]: c["custom_id"]
            for c in parts
            if c.get("type") == 2 and "label" in c and "custom_id" in c
        }

    @property
    def choices(self) -> list[dict[str, Any]]:
        """The lists to choose from."""
        return [c for c in flat(self.body.get("components") or []) if c.get("type") == 3]

    def json(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "channel_id": str(self.channel),
            "author": {
                "id": str(BOT),
                "username": "commonground",
                "discriminator": "0000",
                "avatar": None,
                "global_name": None,
                "bot": True,
            },
            "content": self.body.get("content") or "",
            "timestamp": "2026-11-24T12:00:00+00:00",
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "pinned": False,
            "type": 0,
            "flags": self.body.get("flags", 0),
            "components": self.body.get("components") or [],
        }


@dataclass(eq=False)
class Guild:
    id: int
    name: str
    channels: dict[int, Channel] = field(default_factory=dict)
    roles: dict[int, dict[str, Any]] = field(default_factory=dict)
    members: dict[int, list[str]] = field(default_factory=dict)
    events: dict[int, dict[str, Any]] = field(default_factory=dict)
    events_forbidden: bool = False

    def json(self, *, whole: bool = True) -> dict[str, Any]:
        if not whole:
            return {"id": str(self.id), "unavailable": True}
        return {
            "id": str(self.id),
            "name": self.name,
            "owner_id": "1",
            "system_channel_id": str(next(iter(self.channels), 0)) if self.channels else None,
            "preferred_locale": "en-US",
            "channels": [c.json() for c in self.channels.values()],
            "roles": list(self.roles.values()),
            "members": [],
            "threads": [],
        }


@dataclass(eq=False)
class Interaction:
    """One gesture of a person, and all that was answered to it."""

    id: int
    token: str
    raw: dict[str, Any]
    user: int
    made: float
    first: dict[str, Any] | None = None
    original: Message | None = None
    followed: list[Message] = field(default_factory=list)
    withdrawn: bool = False
    heard_at: float = 0.0
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    settled: asyncio.Event = field(default_factory=asyncio.Event)
    refused: list[int] = field(default_factory=list)

    @property
    def modal(self) -> dict[str, Any]:
        """The form that opened."""
        assert self.first is not None
        assert self.first["type"] == 9, f"no form opened: {self.first}"
        return dict(self.first["data"])

    @property
    def message(self) -> Message:
        """What the person sees in the end."""
        if self.followed:
            return self.followed[-1]
        assert self.original is not None, f"nothing was shown: {self.first}"
        return self.original

    @property
    def text(self) -> str:
        return self.message.text

    @property
    def private(self) -> bool:
        return self.message.only_for is not None

    @property
    def was_told_to_wait(self) -> bool:
        return self.first is not None and self.first["type"] in {5, 6}

    @property
    def heard_after(self) -> float:
        """Seconds until the first answer came, or until now."""
        return (self.heard_at or time.monotonic()) - self.made

    @property
    def late(self) -> bool:
        return time.monotonic() - self.made > 3

    @property
    def dead(self) -> bool:
        return time.monotonic() - self.made > 900


def flat(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return components and all that lies in them."""
    found: list[dict[str, Any]] = []
    for part in parts:
        found.append(part)
        found += flat(part.get("components") or [])
        if part.get("component"):
            found += flat([part["component"]])
    return found


def _role(id_: int, name: str, permissions: int) -> dict[str, Any]:
    return {
        "id": str(id_),
        "name": name,
        "permissions": str(permissions),
        "position": 0,
        "color": 0,
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


class World:
    """Everything there is."""

    def __init__(self) -> None:
        self.guilds: dict[int, Guild] = {}
        self.letters: dict[int, Channel] = {}
        self.closed_letters: set[int] = set()
        self.messages: dict[int, Message] = {}
        self.nonces: dict[tuple[int, str], int] = {}
        self.interactions: dict[str, Interaction] = {}
        self.commands: list[dict[str, Any]] = []
        self.times_synced = 0

    def guild(self, name: str = "Riverbend") -> Guild:
        guild = Guild(snowflake(), name)
        guild.roles[guild.id] = _role(guild.id, "@everyone", BUT_ADMINISTRATION)
        guild.members[BOT] = []
        self.guilds[guild.id] = guild
        return guild

    def channel(self, guild: Guild, name: str, type_: int = TEXT) -> Channel:
        channel = Channel(snowflake(), guild.id, name, type_)
        guild.channels[channel.id] = channel
        return channel

    def role(self, guild: Guild, name: str, permissions: int = 0) -> str:
        made = snowflake()
        guild.roles[made] = _role(made, name, permissions)
        return str(made)

    def find(self, channel: int) -> Channel | None:
        if channel in self.letters:
            return self.letters[channel]
        return next(
            (g.channels[channel] for g in self.guilds.values() if channel in g.channels), None
        )

    def meeting(self, path: str) -> dict[str, Any] | None:
        """Return the meeting in a calendar that a path names."""
        named = re.fullmatch(r"/guilds/(\d+)/scheduled-events/(\d+)", path)
        return None if named is None else self.guilds[int(named[1])].events.get(int(named[2]))

    def shown_in(self, channel: int) -> list[Message]:
        """What everyone sees in a channel or thread, oldest first."""
        return [m for m in self.messages.values() if m.channel == channel and m.only_for is None]
