"""The town in plain English: tests say what people do and look at what they see.

``tests/README.md`` shows how. A person acts in a place (``#general`` at first); whatever the bot
answers at once is there when the call returns, and ``town.settles()`` waits for what follows.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.adapters.town import town as the_town
from bot.adapters.town.clock import TownClock
from bot.adapters.town.neighbours import Neighbour
from bot.adapters.town.world import Entry
from bot.core.cards import (
    Card,
)
from bot.core.people import PersonRef, Role
from bot.core.places import Place
from tests.support.clock import A_TUESDAY
from tests.support.someone import Someone, words_of

if TYPE_CHECKING:
    from bot.compose import App


@asynccontextmanager
async def open_town(data: Path, *, at: datetime = A_TUESDAY) -> AsyncGenerator[Town]:
    """Open the whole bot on a database in ``data``, with the example community; time stands still."""
    from bot.compose import opened  # noqa: PLC0415  (tests of the town alone need no bot)
    from bot.compose.wire import begin  # noqa: PLC0415
    from bot.settings import load  # noqa: PLC0415

    settings = load({"DATA_DIR": str(data)})
    async with opened(settings, clock=TownClock(still_at=at), migrate=True) as app:
        await begin(app)
        yield Town(app.town, app)


class Town:
    """The town as a test lives in it."""

    def __init__(self, town: the_town.Town, app: App | None = None) -> None:
        """Look at a running town; ``app`` is the whole bot behind it."""
        self._app = app
        self.inner = town
        self.world = town.world
        self.clock = Clock(town)

    @property
    def app(self) -> App:
        """The whole bot, for the few tests that look behind the counter."""
        assert self._app is not None, "this town has no bot behind it"
        return self._app

    def someone(
        self, user: str, *roles: Role, locale: str = "en", takes_messages: bool = True
    ) -> Someone:
        """Return a person of the town with exactly these roles; a stranger moves in first."""
        known = self.world.people.get(user, Neighbour(user=user, name=user.capitalize()))
        self.world.settle(replace(known, roles=frozenset(roles), closed=not takes_messages))
        return Someone(self.inner, user, locale)

    def channel(self, name: str) -> Room:
        """Return a channel by its name or by what it is for (``queue``)."""
        return Room(self, self.world.place(name))

    async def settles(self) -> None:
        """Wait until the bot has done everything that is due."""
        await self.inner.settle()

    @property
    def pinged(self) -> list[PersonRef]:
        """Everyone whom a card made a sound for, in order."""
        return self.world.pinged


@dataclass(frozen=True)
class Clock:
    """The town's clock: ``await town.clock.move(days=1)``."""

    _town: the_town.Town

    def now(self) -> datetime:
        """Return the present instant."""
        return self._town.clock.now()

    async def move(
        self, *, weeks: float = 0, days: float = 0, hours: float = 0, minutes: float = 0
    ) -> None:
        """Move forward, stopping wherever something falls due; return when all of it is done."""
        await self._town.move(timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes))


@dataclass(frozen=True)
class Room:
    """A channel or a thread."""

    town: Town
    place: Place

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What everyone who may read here sees, oldest first."""
        return tuple(e for e in self.town.world.in_place(self.place) if e.only_for is None)

    @property
    def cards(self) -> tuple[Card, ...]:
        """The bot's cards here, oldest first."""
        return tuple(e.said for e in self.entries if isinstance(e.said, Card))

    @property
    def text(self) -> str:
        """All words here, in English."""
        return "\n".join(words_of(e, "en") for e in self.entries)

    @property
    def threads(self) -> tuple[Room, ...]:
        """The threads that were opened here, oldest first."""
        return tuple(Room(self.town, e.thread) for e in self.entries if e.thread is not None)

    def delete(self, number: int = -1) -> None:
        """Delete a message by hand, as a moderator of the platform can."""
        self.town.world.remove(self.entries[number])
