"""One gesture, one effect, on each engine."""

import asyncio

import pytest

from bot.core.clock import to_micros
from bot.core.errors import SeenBefore
from bot.core.ports import Tx
from bot.storage.engine import Database
from bot.storage.inbox import forget_expired
from bot.storage.sql import sql
from tests.contract.storage import notes
from tests.support.stores import StillClock

ALL = sql("SELECT gesture, expires_hour FROM inbox")
SNOWFLAKE = "discord:1310654321098765432"


@pytest.fixture(autouse=True)
async def table(store: Database) -> None:
    await notes.prepare(store)


async def carry_out(store: Database, gesture: str, note: int) -> None:
    async def unit(tx: Tx) -> None:
        await tx.once(gesture)
        await notes.add(tx, note)

    await store.write(unit)


async def test_a_gesture_that_arrives_again_has_no_second_effect(store: Database) -> None:
    await carry_out(store, SNOWFLAKE, 1)

    with pytest.raises(SeenBefore):
        await carry_out(store, SNOWFLAKE, 2)
    assert await notes.kept(store) == [1]


async def test_of_two_hundred_arrivals_at_once_one_has_an_effect(store: Database) -> None:
    outcomes = await asyncio.gather(
        *(carry_out(store, SNOWFLAKE, note) for note in range(200)), return_exceptions=True
    )

    assert sum(outcome is None for outcome in outcomes) == 1
    assert sum(isinstance(outcome, SeenBefore) for outcome in outcomes) == 199
    assert len(await notes.kept(store)) == 1


async def test_a_gesture_whose_unit_failed_may_come_again(store: Database) -> None:
    async def fail(tx: Tx) -> None:
        await tx.once(SNOWFLAKE)
        raise LookupError

    with pytest.raises(LookupError):
        await store.write(fail)
    await carry_out(store, SNOWFLAKE, 1)

    assert await notes.kept(store) == [1]


async def test_a_gesture_is_remembered_for_a_day_and_not_much_longer(
    store: Database, still: StillClock
) -> None:
    await carry_out(store, SNOWFLAKE, 1)

    still.move(hours=24)
    with pytest.raises(SeenBefore):
        await carry_out(store, SNOWFLAKE, 2)
    still.move(hours=2)
    await carry_out(store, SNOWFLAKE, 3)

    assert await notes.kept(store) == [1, 3]


async def test_expired_gestures_are_forgotten_and_fresh_ones_are_not(
    store: Database, still: StillClock
) -> None:
    await carry_out(store, "old", 1)
    still.move(hours=20)
    await carry_out(store, "new", 2)
    still.move(hours=6)

    assert await forget_expired(store, still.now()) == 1
    assert await forget_expired(store, still.now()) == 0
    with pytest.raises(SeenBefore):
        await carry_out(store, "new", 3)


async def test_what_is_kept_tells_neither_the_gesture_nor_the_minute(
    store: Database, still: StillClock
) -> None:
    still.move(minutes=17, seconds=3, microseconds=25)
    await carry_out(store, SNOWFLAKE, 1)

    (row,) = await store.read(lambda tx: tx.all(ALL))
    hour = to_micros(still.now()) // 3_600_000_000
    assert row["expires_hour"] == hour + 25
    assert len(row["gesture"]) == 32
    number = int(SNOWFLAKE.partition(":")[2])
    assert SNOWFLAKE.encode() not in row["gesture"]
    assert number.to_bytes(8, "big") not in row["gesture"]
