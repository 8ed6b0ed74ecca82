"""Which courier serves which lanes: 64 buckets, shared by the couriers that are alive.

A courier says that it is alive by renewing its lease, and takes or yields buckets until all have
equal shares. The buckets of a courier whose lease ended are free. On SQLite there is one process
and so, as a rule, one courier.
"""

from __future__ import annotations

from typing import Final

from bot.core.ports import Tx
from bot.storage.jobs import BUCKETS
from bot.storage.sql import sql

_DROP_LATE: Final = sql("DELETE FROM courier WHERE until <= :now")
_JOIN: Final = sql("""
    INSERT INTO courier (name, until) VALUES (:courier, :until)
    ON CONFLICT (name) DO UPDATE SET until = excluded.until
""")
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
)
# What one courier held begins with its name and a dot.
_DROP_HELD: Final = sql("""
    UPDATE job SET holder = NULL, due_at = turn
     WHERE due_at IS NOT NULL AND holder LIKE CAST(:pattern AS TEXT)
""")
_FREE_ALL: Final = (
    sql("DELETE FROM courier"),
    sql("UPDATE bucket SET holder = NULL WHERE holder IS NOT NULL"),
    sql("UPDATE job SET holder = NULL, due_at = turn WHERE due_at IS NOT NULL AND holder > ''"),
)


async def share_out(tx: Tx, courier: str, *, now: int, until: int) -> None:
    """Say that ``courier`` is alive until then, and take or yield buckets for a fair share."""
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


async def leave(tx: Tx, courier: str) -> None:
    """Free everything that ``courier`` holds; its jobs are due again at once."""
    for statement in _LEAVE:
        await tx.execute(statement, courier=courier)
    await tx.execute(_DROP_HELD, pattern=f"{courier}.%")


async def free_all(tx: Tx) -> None:
    """End every lease, for an owner of the database that knows it is alone."""
    for statement in _FREE_ALL:
        await tx.execute(statement)
