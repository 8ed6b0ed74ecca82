"""The store on PostgreSQL, for several processes at once. Needs the extra ``postgres``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import asyncpg

from bot.core.errors import NotSaved, SetupError
from bot.core.ports import Tx
from bot.storage.engine import Dialect
from bot.storage.errors import StrayAwait, UnitOver
from bot.storage.postgres_bell import Bell
from bot.storage.postgres_tx import LOST, Connection, PostgresTx, explain, prepare
from bot.storage.postgres_writer import PostgresWriter
from bot.storage.stirring import Listeners
from bot.storage.transaction import Means
from bot.storage.units import follow, inside_a_unit

T = TypeVar("T")

_READERS: Final = 4
_READ_TRIES: Final = 3
_CONNECT_SECONDS: Final = 10.0
_LOST: Final = (*LOST, asyncpg.InterfaceError)
_SETTINGS: Final = {
    "application_name": "commonground",
    "synchronous_commit": "on",
    "lock_timeout": "5s",
    # A process that stops in the middle of a transaction must not keep the others waiting.
    "idle_in_transaction_session_timeout": "10s",
    "timezone": "UTC",
}


class PostgresStore:
    """The database that an address names.

    A unit may be run again when the transaction came to nothing (a serialization failure, a
    deadlock, a connection that broke before the commit), so it must do nothing outside of it.
    """

    dialect: Final[Dialect] = "postgres"
    alone: Final = False

    def __init__(self, address: str, means: Means) -> None:
        """Prepare; :meth:`open` does the work."""
        self._address = address
        self._means = means
        self._listeners = Listeners()
        self._writer: PostgresWriter | None = None
        self._readers: asyncpg.Pool[asyncpg.Record] | None = None
        self._bell = Bell(self._connect, self._listeners.stir)

    async def open(self) -> None:
        """Connect.

        Raises:
            SetupError: nobody answers, we are refused, or the database cannot keep all text.
        """
        try:
            connection = await self._connect()
            try:
                encoding = await connection.fetchval("SHOW server_encoding")
                durable = await connection.fetchval("SHOW synchronous_commit")
            finally:
                await connection.close()
            self._readers = await asyncpg.create_pool(
                self._address,
                min_size=1,
                max_size=_READERS,
                init=prepare,
                timeout=_CONNECT_SECONDS,
                server_settings=_SETTINGS,
            )
        except (asyncpg.PostgresError, ValueError, *_LOST) as error:
            message = f"The PostgreSQL database of DATABASE_URL cannot be opened ({error}): start the server, or correct DATABASE_URL."
            raise SetupError(message) from error
        if encoding != "UTF8" or durable != "on":
            message = f"The PostgreSQL database of DATABASE_URL has encoding {encoding} and synchronous_commit {durable}: it needs UTF8 and on."
            raise SetupError(message)
        self._writer = PostgresWriter(self._connect, self._means, self._sent)
        self._bell.start()

    async def write(self, unit: Callable[[Tx], Awaitable[T]]) -> T:
        """Run ``unit`` with whatever else waits; return after the commit.

        A caller that is cancelled while it waits may find its work done. The unit may be run
        more than once, and only the last run counts.
        """
        if inside_a_unit():
            raise StrayAwait
        if self._writer is None:
            raise RuntimeError("the store is closed")
        value: T = await self._writer.submit(unit)
        return value

    async def read(self, unit: Callable[[Tx], Awaitable[T]]) -> T:
        """Run ``unit`` on one state of the database, beside the writer."""
        if inside_a_unit():
            raise StrayAwait
        if self._readers is None:
            raise RuntimeError("the store is closed")
        for _ in range(_READ_TRIES):
            tx: PostgresTx | None = None
            try:
                async with (
                    self._readers.acquire() as connection,
                    connection.transaction(isolation="repeatable_read", readonly=True),
                ):
                    tx = PostgresTx(connection, self._means, {})
                    return await _follow(unit, tx)
            except Exception as error:
                again = isinstance(error, _LOST) if tx is None else tx.in_vain
                if not again:
                    raise explain(error) from error
        raise NotSaved

    def on_jobs(self, stir: Callable[[], None]) -> Callable[[], None]:
        """Call ``stir`` after each commit that sent jobs, here or elsewhere."""
        return self._listeners.add(stir)

    async def erase_traces(self) -> None:
        """Nothing can be done at once: dead rows and archives stay until PostgreSQL cleans up.

        What must be unreadable at once is sealed, and its key is erased from the vault.
        """

    async def close(self) -> None:
        """Finish what waits and disconnect."""
        writer, self._writer = self._writer, None
        readers, self._readers = self._readers, None
        if writer is not None:
            await writer.close()
        await self._bell.stop()
        if readers is not None:
            await readers.close()

    async def _connect(self) -> Connection:
        connection = await asyncpg.connect(
            self._address, timeout=_CONNECT_SECONDS, server_settings=_SETTINGS
        )
        await prepare(connection)
        return connection

    def _sent(self) -> None:
        self._listeners.stir()
        self._bell.ring()


async def _follow(unit: Callable[[Tx], Awaitable[T]], tx: PostgresTx) -> T:
    try:
        value = await follow(unit, tx)
        if tx.failure is not None:
            raise tx.failure
    finally:
        tx.failure = UnitOver()
    return value
