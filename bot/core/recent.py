"""A bounded memory: what it holds makes answers better, and nothing is wrong without it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from datetime import timedelta
from typing import Final, Generic, TypeVar

_REMEMBERED: Final = 2_000

T = TypeVar("T")


class Recent(Generic[T]):
    """The newest things by name; the oldest go first. Empty after a restart."""

    def __init__(self, at_most: int = _REMEMBERED) -> None:
        """Keep ``at_most`` of them."""
        self._at_most = at_most
        self._things: OrderedDict[str, T] = OrderedDict()

    def put(self, name: str, thing: T) -> None:
        """Remember a thing."""
        self._things[name] = thing
        self._things.move_to_end(name)
        while len(self._things) > self._at_most:
            self._things.popitem(last=False)

    def get(self, name: str) -> T | None:
        """Return a thing, or ``None`` when it was forgotten."""
        return self._things.get(name)

    def drop(self, name: str) -> None:
        """Forget a thing."""
        self._things.pop(name, None)

    def oldest(self) -> tuple[str, T] | None:
        """Return the name and the thing that were remembered first."""
        return next(iter(self._things.items()), None)


class Fleeting(Generic[T]):
    """The newest things by name, none of them for longer than ``lasts``. Lives in an event loop."""

    def __init__(self, lasts: timedelta) -> None:
        """Keep each that long."""
        self._lasts = lasts.total_seconds()
        self._things: Recent[tuple[float, T]] = Recent()
        self._timed = False

    def put(self, name: str, thing: T) -> None:
        """Remember a thing from now on."""
        loop = asyncio.get_running_loop()
        self._things.put(name, (loop.time() + self._lasts, thing))
        if not self._timed:  # one timer for all: a crowd would leave hundreds of thousands
            self._timed = True
            loop.call_later(self._lasts, self._forget)

    def get(self, name: str) -> T | None:
        """Return a thing, or ``None`` when it was forgotten."""
        found = self._things.get(name)
        return None if found is None else found[1]

    def drop(self, name: str) -> None:
        """Forget a thing."""
        self._things.drop(name)

    def _forget(self) -> None:
        loop, self._timed = asyncio.get_running_loop(), False
        while (oldest := self._things.oldest()) is not None:
            name, (until, _) = oldest
            if until > loop.time():
                self._timed = True
                loop.call_at(until, self._forget)
                return
            self._things.drop(name)
