"""The platform port on Discord: eight verbs, each safe to repeat."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from aiolimiter import AsyncLimiter

from bot.adapters.discord import limits
from bot.adapters.discord.escape import one_line
from bot.adapters.discord.events import Calendar
from bot.adapters.discord.guards import Breaker
from bot.adapters.discord.payload import DIRECT
from bot.adapters.discord.render import Drawing, Renderer
from bot.adapters.discord.rest import (
    ARCHIVED,
    CANNOT_MESSAGE,
    CHANNEL_GONE,
    MESSAGE_GONE,
    PERSON_GONE,
    THREAD_EXISTS,
    Rest,
)
from bot.adapters.discord.voice import PLATFORM, Reader
from bot.core.cards import Card
from bot.core.communities import Community, Directory, every_place
from bot.core.errors import NotSetUp
from bot.core.people import PersonRef
from bot.core.places import Delivery, MessageRef, Place, Way
from bot.core.ports import Capabilities, Event, Later, Undeliverable
from bot.core.recent import Recent
from bot.core.text import Line, shorten

Json: TypeAlias = dict[str, Any]

_MESSAGES: Final = "/channels/{channel_id}/messages"
_MESSAGE: Final = "/channels/{channel_id}/messages/{message_id}"
_A_WEEK: Final = 10_080


@dataclass(slots=True)
class DiscordPlatform:
    """Shows cards on Discord. ``secret`` makes the nonces, so that they tell nothing."""

    rest: Rest
    renderer: Renderer
    directory: Directory
    calendar: Calendar
    direct_breaker: Breaker
    secret: bytes = field(repr=False)
    name: str = PLATFORM
    _letters: Recent[str] = field(default_factory=Recent)
    _slowly: AsyncLimiter = field(
        default_factory=lambda: AsyncLimiter(1, limits.DIRECT_EVERY.total_seconds())
    )

    def capabilities(self) -> Capabilities:
        """Say what Discord can do natively."""
        return Capabilities(threads=True, whispers_outside_gestures=False, events=True)

    async def post(self, place: Place, card: Card, *, key: str) -> MessageRef:
        """Show ``card`` in a channel or thread. Discord shows the same key once."""
        community = await self._community(place)
        drawn = self.renderer.card(card, _reader(community), community.id)
        made = await self._send(place.thread or place.channel, drawn, key)
        return MessageRef(place=place, message=made)

    async def edit(self, message: MessageRef, card: Card, *, key: str) -> None:
        """Draw ``message`` again."""
        del key  # drawing the same card twice looks the same
        community = await self._community(message.place)
        drawn = self.renderer.card(card, _reader(community), community.id)
        channel = message.place.thread or message.place.channel
        await self._awake(
            channel,
            "PATCH",
            _MESSAGE,
            body=drawn.body,
            pictures=drawn.pictures,
            channel_id=channel,
            message_id=message.message,
        )

    async def retract(self, message: MessageRef, *, key: str) -> None:
        """Take ``message`` back."""
        del key  # gone is gone
        channel = message.place.thread or message.place.channel
        try:
            await self._awake(
                channel, "DELETE", _MESSAGE, channel_id=channel, message_id=message.message
            )
        except Undeliverable as refusal:
            if refusal.code not in {MESSAGE_GONE, CHANNEL_GONE, "gone"}:
                raise

    async def whisper(self, place: Place, person: PersonRef, card: Card, *, key: str) -> Delivery:
        """Send ``card`` directly: outside an interaction Discord has no whisper."""
        del place
        return await self.direct(person, card, key=key)

    async def direct(self, person: PersonRef, card: Card, *, key: str) -> Delivery:
        """Send ``card`` to one person who opted in, slowly.

        Raises:
            Undeliverable: ``cannot_message`` when the person takes none; the receipt remains.
        """
        self.direct_breaker.check()
        community = await self._community_of(person)
        reader = Reader(await self.directory.locale(person) or community.locale, community.zone)
        drawn = self.renderer.card(card, reader, community.id)
        await self._slowly.acquire()
        try:
            channel = await self._letter_box(person)
            made = await self._send(channel, drawn, key)
        except Later as wait:
            if wait.after >= limits.INVALID_WINDOW:
                self.direct_breaker.trip()
            raise
        except Undeliverable as refusal:
            if refusal.code == CANNOT_MESSAGE:
                self.direct_breaker.note()
            if refusal.code == CHANNEL_GONE:
                self._letters.drop(person.user)
            raise
        place = Place(platform=PLATFORM, tenant=DIRECT, channel=channel)
        return Delivery(message=MessageRef(place=place, message=made), way=Way.DIRECT)

    async def open_thread(self, message: MessageRef, title: Line, *, key: str) -> Place:
        """Open the thread of ``message``. A message has one, and it has the message's id."""
        del key
        if message.place.thread is not None:
            raise Undeliverable("no_thread_in_thread")
        community = await self._community(message.place)
        name = shorten(one_line(_reader(community).plain()(title)), limits.THREAD_NAME)
        try:
            await self.rest.call(
                "POST",
                f"{_MESSAGE}/threads",
                body={"name": name or "\u2014", "auto_archive_duration": _A_WEEK},
                channel_id=message.place.channel,
                message_id=message.message,
            )
        except Undeliverable as refusal:
            if refusal.code != THREAD_EXISTS:
                raise
        place = message.place
        return Place(
            platform=PLATFORM, tenant=place.tenant, channel=place.channel, thread=message.message
        )

    async def publish_home(self, person: PersonRef, card: Card, *, key: str) -> None:
        """Do nothing: on Discord ``/home`` draws the panel when it is called."""

    async def announce_event(
        self, place: Place, event: Event | None, *, known: str | None, key: str
    ) -> str | None:
        """Keep a meeting in the server's calendar."""
        del key  # an entry is found again by what it says
        return await self.calendar.keep(place, event, known)

    async def reply(self, message: MessageRef, drawn: Drawing, *, key: str) -> None:
        """Answer a message in plain words, in the same place."""
        body = {
            **drawn.body,
            "allowed_mentions": {"parse": [], "replied_user": False},
            "message_reference": {"message_id": message.message, "fail_if_not_exists": False},
        }
        channel = message.place.thread or message.place.channel
        await self._send(channel, Drawing(body, drawn.pictures), key)

    async def show(self, place: Place, drawn: Drawing, *, key: str) -> None:
        """Show what is drawn already, in a server that belongs to no community yet."""
        await self._send(place.channel, drawn, key)

    async def _send(self, channel: str, drawn: Drawing, key: str) -> str:
        made = await self._awake(
            channel,
            "POST",
            _MESSAGES,
            body={**drawn.body, "nonce": self._nonce(key), "enforce_nonce": True},
            pictures=drawn.pictures,
            channel_id=channel,
        )
        return str(made["id"])

    async def _awake(self, channel: str, method: str, path: str, **rest: Any) -> Any:  # noqa: ANN401
        """Call; a thread that went to sleep is woken first, then asked once more."""
        try:
            return await self.rest.call(method, path, **rest)
        except Undeliverable as refusal:
            if refusal.code != ARCHIVED:
                raise
        await self.rest.call(
            "PATCH", "/channels/{channel_id}", body={"archived": False}, channel_id=channel
        )
        return await self.rest.call(method, path, **rest)

    async def _letter_box(self, person: PersonRef) -> str:
        known = self._letters.get(person.user)
        if known is not None:
            return known
        made = await self.rest.call(
            "POST", "/users/@me/channels", body={"recipient_id": person.user}
        )
        self._letters.put(person.user, str(made["id"]))
        return str(made["id"])

    async def _community(self, place: Place) -> Community:
        try:
            return await self.directory.community_at(PLATFORM, place.tenant)
        except NotSetUp:
            raise Undeliverable("not_set_up") from None

    async def _community_of(self, person: PersonRef) -> Community:
        """Return whose member a person is: a direct message belongs to no server.

        Where several communities are served, the person is looked for in their servers.
        """
        served = await self.directory.communities()
        if len(served) == 1:
            return served[0]
        for community in served:
            for guild in await self._guilds(community.id):
                path = "/guilds/{guild_id}/members/{user_id}"
                try:
                    await self.rest.call("GET", path, guild_id=guild, user_id=person.user)
                except Undeliverable:
                    continue
                return community
        raise Undeliverable(PERSON_GONE)

    async def _guilds(self, community: str) -> list[str]:
        found = await every_place(self.directory, community)
        return list(dict.fromkeys(p.tenant for p in found if p.platform == PLATFORM))

    def _nonce(self, key: str) -> str:
        """Return what makes Discord show a logical message once, however often it is sent."""
        digest = hmac.digest(self.secret, key.encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(digest).decode()[: limits.NONCE - 3]


def _reader(community: Community) -> Reader:
    return Reader(community.locale, community.zone)
