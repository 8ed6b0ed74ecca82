"""Closing the store, and erasing without a trace in its files."""

import asyncio
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.errors import NotSaved
from bot.core.ports import Tx
from bot.storage.sql import sql
from bot.storage.sqlite import SqliteStore
from tests.contract.storage import notes
from tests.support.sqlite_notes import LONG, looking_from_outside
from tests.support.stores import (
    Place,
    StillClock,
    files_in,
)


async def test_closing_finishes_what_waits_and_keeps_nothing_in_the_log(
    place: Place, still: StillClock, path: Path
) -> None:
    async with place.open(still) as store:
        await notes.prepare(store)
        waiting = [asyncio.ensure_future(store.write(notes.adding(n))) for n in range(300)]
        await asyncio.sleep(0)
    assert all(task.done() for task in waiting)
    assert set(files_in(path.parent)) == {"main.db", "main.db.lock"}
    assert looking_from_outside(path) == set(range(300))


async def test_a_closed_store_refuses(place: Place, still: StillClock) -> None:
    async with place.open(still) as store:
        pass

    for use in (store.write, store.read):
        with pytest.raises(RuntimeError, match="closed"):
            await use(lambda tx: tx.all(notes.ALL))
    with pytest.raises(RuntimeError, match="closed"):
        await store.erase_traces()
    await store.close()


async def test_closing_goes_to_its_end_although_it_is_cancelled(
    place: Place, still: StillClock, path: Path
) -> None:
    opened = asyncio.Event()

    async def use() -> None:
        async with place.open(still) as store:
            await notes.prepare(store)
            opened.set()
            await asyncio.sleep(60)

    task = asyncio.ensure_future(use())
    await opened.wait()
    task.cancel()
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert not [t for t in threading.enumerate() if "connection_worker" in t.name]
    async with place.open(still):
        pass


async def test_erased_words_leave_no_trace_in_the_files(store: SqliteStore, path: Path) -> None:
    async def fill(tx: Tx) -> None:
        for note in range(200):
            await notes.add(tx, note, f"canary {note} " + "x" * 400)

    await store.write(fill)
    await store.write(lambda tx: tx.execute(sql("UPDATE note SET words = 'gone' WHERE id < 100")))
    await store.write(lambda tx: tx.execute(sql("DELETE FROM note WHERE id >= 100")))
    await store.erase_traces()

    files = files_in(path.parent)
    assert [name for name, content in files.items() if b"canary" in content] == []
    assert files["main.db-wal"] == b""


async def test_erasing_says_when_somebody_still_looks(
    store: SqliteStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.sqlite._ERASE_TRIES", 2)
    await store.write(notes.adding(1))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM note").fetchall()
        await store.write(notes.adding(2))
        with pytest.raises(NotSaved):
            await store.erase_traces()
        other.execute("ROLLBACK")
    await store.erase_traces()


async def test_erasing_waits_for_a_reader_while_others_write(
    store: SqliteStore, path: Path
) -> None:
    await store.write(notes.adding(1))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM note").fetchall()
        await store.write(notes.adding(2))
        erasing = asyncio.ensure_future(store.erase_traces())
        for note in range(3, 100):
            await asyncio.wait_for(store.write(notes.adding(note)), 30)
        assert not erasing.done()
        other.execute("ROLLBACK")
    await asyncio.wait_for(erasing, 30)


async def test_the_log_does_not_grow_for_ever(store: SqliteStore, path: Path) -> None:
    for note in range(1_500):
        await store.write(notes.adding(note, LONG))

    assert len(files_in(path.parent)["main.db-wal"]) < 5_000_000
