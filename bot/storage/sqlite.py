"""The store on SQLite: one file, one writer, two readers, one process.

The writer alone commits and checkpoints (SQLite before 3.51.3 can damage its log when the two
race on different connections), and a lock file refuses a second process. Every commit is synced
to the disk before anybody hears of it.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeVar

import aiosqlite

from bot.core.errors import NotSaved, SetupError
from bot.core.ports import Tx
from bot.storage import thread
from bot.storage.audit import Head
from bot.storage.engine import Dialect
from bot.storage.errors import UnitOver
from bot.storage.files import Lock, private_directory, private_file
from bot.storage.group_commit import GroupCommit
from bot.storage.sqlite_connect import APPLICATION_ID, BUSY_MS, connect
from bot.storage.sqlite_tx import SqliteTx, explain
from bot.storage.stirring import Listeners
from bot.storage.transaction import Means
from bot.storage.units import drive, no_loop

T = TypeVar("T")

_READERS: Final = 2
_PAGES_TO_FREE: Final = 1_000
_ERASE_TRIES: Final = 40
_ERASE_PAUSE_SECONDS: Final = 0.05


class _Reader:
    """A connection that cannot write, and how many units wait for it."""

    __slots__ = ("connection", "db", "waiting")

    def __init__(self, connection: aiosqlite.Connection, db: sqlite3.Connection) -> None:
        self.connection = connection
        self.db = db
        self.waiting = 0


class SqliteStore:
    """The database in one file. Made by :meth:`open`; must be closed."""

    dialect: Final[Dialect] = "sqlite"
    alone: Final = True

    def __init__(self, path: Path, means: Means) -> None:
        """Prepare; :meth:`open` does the work."""
        self.path = path
        self._means = means
        self._lock = Lock(path.with_name(path.name + ".lock"))
        self._connections: list[aiosqlite.Connection] = []
        self._readers: list[_Reader] = []
        self._writer: GroupCommit | None = None
        self._listeners = Listeners()

    async def open(self) -> None:
        """Open the file, making it if there is none.

        Raises:
            SetupError: the file, its directory or another process is in the way.
        """
        private_directory(self.path.parent)
        if not self._lock.take():
            self._lock.free()
            message = f"Another process uses {self.path}: stop it first, or set DATABASE_URL to a PostgreSQL database, which several processes can share."
            raise SetupError(message)
        try:
            private_file(self.path)
            db = await self._connect(reading=False)
            for _ in range(_READERS):
                reading = await self._connect(reading=True)
                self._readers.append(_Reader(self._connections[-1], reading))
        except BaseException:
            await self.close()
            raise
        self._writer = GroupCommit(self._connections[0], db, self._means)
        self._writer.stir = self._listeners.stir

    async def write(self, unit: Callable[[Tx], Awaitable[T]]) -> T:
        """Run ``unit`` with whatever else waits; return once it is on the disk.

        A caller that is cancelled while it waits may find its work done.
        """
        if self._writer is None:
            raise RuntimeError("the store is closed")
        value: T = await self._writer.submit(unit)
        return value

    async def read(self, unit: Callable[[Tx], Awaitable[T]]) -> T:
        """Run ``unit`` on one state of the database, beside the writer."""
        if self._writer is None:
            raise RuntimeError("the store is closed")
        reader = min(self._readers, key=lambda one: one.waiting)
        reader.waiting += 1
        try:
            return await thread.call(
                reader.connection, lambda: _read(reader.db, unit, self._means)
            )
        finally:
            reader.waiting -= 1

    def on_jobs(self, stir: Callable[[], None]) -> Callable[[], None]:
        """Call ``stir`` after each commit that sent jobs; the result ends this."""
        return self._listeners.add(stir)

    async def erase_traces(self) -> None:
        """Write the log back, cut it to nothing and free empty pages.

        Raises:
            NotSaved: a reader or another program still looks at the old state; call again.
        """
        if self._writer is None:
            raise RuntimeError("the store is closed")
        db = self._writer.db

        def work() -> bool:
            db.execute(f"PRAGMA incremental_vacuum({_PAGES_TO_FREE})").fetchall()
            return truncate(db)

        for _ in range(_ERASE_TRIES):
            if await thread.call(self._connections[0], work):
                return
            await asyncio.sleep(_ERASE_PAUSE_SECONDS)  # and let others write meanwhile
        raise NotSaved

    async def close(self) -> None:
        """Finish what waits, write the log back and let go of the file."""
        writer, self._writer = self._writer, None
        if writer is not None:
            await writer.idle()
            with suppress(sqlite3.Error):
                await thread.call(self._connections[0], lambda: truncate(writer.db))
        for connection in reversed(self._connections):  # the writer last
            with suppress(sqlite3.Error):
                await thread.close(connection)
        self._connections.clear()
        self._readers.clear()
        self._lock.free()

    async def _connect(self, *, reading: bool) -> sqlite3.Connection:
        made: list[sqlite3.Connection] = []

        def make() -> sqlite3.Connection:
            no_loop()
            made.append(connect(self.path, APPLICATION_ID, reading=reading))
            return made[0]

        self._connections.append(await thread.connected(make))
        return made[0]


def truncate(db: sqlite3.Connection) -> bool:
    """Write the whole log into the file and cut it to nothing; ``False`` when it is in use.

    It does not wait for readers: the writer has better things to do.
    """
    try:
        db.execute("PRAGMA busy_timeout = 0").fetchall()
        try:
            busy = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            db.execute(f"PRAGMA busy_timeout = {BUSY_MS}").fetchall()
    except sqlite3.Error as error:
        raise explain(error) from error
    return not busy


def _read(db: sqlite3.Connection, unit: Callable[[Tx], Awaitable[T]], means: Means) -> T:
    heads: dict[str, Head] = {}
    tx = SqliteTx(db, means, heads, reading=True)
    try:
        db.execute("BEGIN")
        value = drive(unit, tx)
        if tx.failure is not None:
            raise tx.failure
    except sqlite3.Error as error:
        raise explain(error, reading=True) from error
    else:
        return value
    finally:
        tx.failure = UnitOver()
        if db.in_transaction:
            db.execute("ROLLBACK")
