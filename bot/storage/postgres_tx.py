"""A transaction on PostgreSQL."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping, Sequence
from decimal import Decimal
from typing import Final, TypeAlias, TypeVar

import asyncpg
from typing_extensions import override

from bot.core.errors import NotSaved, OddText
from bot.core.ports import Row, Statement
from bot.storage.audit import Head
from bot.storage.errors import RowRefused, ValueUnfit, WroteWhileReading
from bot.storage.transaction import LedgerTx, Means, has_nul

T = TypeVar("T")
Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
Borrowed: TypeAlias = "Connection | asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"

# The transaction came to nothing and can simply be run again.
AGAIN: Final = (
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.InvalidCachedStatementError,
)
# The connection is gone, or the server is going.
LOST: Final = (
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InternalClientError,
    OSError,
)
_UNSAVED: Final = (
    *LOST,
    asyncpg.InsufficientResourcesError,
    asyncpg.LockNotAvailableError,
    asyncpg.PostgresSystemError,
)


class PostgresTx(LedgerTx):
    """One unit's transaction.

    After a failure of the database every further statement fails with it, and so does the whole
    unit: PostgreSQL would turn its commit into a rollback without a word. ``in_vain`` says that the
    failure was none of the unit's doing, so that it may be run again.
    """

    __slots__ = ("_connection", "failure", "in_vain", "waiting")

    def __init__(self, connection: Borrowed, means: Means, heads: dict[str, Head]) -> None:
        """Use ``connection`` while its transaction is open."""
        super().__init__(means, heads)
        self._connection = connection
        self.failure: Exception | None = None
        self.waiting = False
        self.in_vain = False

    @override
    async def execute(self, statement: Statement, **values: object) -> int:
        arguments = self._fit(statement, values)
        status = await self._wait(self._connection.execute(statement.numbered, *arguments))
        count = status.rpartition(" ")[2]
        return int(count) if count.isdigit() else -1

    @override
    async def one(self, statement: Statement, **values: object) -> Row | None:
        arguments = self._fit(statement, values)
        return await self._wait(self._connection.fetchrow(statement.numbered, *arguments))

    @override
    async def all(self, statement: Statement, **values: object) -> Sequence[Row]:
        arguments = self._fit(statement, values)
        return await self._wait(self._connection.fetch(statement.numbered, *arguments))

    def _fit(self, statement: Statement, values: Mapping[str, object]) -> list[object]:
        if self.failure is not None:
            raise self.failure
        if has_nul(values.values()):
            self.failure = OddText()
            raise self.failure
        arguments = [values[name] for name in statement.names]
        return [int(value) if value is True or value is False else value for value in arguments]

    async def _wait(self, query: Awaitable[T]) -> T:
        self.waiting = True
        try:
            return await query
        except (asyncpg.PostgresError, asyncpg.InterfaceError, *LOST) as error:
            self.failure = explain(error)
            self.in_vain = isinstance(error, (*AGAIN, *LOST)) or _is_closed(error)
            if self.failure is error:
                raise
            raise self.failure from None  # the cause would quote values of the row
        finally:
            self.waiting = False


def explain(error: Exception) -> Exception:
    """Say in our own words what an error of asyncpg means; none of them quotes a value."""
    said = error
    match error:
        case asyncpg.IntegrityConstraintViolationError():
            said = RowRefused()
        case asyncpg.ReadOnlySQLTransactionError():
            said = WroteWhileReading()
        case asyncpg.DataError() if isinstance(error.__cause__, UnicodeEncodeError):
            said = OddText()
        case asyncpg.DataError():
            said = ValueUnfit()
        case _ if isinstance(error, _UNSAVED) or _is_closed(error):
            said = NotSaved()
        case _:
            pass
    return said


def _is_closed(error: Exception) -> bool:
    return isinstance(error, asyncpg.InterfaceError) and "closed" in str(error)


async def prepare(connection: Connection) -> None:
    """Have sums come back as whole numbers and averages as floats, as SQLite gives them."""
    await connection.set_type_codec(
        "numeric", schema="pg_catalog", encoder=str, decoder=_number, format="text"
    )


def _number(text: str) -> int | float:
    number = Decimal(text)
    whole = "." not in text and number == number.to_integral_value()
    return int(number) if whole else float(number)
