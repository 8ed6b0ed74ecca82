"""The edge of anonymity: where a person becomes a token, and what is remembered of it.

Beyond this module nobody who serves an anonymous asker knows an account. Everything here is
memory of the running program: windows of limits, and for a day which token asked which
question, so that its author can be muted without anybody learning who that is. A restart
forgets it, and starts every limit nearly used up, so that restarting buys nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from bot.core.errors import TooFast
from bot.core.people import Actor, PersonRef, Role
from bot.core.ports import Clock
from bot.features.questions.ports import Vault

_DAY: Final = timedelta(hours=24)
_HOUR: Final = timedelta(hours=1)
_BITS: Final = 16
_AT_MOST: Final = 20_000
_TOGETHER: Final = b""
_AFTER_RESTART: Final = 0.1
_MINE_LEFT: Final = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Someone who may ask here. The tokens tell one person from another, and nothing else."""

    community: str
    pseudonym: bytes = field(repr=False)
    mute: bytes = field(repr=False)


@dataclass(slots=True)
class _Bucket:
    left: float
    at: datetime


class Edge:
    """Turns people into tokens that are worthless a day later, and counts by them."""

    def __init__(self, clock: Clock, vault: Vault) -> None:
        """Start with a random key that is never written down."""
        self._clock = clock
        self._vault = vault
        self._key = secrets.token_bytes(32)
        self._since = clock.now()
        self._started = clock.now()
        self._buckets: OrderedDict[tuple[str, str, bytes], _Bucket] = OrderedDict()
        self._authors: OrderedDict[tuple[str, str], tuple[datetime, bytes]] = OrderedDict()

    def asker(self, actor: Actor) -> Asker:
        """Let a member pass as someone. Raises ``NotForYou`` for others."""
        actor.require(Role.MEMBER)
        self._turn_over()
        return Asker(
            community=actor.community,
            pseudonym=_token(self._key, actor.community, actor.person),
            mute=self.mute_token(actor.community, actor.person),
        )

    def mute_token(self, community: str, person: PersonRef) -> bytes:
        """Return the token under which someone is muted: under a key of its own."""
        return _token(self._vault.key("questions.mute"), community, person)

    def spend(self, what: str, asker: Asker, *, an_hour: int, together: int) -> None:
        """Take one from this person's allowance and from everyone's.

        Raises:
            TooFast: one of the two is used up. The sentence does not say which.
        """
        self.check(what, asker, an_hour=an_hour, together=together)
        for token, _ in ((asker.pseudonym, an_hour), (_TOGETHER, together)):
            self._buckets[(what, asker.community, token)].left -= 1

    def check(self, what: str, asker: Asker, *, an_hour: int, together: int) -> None:
        """Look whether something is left, without taking it. Raises ``TooFast``."""
        self._turn_over()
        mine = self._bucket(
            (what, asker.community, asker.pseudonym), an_hour, first=ceil(an_hour * _MINE_LEFT)
        )
        all_of_us = self._bucket(
            (what, asker.community, _TOGETHER),
            together,
            first=max(1.0, together * _AFTER_RESTART),
        )
        if mine.left < 1 or all_of_us.left < 1:
            raise TooFast

    def remember(self, question: str, asker: Asker) -> None:
        """Keep in memory, for a day, which token asked this."""
        while len(self._authors) >= _AT_MOST:
            self._authors.popitem(last=False)
        self._authors[(asker.community, question)] = (self._clock.now(), asker.mute)

    def author(self, community: str, question: str) -> bytes | None:
        """Return the token that asked this; ``None`` once it is forgotten."""
        self._turn_over()
        at, mute = self._authors.get((community, question), (None, b""))
        return mute if at is not None else None

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
        while self._authors and next(iter(self._authors.values()))[0] <= now - _DAY:
            self._authors.popitem(last=False)


def _token(key: bytes, community: str, person: PersonRef) -> bytes:
    words = f"{community}\0{person.platform}\0{person.tenant}\0{person.user}"
    return hmac.digest(key, words.encode(), hashlib.sha256)[:_BITS]
