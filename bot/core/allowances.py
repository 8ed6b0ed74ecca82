"""Allowances: how much one person, and all together, may do in an hour, without a trace of anyone.

Everything here is memory of the running program. A person is counted under a token made with a
random key that is never written down and changes every day. A restart forgets it all and starts
every allowance nearly used up, so that restarting buys nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from bot.core.errors import TooFast
from bot.core.people import Actor, PersonRef
from bot.core.ports import Clock

_DAY: Final = timedelta(hours=24)
_HOUR: Final = timedelta(hours=1)
_BITS: Final = 16
_AT_MOST: Final = 20_000
_TOGETHER: Final = b""
_AFTER_RESTART: Final = 0.1
_MINE_LEFT: Final = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """How often ``what`` may be done: by one person and by all of a community, in an hour."""

    what: str
    an_hour: int
    together: int


@dataclass(slots=True)
class _Bucket:
    left: float
    at: datetime


class Allowances:
    """Counts what is done, by tokens that fit nobody a day later."""

    def __init__(self, clock: Clock) -> None:
        """Start with a fresh key and nothing counted."""
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._since = clock.now()
        self._started = clock.now()
        self._buckets: OrderedDict[tuple[str, str, bytes], _Bucket] = OrderedDict()

    def token(self, community: str, person: PersonRef) -> bytes:
        """Return the token under which a person is counted today."""
        self._turn_over()
        return token(self._key, community, person)

    def take(self, allowance: Allowance, actor: Actor) -> None:
        """Take one from this person's allowance and from everyone's. Raises ``TooFast``."""
        mine = self.token(actor.community, actor.person)
        self.spend(allowance, actor.community, mine)

    def spend(self, allowance: Allowance, community: str, mine: bytes) -> None:
        """Take one, for whoever has the token ``mine``.

        Raises:
            TooFast: one of the two is used up. The sentence does not say which.
        """
        for bucket in self._left(allowance, community, mine):
            bucket.left -= 1

    def count(self, allowance: Allowance, community: str, mine: bytes) -> None:
        """Take one for what was done already, whatever is left; what is overdrawn is owed."""
        for bucket in self._both(allowance, community, mine):
            bucket.left -= 1

    def check(self, allowance: Allowance, community: str, mine: bytes) -> None:
        """Look whether something is left, without taking it. Raises ``TooFast``."""
        self._left(allowance, community, mine)

    def _left(self, allowance: Allowance, community: str, mine: bytes) -> tuple[_Bucket, _Bucket]:
        own, all_of_us = self._both(allowance, community, mine)
        if own.left < 1 or all_of_us.left < 1:
            raise TooFast
        return own, all_of_us

    def _both(self, allowance: Allowance, community: str, mine: bytes) -> tuple[_Bucket, _Bucket]:
        self._turn_over()
        what, an_hour, together = allowance.what, allowance.an_hour, allowance.together
        own = self._bucket((what, community, mine), an_hour, first=ceil(an_hour * _MINE_LEFT))
        all_of_us = self._bucket(
            (what, community, _TOGETHER), together, first=max(1.0, together * _AFTER_RESTART)
        )
        return own, all_of_us

    def _bucket(self, key: tuple[str, str, bytes], an_hour: int, *, first: float) -> _Bucket:
        now = self._clock.now()
        bucket = self._buckets.pop(key, None)
        if bucket is None:
            fresh = now - self._started < _HOUR
            bucket = _Bucket(float(min(first, an_hour)) if fresh else float(an_hour), now)
        passed = max((now - bucket.at) / _HOUR, 0.0)
        bucket.left = min(bucket.left + passed * an_hour, float(an_hour))
        bucket.at = max(bucket.at, now)  # a clock set back and forth gives nothing
        while len(self._buckets) >= _AT_MOST:
            self._buckets.popitem(last=False)
        self._buckets[key] = bucket
        return bucket

    def _turn_over(self) -> None:
        """Take a new key every day, so that yesterday's tokens fit nobody."""
        now = self._clock.now()
        if now - self._since >= _DAY:
            self._key, self._since = secrets.token_bytes(32), now
            together = {key: b for key, b in self._buckets.items() if key[2] == _TOGETHER}
            self._buckets = OrderedDict(together)


def token(key: bytes, community: str, person: PersonRef) -> bytes:
    """Return a keyed token of a person in one community; without ``key`` nobody can make it."""
    words = f"{community}\0{person.platform}\0{person.tenant}\0{person.user}"
    return hmac.digest(key, words.encode(), hashlib.sha256)[:_BITS]
