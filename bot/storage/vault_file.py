"""The file of the vault: wrapped keys, and marks of what was erased. Used from any thread, one at a time.

It is small, and excluded from ordinary backups: a backup that kept the keys would bring back what
was erased. A deleted key leaves no trace in the file or in its log, because SQLite overwrites
what is deleted (``secure_delete``) and the log is cut to nothing after each erasure.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from bot.core.errors import NotSaved, SetupError
from bot.storage.erasures import Erasure
from bot.storage.files import private_file
from bot.storage.sqlite_connect import VAULT_ID, connect
from bot.storage.sqlite_tx import explain

_STEPS: Final = (
    (
        """
        CREATE TABLE secret (
            name TEXT NOT NULL,
            wrapped BLOB NOT NULL,
            hour INTEGER NOT NULL DEFAULT 0,
            CONSTRAINT secret_key PRIMARY KEY (name)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE dek (
            id TEXT NOT NULL,
            wrapped BLOB NOT NULL,
            CONSTRAINT dek_key PRIMARY KEY (id)
        ) WITHOUT ROWID
        """,
    ),
    (
        """
        CREATE TABLE erasure (
            id TEXT NOT NULL,
            community TEXT NOT NULL,
            mark TEXT NOT NULL,
            until TEXT NOT NULL,
            CONSTRAINT erasure_key PRIMARY KEY (id)
        ) WITHOUT ROWID
        """,
    ),
)
"""What leads from each version of the file to the next."""


class VaultFile:
    """Rows of the vault. Every change is durable when its method returns."""

    def __init__(self, path: Path) -> None:
        """Open the file, making it if there is none.

        Raises:
            SetupError: it is no vault, or one of a newer version.
        """
        self.path = path
        self._writing = threading.RLock()
        self._reading = threading.Lock()
        private_file(path)
        self._writer = connect(path, VAULT_ID, any_thread=True)
        try:
            self._prepare()
            self._reader = connect(path, VAULT_ID, reading=True, any_thread=True)
        except BaseException:
            self._writer.close()
            raise

    def close(self) -> None:
        """Cut the log and let go."""
        with self._reading, self._writing:
            self._reader.close()
            self._writer.close()

    def secret(self, name: str) -> bytes | None:
        """Return the wrapped secret of that name."""
        row = self._one("SELECT wrapped FROM secret WHERE name = ?", name)
        return None if row is None else bytes(row["wrapped"])

    def add_secret(self, name: str, wrapped: bytes) -> None:
        """Keep a secret unless there is one of that name."""
        with self._change() as db:
            db.execute(
                "INSERT OR IGNORE INTO secret (name, wrapped) VALUES (?, ?)", (name, wrapped)
            )

    def dek(self, dek: str) -> bytes | None:
        """Return a wrapped data key."""
        row = self._one("SELECT wrapped FROM dek WHERE id = ?", dek)
        return None if row is None else bytes(row["wrapped"])

    def deks(self) -> set[str]:
        """Return the ids of all data keys."""
        with self._reading:
            return {row["id"] for row in self._reader.execute("SELECT id FROM dek").fetchall()}

    def add_deks(self, deks: Iterable[tuple[str, bytes]]) -> None:
        """Keep wrapped data keys."""
        with self._change() as db:
            db.executemany("INSERT INTO dek VALUES (?, ?)", deks)

    def erase(self, deks: Iterable[str]) -> None:
        """Delete data keys for good. Those that are gone already count as deleted.

        Raises:
            NotSaved: another process was reading just then, so traces may be left: call again.
        """
        with self._change() as db:
            db.executemany("DELETE FROM dek WHERE id = ?", ((dek,) for dek in deks))
        self.cut_log()

    def add_erasure(self, erasure: Erasure) -> None:
        """Keep the mark of something that was erased. Keeping it twice is harmless."""
        values = (erasure.id, erasure.community, erasure.mark, erasure.until.isoformat())
        with self._change() as db:
            db.execute("INSERT OR IGNORE INTO erasure VALUES (?, ?, ?, ?)", values)

    def erasures(self) -> list[Erasure]:
        """Return all erasures that are kept, by id."""
        with self._reading:
            rows = self._reader.execute("SELECT * FROM erasure ORDER BY id").fetchall()
        return [
            Erasure(
                id=row["id"],
                community=row["community"],
                mark=row["mark"],
                until=date.fromisoformat(row["until"]),
            )
            for row in rows
        ]

    def forget_erasures(self, today: date) -> int:
        """Delete the erasures whose last day is over; return how many."""
        with self._change() as db:
            gone = db.execute("DELETE FROM erasure WHERE until < ?", (today.isoformat(),))
        return gone.rowcount

    def rewrap(self, again: Callable[[str, bytes], bytes]) -> None:
        """Replace every wrapped key by what ``again`` makes of it, in one transaction."""
        with self._change() as db:
            for table, column in (("secret", "name"), ("dek", "id")):
                rows = db.execute(f"SELECT {column}, wrapped FROM {table}").fetchall()  # noqa: S608
                db.executemany(
                    f"UPDATE {table} SET wrapped = ? WHERE {column} = ?",  # noqa: S608
                    [(again(row[0], row["wrapped"]), row[0]) for row in rows],
                )

    def whole(self) -> bytes:
        """Return the file as it stands, with what is still in its log and nothing deleted."""
        with self._writing:
            return self._writer.serialize()

    def cut_log(self) -> None:
        """Write the log back and cut it to nothing. Raises ``NotSaved`` when it is in use."""
        with self._reading, self._writing:
            busy = self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise NotSaved

    def _prepare(self) -> None:
        with self._change() as db:
            version = db.execute("PRAGMA user_version").fetchone()[0]
            for statement in (each for step in _STEPS[version:] for each in step):
                db.execute(statement)
            if version < len(_STEPS):
                db.execute(f"PRAGMA user_version = {len(_STEPS)}")
        if version > len(_STEPS):
            raise SetupError(
                f"{self.path} was made by a newer version: update Common Ground, or put the vault of this version back."
            )

    def _one(self, query: str, name: str) -> sqlite3.Row | None:
        with self._reading:
            rows = self._reader.execute(query, (name,)).fetchall()
        return rows[0] if rows else None

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        with self._writing:
            try:
                self._writer.execute("BEGIN IMMEDIATE")
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException as error:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                if isinstance(error, sqlite3.Error):
                    raise explain(error) from error
                raise
