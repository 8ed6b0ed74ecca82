"""Commits of SQLite: a full disk, a lock, and what callers are told."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest
from typing_extensions import override

from bot.core.errors import NotSaved
from bot.core.ports import Tx
from bot.storage.sql import sql
from bot.storage.sqlite import SqliteStore
from tests.contract.storage import notes
from tests.support.sqlite_notes import LONG, looking_from_outside

FILL = sql("INSERT INTO note (id, words) VALUES (:id, :words)")


async def _max_pages(store: SqliteStore, more: int | None) -> None:
    async def unit(tx: Tx) -> None:
        row = await tx.one(sql("PRAGMA page_count"))
        assert row is not None
        limit = 1_073_741_823 if more is None else row["page_count"] + more
        await tx.one(sql(f"PRAGMA max_page_count = {limit}"))

    await store.write(unit)


@pytest.mark.parametrize("units", [1, 40])
async def test_a_full_disk_is_said_and_goes_by_without_a_restart(
    store: SqliteStore, units: int
) -> None:
    await store.write(lambda tx: notes.add(tx, 0, LONG))
    await _max_pages(store, 5)

    outcomes = await asyncio.gather(
        *(store.write(_many(note)) for note in range(1, units + 1)),
        return_exceptions=True,
    )

    assert {type(o) for o in outcomes} <= {NotSaved, type(None)}
    assert NotSaved in {type(o) for o in outcomes}
    saved = [note for note, o in enumerate(outcomes, 1) if o is None]
    expected = [0] + [1_000 * note + n for note in saved for n in range(20)]
    assert await notes.kept(store) == expected
    await _max_pages(store, None)
    await store.write(_many(500))
    assert await notes.kept(store) == sorted(expected + [500_000 + n for n in range(20)])


def _many(note: int) -> Callable[[Tx], Awaitable[None]]:
    async def unit(tx: Tx) -> None:
        for n in range(20):
            await tx.execute(FILL, id=1_000 * note + n, words=LONG)

    return unit


@pytest.mark.parametrize(
    "error", [sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_BUSY]
)
@pytest.mark.parametrize("at", ["BEGIN IMMEDIATE", "COMMIT"])
async def test_when_begin_or_commit_fails_everyone_in_the_group_is_told(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch, at: str, error: int
) -> None:
    writer = store._writer
    assert writer is not None
    monkeypatch.setattr(writer, "db", _Failing(writer.db, at, error))

    async def refuse(tx: Tx) -> None:
        await notes.add(tx, 100)
        raise LookupError

    outcomes = await asyncio.gather(
        *(store.write(notes.adding(note)) for note in range(20)),
        store.write(refuse),
        return_exceptions=True,
    )

    failed = [type(o) for o in outcomes]
    assert NotSaved in failed
    assert set(failed) <= {NotSaved, LookupError, type(None)}
    kept = await notes.kept(store)
    assert kept == [n for n, o in enumerate(outcomes) if o is None]
    monkeypatch.setattr(writer, "db", writer.db.real)  # type: ignore[attr-defined]
    await store.write(lambda tx: notes.add(tx, 1_000))
    assert await notes.kept(store) == [*kept, 1_000]


class _Failing:
    """A connection on which one kind of statement fails twice."""

    def __init__(self, real: sqlite3.Connection, at: str, error: int) -> None:
        self.real, self._at, self._error, self._left = real, at, error, 2

    def execute(self, text: str, *more: object) -> sqlite3.Cursor:
        if text == self._at and self._left:
            self._left -= 1
            failure = sqlite3.OperationalError("made to fail")
            failure.sqlite_errorcode = self._error
            raise failure
        return self.real.execute(text, *more)  # type: ignore[arg-type]

    @property
    def in_transaction(self) -> bool:
        return self.real.in_transaction


async def test_when_sqlite_gives_a_transaction_up_by_itself_nobody_is_told_a_lie(
    store: SqliteStore,
) -> None:
    """After some failures SQLite has rolled everything back before we hear of it."""

    async def give_up(tx: Tx) -> None:
        await notes.add(tx, 50)
        await tx.execute(sql("ROLLBACK"))
        raise LookupError

    outcomes = await asyncio.gather(
        store.write(lambda tx: notes.add(tx, 1)),
        store.write(lambda tx: notes.add(tx, 2)),
        store.write(give_up),
        store.write(lambda tx: notes.add(tx, 3)),
        return_exceptions=True,
    )

    kept = await notes.kept(store)
    told = [note for note, o in zip((1, 2, 50, 3), outcomes, strict=True) if o is None]
    assert kept == sorted(told)
    await store.write(lambda tx: notes.add(tx, 9))


async def test_a_database_that_is_locked_too_long_is_said(store: SqliteStore, path: Path) -> None:
    await store.write(lambda tx: tx.one(sql("PRAGMA busy_timeout = 50")))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(NotSaved):
            await store.write(lambda tx: notes.add(tx, 1))
        assert await notes.kept(store) == []
        other.execute("ROLLBACK")
    await store.write(lambda tx: notes.add(tx, 1))


async def test_callers_are_released_only_after_the_commit(store: SqliteStore, path: Path) -> None:
    seen: list[bool] = []

    async def one(note: int) -> None:
        await store.write(lambda tx: notes.add(tx, note))
        seen.append(note in looking_from_outside(path))

    await asyncio.gather(*(one(note) for note in range(100)))

    assert seen == [True] * 100


async def test_what_waits_is_committed_together(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = store._writer
    assert writer is not None
    counting = _Counting(writer.db)
    monkeypatch.setattr(writer, "db", counting)

    await asyncio.gather(*(store.write(notes.adding(n)) for n in range(640)))

    assert 10 <= counting.commits <= 14


class _Counting(_Failing):
    def __init__(self, real: sqlite3.Connection) -> None:
        super().__init__(real, "", 0)
        self.commits = 0

    @override
    def execute(self, text: str, *more: object) -> sqlite3.Cursor:
        self.commits += text == "COMMIT"
        return super().execute(text, *more)
