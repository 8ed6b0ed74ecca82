"""Who asked to slow down, in memory alone: a stored trace would say who felt unsafe, and where."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Final

from bot.core.ports import Clock

_PLACES: Final = 2_000
_EACH: Final = 1_000


class Asks:
    """Counts different people by place within a window; a restart forgets them all."""

    def __init__(self, clock: Clock, window: timedelta) -> None:
        """Count by ``clock``."""
        self._clock = clock
        self._window = window
        self._places: OrderedDict[str, dict[bytes, datetime]] = OrderedDict()

    def add(self, place: str, token: bytes) -> int:
        """Count somebody, by a token that leads to nobody; return how many asked lately."""
        now = self._clock.now()
        asked = self._places.pop(place, {})
        lately = {who: at for who, at in asked.items() if now - at < self._window}
        if token in lately or len(lately) < _EACH:
            lately[token] = now
        while len(self._places) >= _PLACES:
            self._places.popitem(last=False)
        self._places[place] = lately
        return len(lately)

    def forget(self, place: str) -> None:
        """Begin anew, once somebody has acted."""
        self._places.pop(place, None)
