"""Migrations: each once, whole or not at all, and never a newer database, on each engine."""

import os
from pathlib import Path

import pytest

from bot.core.errors import SetupError
from bot.storage.engine import Database
from bot.storage.migrate import FOLDER, check, migrate, migrations
from bot.storage.schema import Column, schema_of
from bot.storage.sql import sql
from tests.support.stores import FixedKeys, Place, StillClock, run_python

FILES = {
    "0001_house.sql": """
        -- 0001_house.sql
        -- A semicolon; in a comment and one in a string split nothing.
        CREATE TABLE house (id INTEGER NOT NULL, name TEXT NOT NULL DEFAULT 'a;b',
            CONSTRAINT house_key PRIMARY KEY (id));
        CREATE INDEX house_by_name ON house (name);
        INSERT INTO house (id) VALUES (1);
    """,
    "0005_garden.sql": """
        CREATE TABLE garden (id TEXT NOT NULL, seen REAL, plan BLOB,
            CONSTRAINT garden_key PRIMARY KEY (id)) WITHOUT ROWID;
        ALTER TABLE house ADD COLUMN garden TEXT;
        UPDATE house SET garden = 'none' WHERE garden IS NULL;
        CREATE UNIQUE INDEX house_by_garden ON house (garden) WHERE garden <> 'none';
    """,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Migrations of a small house."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


async def opened(place: Place, still: StillClock) -> Database:
    """Open the bare database, without any schema."""
    from bot.storage.open import make_store  # noqa: PLC0415
    from bot.storage.transaction import Means  # noqa: PLC0415

    store = make_store(place.url, Means(clock=still, inbox_key=FixedKeys().key("inbox")))
    await store.open()
    return store


async def test_each_migration_is_applied_once_and_in_order(
    empty_database: Place, still: StillClock, folder: Path
) -> None:
    store = await opened(empty_database, still)
    try:
        assert await migrate(store, folder) == ["0001_house.sql", "0005_garden.sql"]
        assert await migrate(store, folder) == []
        rows = await store.read(lambda tx: tx.all(sql("SELECT id, name, garden FROM house")))
        assert [(row["id"], row["name"], row["garden"]) for row in rows] == [(1, "a;b", "none")]
    finally:
        await store.close()


async def test_a_number_may_be_filled_in_before_a_release(
    empty_database: Place, still: StillClock, folder: Path
) -> None:
    store = await opened(empty_database, still)
    try:
        await migrate(store, folder)
        (folder / "0003_gate.sql").write_text("CREATE TABLE gate (id INTEGER NOT NULL)")
        assert await migrate(store, folder) == ["0003_gate.sql"]
    finally:
        await store.close()


async def test_a_schema_migrated_step_by_step_equals_a_fresh_one(
    empty_database: Place, still: StillClock, tmp_path: Path
) -> None:
    steps = tmp_path / "steps"
    steps.mkdir()
    store = await opened(empty_database, still)
    try:
        for migration in migrations(empty_database.engine):
            (steps / migration.name).write_text(migration.text, encoding="utf-8")
            await migrate(store, steps)
        stepwise = await schema_of(store)
    finally:
        await store.close()
    fresh = Place(empty_database.engine, await _another(empty_database, tmp_path))
    async with fresh.open(still) as other:
        assert await schema_of(other) == stepwise
    assert {"job", "inbox", "audit"} <= set(stepwise)


async def _another(place: Place, tmp_path: Path) -> str:
    """Return the address of one more empty database of the same engine."""
    if place.engine == "sqlite":
        return f"sqlite:///{tmp_path}/other/main.db"
    import asyncpg  # noqa: PLC0415

    connection = await asyncpg.connect(place.url)
    name = f"other_{os.urandom(6).hex()}"
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    head, _, tail = place.url.partition("?")
    return f"{head.rpartition('/')[0]}/{name}?{tail}"


async def test_a_schema_is_described_in_the_words_of_its_engine(
    empty_database: Place, still: StillClock, folder: Path
) -> None:
    number, text, blob, real = {
        "sqlite": ("INTEGER", "TEXT", "BLOB", "REAL"),
        "postgres": ("bigint", "text", "bytea", "double precision"),
    }[empty_database.engine]
    store = await opened(empty_database, still)
    try:
        await migrate(store, folder)
        schema = await schema_of(store)
    finally:
        await store.close()

    assert schema["garden"].columns == {
        Column("id", text, nullable=False, preset=None),
        Column("seen", real, nullable=True, preset=None),
        Column("plan", blob, nullable=True, preset=None),
    }
    assert next(c for c in schema["house"].columns if c.name == "id").type == number
    assert any("house_by_garden" in index for index in schema["house"].indexes)
    assert any("garden_key" in rule for rule in schema["garden"].rules)


KILL = """
import asyncio, os, sys
from pathlib import Path
from bot.storage import migrate
from tests.contract.storage.test_migrations import opened
from tests.support.stores import Place, StillClock

left, whole = int(sys.argv[4]), migrate.script

def script(text):
    global left
    for statement in whole(text):
        if not left:
            os.kill(os.getpid(), 9)
        left -= 1
        yield statement
    if not left:
        os.kill(os.getpid(), 9)

migrate.script = script

async def main():
    store = await opened(Place(sys.argv[1], sys.argv[2]), StillClock())
    await migrate.migrate(store, Path(sys.argv[3]))

asyncio.run(main())
"""


@pytest.mark.parametrize("statements", [0, 2, 3, 4, 6, 7])
async def test_a_migration_that_was_killed_is_finished_by_the_next_run(
    empty_database: Place, still: StillClock, folder: Path, statements: int, tmp_path: Path
) -> None:
    run = run_python(KILL, empty_database.engine, empty_database.url, str(folder), str(statements))
    assert run.returncode == -9, run.stderr

    store = await opened(empty_database, still)
    try:
        applied = await migrate(store, folder)
        schema = await schema_of(store)
        rows = await store.read(lambda tx: tx.all(sql("SELECT id, name, garden FROM house")))
    finally:
        await store.close()
    assert applied == list(FILES)[-len(applied) :]
    assert set(schema) == {"schema_version", "house", "garden"}
    assert [(row["id"], row["name"], row["garden"]) for row in rows] == [(1, "a;b", "none")]


async def test_a_database_of_a_newer_version_is_refused_and_left_alone(
    empty_database: Place, still: StillClock, folder: Path
) -> None:
    store = await opened(empty_database, still)
    try:
        await migrate(store, folder)
        before = await schema_of(store)
        (folder / "0005_garden.sql").unlink()
        (folder / "0006_roof.sql").write_text("CREATE TABLE roof (id INTEGER NOT NULL)")
        for attempt in (migrate, check):
            with pytest.raises(SetupError, match=r"newer version \(0005_garden.sql .* backup"):
                await attempt(store, folder)
        assert await schema_of(store) == before
    finally:
        await store.close()


async def test_a_migration_that_was_edited_is_refused(
    empty_database: Place, still: StillClock, folder: Path
) -> None:
    store = await opened(empty_database, still)
    try:
        await migrate(store, folder)
        with (folder / "0001_house.sql").open("a") as file:
            file.write("-- one more word")
        with pytest.raises(SetupError, match=r"0001_house\.sql is not what was applied"):
            await migrate(store, folder)
    finally:
        await store.close()


async def test_a_database_that_was_not_migrated_is_refused(
    empty_database: Place, still: StillClock
) -> None:
    with pytest.raises(SetupError, match="python -m bot migrate"):
        async with empty_database.open(still, migrate=False):
            pass


async def test_a_migration_that_fails_leaves_nothing_behind(
    empty_database: Place, still: StillClock, folder: Path
) -> None:
    (folder / "0006_roof.sql").write_text(
        "CREATE TABLE roof (id INTEGER NOT NULL); INSERT INTO roof (id) VALUES (NULL);"
    )
    store = await opened(empty_database, still)
    try:
        with pytest.raises(Exception, match="constraint"):
            await migrate(store, folder)
        assert set(await schema_of(store)) == {"schema_version", "house", "garden"}
    finally:
        await store.close()


def test_every_migration_says_what_it_does_and_whose_data_it_holds() -> None:
    for path in sorted(FOLDER.glob("*.sql")):
        header = path.read_text(encoding="utf-8")[:1_500]
        assert header.startswith("-- "), path.name
        assert "-- Step: " in header, path.name
        assert "-- Personal data: " in header, path.name


@pytest.mark.parametrize("name", ["house.sql", "1_house.sql", "0001-house.sql", "0001_House.sql"])
def test_a_file_without_a_proper_name_is_refused(folder: Path, name: str) -> None:
    (folder / name).write_text("SELECT 1")

    with pytest.raises(SetupError, match=r"call it NNNN_name\.sql"):
        migrations("sqlite", folder)


def test_two_files_with_one_number_are_refused(folder: Path) -> None:
    (folder / "0005_shed.sql").write_text("SELECT 1")

    with pytest.raises(SetupError, match="one number"):
        migrations("sqlite", folder)


def test_a_file_for_one_engine_is_read_by_that_engine_alone(folder: Path) -> None:
    (folder / "0007_search.sqlite.sql").write_text("SELECT 1")
    (folder / "0007_search.postgres.sql").write_text("SELECT 2")

    assert migrations("sqlite", folder)[-1].text == "SELECT 1"
    assert migrations("postgres", folder)[-1].text == "SELECT 2"
