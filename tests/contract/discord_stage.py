"""Discord as a stage of the contract suite: the real client against the stand-in."""

import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from bot.adapters.discord.voice import PLATFORM
from bot.core.clock import SystemClock
from bot.core.people import PersonRef
from bot.core.places import MessageRef, Place
from bot.core.ports import Clock, Platform
from bot.core.routes import Routes
from tests.support.discord.house import House, bare_house, hurry
from tests.support.discord.world import Channel, Message


class DiscordStage:
    """A server on the stand-in."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.platform: Platform = house.running.platform
        self.clock: Clock = SystemClock()
        self.square = house.place()
        self.back_room = house.place(house.discord.world.channel(house.guild, "back-room"))
        self.nowhere = Place(platform=PLATFORM, tenant=self.square.tenant, channel="1")
        self.maya = _ref(house.someone("maya").id)
        self.shy = _ref(house.someone("shy").id)
        self.stranger = _ref(1)
        house.discord.world.closed_letters.add(int(self.shy.user))
        hurry(house.running.platform)

    def reads(self, person: PersonRef, place: Place) -> list[str]:
        del person
        return [
            _plain(m)
            for m in self._house.discord.world.shown_in(int(place.thread or place.channel))
        ]

    def letters(self, person: PersonRef) -> list[str]:
        boxes = self._house.discord.world.letters.values()
        return [_plain(m) for b in boxes if str(b.recipient) == person.user for m in self._in(b)]

    def delete(self, message: MessageRef) -> None:
        del self._house.discord.world.messages[int(message.message)]

    def calendar(self) -> list[str]:
        return [str(e["name"]) for e in self._house.guild.events.values()]

    def pinged(self) -> list[PersonRef]:
        """Return who is mentioned in what a reader's app shows, and allowed to hear it."""
        heard: list[PersonRef] = []
        for message in self._house.discord.world.messages.values():
            allowed = message.body.get(
                "allowed_mentions", {"parse": ["everyone", "users", "roles"]}
            )
            named = re.findall(r"<@!?(\d+)>", message.text)
            everyone = "everyone" in allowed["parse"] and "@everyone" in message.text
            heard += [
                _ref(int(u))
                for u in named
                if u in allowed.get("users", named)
                and ("users" in allowed["parse"] or u in allowed.get("users", []))
            ]
            heard += [self.maya, self.shy] if everyone else []
        return heard

    def _in(self, channel: Channel) -> list[Message]:
        return self._house.discord.world.shown_in(channel.id)


@asynccontextmanager
async def on_discord() -> AsyncGenerator[DiscordStage]:
    async with bare_house(Routes()) as house:
        yield DiscordStage(house)
        assert house.discord.all_refusals() == []


def _ref(user: int) -> PersonRef:
    return PersonRef(platform=PLATFORM, user=str(user))


def _plain(message: Message) -> str:
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", message.text)
