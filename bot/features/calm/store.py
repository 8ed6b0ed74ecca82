"""Between rows, signals and pauses."""

from __future__ import annotations

from datetime import date, datetime

from bot.core.clock import from_micros, to_micros
from bot.core.errors import MovedOn, NotFound
from bot.core.places import Place
from bot.core.ports import Row, Tx
from bot.features.calm import tables
from bot.features.calm.model import Cause, Cooling, Measure, Signal, State, What, Why


class CalmTable:
    """The rows of signals and pauses, read and written within a transaction."""

    async def add(self, tx: Tx, signal: Signal) -> None:
        """Note a signal."""
        await tx.execute(
            tables.ADD_SIGNAL,
            community=signal.community,
            id=signal.id,
            what=signal.what.value,
            place=signal.place.key,
            cause="" if signal.cause is None else signal.cause.value,
            remark=signal.remark,
            many=signal.many,
            noted_on=signal.noted_on.isoformat(),
            state=signal.state.value,
        )

    async def signal(self, tx: Tx, community: str, signal: str) -> Signal:
        """Return one signal. Raises ``NotFound``."""
        row = await tx.one(tables.SIGNAL, community=community, id=signal)
        if row is None:
            raise NotFound
        return _signal(community, row)

    async def new_in(self, tx: Tx, community: str, place: Place, what: What) -> Signal | None:
        """Return the signal of this kind that waits about a place, if there is one."""
        row = await tx.one(
            tables.NEW_IN_PLACE, community=community, place=place.key, what=what.value
        )
        return None if row is None else _signal(community, row)

    async def swap(self, tx: Tx, before: Signal, after: Signal) -> None:
        """Write ``after`` if ``before`` is still current. Raises ``MovedOn``."""
        changed = await tx.execute(
            tables.SWAP_SIGNAL,
            community=before.community,
            id=before.id,
            many=after.many,
            remark=after.remark,
            state=after.state.value,
            revision=before.revision,
        )
        if changed != 1:
            raise MovedOn

    async def begin(self, tx: Tx, cooling: Cooling) -> None:
        """Note a pause."""
        await tx.execute(
            tables.ADD_COOLING,
            community=cooling.community,
            id=cooling.id,
            place=cooling.place.key,
            measure=cooling.measure.value,
            why=cooling.why.value,
            until=to_micros(cooling.until),
        )

    async def cooling(self, tx: Tx, community: str, cooling: str) -> Cooling:
        """Return one pause. Raises ``NotFound``."""
        row = await tx.one(tables.COOLING, community=community, id=cooling)
        if row is None:
            raise NotFound
        return Cooling(
            community=community,
            id=row["id"],
            place=Place.from_key(row["place"]),
            measure=Measure(row["measure"]),
            why=Why(row["why"]),
            until=from_micros(row["until"]),
            over=bool(row["ended"]),
            revision=row["revision"],
        )

    async def end(self, tx: Tx, before: Cooling) -> None:
        """Write that a pause is over, if ``before`` is still current. Raises ``MovedOn``."""
        changed = await tx.execute(
            tables.END_COOLING,
            community=before.community,
            id=before.id,
            revision=before.revision,
        )
        if changed != 1:
            raise MovedOn

    async def blank(self, tx: Tx, community: str, before: date) -> tuple[str, ...]:
        """Take the remarks out of signals of before a day; return their ids."""
        rows = await tx.all(tables.BLANK_SIGNALS, community=community, before=before.isoformat())
        return tuple(row["id"] for row in rows)

    async def forget(self, tx: Tx, community: str, before: datetime) -> tuple[str, ...]:
        """Delete signals and pauses of before an instant; return the ids of the signals."""
        rows = await tx.all(
            tables.FORGET_SIGNALS, community=community, before=before.date().isoformat()
        )
        await tx.execute(tables.FORGET_COOLINGS, community=community, before=to_micros(before))
        return tuple(row["id"] for row in rows)


def _signal(community: str, row: Row) -> Signal:
    return Signal(
        community=community,
        id=row["id"],
        what=What(row["what"]),
        place=Place.from_key(row["place"]),
        noted_on=date.fromisoformat(row["noted_on"]),
        cause=Cause(row["cause"]) if row["cause"] else None,
        remark=row["remark"],
        many=row["many"],
        state=State(row["state"]),
        revision=row["revision"],
    )
