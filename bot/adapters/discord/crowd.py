"""When many press at once: each is told to wait in time, then served in the order of coming.

An acknowledgement costs a fraction of what carrying a gesture out costs, and Discord gives each
three seconds. So in a crowd acknowledging goes first, a few at a time: were all begun together,
all would be late together. Who comes alone notices nothing of this.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Final

MANY: Final = 100
"""So many under way can be carried out within the time to acknowledge; more are a crowd."""
ANSWERS: Final = 100
"""So many acknowledgements are on their way at once, each on a connection of its own."""
_QUEUE: Final = 2 * ANSWERS
"""When so many stand at the door, the next are left on the wire."""
_SERVED: Final = 128
"""So many of a crowd are carried out together: enough for one commit to serve them all."""
_PATIENCE: Final = 2.0
"""Whoever keeps coming delays those who wait already by no more than this, each time."""


class Crowd:
    """Who is here, at the door or inside."""

    def __init__(self) -> None:
        """Nobody is here yet."""
        self._here = 0
        self._at_the_door = 0
        self._room = asyncio.Event()
        self._room.set()
        self._door = asyncio.Semaphore(ANSWERS)
        self._places = asyncio.Semaphore(_SERVED)
        self._door_is_free = asyncio.Event()
        self._door_is_free.set()

    @property
    def dense(self) -> bool:
        """Whether whoever comes in now must be told to wait."""
        return self._here > MANY

    @asynccontextmanager
    async def here(self) -> AsyncGenerator[None]:
        """Count one gesture, from its coming until it is carried out."""
        self._here += 1
        try:
            yield
        finally:
            self._here -= 1

    @asynccontextmanager
    async def at_the_door(self) -> AsyncGenerator[None]:
        """Be seen, and told to wait in a crowd, in one's turn."""
        self._at_the_door += 1
        self._door_is_free.clear()
        if self._at_the_door >= _QUEUE:
            self._room.clear()
        try:
            async with self._door:
                yield
        finally:
            self._at_the_door -= 1
            if self._at_the_door < _QUEUE:
                self._room.set()
            # Not at once: whoever is told last must not pass those who wait already.
            asyncio.get_running_loop().call_soon(self._look_at_the_door)

    def _look_at_the_door(self) -> None:
        if not self._at_the_door:
            self._door_is_free.set()

    async def room(self) -> None:
        """Wait until there is room at the door for more."""
        await self._room.wait()

    @asynccontextmanager
    async def served(self) -> AsyncGenerator[None]:
        """Wait for one's place, and until nobody is at the door."""
        async with self._places:
            with suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE):
                    await self._door_is_free.wait()
            yield
