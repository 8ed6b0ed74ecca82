"""The town's clock: the machine's own, moved ahead, or one that stands still until it is moved."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from bot.core.clock import SystemClock


class TownClock:
    """A clock that people can move forward, and that wakes whoever sleeps on it."""

    def __init__(self, *, still_at: datetime | None = None) -> None:
        """Follow the machine's clock, or stand still at ``still_at``."""
        self._system = SystemClock()
        self._still_at = still_at
        self._ahead = timedelta()
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        """Return the town's present instant."""
        return (self._still_at or self._system.now()) + self._ahead

    def move(self, by: timedelta) -> None:
        """Move the clock forward and wake every sleeper to look at it again.

        Raises:
            ValueError: ``by`` leads back; what has happened cannot be undone.
        """
        if by < timedelta():
            message = "the town's clock only moves forward"
            raise ValueError(message)
        self._ahead += by
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()

    async def sleep(self, duration: timedelta) -> None:
        """Wait until the clock shows ``duration`` more than now, by itself or because it is moved."""
        until = self.now() + duration
        while (left := until - self.now()) > timedelta():
            moved = self._moved
            if self._still_at is not None:
                await moved.wait()
                continue
            try:
                async with asyncio.timeout(left.total_seconds()):
                    await moved.wait()
            except TimeoutError:
                continue
