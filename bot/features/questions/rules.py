"""What a community decides about its questions; the program hands it in, nothing reads it here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.clock import from_micros, to_micros

_A_DAY: Final = timedelta(days=1)
NUDGE_BEFORE: Final = timedelta(hours=12)
PROPOSED_FROM: Final = 5
RETURNED_FOR: Final = timedelta(days=30)
DIGEST_AT: Final = time(9)
TRIES_AN_HOUR: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How questions are handled here. The defaults are the ones to recommend.

    ``release_every`` is the width of a batch: nobody can tell when inside it a question came.
    ``target`` counts working time: three days of eight hours.
    """

    release_every: timedelta = timedelta(minutes=15)
    target: timedelta = timedelta(hours=24)
    lease: timedelta = timedelta(hours=48)
    load: int = 8
    second_reader: bool = False
    closes_after: timedelta = timedelta(days=30)
    address_after: timedelta = timedelta(days=14)
    panel_for: timedelta = timedelta(days=7)
    asks_an_hour: int = 6
    asks_an_hour_together: int = 120

    def batch(self, now: datetime) -> datetime:
        """Return when what is sent now will be released: the end of this window."""
        return grid(now, self.release_every)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Hours of the community's day, 0 to 23, in which a liaison is not pinged.

    They may go over midnight. From and until the same hour: none are quiet.
    """

    starts: int = 20
    ends: int = 8

    def waking(self, at: datetime, zone: str) -> datetime:
        """Return ``at``, or the end of the quiet hours that it falls into."""
        local = at.astimezone(ZoneInfo(zone))
        if (local.hour - self.starts) % 24 >= (self.ends - self.starts) % 24:
            return at
        over = datetime.combine(local.date(), time(self.ends), ZoneInfo(zone))
        if over <= local:
            over = datetime.combine(local.date() + _A_DAY, time(self.ends), ZoneInfo(zone))
        return over.astimezone(at.tzinfo)


def grid(now: datetime, width: timedelta) -> datetime:
    """Return the end of the window of this width that ``now`` lies in."""
    step = width // timedelta(microseconds=1)
    return from_micros((to_micros(now) // step + 1) * step)
