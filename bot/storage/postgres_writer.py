"""The writer on PostgreSQL: one at a time in the whole installation.

Every writing transaction begins by taking one advisory lock, so units run one after another, also
between processes, and a unit may read and then write without looking over its shoulder, exactly
as on SQLite. What waits in this process goes into one transaction, each unit in a savepoint, so
that the lock and the disk are asked once for all of them.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Final

import asyncpg

from bot.core.errors import NotSaved
from bot.storage.audit import Head
from bot.storage.callers import Caller, Unit, fail, take
from bot.storage.errors import UnitOver
from bot.storage.postgres_tx import AGAIN, LOST, Connection, PostgresTx, explain
from bot.storage.transaction import Means
from bot.storage.units import follow

_TRIES: Final = 4
_BACK_OFF_SECONDS: Final = 0.02

# Any number, as long as no other program locks the same one in this database.
_BEGIN: Final = (
    "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SELECT pg_advisory_xact_lock(4865646)"
)
_MARK: Final = "SAVEPOINT unit"
_KEEP: Final = "RELEASE SAVEPOINT unit"
_DROP: Final = "ROLLBACK TO SAVEPOINT unit; RELEASE SAVEPOINT unit"


class _Again(Exception):
    """The transaction came to nothing before its commit: run it again."""


class PostgresWriter:
    """Runs units in groups on a connection of its own, which it replaces when it breaks."""

    def __init__(
        self,
        connect: Callable[[], Awaitable[Connection]],
        means: Means,
        stir: Callable[[], None],
    ) -> None:
        """Connect with ``connect``; call ``stir`` after a commit that sent jobs."""
        self._connect = connect
        self._means = means
        self._stir = stir
        self._connection: Connection | None = None
        self._waiting: deque[Caller] = deque()
        self._awake = asyncio.Event()
        self._closing = False
        self._task = asyncio.create_task(self._serve(), name="postgres writer")

    def submit(self, unit: Unit) -> asyncio.Future[Any]:
        """Let ``unit`` wait for the writer; the future is done after its commit."""
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.append(Caller(unit, future))
        self._awake.set()
        return future

    async def close(self) -> None:
        """Finish what waits, then disconnect."""
        self._closing = True
        self._awake.set()
        await self._task
        await self._drop()

    async def _serve(self) -> None:
        while self._waiting or not self._closing:
            if not self._waiting:
                self._awake.clear()
                await self._awake.wait()
                continue
            group = take(self._waiting)
            sent = False
            try:
                sent = await self._commit(group)
            except Exception as error:  # noqa: BLE001  (the writer outlives whatever comes)
                fail(group, explain(error))
                await self._drop()
            for caller in group:
                caller.tell()
            if sent:
                self._stir()

    async def _commit(self, group: list[Caller]) -> bool:
        """Run ``group`` in one transaction, again if need be; return whether jobs were sent."""
        for turn in range(_TRIES):
            if turn:
                await asyncio.sleep(_BACK_OFF_SECONDS * turn)
            try:
                return await self._transaction(group)
            except _Again:
                for caller in group:
                    caller.value, caller.error = None, None
                await self._drop()
        raise NotSaved

    async def _transaction(self, group: list[Caller]) -> bool:
        if not group:
            return False
        alone = len(group) == 1
        heads: dict[str, Head] = {}
        sent = False
        try:
            if self._connection is None or self._connection.is_closed():
                self._connection = await self._connect()
            connection = self._connection
            # Each string is one round trip, and also ends the unit before.
            before = _BEGIN
            for caller in group:
                await connection.execute(before if alone else f"{before}; {_MARK}")
                sent = await self._run(caller, connection, heads) or sent
                before = _KEEP
                if caller.error is not None:
                    heads.clear()
                    before = _DROP
        except (*AGAIN, *LOST, asyncpg.InterfaceError) as error:
            raise _Again from error
        end = "COMMIT" if alone else f"{before}; COMMIT"
        wanted = "COMMIT"
        if alone and group[0].error is not None:
            end = wanted = "ROLLBACK"
        if await connection.execute(end) != wanted:
            raise NotSaved
        return sent

    async def _run(self, caller: Caller, connection: Connection, heads: dict[str, Head]) -> bool:
        tx = PostgresTx(connection, self._means, heads)
        try:
            caller.value = await follow(caller.unit, tx)
            if tx.failure is not None:
                raise tx.failure  # noqa: TRY301  (the unit swallowed it)
        except BaseException as error:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise  # it is we who are to stop, not the unit
            if tx.in_vain:
                raise _Again from error
            caller.value, caller.error = None, error
        finally:
            tx.failure = UnitOver()
        return tx.sent and caller.error is None

    async def _drop(self) -> None:
        """Give the connection up: whatever is open on it is rolled back by the server."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError):
            await connection.close(timeout=2)
