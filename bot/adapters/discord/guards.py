"""Limits that we keep for ourselves, far below those that cost a token or an address."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from bot.adapters.discord import limits
from bot.adapters.discord.notebook import Notebook
from bot.core.ports import Later

_DAY: Final = timedelta(days=1).total_seconds()
_NOTE: Final = "identify"
_SHARE: Final = 0.7
_AT_ONCE: Final = 0.1
_USUAL: Final = 1_000
_SECOND: Final = 1.0


@dataclass(slots=True)
class StartGuard:
    """A bucket of IDENTIFYs that survives restarts: a crash loop waits instead of burning them.

    Of the ``total`` that Discord allows in a day a tenth may be used at once; the bucket fills
    again at seven tenths a day.
    """

    notebook: Notebook
    wall: Callable[[], float]
    total: int = _USUAL

    async def wait(self) -> None:
        """Return when one more session may begin; it is counted durably before."""
        while (pause := self.patience()) > 0:  # noqa: ASYNC110  (the wall clock may be set)
            await asyncio.sleep(pause)
        spare, _ = self._level()
        await self.notebook.put(_NOTE, [spare - 1, self.wall()])

    def patience(self) -> float:
        """Return the seconds until one more session may begin."""
        spare, rate = self._level()
        return 0.0 if spare >= 1 else (1 - spare) / rate

    def _level(self) -> tuple[float, float]:
        room, rate = max(1.0, self.total * _AT_ONCE), self.total * _SHARE / _DAY
        kept = self.notebook.get(_NOTE)
        if not (isinstance(kept, list) and len(kept) == 2):  # noqa: PLR2004  (level and time)
            return room, rate
        spare, at = float(kept[0]), float(kept[1])
        # A clock that was set back adds nothing and costs nothing.
        return min(room, spare + max(0.0, self.wall() - at) * rate), rate


@dataclass(slots=True)
class Breaker:
    """Counts refusals in a sliding window and says when to stop asking."""

    at_most: int
    window: timedelta
    now: Callable[[], float]
    _times: deque[float] = field(default_factory=deque)

    def note(self) -> None:
        """Count one refusal."""
        self._times.append(self.now())

    def trip(self) -> None:
        """Stop at once for a whole window."""
        self._times.extend([self.now()] * self.at_most)

    def check(self) -> None:
        """Let pass, or say when to come again. Raises ``Later``."""
        edge = self.now() - self.window.total_seconds()
        while self._times and self._times[0] <= edge:
            self._times.popleft()
        if len(self._times) >= self.at_most:
            raise Later(timedelta(seconds=max(1.0, self._times[0] - edge)))

    @property
    def counted(self) -> int:
        """How many refusals stand in the window."""
        return len(self._times)


class Window:
    """Lets so many requests through in a second, as the other side counts them.

    When a request is counted there is not known, only that it is between its start and its
    answer. So each takes its place from its start until a second after its answer: in no second,
    wherever it begins, can the other side have counted more than there are places.
    """

    def __init__(self, at_most: int) -> None:
        """Nothing is under way."""
        self._places = asyncio.Semaphore(at_most)

    async def enter(self) -> None:
        """Wait for a place, in the order of coming."""
        await self._places.acquire()

    def leave(self) -> None:
        """Give the place back a second from now: the answer is here, or none will come."""
        asyncio.get_running_loop().call_later(_SECOND, self._places.release)


def invalid_breaker(now: Callable[[], float]) -> Breaker:
    """Return the breaker for refused requests of every kind."""
    return Breaker(limits.INVALID_AT_MOST, limits.INVALID_WINDOW, now)


def direct_breaker(now: Callable[[], float]) -> Breaker:
    """Return the breaker for direct messages."""
    return Breaker(limits.DIRECT_REFUSED, limits.INVALID_WINDOW, now)
