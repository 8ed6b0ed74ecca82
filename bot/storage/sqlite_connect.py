"""Opening a SQLite file the careful way: every setting is read back, every file is ours."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from bot.core.errors import SetupError

APPLICATION_ID: Final = 0x436F6D47  # "ComG"
VAULT_ID: Final = 0x436F6D56  # "ComV"

BUSY_MS: Final = 5_000
_STATEMENTS: Final = 512

# What is asked for, and what must be read back.
_PRAGMAS: Final = (
    ("secure_delete", "ON", 1),
    ("foreign_keys", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("temp_store", "MEMORY", 2),
    ("busy_timeout", str(BUSY_MS), BUSY_MS),
    ("auto_vacuum", "INCREMENTAL", 2),
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("journal_size_limit", "16777216", 16_777_216),
    ("wal_autocheckpoint", "4000", 4_000),
)
_READING: Final = (("query_only", "ON", 1),)


def connect(
    path: Path, application_id: int, *, reading: bool = False, any_thread: bool = False
) -> sqlite3.Connection:
    """Open the file at ``path``, which exists, with every safety on. An empty one becomes ours.

    Raises:
        SetupError: it is no database, not ours, or the library refused a setting.
    """
    try:
        db = sqlite3.connect(
            path,
            isolation_level=None,
            cached_statements=_STATEMENTS,
            check_same_thread=not any_thread,
        )
    except sqlite3.Error as error:
        raise _unusable(path, error) from error
    try:
        db.row_factory = sqlite3.Row
        new = _is_new(db, path, application_id)
        for name, wanted, expected in _PRAGMAS + (_READING if reading else ()):
            _set(db, path, name, wanted, expected)
        if new:
            db.execute(f"PRAGMA application_id = {application_id}")
        db.set_authorizer(_authorize)
    except sqlite3.Error as error:
        db.close()
        raise _unusable(path, error) from error
    except SetupError:
        db.close()
        raise
    return db


def _is_new(db: sqlite3.Connection, path: Path, application_id: int) -> bool:
    found = db.execute("PRAGMA application_id").fetchone()[0]
    tables = db.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]
    if found not in {0, application_id} or (found == 0 and tables):
        message = f"{path} was not made by Common Ground for this purpose: name another file, or move this one away."
        raise SetupError(message)
    return not found


def _set(db: sqlite3.Connection, path: Path, name: str, wanted: str, expected: int | str) -> None:
    db.execute(f"PRAGMA {name} = {wanted}").fetchall()
    row = db.execute(f"PRAGMA {name}").fetchone()
    if row is None or row[0] != expected:
        found = None if row is None else row[0]
        message = f"{path}: SQLite {sqlite3.sqlite_version} does not keep {name}={wanted} (it says {found}): use another build of SQLite or another file system."
        raise SetupError(message)


def _authorize(
    action: int, first: str | None, second: str | None, _db: str | None, _by: str | None
) -> int:
    """Let no statement open another file or load machine code."""
    if action in {sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH}:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_FUNCTION and "load_extension" in {first, second}:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


def _unusable(path: Path, error: sqlite3.Error) -> SetupError:
    return SetupError(
        f"{path} cannot be opened as a database ({error}): put a backup in its place, or name another file."
    )
