"""A bounded memory: what it holds makes answers better, and nothing is wrong without it."""

from __future__ import annotations

from collections import OrderedDict
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
