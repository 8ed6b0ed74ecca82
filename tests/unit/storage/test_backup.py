"""Backups: whole or refused, and never a key in them."""

import asyncio
import random
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.errors import SetupError
from bot.core.ports import Tx
from bot.storage.backup import backup, restore
from bot.storage.engine import Database
from bot.storage.open import open_store
from bot.storage.sql import sql
from tests.support.stores import FixedKeys, StillClock

CREATE = sql("CREATE TABLE note (id INTEGER NOT NULL, words TEXT NOT NULL)")
PUT = sql("INSERT INTO note (id, words) VALUES (:id, :words)")


@pytest.fixture
def main(tmp_path: Path) -> Path:
    return tmp_path / "data" / "main.db"


@pytest.fixture
async def store(main: Path) -> AsyncGenerator[Database]:
    async with open_store(main, vault=FixedKeys(), clock=StillClock(), migrate=True) as opened:
        await opened.write(lambda tx: tx.execute(CREATE))
        yield opened


async def add(store: Database, *numbers: int) -> None:
    async def unit(tx: Tx) -> None:
        for number in numbers:
            await tx.execute(PUT, id=number, words=f"note {number} " + "x" * 200)

    await store.write(unit)


async def kept(path: Path) -> set[int]:
    """Open a database with the whole bot's care, and read it."""
    async with open_store(path, vault=FixedKeys(), clock=StillClock()) as opened:
        rows = await opened.read(lambda tx: tx.all(sql("SELECT id FROM note")))
        return {row["id"] for row in rows}


async def test_a_backup_made_under_load_holds_all_that_was_acknowledged_before(
    store: Database, tmp_path: Path, main: Path
) -> None:
    await add(store, *range(1_000))
    target = tmp_path / "backup.db"
    writing = asyncio.gather(*(add(store, number) for number in range(1_000, 1_600)))

    assert await backup(store, target) == target
    await writing

    restored = tmp_path / "elsewhere" / "main.db"
    restored.parent.mkdir()
    restore(target, restored)
    assert set(range(1_000)) <= await kept(restored)


async def test_files_of_a_backup_are_ours_alone(store: Database, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    await backup(store, tmp_path / "out" / "backup.db")

    modes = {file.name: file.stat().st_mode & 0o777 for file in (tmp_path / "out").iterdir()}
    assert modes == {"backup.db": 0o600, "backup.db.sha256": 0o600}


async def test_a_backup_holds_nothing_that_was_deleted(store: Database, tmp_path: Path) -> None:
    await add(store, *range(500))
    await store.write(lambda tx: tx.execute(sql("DELETE FROM note WHERE id < 400")))
    target = await backup(store, tmp_path / "backup.db")

    content = target.read_bytes()
    assert b"note 450 " in content
    assert not any(f"note {number} ".encode() in content for number in range(400))


async def test_a_backup_never_takes_the_place_of_a_file(store: Database, tmp_path: Path) -> None:
    (tmp_path / "backup.db").write_text("precious")

    with pytest.raises(SetupError, match="exists"):
        await backup(store, tmp_path / "backup.db")
    assert (tmp_path / "backup.db").read_text() == "precious"


async def test_a_backup_into_nowhere_is_refused(store: Database, tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="cannot be"):
        await backup(store, tmp_path / "no" / "where.db")


async def test_a_restored_database_takes_the_place_of_the_old_one(
    store: Database, tmp_path: Path, main: Path
) -> None:
    await add(store, 1)
    target = await backup(store, tmp_path / "backup.db")
    await add(store, 2)
    with pytest.raises(SetupError, match="Another process"):
        restore(target, main)
    await store.close()

    restore(target, main)

    assert await kept(main) == {1}
    assert await kept(main.with_name("main.db.before-restore")) == {1, 2}


async def test_every_turned_bit_is_noticed(store: Database, tmp_path: Path) -> None:
    await add(store, *range(300))
    target = await backup(store, tmp_path / "backup.db")
    await store.close()
    whole = target.read_bytes()
    dice = random.Random(3)
    for page in range(0, len(whole), 4_096):
        broken = bytearray(whole)
        broken[page + dice.randrange(4_096)] ^= 1 << dice.randrange(8)
        target.write_bytes(broken)
        with pytest.raises(SetupError, match="damaged"):
            restore(target, tmp_path / "data" / "main.db")


@pytest.mark.parametrize("spoil", ["cut short", "no sum", "another database", "no database"])
async def test_what_is_no_backup_of_ours_is_refused(
    store: Database, tmp_path: Path, main: Path, spoil: str
) -> None:
    await add(store, 1)
    target = await backup(store, tmp_path / "backup.db")
    await store.close()
    sums = tmp_path / "backup.db.sha256"
    match spoil:
        case "cut short":
            target.write_bytes(target.read_bytes()[:-4_096])
        case "no sum":
            sums.unlink()
        case "another database":
            target.unlink()
            with closing(sqlite3.connect(target)) as db:
                db.execute("CREATE TABLE theirs (id INTEGER)")
            _sum(target)
        case _:
            target.write_text("no database at all, and long enough for a header" * 100)
            _sum(target)

    with pytest.raises(SetupError):
        restore(target, main)
    assert await kept(main) == {1}


def _sum(path: Path) -> None:
    from bot.storage.backup import _digest  # noqa: PLC0415

    path.with_name(path.name + ".sha256").write_text(f"{_digest(path)}  {path.name}\n")
