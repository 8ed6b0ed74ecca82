"""The file of SQLite: its settings, who may read it, and what is no database."""

import asyncio
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.errors import SetupError
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
