"""Jobs as rows: what is stored in a transaction, and how a row is read again.

``turn`` is the instant at which a job first fell due and never changes: it gives the order in a
lane. ``due_at`` is when the job may next be taken, so it also carries back-off and lease.
A job is ``waiting`` until it is first taken, then ``begun``, and ``dead`` once it is given up.
Finished jobs are deleted.
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

_PUT: Final = sql("""
    INSERT INTO job (mark, community, kind, payload, lane, bucket, key, turn, due_at)
    VALUES (:mark, :community, :kind, :payload, :lane, :bucket, :key, :turn, :turn)
    ON CONFLICT DO NOTHING
""")
_CANCEL: Final = sql("""
    DELETE FROM job WHERE community = :community AND key = :key AND state = 'waiting'
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
    """Store ``job``; a job with a key that waits already is not stored twice."""
    mark = os.urandom(16).hex()
    try:
        payload = orjson.dumps(dict(job.payload)).decode()
    except orjson.JSONEncodeError as error:
        raise ValueUnfit from error
    await tx.execute(
        _PUT,
        mark=mark,
        community=job.community,
        kind=job.kind,
        payload=payload,
        lane=job.lane,
        bucket=bucket_of(job.community, job.lane or mark),
        key=job.key,
        turn=to_micros(job.due_at or now),
    )


async def cancel(tx: Tx, *, community: str, key: str) -> bool:
    """Remove the job with this key unless it was begun."""
    return await tx.execute(_CANCEL, community=community, key=key) > 0


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
