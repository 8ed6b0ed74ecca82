"""The edge of anonymity: where a person becomes a token, and what is remembered of it.

Beyond this module nobody who serves an anonymous asker knows an account. Everything here is
memory of the running program: allowances, and for a day which token asked which question, so that
its author can be muted without anybody learning who that is. A restart forgets it.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.core.allowances import Allowance, Allowances, token
from bot.core.people import Actor, PersonRef, Role
from bot.core.ports import Clock
from bot.features.questions.ports import Vault

_DAY: Final = timedelta(hours=24)
_AT_MOST: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Someone who may ask here. The tokens tell one person from another, and nothing else."""

    community: str
    pseudonym: bytes = field(repr=False)
    mute: bytes = field(repr=False)


class Edge:
    """Turns people into tokens that are worthless a day later, and counts by them."""

    def __init__(self, clock: Clock, vault: Vault) -> None:
        """Start with nobody known and nothing counted."""
        self._clock = clock
        self._vault = vault
        self._allowances = Allowances(clock)
        self._authors: OrderedDict[tuple[str, str], tuple[datetime, bytes]] = OrderedDict()

    def asker(self, actor: Actor) -> Asker:
        """Let a member pass as someone. Raises ``NotForYou`` for others."""
        actor.require(Role.MEMBER)
        return Asker(
            community=actor.community,
            pseudonym=self._allowances.token(actor.community, actor.person),
            mute=self.mute_token(actor.community, actor.person),
        )

    def mute_token(self, community: str, person: PersonRef) -> bytes:
        """Return the token under which someone is muted: under a key of its own."""
        return token(self._vault.key("questions.mute"), community, person)

    def spend(self, what: str, asker: Asker, *, an_hour: int, together: int) -> None:
        """Take one from this person's allowance and from everyone's.

        Raises:
            TooFast: one of the two is used up. The sentence does not say which.
        """
        allowance = Allowance(what=what, an_hour=an_hour, together=together)
        self._allowances.spend(allowance, asker.community, asker.pseudonym)

    def count(self, what: str, asker: Asker, *, an_hour: int, together: int) -> None:
        """Take one for what was done, whatever is left: what is kept is refused no more."""
        allowance = Allowance(what=what, an_hour=an_hour, together=together)
        self._allowances.count(allowance, asker.community, asker.pseudonym)

    def check(self, what: str, asker: Asker, *, an_hour: int, together: int) -> None:
        """Look whether something is left, without taking it. Raises ``TooFast``."""
        allowance = Allowance(what=what, an_hour=an_hour, together=together)
        self._allowances.check(allowance, asker.community, asker.pseudonym)

    def remember(self, question: str, asker: Asker) -> None:
        """Keep in memory, for a day, which token asked this."""
        while len(self._authors) >= _AT_MOST:
            self._authors.popitem(last=False)
        self._authors[(asker.community, question)] = (self._clock.now(), asker.mute)

    def author(self, community: str, question: str) -> bytes | None:
        """Return the token that asked this; ``None`` once it is forgotten."""
        now = self._clock.now()
        while self._authors and next(iter(self._authors.values()))[0] <= now - _DAY:
            self._authors.popitem(last=False)
        at, mute = self._authors.get((community, question), (None, b""))
        return mute if at is not None else None
