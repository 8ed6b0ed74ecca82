"""A transaction on SQLite, used in the thread of its connection."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any, Final, NoReturn

from typing_extensions import override

from bot.core.errors import NotSaved, OddText
from bot.core.ports import Row, Statement
from bot.storage.audit import Head
from bot.storage.errors import RowRefused, ValueUnfit, WroteWhileReading
from bot.storage.transaction import LedgerTx, Means, has_nul

# The disk or another process is in the way: nothing that we asked for was wrong.
_UNSAVED: Final = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
    }
)
_PRIMARY: Final = 0xFF
FAILURES: Final = (sqlite3.Error, UnicodeEncodeError, OverflowError, MemoryError)


class SqliteTx(LedgerTx):
    """One unit's transaction. It never makes the unit wait.

    After a failure of the database every further statement fails with it, as on PostgreSQL, and
    so does the whole unit: half an effect cannot be kept by swallowing an error.
    """

    __slots__ = ("_db", "_reading", "failure")

    def __init__(
        self,
        db: sqlite3.Connection,
        means: Means,
        heads: dict[str, Head],
        *,
        reading: bool = False,
    ) -> None:
        """Use ``db`` in its own thread."""
        super().__init__(means, heads)
        self._db = db
        self._reading = reading
        self.failure: Exception | None = None

    @override
    async def execute(self, statement: Statement, **values: object) -> int:
        cursor = self._run(statement, values)
        if cursor.description is not None:
            self._rest(cursor)
        return cursor.rowcount

    @override
    async def one(self, statement: Statement, **values: object) -> Row | None:
        cursor = self._run(statement, values)
        try:
            row: Row | None = cursor.fetchone()
            cursor.close()
        except FAILURES as error:
            self._fail(error)
        return row

    @override
    async def all(self, statement: Statement, **values: object) -> Sequence[Row]:
        return self._rest(self._run(statement, values))

    def _run(self, statement: Statement, values: dict[str, Any]) -> sqlite3.Cursor:
        if self.failure is not None:
            raise self.failure
        if has_nul(values.values()):
            self._fail(OddText())
        try:
            return self._db.execute(statement.text, values)
        except FAILURES as error:
            self._fail(error)

    def _rest(self, cursor: sqlite3.Cursor) -> list[Row]:
        try:
            return cursor.fetchall()
        except FAILURES as error:
            self._fail(error)

    def _fail(self, error: Exception) -> NoReturn:
        self.failure = explain(error, reading=self._reading)
        if isinstance(error, UnicodeEncodeError):
            raise self.failure from None  # the cause would carry the whole text
        raise self.failure from error


def explain(error: Exception, *, reading: bool = False) -> Exception:
    """Say in our own words what an error of ``sqlite3`` means; none of them quotes a value."""
    said = error
    match error:
        case UnicodeEncodeError():
            said = OddText()
        case OverflowError():
            said = ValueUnfit()
        case MemoryError():
            said = NotSaved()
        case sqlite3.IntegrityError():
            said = RowRefused()
        case sqlite3.ProgrammingError() if "is not supported" in str(error):
            said = ValueUnfit()
        case sqlite3.Error():
            code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
            if reading and code == sqlite3.SQLITE_READONLY:
                said = WroteWhileReading()
            elif code in _UNSAVED:
                said = NotSaved()
        case _:
            pass
    return said
