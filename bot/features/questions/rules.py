"""What a community decides about its questions; the program hands it in, nothing reads it here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from bot.core.clock import from_micros, to_micros

_SHORTEST: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How questions are handled here. The defaults are the ones to recommend.

    ``release_every`` is the width of a batch: nobody can tell when inside it a question came.
    ``target`` counts working time: three days of eight hours.
    """

    release_every: timedelta = timedelta(minutes=15)
    target: timedelta = timedelta(hours=24)
    lease: timedelta = timedelta(hours=48)
    nudge_before: timedelta = timedelta(hours=12)
    load: int = 8
    proposed_from: int = 5
    second_reader: bool = False
    closes_after: timedelta = timedelta(days=30)
    returned_for: timedelta = timedelta(days=30)
    address_after: timedelta = timedelta(days=14)
    panel_for: timedelta = timedelta(days=7)
    digest_at: time = time(9)
    quiet_from: time = time(20)
    quiet_until: time = time(8)
    asks_an_hour: int = 6
    asks_an_hour_together: int = 120
    tries_an_hour: int = 5

    def batch(self, now: datetime) -> datetime:
        """Return when what is sent now will be released: the end of this window."""
        return grid(now, self.release_every)

    @property
    def narrow(self) -> bool:
        """Whether the window is too short to hide when a question came: for play only."""
        return self.release_every < _SHORTEST


def grid(now: datetime, width: timedelta) -> datetime:
    """Return the end of the window of this width that ``now`` lies in."""
    step = width // timedelta(microseconds=1)
    return from_micros((to_micros(now) // step + 1) * step)
