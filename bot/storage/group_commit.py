"""Group commit: what waits together is made durable together.

The writer takes what is waiting, up to 64 units, and in one hop to the connection's thread runs
them one after another in one transaction. Only after ``COMMIT`` has returned is any caller
released, at the end of the hop. Nothing waits for company: an idle writer commits a lone unit at once.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

import aiosqlite

from bot.core.errors import NotSaved
from bot.storage import thread
from bot.storage.audit import Head
from bot.storage.callers import Caller, Unit, fail, take
from bot.storage.errors import UnitOver
from bot.storage.sqlite_tx import SqliteTx, explain
from bot.storage.transaction import Means
from bot.storage.units import drive

# Callers are released at the end of a hop: released earlier, what they do next would contend with
# the writer for the interpreter, which more than doubles what a unit costs. A hop ends so soon that
# nobody waits long for those behind them, and no checkpoint behind an endless stream.
_LONGEST_HOP: Final = 0.1
# Checkpoints run between groups, when callers have been released; SQLite's own is a backstop.
_GROUPS_TO_CHECKPOINT: Final = 128


class GroupCommit:
    """The one writer of a SQLite database."""

    def __init__(
        self, connection: aiosqlite.Connection, db: sqlite3.Connection, means: Means
    ) -> None:
        """Write through ``connection``, whose thread owns ``db``."""
        self._connection = connection
        self.db = db
        self._means = means
        self._heads: dict[str, Head] = {}
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[Caller] = deque()
        self._busy = False
        self._idle = asyncio.Event()
        self._idle.set()
        self._groups = 0
        self.stir: Callable[[], None] = _nobody

    def submit(self, unit: Unit) -> asyncio.Future[Any]:
        """Let ``unit`` wait for the writer; the future is done after its commit."""
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.append(Caller(unit, future))
        if not self._busy:
            self._begin()
        return future

    async def idle(self) -> None:
        """Wait until nothing waits any more."""
        await self._idle.wait()

    def _begin(self) -> None:
        self._busy = True
        self._idle.clear()
        thread.post(self._connection, self._hop)

    def _hop(self) -> None:
        """Commit group after group, in the thread."""
        until = time.monotonic() + _LONGEST_HOP
        done: list[Caller] = []
        sent = False
        while self._waiting and time.monotonic() < until:
            group = take(self._waiting)
            try:
                sent = self._commit(group) or sent
            except Exception as error:  # noqa: BLE001  (the writer outlives whatever comes)
                fail(group, explain(error))
                self._undo()
            self._groups += 1
            done += group
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self._loop.call_soon_threadsafe(self._release, done, sent)
        self._checkpoint_at_leisure()

    def _release(self, done: list[Caller], sent: bool) -> None:
        """Tell every caller, in the event loop."""
        self._busy = False
        if self._waiting:
            self._begin()
        else:
            self._idle.set()
        for caller in done:
            caller.tell()
        if sent:
            self.stir()

    def _commit(self, group: list[Caller]) -> bool:
        """Run ``group`` in one transaction; return whether jobs were sent."""
        if not group:
            return False
        alone = len(group) == 1
        self.db.execute("BEGIN IMMEDIATE")
        sent = False
        for caller in group:
            if not alone:
                self.db.execute("SAVEPOINT unit")
            sent = self._run(caller) or sent
            if caller.error is not None:
                self._heads.clear()
                if not self.db.in_transaction:
                    raise NotSaved  # SQLite gave everything up by itself: disk full, I/O error
                self.db.execute("ROLLBACK" if alone else "ROLLBACK TO unit")
            if not alone:
                self.db.execute("RELEASE unit")
        if self.db.in_transaction:
            self.db.execute("COMMIT")
        return sent

    def _run(self, caller: Caller) -> bool:
        tx = SqliteTx(self.db, self._means, self._heads)
        try:
            caller.value = drive(caller.unit, tx)
            if tx.failure is not None:
                raise tx.failure  # noqa: TRY301  (the unit swallowed it)
        except StopIteration:
            caller.error = RuntimeError("a unit of work raised StopIteration")
        except BaseException as error:  # noqa: BLE001  (it belongs to the caller, whatever it is)
            caller.error = error
        finally:
            tx.failure = UnitOver()
        return tx.sent and caller.error is None

    def _undo(self) -> None:
        self._heads.clear()
        with suppress(sqlite3.Error):  # the next group tries again
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")

    def _checkpoint_at_leisure(self) -> None:
        if self._groups < _GROUPS_TO_CHECKPOINT:
            return
        self._groups = 0
        with suppress(sqlite3.Error):  # the log only grows; the next time will do
            self.db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def _nobody() -> None:
    """Nobody listens yet."""
