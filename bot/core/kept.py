"""Words kept in memory for a quarter of an hour, so that a form can open filled in.

Nothing of it ever reaches a disk: what was said in passing is not stored, and after a restart
the form opens empty.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Final

from bot.core.ids import new_id
from bot.core.ports import Clock

_LIFE: Final = timedelta(minutes=15)
_AT_MOST: Final = 2_000


class Kept:
    """A bounded memory of words, by random id; the oldest go first."""

    def __init__(self, clock: Clock) -> None:
        """Keep time by ``clock``."""
        self._clock = clock
        self._words: OrderedDict[str, tuple[datetime, str]] = OrderedDict()

    def keep(self, words: str) -> str:
        """Keep ``words`` for 15 minutes; return the id that finds them."""
        now = self._clock.now()
        while self._words and (
            len(self._words) >= _AT_MOST or next(iter(self._words.values()))[0] < now - _LIFE
        ):
            self._words.popitem(last=False)
        kept = new_id()
        self._words[kept] = (now, words)
        return kept

    def find(self, kept: str) -> str:
        """Return the words kept under an id; empty when they are gone."""
        at, words = self._words.get(kept, (None, ""))
        return words if at is not None and self._clock.now() - at <= _LIFE else ""
