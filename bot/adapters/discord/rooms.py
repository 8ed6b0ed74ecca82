"""Channels, roles and members of a server, and what is missing in each channel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from bot.adapters.discord.payload import DIRECT
from bot.adapters.discord.permissions import CREATE_EVENTS, in_channel, in_server, lacking
from bot.adapters.discord.rest import PERSON_GONE, Rest
from bot.adapters.discord.voice import PLATFORM, Reader
from bot.core.communities import Directory
from bot.core.errors import NotSetUp
from bot.core.places import Place
from bot.core.ports import Later, Undeliverable
from bot.core.text import Message, say, shorten

Json: TypeAlias = dict[str, Any]

_WRITTEN_IN: Final = frozenset({0, 5})  # text and announcement channels
_NAME: Final = 75


@dataclass(frozen=True, slots=True)
class Allowed:
    """What we may do in a server and in its channels."""

    server: int
    channels: tuple[tuple[Json, int], ...]

    def lacks(self, channel: str) -> tuple[Message, ...]:
        """Name what is missing in a channel; everything where it is not seen at all."""
        return lacking(next((a for c, a in self.channels if str(c["id"]) == channel), 0))

    @property
    def may_enter_meetings(self) -> bool:
        """Whether the calendar is open to us."""
        return bool(self.server & CREATE_EVENTS)


@dataclass(frozen=True, slots=True)
class Rooms:
    """Asks Discord afresh each time: nothing of a server is remembered."""

    rest: Rest
    me: Callable[[], str]
    directory: Directory

    async def allowed(self, guild: str) -> Allowed:
        """Find out what we may do. Raises ``Later`` or ``Undeliverable``."""
        channels = await self.rest.call("GET", "/guilds/{guild_id}/channels", guild_id=guild)
        roles = await self.rest.call("GET", "/guilds/{guild_id}/roles", guild_id=guild)
        path = "/guilds/{guild_id}/members/{user_id}"
        member = await self.rest.call("GET", path, guild_id=guild, user_id=self.me())
        mine = [str(role) for role in member.get("roles", ())]
        base = in_server(guild, roles, mine)
        return Allowed(
            base,
            tuple(
                (c, in_channel(base, guild, self.me(), mine, c))
                for c in sorted(channels, key=lambda c: c.get("position", 0))
                if c.get("type") in _WRITTEN_IN
            ),
        )

    async def list(self, place: Place) -> Sequence[tuple[str, str]]:
        """Return the channels; where something is missing, the name says what."""
        if place.tenant == DIRECT:
            return ()
        try:
            found = await self.allowed(place.tenant)
        except (Later, Undeliverable):
            return ()
        speak = await self._reader(place)
        return [
            (str(channel["id"]), _named(str(channel["name"]), lacking(bits), speak))
            for channel, bits in found.channels
        ]

    async def _reader(self, place: Place) -> Reader:
        try:
            about = await self.directory.community_at(PLATFORM, place.tenant)
        except NotSetUp:
            return Reader("en")
        return Reader(about.locale, about.zone)


@dataclass(frozen=True, slots=True)
class Roles:
    """The roles of a server that people can hold."""

    rest: Rest

    async def list(self, place: Place) -> Sequence[tuple[str, str]]:
        """Return the roles, without everyone's and those that belong to bots."""
        if place.tenant == DIRECT:
            return ()
        try:
            path = "/guilds/{guild_id}/roles"
            roles = await self.rest.call("GET", path, guild_id=place.tenant)
        except (Later, Undeliverable):
            return ()
        return [
            (str(role["id"]), str(role["name"]))
            for role in sorted(roles, key=lambda r: -int(r.get("position", 0)))
            if str(role["id"]) != place.tenant and not role.get("managed")
        ]


@dataclass(frozen=True, slots=True)
class Members:
    """Who is in a server. One person is asked for at a time, which needs no privileged intent."""

    rest: Rest

    async def of(self, tenant: str, user: str) -> Sequence[str] | None:
        """Return someone's roles now, none where they left; ``None`` where Discord does not say."""
        path = "/guilds/{guild_id}/members/{user_id}"
        try:
            member = await self.rest.call("GET", path, guild_id=tenant, user_id=user)
        except Undeliverable as refused:
            return () if refused.code == PERSON_GONE else None
        except Later:
            return None
        return tuple(str(role) for role in member.get("roles", ()))


def _named(name: str, missing: tuple[Message, ...], speak: Reader) -> str:
    if not missing:
        return name
    voice = speak.plain()
    lacks = ", ".join(voice(one) for one in missing)
    return shorten(f"{name} \u2013 {voice(say('discord.lacks', what=lacks))}", _NAME)
