"""The outbox: jobs and timers, taken under a lease and carried out after the commit.

Order holds in each lane: a lane is shut while one of its jobs is under way or waits for another
attempt, and at most one job of a lane is handed out at a time. Lanes do not wait for each other;
a job with an empty lane waits for nobody. Lanes fall into 64 buckets; the couriers that are alive
share the buckets, and only the courier of a bucket takes its jobs.

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
from bot.storage import jobs
from bot.storage.engine import Database
from bot.storage.jobs import BUCKETS, Dead, Leased
from bot.storage.sql import sql

__all__ = ["Dead", "Depth", "Leased", "Outbox"]

_LEASE: Final = timedelta(seconds=30)

_MINE: Final = "bucket IN (SELECT number FROM bucket WHERE holder = :courier)"
_SHUT: Final = """
    (community, lane) IN (SELECT community, lane FROM job
        WHERE state <> 'dead' AND turn <= :now AND due_at > :now AND lane <> '')
"""
_CLAIM: Final = sql(f"""
    WITH ready AS (
        SELECT seq, turn, community, CASE lane WHEN '' THEN mark ELSE lane END AS lane
          FROM job
         WHERE state <> 'dead' AND turn <= :now AND due_at <= :now AND {_MINE} AND NOT {_SHUT}
         ORDER BY turn, seq LIMIT :window
    ), placed AS (
        SELECT seq, turn,
               ROW_NUMBER() OVER (PARTITION BY community, lane ORDER BY turn, seq) AS place
          FROM ready
    )
    UPDATE job
       SET state = 'begun', holder = :holder, attempt = attempt + 1, due_at = :until
     WHERE state <> 'dead' AND due_at <= :now AND seq IN
           (SELECT seq FROM placed WHERE place = 1 ORDER BY turn, seq LIMIT :at_most)
    RETURNING seq, mark, community, kind, payload, lane, key, turn, attempt, holder
""")  # noqa: S608  (the parts are constants of this module)
_HELD: Final = """
    seq = :seq AND mark = :mark AND attempt = :attempt AND holder = :holder AND state = 'begun'
"""
_FINISH: Final = sql(f"DELETE FROM job WHERE {_HELD}")  # noqa: S608  (as above)
_AGAIN: Final = sql(f"""
    UPDATE job SET holder = NULL, due_at = :due_at, code = :code WHERE {_HELD}
""")  # noqa: S608  (as above)
_GIVE_BACK: Final = sql(f"""
    UPDATE job SET holder = NULL, due_at = turn, attempt = attempt - 1 WHERE {_HELD}
""")  # noqa: S608  (as above)
_EXTEND: Final = sql(f"UPDATE job SET due_at = :until WHERE {_HELD}")  # noqa: S608  (as above)
_BURY: Final = sql(f"""
    UPDATE job SET state = 'dead', holder = NULL, code = :code, turn = :day, due_at = :day
     WHERE {_HELD}
""")  # noqa: S608  (as above)
_DEAD: Final = sql("""
    SELECT seq, mark, community, kind, payload, lane, key, turn, attempt, code
      FROM job WHERE community = :community AND state = 'dead' ORDER BY seq
""")
_REVIVE: Final = sql("""
    UPDATE job SET state = 'begun', attempt = 0, code = NULL, turn = :now, due_at = :now
     WHERE mark = :mark AND state = 'dead'
""")
_SOON: Final = sql(f"""
    SELECT MIN(due_at) AS due_at FROM job
     WHERE state <> 'dead' AND turn <= :now AND {_MINE} AND (due_at > :now OR NOT {_SHUT})
""")  # noqa: S608  (as above)
_LATER: Final = sql(f"""
    SELECT turn FROM job WHERE state <> 'dead' AND turn > :now AND {_MINE}
     ORDER BY turn LIMIT 1
""")  # noqa: S608  (as above)
_DEPTH: Final = sql("""
    SELECT COUNT(CASE WHEN state <> 'dead' AND due_at <= :now THEN 1 END) AS due,
           COUNT(CASE WHEN state <> 'dead' AND due_at > :now AND holder IS NULL THEN 1 END)
               AS later,
           COUNT(CASE WHEN state <> 'dead' AND due_at > :now AND holder IS NOT NULL THEN 1 END)
               AS held,
           COUNT(CASE WHEN state = 'dead' THEN 1 END) AS dead
      FROM job
""")
_JOIN: Final = sql("""
    INSERT INTO courier (name, until) VALUES (:courier, :until)
    ON CONFLICT (name) DO UPDATE SET until = excluded.until
""")
_DROP_LATE: Final = sql("DELETE FROM courier WHERE until <= :now")
_COUNT: Final = sql("""
    SELECT (SELECT COUNT(*) FROM courier) AS couriers,
           (SELECT COUNT(*) FROM bucket WHERE holder = :courier) AS mine
""")
_TAKE: Final = sql("""
    UPDATE bucket SET holder = :courier WHERE number IN
        (SELECT number FROM bucket WHERE holder IS NULL
            OR holder NOT IN (SELECT name FROM courier) ORDER BY number LIMIT :at_most)
""")
_YIELD: Final = sql("""
    UPDATE bucket SET holder = NULL WHERE number IN
        (SELECT number FROM bucket WHERE holder = :courier ORDER BY number DESC LIMIT :at_most)
""")
_LEAVE: Final = (
    sql("DELETE FROM courier WHERE name = :courier"),
    sql("UPDATE bucket SET holder = NULL WHERE holder = :courier"),
    sql("UPDATE job SET holder = NULL, due_at = turn WHERE holder LIKE :courier || '.%'"),
)
_FREE_ALL: Final = (
    sql("DELETE FROM courier"),
    sql("UPDATE bucket SET holder = NULL WHERE holder IS NOT NULL"),
    sql("UPDATE job SET holder = NULL, due_at = turn WHERE holder IS NOT NULL"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """How many jobs there are: due now, due later, under way, given up."""

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
        self._lease = lease
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
        until = now + self._lease // timedelta(microseconds=1)
        self._claims += 1
        holder = f"{self._name}.{self._claims}"
        renew = now >= self._renew_at

        async def unit(tx: Tx) -> list[Leased]:
            if renew:
                await _share_out(tx, self._name, now=now, until=until)
            rows = await tx.all(
                _CLAIM,
                courier=self._name,
                holder=holder,
                now=now,
                until=until,
                at_most=at_most,
                window=8 * at_most,
            )
            ordered = sorted(rows, key=lambda row: (row["turn"], row["seq"]))
            return [jobs.leased(row) for row in ordered]

        taken = await self._store.write(unit)
        if renew:
            self._renew_at = now + (until - now) // 3
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
        return await tx.execute(_FINISH, **_held(leased)) == 1

    async def retry(self, leased: Leased, due_at: datetime, code: str) -> bool:
        """Try again at ``due_at``, and keep ``code`` as the reason. Its lane waits for it."""
        return await self._change(_AGAIN, leased, due_at=to_micros(due_at), code=code)

    async def give_back(self, leased: Leased) -> bool:
        """Hand back a job that was not begun after all: it is due at once, the attempt free."""
        return await self._change(_GIVE_BACK, leased)

    async def extend(self, leased: Leased) -> bool:
        """Begin the lease anew; ``False`` when it was lost."""
        return await self._change(_EXTEND, leased, until=to_micros(self._clock.now() + self._lease))

    async def bury(self, leased: Leased, code: str) -> bool:
        """Give a job up; its lane goes on. Of its instants only the day is kept."""
        today = self._clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
        return await self._change(_BURY, leased, code=code, day=to_micros(today))

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

    async def next_due(self) -> datetime | None:
        """Return when this courier may next find a job; in the past when one is due now.

        Jobs behind another of their lane do not count: finishing that one comes first.
        """
        now = to_micros(self._clock.now())

        async def unit(tx: Tx) -> list[int]:
            soon = await tx.one(_SOON, courier=self._name, now=now)
            later = await tx.one(_LATER, courier=self._name, now=now)
            found = [None if soon is None else soon["due_at"], later["turn"] if later else None]
            return [micros for micros in found if micros is not None]

        found = await self._store.read(unit)
        return from_micros(min(found)) if found else None

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

        async def unit(tx: Tx) -> None:
            for statement in _LEAVE:
                await tx.execute(statement, courier=self._name)

        await self._store.write(unit)
        self._renew_at = 0

    async def _change(self, statement: Statement, leased: Leased, **values: object) -> bool:
        async def unit(tx: Tx) -> bool:
            return await tx.execute(statement, **_held(leased), **values) == 1

        return await self._store.write(unit)


async def free_all(tx: Tx) -> None:
    """End every lease, for an owner of the database that knows it is alone."""
    for statement in _FREE_ALL:
        await tx.execute(statement)


def _held(leased: Leased) -> dict[str, object]:
    return {
        "seq": leased.seq,
        "mark": leased.id,
        "attempt": leased.attempt,
        "holder": leased.holder,
    }


async def _share_out(tx: Tx, courier: str, *, now: int, until: int) -> None:
    """Say that ``courier`` is alive, and take or yield buckets until all have equal shares."""
    await tx.execute(_DROP_LATE, now=now)
    await tx.execute(_JOIN, courier=courier, until=until)
    row = await tx.one(_COUNT, courier=courier)
    if row is None:
        return
    share = -(-BUCKETS // row["couriers"])
    if row["mine"] < share:
        await tx.execute(_TAKE, courier=courier, at_most=share - row["mine"])
    elif row["mine"] > share:
        await tx.execute(_YIELD, courier=courier, at_most=row["mine"] - share)
