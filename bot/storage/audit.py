"""The audit trail: who did what in which role, one line a deed, in a chain of hashes.

A line names the day, an id of ours and a role: no instant, no member, no text. Each line's hash
covers the hash before it and a salted commitment to the line. Each community has its own chain.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import orjson

from bot.core.ports import Deed, Row, Store, Tx
from bot.storage.sql import sql

_PAGE: Final = 1_000
_SALT_BYTES: Final = 16

_LAST: Final = sql("""
    SELECT number, hash FROM audit WHERE community = :community ORDER BY number DESC LIMIT 1
""")
_APPEND: Final = sql("""
    INSERT INTO audit
        (community, number, day, verb, object, role, reason, salt, commitment, hash)
    VALUES (:community, :number, :day, :verb, :object, :role, :reason, :salt, :commitment, :hash)
""")
_COMMUNITIES: Final = sql("SELECT DISTINCT community FROM audit ORDER BY community")
_LINES: Final = sql("""
    SELECT number, day, verb, object, role, reason, salt, commitment, hash
      FROM audit WHERE community = :community AND number > :after ORDER BY number LIMIT :at_most
""")


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a community's chain: the number and hash of its last line."""

    number: int
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """Where a chain does not hold: the first line that is missing or was altered."""

    community: str
    number: int


async def append(tx: Tx, deed: Deed, *, heads: dict[str, Head], now: datetime) -> None:
    """Add ``deed`` to its community's chain.

    ``heads`` remembers where chains end, for as long as nobody else can write; whoever owns it
    empties it when a transaction is undone.
    """
    head = heads.get(deed.community) or await _head(tx, deed.community)
    number = head.number + 1
    salt = os.urandom(_SALT_BYTES)
    entry = (number, now.date().isoformat(), deed.verb, deed.object, deed.role, deed.reason)
    commitment = _commit(salt, entry)
    chained = hashlib.sha256(head.hash + commitment).digest()
    await tx.execute(
        _APPEND,
        community=deed.community,
        number=number,
        day=entry[1],
        verb=deed.verb,
        object=deed.object,
        role=deed.role,
        reason=deed.reason,
        salt=salt,
        commitment=commitment,
        hash=chained,
    )
    heads[deed.community] = Head(number, chained)


async def verify(store: Store) -> Break | None:
    """Walk every chain from its beginning; return the first break, or ``None``.

    Lines cut off at the end of a chain cannot be seen from the chain alone: compare with a last
    line that was noted elsewhere.
    """

    async def communities(tx: Tx) -> list[str]:
        return [row["community"] for row in await tx.all(_COMMUNITIES)]

    for community in await store.read(communities):
        broken = await _verify_one(store, community)
        if broken is not None:
            return broken
    return None


async def _head(tx: Tx, community: str) -> Head:
    row = await tx.one(_LAST, community=community)
    return _start(community) if row is None else Head(row["number"], row["hash"])


async def _verify_one(store: Store, community: str) -> Break | None:
    at = _start(community)
    while True:
        after = at.number

        async def page(tx: Tx, after: int = after) -> list[Row]:
            lines = await tx.all(_LINES, community=community, after=after, at_most=_PAGE)
            return list(lines)

        rows = await store.read(page)
        for row in rows:
            chained = hashlib.sha256(at.hash + row["commitment"]).digest()
            if row["number"] != at.number + 1 or row["hash"] != chained or not _kept(row):
                return Break(community=community, number=at.number + 1)
            at = Head(row["number"], chained)
        if len(rows) < _PAGE:
            return None


def _kept(row: Row) -> bool:
    if row["salt"] is None:
        return False
    entry = tuple(row[name] for name in ("number", "day", "verb", "object", "role", "reason"))
    return bool(_commit(row["salt"], entry) == row["commitment"])


def _commit(salt: bytes, entry: tuple[Any, ...]) -> bytes:
    return hashlib.sha256(salt + orjson.dumps(entry)).digest()


def _start(community: str) -> Head:
    return Head(0, hashlib.sha256(b"audit\0" + community.encode()).digest())
