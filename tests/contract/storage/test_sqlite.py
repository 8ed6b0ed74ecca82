"""What only SQLite promises: one process, one file, settings that hold, disks that fill up."""

import asyncio
import sqlite3
import sys
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest
from typing_extensions import override

from bot.core.errors import NotSaved, SetupError
from bot.core.ports import Tx
from bot.storage.open import open_store, sqlite_path
from bot.storage.sql import sql
from bot.storage.sqlite import SqliteStore
from tests.contract.storage import notes
from tests.support.stores import (
    FixedKeys,
    Place,
    StillClock,
    files_in,
    mode_of,
    python_beside,
    write_file,
)

LONG = "w" * 3_000
FILL = sql("INSERT INTO note (id, words) VALUES (:id, :words)")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place("sqlite", f"sqlite:///{tmp_path}/data/main.db")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "main.db"


@pytest.fixture
async def store(place: Place, still: StillClock) -> AsyncGenerator[SqliteStore]:
    async with place.open(still) as opened:
        assert isinstance(opened, SqliteStore)
        await notes.prepare(opened)
        yield opened


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("secure_delete", 1),
        ("auto_vacuum", 2),
        ("journal_size_limit", 16_777_216),
        ("busy_timeout", 5_000),
        ("temp_store", 2),
    ],
)
async def test_every_connection_has_its_settings(
    store: SqliteStore, name: str, value: object
) -> None:
    async def ask(tx: Tx) -> object:
        row = await tx.one(sql(f"PRAGMA {name}"))
        assert row is not None
        return row[0]  # type: ignore[index]

    assert await store.write(ask) == value
    assert await asyncio.gather(*(store.read(ask) for _ in range(4))) == [value] * 4


async def test_a_setting_that_does_not_hold_stops_the_program(
    place: Place, still: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.sqlite_connect._PRAGMAS", (("secure_delete", "FAST", 1),))

    with pytest.raises(SetupError, match="does not keep secure_delete=FAST"):
        async with place.open(still):
            pass


@pytest.mark.parametrize(
    "statement",
    ["ATTACH ':memory:' AS other", "SELECT load_extension('x')", "VACUUM INTO '/tmp/stolen.db'"],
)
async def test_no_statement_opens_another_file_or_loads_code(
    store: SqliteStore, statement: str
) -> None:
    with pytest.raises(sqlite3.DatabaseError, match=r"not authorized|within a transaction"):
        await store.write(lambda tx: tx.execute(sql(statement)))
    await store.write(lambda tx: notes.add(tx, 1))


async def test_files_are_ours_alone(store: SqliteStore, path: Path) -> None:
    await store.write(lambda tx: notes.add(tx, 1))

    assert mode_of(path.parent) == 0o700
    modes = {name: mode_of(path.with_name(name)) for name in files_in(path.parent)}
    assert modes == dict.fromkeys(("main.db", "main.db-wal", "main.db-shm", "main.db.lock"), 0o600)


async def test_a_file_that_others_could_read_is_closed_to_them(
    path: Path, place: Place, still: StillClock
) -> None:
    write_file(path, b"", mode=0o644)

    async with place.open(still):
        assert mode_of(path) == 0o600
        assert mode_of(path.parent) == 0o700


async def test_a_second_opening_is_refused_until_the_first_is_closed(
    place: Place, still: StillClock, path: Path
) -> None:
    async with place.open(still):
        with pytest.raises(SetupError, match=r"Another process uses .*main.db.*DATABASE_URL"):
            async with place.open(still):
                pass
    async with place.open(still):
        pass


HOLD = """
import asyncio, sys
from tests.support.stores import Place, StillClock

async def main():
    async with Place("sqlite", sys.argv[1]).open(StillClock()):
        print("open", flush=True)
        await asyncio.sleep(60)

asyncio.run(main())
"""


async def test_a_lock_dies_with_its_process(place: Place, still: StillClock) -> None:
    async with python_beside(HOLD, place.url) as other:
        assert other.stdout is not None
        assert await other.stdout.readline() == b"open\n"
        with pytest.raises(SetupError):
            async with place.open(still):
                pass
    async with place.open(still):
        pass


@pytest.mark.parametrize(
    "content",
    [b"this is no database, and far longer than a header of one" * 40, b"\x7fELF" + bytes(4_096)],
)
async def test_a_file_that_is_no_database_is_refused_and_left_alone(
    place: Place, path: Path, still: StillClock, content: bytes
) -> None:
    write_file(path, content)

    with pytest.raises(SetupError, match=r"main.db cannot be opened as a database"):
        async with place.open(still):
            pass
    assert files_in(path.parent)["main.db"] == content


async def test_a_database_of_another_program_is_refused_and_left_alone(
    place: Place, path: Path, still: StillClock
) -> None:
    write_file(path, b"")
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE theirs (id INTEGER)")
        db.commit()
    before = files_in(path.parent)["main.db"]

    with pytest.raises(SetupError, match="not made by Common Ground"):
        async with place.open(still):
            pass
    assert files_in(path.parent)["main.db"] == before


async def test_a_directory_in_the_place_of_the_file_is_refused(
    place: Place, path: Path, still: StillClock
) -> None:
    write_file(path / "a file in it", b"")

    with pytest.raises(SetupError, match=r"main.db cannot be used"):
        async with place.open(still):
            pass


async def test_a_data_directory_that_cannot_be_made_is_refused(
    tmp_path: Path, still: StillClock
) -> None:
    write_file(tmp_path / "data", "a file")

    with pytest.raises(SetupError, match="data directory"):
        async with Place("sqlite", f"sqlite:///{tmp_path}/data/main.db").open(still):
            pass


@pytest.mark.parametrize("url", ["sqlite://", "mysql://host/name", "", "sqlite://host/path"])
def test_an_address_that_names_no_database_is_refused(url: str) -> None:
    with pytest.raises(SetupError, match="DATABASE_URL names no database"):
        sqlite_path(url)


def test_an_address_may_be_relative_absolute_or_for_the_other_engine() -> None:
    assert sqlite_path("sqlite:///data/a%20b.db") == Path("data/a b.db")
    assert sqlite_path("sqlite:////var/lib/a.db") == Path("/var/lib/a.db")
    assert sqlite_path("postgresql://user@host/name") is None


async def test_a_missing_driver_is_said_with_its_remedy(
    still: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "bot.storage.postgres", None)

    with pytest.raises(SetupError, match=r"pip install 'commonground-bot\[postgres\]'"):
        async with open_store("postgresql://host/name", vault=FixedKeys(), clock=still):
            pass


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
        seen.append(note in _looking_from_outside(path))

    await asyncio.gather(*(one(note) for note in range(100)))

    assert seen == [True] * 100


def _looking_from_outside(path: Path) -> set[int]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as other:
        return {row[0] for row in other.execute("SELECT id FROM note")}


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


async def test_closing_finishes_what_waits_and_keeps_nothing_in_the_log(
    place: Place, still: StillClock, path: Path
) -> None:
    async with place.open(still) as store:
        await notes.prepare(store)
        waiting = [asyncio.ensure_future(store.write(notes.adding(n))) for n in range(300)]
        await asyncio.sleep(0)
    assert all(task.done() for task in waiting)
    assert set(files_in(path.parent)) == {"main.db", "main.db.lock"}
    assert _looking_from_outside(path) == set(range(300))


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
