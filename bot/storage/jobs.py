"""Jobs as rows, and how a lane moves on.

``turn`` is the instant at which a job first fell due and never changes: with ``seq`` it gives the
order in a lane. ``due_at`` is when the job may next be taken, so it also carries back-off and
lease; it is null for a job that stands behind another of its lane. So each lane has one job with
a ``due_at``, its head, and finding work never looks at what stands behind.

A job is ``waiting`` until it is first taken, then ``begun``, and ``dead`` once it is given up.
Finished jobs are deleted. All of this relies on one writer at a time, which both engines keep.
"""

from __future__ import annotations

import os
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import orjson

from bot.core.clock import from_micros, to_micros
from bot.core.ports import Job, Row, Tx
from bot.storage.errors import ValueUnfit
from bot.storage.sql import sql

BUCKETS: Final = 64

_PUT_FREE: Final = sql("""
    INSERT INTO job (mark, community, kind, payload, lane, bucket, key, turn, due_at)
    VALUES (:mark, :community, :kind, :payload, '', :bucket, :key, :turn, :turn)
    ON CONFLICT DO NOTHING
""")
_PUT: Final = sql("""
    INSERT INTO job (mark, community, kind, payload, lane, bucket, key, turn, due_at)
    VALUES (:mark, :community, :kind, :payload, :lane, :bucket, :key, :turn, CASE WHEN EXISTS (
        SELECT 1 FROM job AS mate
         WHERE mate.community = :community AND mate.lane = :lane AND mate.lane <> ''
           AND mate.state <> 'dead'
           AND (mate.turn <= :turn OR mate.state = 'begun' AND mate.due_at IS NOT NULL)
        ) THEN NULL ELSE CAST(:turn AS INTEGER) END)
    ON CONFLICT DO NOTHING
    RETURNING seq, due_at
""")
_STEP_BACK: Final = sql("""
    UPDATE job SET due_at = NULL
     WHERE community = :community AND lane = :lane AND lane <> '' AND state <> 'dead'
       AND turn > :turn AND due_at IS NOT NULL
""")
_MOVE_ON: Final = sql("""
    UPDATE job SET due_at = turn WHERE seq =
        (SELECT seq FROM job
          WHERE community = :community AND lane = :lane AND lane <> '' AND state <> 'dead'
          ORDER BY turn, seq LIMIT 1)
""")
_CANCEL: Final = sql("""
    DELETE FROM job WHERE community = :community AND key = :key AND state = 'waiting'
    RETURNING lane, due_at
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leased:
    """A job that one holder may carry out until its lease ends.

    ``id`` names the job for ever and is the same at every attempt: keys for platforms are made
    from it. ``job.due_at`` is the instant at which it first fell due. ``attempt`` counts from 1.
    ``holder`` is new with each claim, so that whoever lost a lease is told so.
    """

    job: Job
    id: str
    seq: int
    attempt: int
    holder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dead:
    """A job that was given up: visible to the operator with the ``code`` that says why."""

    job: Job
    id: str
    attempt: int
    code: str


async def put(tx: Tx, job: Job, *, now: datetime) -> None:
    """Store ``job``; a job whose key waits already is not stored twice."""
    mark = os.urandom(16).hex()
    try:
        payload = orjson.dumps(dict(job.payload)).decode()
    except orjson.JSONEncodeError as error:
        raise ValueUnfit from error
    turn = to_micros(job.due_at or now)
    bucket = bucket_of(job.community, job.lane or mark)
    if not job.lane:
        await tx.execute(
            _PUT_FREE,
            mark=mark,
            community=job.community,
            kind=job.kind,
            payload=payload,
            bucket=bucket,
            key=job.key,
            turn=turn,
        )
        return
    stored = await tx.one(
        _PUT,
        mark=mark,
        community=job.community,
        kind=job.kind,
        payload=payload,
        lane=job.lane,
        bucket=bucket,
        key=job.key,
        turn=turn,
    )
    if stored is not None and stored["due_at"] is not None:
        await tx.execute(_STEP_BACK, community=job.community, lane=job.lane, turn=turn)


async def cancel(tx: Tx, *, community: str, key: str) -> bool:
    """Remove the job with this key unless it was begun."""
    row = await tx.one(_CANCEL, community=community, key=key)
    if row is None:
        return False
    if row["due_at"] is not None:
        await move_on(tx, community=community, lane=row["lane"])
    return True


async def move_on(tx: Tx, *, community: str, lane: str) -> None:
    """Make the next job of a lane its head, now that the lane has none."""
    if lane:
        await tx.execute(_MOVE_ON, community=community, lane=lane)


def bucket_of(community: str, lane: str) -> int:
    """Give the bucket of a lane: all jobs of a lane are in one."""
    return zlib.crc32(f"{community}\0{lane}".encode()) % BUCKETS


def leased(row: Row) -> Leased:
    """Read a claimed row."""
    return Leased(
        job=_job(row),
        id=row["mark"],
        seq=row["seq"],
        attempt=row["attempt"],
        holder=row["holder"],
    )


def dead(row: Row) -> Dead:
    """Read a row that was given up."""
    return Dead(job=_job(row), id=row["mark"], attempt=row["attempt"], code=row["code"] or "")


def _job(row: Row) -> Job:
    return Job(
        kind=row["kind"],
        community=row["community"],
        payload=orjson.loads(row["payload"]),
        lane=row["lane"],
        due_at=from_micros(row["turn"]),
        key=row["key"],
    )
