"""The outbox: jobs and timers, taken under a lease and carried out after the commit.

Order holds in each lane: only the head of a lane is handed out, and the next one follows when it
is finished or given up. Lanes do not wait for each other; a job with an empty lane waits for
nobody. Lanes fall into 64 buckets, and only the courier of a bucket takes its jobs.

A lease that ends unanswered makes the job due again, and whoever held it is refused afterwards.
So a job may be begun twice, and is completed once.
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.core.clock import from_micros, to_micros
from bot.core.ports import Clock, Statement, Tx
from bot.storage import couriers, jobs
from bot.storage.engine import Database
from bot.storage.jobs import Dead, Leased
from bot.storage.sql import sql

__all__ = ["Dead", "Depth", "Leased", "Outbox"]

_LEASE: Final = timedelta(seconds=30)

_CLAIM: Final = sql("""
    UPDATE job
       SET state = 'begun', holder = :holder, attempt = attempt + 1, due_at = :until
     WHERE due_at <= :now AND seq IN
           (SELECT seq FROM job
             WHERE due_at <= :now
               AND bucket IN (SELECT number FROM bucket WHERE holder = :courier)
             ORDER BY due_at, seq LIMIT :at_most)
    RETURNING seq, mark, community, kind, payload, lane, key, turn, attempt, holder
""")
_NEXT: Final = sql("""
    SELECT due_at FROM job
     WHERE due_at IS NOT NULL
       AND bucket IN (SELECT number FROM bucket WHERE holder = :courier)
     ORDER BY due_at LIMIT 1
""")
_FINISH: Final = sql("""
    DELETE FROM job
     WHERE seq = :seq AND mark = :mark AND attempt = :attempt AND holder = :holder
""")
_AGAIN: Final = sql("""
    UPDATE job SET holder = NULL, due_at = :due_at, code = :code
     WHERE seq = :seq AND mark = :mark AND attempt = :attempt AND holder = :holder
""")
_EXTEND: Final = sql("""
    UPDATE job SET due_at = :until
     WHERE seq = :seq AND mark = :mark AND attempt = :attempt AND holder = :holder
""")
_BURY: Final = sql("""
    UPDATE job SET state = 'dead', holder = NULL, code = :code, turn = :day, due_at = NULL
     WHERE seq = :seq AND mark = :mark AND attempt = :attempt AND holder = :holder
""")
_DEAD: Final = sql("""
    SELECT mark, community, kind, payload, lane, key, turn, attempt, code
      FROM job WHERE community = :community AND state = 'dead' ORDER BY seq
""")
_REVIVE: Final = sql("""
    UPDATE job
       SET state = 'begun', attempt = 0, code = NULL, turn = :now,
           due_at = CASE WHEN lane <> '' AND EXISTS (
               SELECT 1 FROM job AS mate
                WHERE mate.community = job.community AND mate.lane = job.lane
                  AND mate.lane <> '' AND mate.state <> 'dead'
           ) THEN NULL ELSE CAST(:now AS INTEGER) END
     WHERE mark = :mark AND state = 'dead'
""")
_FORGET_DEAD: Final = sql("DELETE FROM job WHERE state = 'dead' AND turn < :before")
_DEPTH: Final = sql("""
    SELECT COUNT(CASE WHEN state <> 'dead' AND holder IS NULL AND turn <= :now THEN 1 END) AS due,
           COUNT(CASE WHEN state <> 'dead' AND holder IS NULL AND turn > :now THEN 1 END) AS later,
           COUNT(holder) AS held,
           COUNT(CASE WHEN state = 'dead' THEN 1 END) AS dead
      FROM job
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """How many jobs there are: fallen due, due later, under way, given up."""

    due: int
    later: int
    held: int
    dead: int


class Outbox:
    """One courier's view of the jobs."""

    def __init__(self, store: Database, clock: Clock, *, lease: timedelta = _LEASE) -> None:
        """Take part under a new name. Nothing is taken before the first :meth:`claim`."""
        self._store = store
        self._clock = clock
        self._lease = lease // timedelta(microseconds=1)
        self._name = secrets.token_hex(8)
        self._claims = 0
        self._renew_at = 0
        self._stirred = asyncio.Event()
        self._unlisten = store.on_jobs(self._stirred.set)

    async def claim(self, at_most: int = 64) -> list[Leased]:
        """Take due jobs, at most one of each lane, in the order in which they fell due.

        Call it at least three times in the length of a lease, even when nothing is due: it also
        says that this courier is alive, and takes over the buckets of those that are not.
        """
        self._stirred.clear()
        now = to_micros(self._clock.now())
        until = now + self._lease
        self._claims += 1
        holder = f"{self._name}.{self._claims}"
        # A clock that was put back must not keep us from renewing.
        renew = not self._renew_at - self._lease < now < self._renew_at

        async def unit(tx: Tx) -> list[Leased]:
            if renew:
                await couriers.share_out(tx, self._name, now=now, until=until)
            rows = await tx.all(
                _CLAIM, courier=self._name, holder=holder, now=now, until=until, at_most=at_most
            )
            ordered = sorted(rows, key=lambda row: (row["turn"], row["seq"]))
            return [jobs.leased(row) for row in ordered]

        taken = await self._store.write(unit)
        if renew:
            self._renew_at = now + self._lease // 3
        return taken

    async def finish(self, leased: Leased) -> bool:
        """Remove a job that was carried out; ``False`` when the lease was lost meanwhile."""

        async def unit(tx: Tx) -> bool:
            return await self.finish_in(tx, leased)

        return await self._store.write(unit)

    async def finish_in(self, tx: Tx, leased: Leased) -> bool:
        """Remove the job inside the transaction of its effect.

        On ``False`` somebody else holds the job now: raise, so that the effect is undone too.
        """
        return await self._let_go(tx, _FINISH, leased)

    async def retry(self, leased: Leased, due_at: datetime, code: str) -> bool:
        """Try again at ``due_at``, and keep ``code`` as the reason. Its lane waits for it."""
        return await self._change(_AGAIN, leased, due_at=to_micros(due_at), code=code)

    async def extend(self, leased: Leased) -> bool:
        """Begin the lease anew; ``False`` when it was lost."""
        until = to_micros(self._clock.now()) + self._lease
        return await self._change(_EXTEND, leased, until=until)

    async def bury(self, leased: Leased, code: str) -> bool:
        """Give a job up; its lane goes on. Of its instants only the day is kept."""
        today = self._clock.now().replace(hour=0, minute=0, second=0, microsecond=0)

        async def unit(tx: Tx) -> bool:
            return await self._let_go(tx, _BURY, leased, code=code, day=to_micros(today))

        return await self._store.write(unit)

    async def dead(self, community: str) -> list[Dead]:
        """List the jobs of a community that were given up, oldest first."""

        async def unit(tx: Tx) -> list[Dead]:
            return [jobs.dead(row) for row in await tx.all(_DEAD, community=community)]

        return await self._store.read(unit)

    async def revive(self, id: str) -> bool:  # noqa: A002  (as in Dead)
        """Make a job that was given up due now, with all its attempts before it."""
        now = to_micros(self._clock.now())

        async def unit(tx: Tx) -> bool:
            return await tx.execute(_REVIVE, mark=id, now=now) == 1

        revived = await self._store.write(unit)
        if revived:
            self._stirred.set()
        return revived

    async def forget_dead(self, before: datetime) -> int:
        """Delete the jobs that were given up on days before ``before``; return how many."""
        micros = to_micros(before)
        return await self._store.write(lambda tx: tx.execute(_FORGET_DEAD, before=micros))

    async def next_due(self) -> datetime | None:
        """Return when this courier may next find a job: past when one is due, or ``None``.

        Jobs behind another of their lane do not count: finishing that one comes first. A job
        under way counts with the end of its lease.
        """

        async def unit(tx: Tx) -> int | None:
            row = await tx.one(_NEXT, courier=self._name)
            return None if row is None else row["due_at"]

        due = await self._store.read(unit)
        return None if due is None else from_micros(due)

    async def depth(self) -> Depth:
        """Count the jobs of all communities and couriers."""
        now = to_micros(self._clock.now())

        async def unit(tx: Tx) -> Depth:
            row = await tx.one(_DEPTH, now=now)
            if row is None:
                return Depth(due=0, later=0, held=0, dead=0)
            return Depth(due=row["due"], later=row["later"], held=row["held"], dead=row["dead"])

        return await self._store.read(unit)

    async def stirred(self) -> None:
        """Wait until a transaction that sent jobs has committed, here or in another process.

        Returns at once when that happened after the last :meth:`claim` began. It is a hint that
        may get lost between processes: wait for it with a time-out and then look anyway.
        """
        await self._stirred.wait()

    async def leave(self) -> None:
        """Hand everything over to the other couriers, at the end."""
        self._unlisten()
        await self._store.write(lambda tx: couriers.leave(tx, self._name))
        self._renew_at = 0

    async def _change(self, statement: Statement, leased: Leased, **values: object) -> bool:
        async def unit(tx: Tx) -> bool:
            return await tx.execute(statement, **_held(leased), **values) == 1

        return await self._store.write(unit)

    async def _let_go(
        self, tx: Tx, statement: Statement, leased: Leased, **values: object
    ) -> bool:
        if await tx.execute(statement, **_held(leased), **values) != 1:
            return False
        await jobs.move_on(tx, community=leased.job.community, lane=leased.job.lane)
        return True


def _held(leased: Leased) -> dict[str, object]:
    return {
        "seq": leased.seq,
        "mark": leased.id,
        "attempt": leased.attempt,
        "holder": leased.holder,
    }
