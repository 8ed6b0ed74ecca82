"""Between rows and privacy's values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.core.people import PersonRef
from bot.core.ports import Tx
from bot.features.privacy import tables


class PrivacyTables:
    """Who left, and how much was erased."""

    async def leave(self, tx: Tx, community: str, person: PersonRef, erase_on: date) -> None:
        """Note the day on which all about a person who left is erased. The first day counts."""
        await tx.execute(
            tables.LEAVE, community=community, person=person.key, erase_on=erase_on.isoformat()
        )

    async def stay(self, tx: Tx, community: str, person: PersonRef) -> int:
        """Forget that a person left; return how many rows went."""
        return await tx.execute(tables.RETURN, community=community, person=person.key)

    async def gone(
        self, tx: Tx, community: str, platform: str, tenant: str
    ) -> tuple[PersonRef, ...]:
        """Return the people of a place that we left."""
        like = f"{platform}:{tenant}:%"
        rows = await tx.all(tables.GONE, community=community, like=like)
        return tuple(PersonRef.from_key(r["person"]) for r in rows)

    async def erase_on(self, tx: Tx, community: str, person: PersonRef) -> date | None:
        """Return the day on which all about a person is erased, if they left."""
        row = await tx.one(tables.DEPARTED, community=community, person=person.key)
        return None if row is None else date.fromisoformat(row["erase_on"])

    async def due(
        self, tx: Tx, community: str, today: date, *, at_most: int
    ) -> tuple[PersonRef, ...]:
        """Return people whose day has come, the longest waiting first."""
        rows = await tx.all(
            tables.DUE, community=community, today=today.isoformat(), at_most=at_most
        )
        return tuple(PersonRef.from_key(r["person"]) for r in rows)

    async def count(self, tx: Tx, community: str, day: date, erased: Mapping[str, int]) -> None:
        """Add to the deletion log of a day."""
        for what, n in sorted(erased.items()):
            await tx.execute(
                tables.COUNT, community=community, day=day.isoformat(), what=what, n=n
            )

    async def counted(self, tx: Tx, community: str) -> tuple[tuple[date, str, int], ...]:
        """Return the whole deletion log: day, kind, how many."""
        rows = await tx.all(tables.COUNTS, community=community)
        return tuple((date.fromisoformat(r["day"]), r["what"], int(r["n"])) for r in rows)
