"""What every transaction can do besides SQL: note a gesture, record a deed, send jobs.

Written once on ``execute``, ``one`` and ``all``; each engine brings these three.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.ports import Clock, Deed, Job, Row, Statement
from bot.storage import audit, inbox, jobs


class Keys(Protocol):
    """Where keys come from: the vault, or fixed bytes in tests."""

    def key(self, purpose: str, /) -> bytes:
        """Return 32 bytes that serve this purpose and no other."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What transactions need from outside: the time, and the key under which gestures are kept."""

    clock: Clock
    inbox_key: bytes


class LedgerTx(ABC):
    """A transaction with its ledgers: inbox, audit trail and outbox."""

    __slots__ = ("_heads", "_means", "sent")

    def __init__(self, means: Means, heads: dict[str, audit.Head]) -> None:
        """Share ``heads`` with the transactions before, as long as nobody else writes."""
        self._means = means
        self._heads = heads
        self.sent = False

    @abstractmethod
    async def execute(self, statement: Statement, **values: object) -> int:
        """Run ``statement``; return the number of rows that it changed."""

    @abstractmethod
    async def one(self, statement: Statement, **values: object) -> Row | None:
        """Return the first row, or ``None``."""

    @abstractmethod
    async def all(self, statement: Statement, **values: object) -> Sequence[Row]:
        """Return all rows."""

    async def once(self, gesture: str) -> None:
        """Note a gesture for 24 hours. Raises ``SeenBefore`` when it was carried out already."""
        await inbox.note(self, gesture, key=self._means.inbox_key, now=self._means.clock.now())

    async def record(self, deed: Deed) -> None:
        """Add one line to the hash-chained audit trail."""
        await audit.append(self, deed, heads=self._heads, now=self._means.clock.now())

    async def send(self, *sent: Job) -> None:
        """Store jobs that become visible to the courier when this transaction commits."""
        self.sent = True
        now = self._means.clock.now()
        for job in sent:
            await jobs.put(self, job, now=now)

    async def cancel(self, *, community: str, key: str) -> bool:
        """Remove the not yet begun job with this ``key``; report whether there was one."""
        return await jobs.cancel(self, community=community, key=key)


def has_nul(values: Iterable[object]) -> bool:
    """Whether a text holds a NUL: PostgreSQL cannot keep it, SQLite would hide what follows."""
    # A generator would cost three times as much, at every statement.
    for value in values:  # noqa: SIM110  (see above)
        if type(value) is str and "\0" in value:
            return True
    return False
