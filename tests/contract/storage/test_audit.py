"""The audit trail holds together, and says when it does not, on each engine."""

import asyncio
from typing import Any

import pytest

from bot.core.ports import Deed, Tx
from bot.storage import audit
from bot.storage.audit import Break
from bot.storage.engine import Database
from bot.storage.sql import sql
from tests.support.stores import Place, StillClock


def deed(number: int, community: str = "town") -> Deed:
    return Deed(community=community, verb="claim", object=f"q{number}", role="liaison")


async def lines(store: Database) -> int:
    """Count the lines of the town's trail."""
    count = sql("SELECT COUNT(*) AS n FROM audit WHERE community = 'town'")
    row: Any = await store.read(lambda tx: tx.one(count))
    return int(row["n"])


async def record(store: Database, *deeds: Deed) -> None:
    async def unit(tx: Tx) -> None:
        for each in deeds:
            await tx.record(each)

    await store.write(unit)


async def test_an_untouched_trail_holds(store: Database) -> None:
    await asyncio.gather(*(record(store, deed(n), deed(n, "village")) for n in range(50)))

    assert await audit.verify(store) is None
    assert await lines(store) == 50


async def test_a_trail_longer_than_a_page_holds(store: Database) -> None:
    await record(store, *(deed(n) for n in range(2_050)))

    assert await audit.verify(store) is None


async def test_undone_deeds_leave_no_gap(store: Database) -> None:
    async def fail(tx: Tx) -> None:
        await tx.record(deed(0))
        raise LookupError

    outcomes = await asyncio.gather(
        *(store.write(fail) if n % 2 else record(store, deed(n)) for n in range(20)),
        return_exceptions=True,
    )

    assert sum(isinstance(outcome, LookupError) for outcome in outcomes) == 10
    assert await audit.verify(store) is None
    assert await lines(store) == 10


async def test_the_trail_goes_on_after_a_restart(database: Place, still: StillClock) -> None:
    for number in range(3):
        async with database.open(still) as store:
            await record(store, deed(number))

    async with database.open(still) as store:
        assert await audit.verify(store) is None
        assert await lines(store) == 3


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit SET verb = 'answer' WHERE number = 3",
        "UPDATE audit SET role = 'organizer' WHERE number = 3",
        "UPDATE audit SET day = '2026-11-25' WHERE number = 3",
        "UPDATE audit SET object = NULL WHERE number = 3",
        "UPDATE audit SET salt = NULL WHERE number = 3",
        "UPDATE audit SET hash = commitment WHERE number = 3",
        "DELETE FROM audit WHERE number = 3",
        "UPDATE audit SET number = 30 WHERE number = 3",
    ],
)
async def test_a_line_that_was_altered_is_found(store: Database, change: str) -> None:
    await record(store, *(deed(n) for n in range(6)), deed(1, "aaa"))
    await store.write(lambda tx: tx.execute(sql(f"{change} AND community = 'town'")))

    assert await audit.verify(store) == Break(community="town", number=3)


async def test_a_line_names_the_day_and_no_instant(store: Database, still: StillClock) -> None:
    await record(store, deed(1))

    row: Any = await store.read(lambda tx: tx.one(sql("SELECT * FROM audit")))
    assert {name: row[name] for name in row.keys()} == {  # noqa: SIM118  (a row is no mapping)
        "community": "town",
        "number": 1,
        "day": still.now().date().isoformat(),
        "verb": "claim",
        "object": "q1",
        "role": "liaison",
        "reason": "",
        "salt": row["salt"],
        "commitment": row["commitment"],
        "hash": row["hash"],
    }
