"""Slack as a stage of the contract suite: the real client against the stand-in."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from bot.adapters.slack.pieces import PLATFORM
from bot.core.clock import SystemClock
from bot.core.people import PersonRef
from bot.core.places import MessageRef, Place
from bot.core.ports import Clock, Platform
from bot.core.routes import Routes
from tests.support.slack.house import House, bare_house, hurry


class SlackStage:
    """A workspace on the stand-in."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.platform: Platform = house.running.platform
        self.clock: Clock = SystemClock()
        self.square = house.place()
        back = house.slack.world.channel(house.workspace.id, "back-room", everyone=False)
        back.members.add(house.workspace.bot_user)
        self.back_room = house.place(back)
        self.nowhere = Place(platform=PLATFORM, tenant=self.square.tenant, channel="C0GONE")
        maya, shy = house.someone("maya"), house.someone("shy")
        shy.user.takes_messages = False
        self.maya, self.shy = house.person(maya), house.person(shy)
        self.stranger = PersonRef(platform=PLATFORM, tenant=self.square.tenant, user="U0NOBODY")
        hurry(house.running)

    def reads(self, person: PersonRef, place: Place) -> list[str]:
        seen = self._house.slack.world.seen_by(person.user, place.channel, place.thread or "")
        return [message.text for message in seen]

    def letters(self, person: PersonRef) -> list[str]:
        return [message.text for message in self._house.slack.world.letters(person.user)]

    def delete(self, message: MessageRef) -> None:
        found = self._house.slack.world.find(message.place.channel, message.message)
        assert found is not None
        found.gone = True

    def calendar(self) -> list[str]:
        return []

    def pinged(self) -> list[PersonRef]:
        """Return who is mentioned so that Slack makes a sound."""
        heard = [user for m in self._house.slack.world.messages for user in m.pinged]
        for message in self._house.slack.world.messages:
            assert not any(mark in message.body["text"] for mark in ("<!", "<@", "<#"))
        return [PersonRef(platform=PLATFORM, tenant=self.square.tenant, user=u) for u in heard]


@asynccontextmanager
async def on_slack() -> AsyncGenerator[SlackStage]:
    async with bare_house(Routes()) as house:
        yield SlackStage(house)
        assert house.slack.refused == []
