"""What we are measured against: the simplest thing that keeps a row, equally durable."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import aiosqlite

_WORDS = "What happens to body camera footage after a stop? " * 4


class BareHandler:
    """A handler as many bots have it: one row, one commit, WAL with ``synchronous=FULL``."""

    def __init__(self, db: aiosqlite.Connection) -> None:
        """Write through ``db``; callers take turns, as a transaction is not theirs to share."""
        self._db = db
        self._turn = asyncio.Lock()

    async def one_row(self) -> None:
        """Keep one row durably."""
        async with self._turn:
            await self._db.execute("INSERT INTO question (words) VALUES (?)", (_WORDS,))
            await self._db.commit()

    async def rows(self, many: int) -> None:
        """Keep one row for each of many, durably, in one commit."""
        async with self._turn:
            await self._db.executemany(
                "INSERT INTO question (words) VALUES (?)", [(_WORDS,)] * many
            )
            await self._db.commit()

    async def four_rows(self) -> None:
        """Keep what one question leaves behind (inbox, question, audit, job), then commit."""
        async with self._turn:
            for table in ("inbox", "question", "audit", "job"):
                await self._db.execute(
                    f"INSERT INTO {table} (words) VALUES (?)",  # noqa: S608  (names from the line above)
                    (_WORDS,),
                )
            await self._db.commit()


@asynccontextmanager
async def bare_handler(folder: Path) -> AsyncGenerator[BareHandler]:
    """Open a bare handler on a file of its own in ``folder``."""
    async with aiosqlite.connect(folder / "bare.db") as db:
        await db.execute("PRAGMA journal_mode=WAL")
        await db.execute("PRAGMA synchronous=FULL")
        for table in ("inbox", "question", "audit", "job"):
            await db.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, words TEXT)")
        await db.commit()
        yield BareHandler(db)
