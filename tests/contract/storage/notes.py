"""A table for these tests alone, and what can be done with it."""

from collections.abc import Awaitable, Callable

from bot.core.ports import Tx
from bot.storage.engine import Database
from bot.storage.sql import sql

CREATE = sql("""
    CREATE TABLE note (
        id INTEGER NOT NULL, words TEXT NOT NULL, revision INTEGER NOT NULL DEFAULT 0,
        held_by TEXT, body BLOB, CONSTRAINT note_key PRIMARY KEY (id)
    )
""")
INSERT = sql("INSERT INTO note (id, words) VALUES (:id, :words)")
INSERT_ANY = sql("INSERT INTO note (id, words) VALUES (:id, :words) ON CONFLICT DO NOTHING")
ALL = sql("SELECT id, words, revision, held_by FROM note ORDER BY id")
ONE = sql("SELECT id, words, revision, held_by FROM note WHERE id = :id")
CLAIM = sql("""
    UPDATE note SET held_by = :by, revision = revision + 1
     WHERE id = :id AND revision = :revision
""")


async def prepare(store: Database) -> None:
    """Make the table."""
    await store.write(lambda tx: tx.execute(CREATE))


async def add(tx: Tx, note: int, words: str = "hello") -> None:
    """Write one note."""
    await tx.execute(INSERT, id=note, words=words)


def adding(note: int, words: str = "hello") -> Callable[[Tx], Awaitable[None]]:
    """Return a unit that writes one note."""

    async def unit(tx: Tx) -> None:
        await add(tx, note, words)

    return unit


async def kept(store: Database) -> list[int]:
    """Return the ids of all notes."""

    async def unit(tx: Tx) -> list[int]:
        return [row["id"] for row in await tx.all(ALL)]

    return await store.read(unit)
