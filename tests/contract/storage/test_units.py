"""Units of work: what they return, count and undo."""

import asyncio

import pytest

from bot.core.ports import Tx
from bot.storage.engine import Database
from bot.storage.sql import sql
from tests.contract.storage import notes


class NetworkDown(BaseException):
    """Not an ``Exception``."""


@pytest.fixture(autouse=True)
async def table(store: Database) -> None:
    await notes.prepare(store)


async def test_what_a_unit_returns_reaches_its_caller(store: Database) -> None:
    async def unit(tx: Tx) -> str:
        await notes.add(tx, 1, "good morning")
        row = await tx.one(notes.ONE, id=1)
        assert row is not None
        return str(row["words"])

    assert await store.write(unit) == "good morning"


async def test_a_unit_counts_what_it_changed(store: Database) -> None:
    async def unit(tx: Tx) -> tuple[int, int, int]:
        first = await tx.execute(notes.INSERT_ANY, id=1, words="a")
        again = await tx.execute(notes.INSERT_ANY, id=1, words="b")
        await notes.add(tx, 2)
        both = await tx.execute(sql("UPDATE note SET words = :words"), words="c")
        return first, again, both

    assert await store.write(unit) == (1, 0, 2)


async def test_a_change_that_gives_rows_changes_all_of_them(store: Database) -> None:
    change = sql("UPDATE note SET words = 'seen' RETURNING id, words")

    async def unit(tx: Tx) -> None:
        for note in range(5):
            await notes.add(tx, note)
        assert await tx.execute(change) == 5
        row = await tx.one(change)
        assert row is not None
        rows = await tx.all(notes.ALL)
        assert [row["words"] for row in rows] == ["seen"] * 5

    await store.write(unit)


async def test_nothing_is_found_where_nothing_is(store: Database) -> None:
    async def unit(tx: Tx) -> None:
        assert await tx.one(notes.ONE, id=7) is None
        assert list(await tx.all(notes.ALL)) == []

    await store.read(unit)


async def test_bytes_and_big_numbers_come_back_as_they_went(store: Database) -> None:
    blob = bytes(range(256))
    put = sql("INSERT INTO note (id, words, body) VALUES (:id, :words, :body)")

    async def unit(tx: Tx) -> tuple[int, bytes, str]:
        await tx.execute(put, id=2**63 - 1, words="é 👩‍👩‍👧 \u202e", body=blob)
        row = await tx.one(sql("SELECT id, body, words FROM note"))
        assert row is not None
        return row["id"], bytes(row["body"]), row["words"]

    assert await store.write(unit) == (2**63 - 1, blob, "é 👩‍👩‍👧 \u202e")


async def test_sums_are_whole_and_averages_are_not(store: Database) -> None:
    async def unit(tx: Tx) -> tuple[object, object]:
        for note in (1, 2, 4):
            await notes.add(tx, note)
        row = await tx.one(sql("SELECT SUM(id) AS total, AVG(id) AS mean FROM note"))
        assert row is not None
        return row["total"], row["mean"]

    total, mean = await store.write(unit)

    assert total == 7
    assert isinstance(total, int)
    assert mean == pytest.approx(7 / 3)
    assert isinstance(mean, float)


async def test_a_failed_unit_is_undone_alone(store: Database) -> None:
    class Refused(Exception):
        pass

    async def attempt(note: int) -> int:
        async def unit(tx: Tx) -> int:
            await notes.add(tx, note)
            if note % 3 == 0:
                raise Refused(note)
            return note

        return await store.write(unit)

    outcomes = await asyncio.gather(*(attempt(note) for note in range(50)), return_exceptions=True)

    assert [o for o in outcomes if not isinstance(o, Refused)] == [n for n in range(50) if n % 3]
    assert [o.args for o in outcomes if isinstance(o, Refused)] == [(n,) for n in range(0, 50, 3)]
    assert await notes.kept(store) == [n for n in range(50) if n % 3]


@pytest.mark.parametrize("others", [0, 10])
@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, NetworkDown])
async def test_whatever_a_unit_raises_goes_to_its_caller_and_the_writer_lives(
    store: Database, error: type[BaseException], others: int
) -> None:
    async def bad(tx: Tx) -> None:
        await notes.add(tx, 99)
        raise error

    async def attempt() -> BaseException | None:
        try:
            await store.write(bad)
        except BaseException as raised:  # noqa: BLE001  (that is the question)
            return raised
        return None

    # Awaited here and not in a task: a task would pass these on to the loop.
    waiting = [asyncio.ensure_future(store.write(notes.adding(note))) for note in range(others)]
    await asyncio.sleep(0)
    assert isinstance(await attempt(), error)
    await asyncio.gather(*waiting)

    assert await notes.kept(store) == list(range(others))
