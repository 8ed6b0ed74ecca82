"""The ledger of erasures: an older copy of the database must not bring back what was erased since.

Each erasure has a random id. The database keeps the id in the transaction that erases; the vault,
which no backup holds, keeps the id with a mark of what was erased, as long as backups live. A
database that lacks an id of the vault's is older than that erasure, however it came into its place,
and the erasure is carried out again.

A mark names a thing by its random id, a person by a keyed hash alone.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.core.ids import new_id
from bot.core.people import PersonRef
from bot.core.ports import Job, Tx
from bot.storage.sql import sql

KIND: Final = "erasures.keep"
PURPOSE: Final = "erasures"
"""For which the vault derives the key of marks."""

_PERSON: Final = "person:"
_THING: Final = "thing:"
_BYTES: Final = 16

_NOTE: Final = sql("""
    INSERT INTO erasure (community, id, day) VALUES (:community, :id, :day)
    ON CONFLICT DO NOTHING
""")
_KNOWN: Final = sql("SELECT id FROM erasure WHERE community = :community")
_FORGET: Final = sql("DELETE FROM erasure WHERE day < :day")


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """One erasure, as the vault keeps it until the day ``until``."""

    id: str
    community: str
    mark: str
    until: date

    @property
    def thing(self) -> str | None:
        """The id of the thing that was erased; ``None`` when it was all about a person."""
        return self.mark.removeprefix(_THING) if self.mark.startswith(_THING) else None


def thing_mark(thing: str) -> str:
    """Return the mark of a thing with a random id."""
    return _THING + thing


def person_mark(key: bytes, community: str, person: PersonRef) -> str:
    """Return the mark of a person: HMAC-SHA256 under a key of the vault, 128 bits of it."""
    words = f"{community}\0{person.key}".encode()
    return _PERSON + hmac.digest(key, words, hashlib.sha256)[:_BYTES].hex()


async def note_erasure(tx: Tx, community: str, mark: str, *, day: date) -> Job:
    """Note within ``tx`` that something is erased; return the job that tells the vault of it.

    The job is sent within ``tx`` too.
    """
    erasure = new_id()
    await tx.execute(_NOTE, community=community, id=erasure, day=day.isoformat())
    payload = {"id": erasure, "mark": mark, "day": day.isoformat()}
    return Job(kind=KIND, community=community, lane=KIND, payload=payload)


async def note_again(tx: Tx, erasure: Erasure, *, day: date) -> None:
    """Note within ``tx`` that ``erasure`` was carried out on this database too."""
    await tx.execute(_NOTE, community=erasure.community, id=erasure.id, day=day.isoformat())


async def lacking(tx: Tx, erasures: Iterable[Erasure]) -> list[Erasure]:
    """Return those of ``erasures`` that this database has not been through."""
    known: dict[str, set[str]] = {}
    missing = []
    for erasure in erasures:
        if erasure.community not in known:
            rows = await tx.all(_KNOWN, community=erasure.community)
            known[erasure.community] = {row["id"] for row in rows}
        if erasure.id not in known[erasure.community]:
            missing.append(erasure)
    return missing


async def forget_noted(tx: Tx, before: date) -> int:
    """Remove ids noted before a day, when the vault has long forgotten them; return how many."""
    return await tx.execute(_FORGET, day=before.isoformat())
