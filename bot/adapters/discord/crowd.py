"""When many press at once: each is told to wait in time, then served in the order of coming.

An acknowledgement costs a fraction of what carrying a gesture out costs, and Discord gives each
three seconds. So in a crowd acknowledging goes first, a few at a time: were all begun together,
all would be late together. Who comes alone notices nothing of this.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final, TypeAlias

from typing_extensions import override

from bot.adapters.discord import limits

Work: TypeAlias = Callable[[], Awaitable[None]]

MANY: Final = 100
"""So many under way can be carried out within the time to acknowledge; more are a crowd."""
ANSWERS: Final = 100
"""So many acknowledgements are on their way at once, each on a connection of its own."""
_QUEUE: Final = 2 * ANSWERS
"""When so many stand at the door, the next are left on the wire."""
SERVED: Final = 128
"""So many of a crowd are carried out together: enough for one commit to serve them all."""
_PATIENCE: Final = limits.ACKNOWLEDGE.total_seconds()
"""Whoever keeps coming delays those who wait already by no more than this in all; and each turn
by as much again while more stand at the door than can be answered at once."""


class Count:
    """How many are in a place: each for as long as its ``with`` block lasts.

    One object serves all who come: in a crowd, what is made anew for each is what costs.
    """

    __slots__ = ("number",)

    def __init__(self) -> None:
        """Nobody is here yet."""
        self.number = 0

    def __enter__(self) -> None:
        """Come."""
        self.number += 1

    def __exit__(self, *raised: object) -> None:
        """Go."""
        self.number -= 1


class Door(Count):
    """Where each is seen, and told to wait in a crowd."""

    __slots__ = ("free", "room")

    def __init__(self) -> None:
        """Nobody stands here yet."""
        super().__init__()
        self.room, self.free = asyncio.Event(), asyncio.Event()
        self.room.set()
        self.free.set()

    @override
    def __enter__(self) -> None:
        self.number += 1
        self.free.clear()
        if self.number >= _QUEUE:
            self.room.clear()

    @override
    def __exit__(self, *raised: object) -> None:
        self.number -= 1
        if self.number < _QUEUE:
            self.room.set()
        if not self.number:
            # Not at once: whoever is told last must not pass those who wait already.
            asyncio.get_running_loop().call_soon(self._look)

    def _look(self) -> None:
        if not self.number:
            self.free.set()


class Crowd:
    """Who is here: at the door, inside, or told to wait and not served yet."""

    def __init__(self) -> None:
        """Nobody is here yet."""
        self.here, self.door = Count(), Door()
        self._waiting: deque[tuple[float, Work]] = deque()
        self._serving = 0

    @property
    def dense(self) -> bool:
        """Whether whoever comes in now must be told to wait."""
        return self.here.number + len(self._waiting) > MANY

    async def serve(self, work: Work) -> None:
        """Have ``work``, which never raises, carried out in its turn.

        The caller serves as well, if there is a place: it returns when nobody waits any more, or
        at once when enough serve already. So those who wait are a few values each, not a task.
        """
        time = asyncio.get_running_loop().time
        self._waiting.append((time() + _PATIENCE, work))
        if self._serving == SERVED:
            return
        self._serving += 1
        try:
            while self._waiting:
                until, first = self._waiting[0]
                left = until - time()
                if left > 0 and not self.door.free.is_set():
                    await self._door_is_free(left)  # others may serve the first meanwhile
                    continue
                self._waiting.popleft()
                if self.door.number >= ANSWERS:  # who comes has seconds, who waits has minutes
                    await self._door_is_free(_PATIENCE)
                await first()
        finally:
            self._serving -= 1

    async def _door_is_free(self, at_most: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(at_most):
                await self.door.free.wait()
