"""The platform port on Slack: eight verbs, each as safe to repeat as Slack lets it be.

Slack has no idempotency of its own. Every message carries our key as metadata; where it is not
known whether one arrived, the channel is read once to find out. So is each channel before the
first message that this process sends there: the process before may have died in between.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, TypeAlias

from bot.adapters.slack import limits
from bot.adapters.slack.calendar import Calendar
from bot.adapters.slack.pictures import Files, has_pictures
from bot.adapters.slack.pieces import PLATFORM, Reader
from bot.adapters.slack.render import Renderer
from bot.adapters.slack.rest import (
    CHANNEL_GONE,
    MESSAGE_GONE,
    NO_ACCESS,
    NOT_THERE,
    REFUSED_FORM,
    Rest,
    Unsure,
)
from bot.core.cards import Card
from bot.core.communities import Community, Directory
from bot.core.errors import NotSetUp
from bot.core.people import PersonRef
from bot.core.places import Delivery, MessageRef, Place, Way
from bot.core.ports import Capabilities, Event, Later, Undeliverable
from bot.core.recent import Recent
from bot.core.text import Line

Json: TypeAlias = dict[str, Any]

EVENT_TYPE: Final = "commonground"
_NO_THREAD: Final = "no_thread_in_thread"
_DIGESTION: Final = timedelta(seconds=3)
_DIGESTS: Final = 3


@dataclass(slots=True)
class SlackPlatform:
    """Shows cards on Slack. ``secret`` makes the marks of messages, so that they tell nothing."""

    rest: Rest
    renderer: Renderer
    directory: Directory
    files: Files
    calendar: Calendar
    secret: bytes = field(repr=False)
    name: str = PLATFORM
    _sent: Recent[MessageRef] = field(default_factory=lambda: Recent(20_000))
    _found: Recent[MessageRef] = field(default_factory=lambda: Recent(20_000))
    _looked: Recent[bool] = field(default_factory=lambda: Recent(20_000))
    _in_doubt: Recent[bool] = field(default_factory=Recent)
    _digesting: Recent[int] = field(default_factory=Recent)
    _letters: Recent[str] = field(default_factory=Recent)

    def capabilities(self) -> Capabilities:
        """Say what Slack can do natively."""
        return Capabilities(threads=True, whispers_outside_gestures=True, events=False)

    async def post(self, place: Place, card: Card, *, key: str) -> MessageRef:
        """Show ``card`` in a channel or thread."""
        community = await self._community(place)
        drawn = await self._drawn(place.tenant, card, community)
        try:
            return await self.send(place, drawn, key=key)
        except Undeliverable as refusal:
            if self._once_more(card, key, refusal):
                raise Later(_DIGESTION) from None
            raise

    async def edit(self, message: MessageRef, card: Card, *, key: str) -> None:
        """Draw ``message`` again."""
        place = message.place
        community = await self._community(place)
        drawn = await self._drawn(place.tenant, card, community)
        await self.redraw(message, drawn)
        self._sent.put(key, message)

    async def retract(self, message: MessageRef, *, key: str) -> None:
        """Take ``message`` back."""
        del key  # gone is gone
        place = message.place
        try:
            await self.rest.call(
                place.tenant, "chat.delete", channel=place.channel, ts=message.message
            )
        except Undeliverable as refusal:
            if refusal.code not in {MESSAGE_GONE, CHANNEL_GONE}:
                raise

    async def whisper(self, place: Place, person: PersonRef, card: Card, *, key: str) -> Delivery:
        """Show ``card`` to one person in a place; directly to who is not there."""
        known = self._sent.get(key)
        if known is not None:
            way = Way.WHISPER if known.place == place else Way.DIRECT
            return Delivery(message=known, way=way)
        community = await self._community(place)
        drawn = await self._drawn(place.tenant, card, community, for_one=person)
        try:
            answer = await self.rest.call(
                place.tenant,
                "chat.postEphemeral",
                channel=place.channel,
                user=person.user,
                thread_ts=place.thread,
                parse="none",
                link_names=False,
                **drawn,
            )
        except Undeliverable as refusal:
            if refusal.code not in {NOT_THERE, NO_ACCESS, CHANNEL_GONE}:
                raise
            return await self.direct(person, card, key=key)
        message = MessageRef(place=place, message=str(answer.get("message_ts") or ""))
        self._sent.put(key, message)
        return Delivery(message=message, way=Way.WHISPER)

    async def direct(self, person: PersonRef, card: Card, *, key: str) -> Delivery:
        """Send ``card`` to one person who opted in."""
        team = person.tenant
        channel = self._letters.get(person.key)
        if channel is None:
            opened = await self.rest.call(team, "conversations.open", users=person.user)
            channel = str(opened["channel"]["id"])
            self._letters.put(person.key, channel)
        place = Place(platform=PLATFORM, tenant=team, channel=channel)
        community = await self._community(place)
        drawn = await self._drawn(team, card, community, for_one=person)
        try:
            message = await self.send(place, drawn, key=key)
        except Undeliverable as refusal:
            if refusal.code == CHANNEL_GONE:
                self._letters.drop(person.key)
            raise
        return Delivery(message=message, way=Way.DIRECT)

    async def open_thread(self, message: MessageRef, title: Line, *, key: str) -> Place:
        """Return the thread of ``message``: on Slack every message has one, named by itself."""
        del title, key
        place = message.place
        if place.thread is not None:
            raise Undeliverable(_NO_THREAD)
        return Place(
            platform=PLATFORM, tenant=place.tenant, channel=place.channel, thread=message.message
        )

    async def publish_home(self, person: PersonRef, card: Card, *, key: str) -> None:
        """Draw a person's own panel."""
        del key  # drawing the same panel twice looks the same
        home = Place(platform=PLATFORM, tenant=person.tenant, channel="")
        community = await self._community(home)
        drawn = await self._drawn(person.tenant, card, community, for_one=person)
        await self.show_home(person, drawn)

    async def announce_event(
        self, place: Place, event: Event | None, *, known: str | None, key: str
    ) -> str | None:
        """Hand out the meeting's calendar file below its card."""
        del place, known
        card = self._sent.get(key)
        if card is not None and event is not None:
            await self.calendar.hand_out(card, event)
        return None

    async def send(self, place: Place, drawn: Json, *, key: str) -> MessageRef:
        """Post what is drawn already, once."""
        if (known := self._sent.get(key)) is not None:
            return known
        await self._look_first(place)
        if (found := self._found.get(self._mark(key))) is not None:
            self._sent.put(key, found)
            return found
        self.rest.pace.check(place.tenant, "chat.postMessage")
        self.rest.pace.take(place.tenant, place.channel)
        payload = {"key": self._mark(key)}
        try:
            answer = await self.rest.call(
                place.tenant,
                "chat.postMessage",
                channel=place.channel,
                thread_ts=place.thread,
                metadata={"event_type": EVENT_TYPE, "event_payload": payload},
                unfurl_links=False,
                unfurl_media=False,
                parse="none",
                link_names=False,
                **drawn,
            )
        except Unsure:
            self._in_doubt.put(place.key, True)
            raise
        message = MessageRef(place=place, message=str(answer["ts"]))
        self._sent.put(key, message)
        return message

    async def send_soon(self, place: Place, drawn: Json, *, key: str, within: timedelta) -> None:
        """Post what is drawn already, waiting for the channel's turn but no longer than so.

        Raises:
            Later: it would take longer.
        """
        until = asyncio.get_running_loop().time() + within.total_seconds()
        while True:
            try:
                await self.send(place, drawn, key=key)
            except Later as wait:
                left = until - asyncio.get_running_loop().time()
                if wait.after.total_seconds() > left:
                    raise
                await asyncio.sleep(wait.after.total_seconds())
            else:
                return

    async def redraw(self, message: MessageRef, drawn: Json) -> None:
        """Put what is drawn in place of what a message of ours shows."""
        place = message.place
        await self.rest.call(
            place.tenant,
            "chat.update",
            channel=place.channel,
            ts=message.message,
            parse="none",
            link_names=False,
            **drawn,
        )

    async def show_home(self, person: PersonRef, drawn: Json) -> None:
        """Show what is drawn as a person's panel."""
        view = {"type": "home", "blocks": drawn["blocks"]}
        await self.rest.call(person.tenant, "views.publish", user_id=person.user, view=view)

    async def _drawn(
        self, team: str, card: Card, community: Community, *, for_one: PersonRef | None = None
    ) -> Json:
        chosen = None if for_one is None else await self.directory.locale(for_one)
        reader = Reader(chosen or community.locale, community.zone)
        files = await self.files.upload(team, card, reader)
        return self.renderer.card(card, reader, community.id, files)

    async def _look_first(self, place: Place) -> None:
        """Find what was sent and not noted: each place is read once, and again after doubt."""
        in_doubt = self._in_doubt.get(place.key)
        if self._looked.get(place.key) and not in_doubt:
            return
        thread = {"ts": place.thread} if place.thread else {}
        try:
            answer = await self.rest.call(
                place.tenant,
                "conversations.replies" if thread else "conversations.history",
                channel=place.channel,
                include_all_metadata=True,
                limit=limits.LOOKED_BACK,
                **thread,
            )
        except Later:
            if in_doubt:
                raise
            answer = {}
        except Undeliverable:
            answer = {}  # not allowed to read: at worst one message shows twice
        for said in answer.get("messages") or ():
            about = (said.get("metadata") or {}).get("event_payload") or {}
            if "key" in about:
                message = MessageRef(place=place, message=str(said["ts"]))
                self._found.put(str(about["key"]), message)
        self._looked.put(place.key, True)
        self._in_doubt.drop(place.key)

    def _once_more(self, card: Card, key: str, refusal: Undeliverable) -> bool:
        """Whether to try again: Slack refuses a picture that it has not digested yet."""
        tried = self._digesting.get(key) or 0
        self._digesting.put(key, tried + 1)
        return refusal.code == REFUSED_FORM and has_pictures(card) and tried < _DIGESTS

    async def _community(self, place: Place) -> Community:
        try:
            return await self.directory.community_at(PLATFORM, place.tenant)
        except NotSetUp:
            raise Undeliverable("not_set_up") from None

    def _mark(self, key: str) -> str:
        return hmac.digest(self.secret, key.encode(), hashlib.sha256).hex()[:32]
