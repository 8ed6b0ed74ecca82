"""The whole town: its world, its clock, and the bot that answers in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from bot.adapters.town.clock import TownClock
from bot.adapters.town.inbound import Inbound
from bot.adapters.town.world import World

_STEPS: Final = 10_000
"""More stops on one move of the clock mean a timer that never comes to rest."""


class Timers(Protocol):
    """What a moved clock must stop at: jobs that fall due, one after another."""

    async def next_due(self) -> datetime | None:
        """Return when the next job falls due, if any waits."""
        ...

    async def settle(self) -> None:
        """Carry out everything that is due, and what follows from it."""
        ...


@dataclass(frozen=True, slots=True)
class Town:
    """What a page or a test needs to live in the town."""

    world: World
    clock: TownClock
    inbound: Inbound
    timers: Timers

    async def settle(self) -> None:
        """Let the bot finish what is due."""
        await self.timers.settle()

    async def move(self, by: timedelta) -> None:
        """Move the clock forward, stopping wherever something falls due, so that it is on time."""
        until = self.clock.now() + by
        await self.settle()
        for _ in range(_STEPS):
            due = await self.timers.next_due()
            if due is None or not self.clock.now() < due <= until:
                break
            self.clock.move(due - self.clock.now())
            await self.settle()
        else:
            message = "the clock stopped ten thousand times: a timer starts itself again at once"
            raise RuntimeError(message)
        self.clock.move(max(until - self.clock.now(), timedelta()))
        await self.settle()
        self.world.touch()

    async def move_to_next(self) -> bool:
        """Move the clock to the next thing that falls due; report whether there was one."""
        await self.settle()
        due = await self.timers.next_due()
        if due is None or due <= self.clock.now():
            return False
        await self.move(due - self.clock.now())
        return True
