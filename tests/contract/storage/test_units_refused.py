"""Units of work that are refused, come twice, or race."""

import asyncio

import pytest

from bot.core.errors import OddText, SeenBefore
from bot.core.ports import Tx
from bot.storage.engine import Database
from bot.storage.errors import (
    RowRefused,
    StrayAwait,
    UnitOver,
    ValueUnfit,
    WroteWhileReading,
)
from bot.storage.sql import sql
from tests.contract.storage import notes


@pytest.fixture(autouse=True)
async def table(store: Database) -> None:
    await notes.prepare(store)


async def _sleep_a_little(tx: Tx) -> None:
    await asyncio.sleep(0.001)


async def _let_others_go(tx: Tx) -> None:
    await asyncio.sleep(0)


async def _wait_for_a_sign(tx: Tx) -> None:
    await asyncio.Event().wait()


@pytest.mark.parametrize("stray", [_sleep_a_little, _let_others_go, _wait_for_a_sign])
async def test_a_unit_that_waits_for_anything_else_is_refused_and_undone_alone(
    store: Database, stray: object
) -> None:
    cleaned: list[str] = []

    async def unit(tx: Tx) -> None:
        await notes.add(tx, 1)
        try:
            await stray(tx)  # type: ignore[operator]
        finally:
            cleaned.append("yes")

    outcomes = await asyncio.gather(
        store.write(unit),
        store.write(lambda tx: notes.add(tx, 2)),
        return_exceptions=True,
    )

    assert [type(outcome) for outcome in outcomes] == [StrayAwait, type(None)]
    assert cleaned == ["yes"]
    assert await notes.kept(store) == [2]


async def test_a_reading_unit_that_waits_for_anything_else_is_refused(store: Database) -> None:
    with pytest.raises(StrayAwait):
        await store.read(_let_others_go)


async def test_a_unit_that_writes_in_a_unit_is_refused(store: Database) -> None:
    async def unit(tx: Tx) -> None:
        await store.write(lambda inner: notes.add(inner, 1))

    with pytest.raises(StrayAwait):
        await store.write(unit)
    assert await notes.kept(store) == []


async def test_a_unit_that_reads_in_a_unit_is_refused(store: Database) -> None:
    async def unit(tx: Tx) -> None:
        await store.read(lambda inner: inner.all(notes.ALL))

    with pytest.raises(StrayAwait):
        await store.write(unit)
    with pytest.raises(StrayAwait):
        await store.read(unit)


async def test_a_reader_cannot_write(store: Database) -> None:
    with pytest.raises(WroteWhileReading):
        await store.read(lambda tx: notes.add(tx, 1))
    assert await notes.kept(store) == []


async def test_a_reader_sees_one_state(store: Database) -> None:
    seen: list[int] = []

    async def count(tx: Tx) -> None:
        seen.extend([len(await tx.all(notes.ALL)) for _ in range(3)])

    await asyncio.gather(
        *(store.write(notes.adding(note)) for note in range(30)),
        *(store.read(count) for _ in range(10)),
    )

    assert all(seen[at] == seen[at + 1] == seen[at + 2] for at in range(0, 30, 3))


async def test_a_row_that_the_schema_refuses_undoes_the_unit(store: Database) -> None:
    await store.write(lambda tx: notes.add(tx, 1))

    async def unit(tx: Tx) -> None:
        await notes.add(tx, 2)
        await notes.add(tx, 1)

    with pytest.raises(RowRefused) as refused:
        await store.write(unit)
    assert "hello" not in str(refused.value)
    assert await notes.kept(store) == [1]


async def test_a_failure_cannot_be_swallowed(store: Database) -> None:
    await store.write(lambda tx: notes.add(tx, 1))

    async def unit(tx: Tx) -> str:
        await notes.add(tx, 2)
        with pytest.raises(RowRefused):
            await notes.add(tx, 1)
        with pytest.raises(RowRefused):
            await tx.all(notes.ALL)
        return "as if nothing had happened"

    outcomes = await asyncio.gather(
        store.write(unit), store.write(lambda tx: notes.add(tx, 3)), return_exceptions=True
    )

    assert [type(outcome) for outcome in outcomes] == [RowRefused, type(None)]
    assert await notes.kept(store) == [1, 3]


async def test_a_repeated_gesture_can_be_caught_and_the_unit_goes_on(store: Database) -> None:
    async def unit(tx: Tx) -> str:
        try:
            await tx.once("a")
        except SeenBefore:
            return "again"
        return "first"

    assert [await store.write(unit), await store.write(unit)] == ["first", "again"]


@pytest.mark.parametrize(
    ("words", "refusal"),
    [("a\0b", OddText), ("\ud800", OddText), ("half \udfff", OddText)],
)
async def test_text_that_no_keyboard_types_is_refused(
    store: Database, words: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        await store.write(lambda tx: notes.add(tx, 1, words))
    assert await notes.kept(store) == []


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, object()])
async def test_a_value_that_fits_no_column_is_refused(store: Database, number: int) -> None:
    with pytest.raises(ValueUnfit):
        await store.write(lambda tx: notes.add(tx, number))
    await store.write(lambda tx: notes.add(tx, 1))
    assert await notes.kept(store) == [1]


async def test_a_transaction_is_over_with_its_unit(store: Database) -> None:
    kept: list[Tx] = []

    async def unit(tx: Tx) -> None:
        kept.append(tx)

    await store.write(unit)
    await store.read(unit)

    for tx in kept:
        with pytest.raises(UnitOver):
            await tx.one(notes.ONE, id=1)


async def test_a_caller_who_stops_waiting_leaves_the_rest_unharmed(store: Database) -> None:
    tasks = [asyncio.ensure_future(store.write(notes.adding(note))) for note in range(100)]
    await asyncio.sleep(0)
    for task in tasks[::3]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await store.write(lambda tx: notes.add(tx, 1_000))

    kept = await notes.kept(store)
    finished = [n for n, task in enumerate(tasks) if not task.cancelled()]
    assert set(finished) <= set(kept)
    assert 1_000 in kept


async def test_one_of_six_claimants_wins_each_of_thirty_questions(store: Database) -> None:
    async def fill(tx: Tx) -> None:
        for note in range(30):
            await notes.add(tx, note)

    async def claim(note: int, by: str) -> bool:
        async def unit(tx: Tx) -> bool:
            return await tx.execute(notes.CLAIM, id=note, by=by, revision=0) == 1

        return await store.write(unit)

    await store.write(fill)
    people = ["amina", "ben", "chen", "dora", "emil", "fay"]
    won = await asyncio.gather(*(claim(n, by) for n in range(30) for by in people))

    rows = await store.read(lambda tx: tx.all(notes.ALL))
    for note in range(30):
        winners = [by for by, win in zip(people, won[note * 6 : note * 6 + 6], strict=True) if win]
        assert winners == [rows[note]["held_by"]]
        assert rows[note]["revision"] == 1


async def test_a_unit_may_look_and_then_write_although_others_do_the_same(
    store: Database,
) -> None:
    """Twenty people for five seats: whoever looks first sits, and no seat is given twice."""
    count = sql("SELECT COUNT(*) AS taken FROM note")

    async def sit(person: int) -> bool:
        async def unit(tx: Tx) -> bool:
            row = await tx.one(count)
            assert row is not None
            if row["taken"] >= 5:
                return False
            await notes.add(tx, person)
            return True

        return await store.write(unit)

    assert sum(await asyncio.gather(*(sit(person) for person in range(20)))) == 5
