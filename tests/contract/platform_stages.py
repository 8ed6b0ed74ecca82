"""The platforms on which the contract suite runs.

A platform joins by adding its stage to ``STAGES``: the platform, people and places on it, and the
eyes of its users.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

from bot.adapters.town.outbound import TownPlatform
from bot.adapters.town.town import Town
from bot.core.people import PersonRef, Role
from bot.core.places import MessageRef, Place
from bot.core.ports import Clock, Platform
from bot.core.routes import Routes
from tests.contract.discord_stage import on_discord
from tests.contract.slack_stage import on_slack
from tests.support.bare_town import bare_town
from tests.support.reading import read
from tests.support.town import Town as Eyes


class Stage(Protocol):
    """A platform, and what people on it see."""

    platform: Platform
    clock: Clock
    square: Place
    """A channel that everyone reads."""
    back_room: Place
    """A channel that ``maya`` does not see."""
    nowhere: Place
    """A channel that was deleted."""
    maya: PersonRef
    shy: PersonRef
    """Somebody who takes no direct messages."""
    stranger: PersonRef
    """Somebody who is not here."""

    def reads(self, person: PersonRef, place: Place) -> list[str]:
        """Return the words of each message that a person reads in a place, oldest first."""
        ...

    def letters(self, person: PersonRef) -> list[str]:
        """Return the words of each direct message of the bot to a person."""
        ...

    def delete(self, message: MessageRef) -> None:
        """Delete a message by hand."""
        ...

    def calendar(self) -> list[str]:
        """Return the names of the meetings in the platform's own calendar."""
        ...

    def pinged(self) -> list[PersonRef]:
        """Return everyone who heard a sound."""
        ...


class TownStage:
    """The town."""

    def __init__(self, town: Town) -> None:
        self.platform: Platform = TownPlatform(town.world)
        self.clock: Clock = town.clock
        self._eyes = Eyes(town)
        self.square = town.world.place("posts")
        self.back_room = town.world.place("queue")
        self.nowhere = Place(platform="town", tenant=town.world.tenant, channel="torn-down")
        self.maya = self._eyes.someone("maya").person
        self.shy = self._eyes.someone("shy", takes_messages=False).person
        self.stranger = PersonRef(platform="town", user="passing-through")
        self._eyes.someone("amina", Role.LIAISON)

    def reads(self, person: PersonRef, place: Place) -> list[str]:
        return [read(e.said) for e in self._eyes.world.in_place(place, person.user)]

    def letters(self, person: PersonRef) -> list[str]:
        return self.reads(person, self._eyes.world.letters(person.user))

    def delete(self, message: MessageRef) -> None:
        self._eyes.world.remove(self._eyes.world.entries[message.message])

    def calendar(self) -> list[str]:
        return [event.name for event in self._eyes.world.events.values()]

    def pinged(self) -> list[PersonRef]:
        return self._eyes.pinged


@asynccontextmanager
async def in_the_town() -> AsyncGenerator[Stage]:
    yield TownStage(bare_town(Routes()))


STAGES: dict[str, Callable[[], AbstractAsyncContextManager[Stage]]] = {
    "town": in_the_town,
    "discord": on_discord,
    "slack": on_slack,
}
