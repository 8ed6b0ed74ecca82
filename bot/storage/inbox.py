"""The inbox: one gesture, one effect.

Platforms deliver a gesture again when an answer comes late, and people press twice. What arrives
is noted in the transaction of its effect, so that either both happened or neither.

Only HMAC-SHA256 of the gesture's id is kept, because the id itself is a clock: a Discord
snowflake tells the millisecond. The expiry is a whole hour for the same reason.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final

from bot.core.clock import to_micros
from bot.core.errors import SeenBefore
from bot.core.ports import Store, Tx
from bot.storage.sql import sql

_HOUR: Final = timedelta(hours=1) // timedelta(microseconds=1)
_KEPT_HOURS: Final = 25  # 24 whole hours after the one that has begun

_NOTE: Final = sql("""
    INSERT INTO inbox (gesture, expires_hour) VALUES (:gesture, :expires_hour)
    ON CONFLICT (gesture) DO UPDATE SET expires_hour = excluded.expires_hour
     WHERE inbox.expires_hour <= :this_hour
""")
_EXPIRED: Final = sql("""
    SELECT gesture FROM inbox WHERE expires_hour <= :this_hour LIMIT :at_most
""")
_FORGET: Final = sql("""
    DELETE FROM inbox WHERE gesture = :gesture AND expires_hour <= :this_hour
""")


async def note(tx: Tx, gesture: str, *, key: bytes, now: datetime) -> None:
    """Note that ``gesture`` is being carried out, for at least 24 hours.

    Raises:
        SeenBefore: it was noted before and that has not expired.
    """
    hour = to_micros(now) // _HOUR
    changed = await tx.execute(
        _NOTE,
        gesture=hmac.digest(key, gesture.encode("utf-8", "surrogatepass"), hashlib.sha256),
        expires_hour=hour + _KEPT_HOURS,
        this_hour=hour,
    )
    if not changed:
        raise SeenBefore


async def forget_expired(store: Store, now: datetime, *, at_most: int = 1_000) -> int:
    """Remove expired notes, at most so many in one transaction; return how many there were.

    They are looked for on a reading connection: an index that only this needs would cost every
    gesture a page of its own.
    """
    hour = to_micros(now) // _HOUR

    async def expired(tx: Tx) -> list[bytes]:
        rows = await tx.all(_EXPIRED, this_hour=hour, at_most=at_most)
        return [row["gesture"] for row in rows]

    gestures = await store.read(expired)

    async def unit(tx: Tx) -> int:
        forgotten = 0
        for gesture in gestures:
            forgotten += await tx.execute(_FORGET, gesture=gesture, this_hour=hour)
        return forgotten

    return await store.write(unit) if gestures else 0
